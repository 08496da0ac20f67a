/** Formulas in hovers: found, drawn, remembered, in the theme's colour. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { Cache } from '../../src/hover/cache.js';
import { hoverColour, parseRelaxed, themeColours } from '../../src/hover/colours.js';
import { Formulas } from '../../src/hover/formulas.js';
import { asCode, centred, image, replaceFormulas } from '../../src/hover/markdown.js';

const shown = (text: string): string => replaceFormulas(text, (tex, display) => (display ? `[[${tex}]]` : `[${tex}]`));

describe('formulas in Markdown', () => {
  const cases: [string, string, string][] = [
    ['inline', 'shape $n \\times m$.', 'shape [n \\times m].'],
    ['display', '$$\nA x\n$$', '[[A x]]'],
    ['several', '$a$ and $b$', '[a] and [b]'],
    ['not in code', '`$a$` $b$', '`$a$` [b]'],
    ['not in a fence', '```\n$a$\n```\n$b$', '```\n$a$\n```\n[b]'],
    ['not over lines', 'costs $3\nand $4', 'costs $3\nand $4'],
    ['not money', 'from $3 to $4', 'from $3 to $4'],
    ['an escaped dollar', '\\$a$ and $b$', '\\$a$ and $b$'.replace('$b$', '[b]')],
    ['nothing', 'plain', 'plain'],
  ];
  for (const [name, given, wanted] of cases) test(name, () => assert.equal(shown(given), wanted));

  test('hostile dollars take linear time', () => {
    const began = performance.now();
    shown('$a'.repeat(100_000));
    shown('`'.repeat(100_000));
    assert.ok(performance.now() - began < 3000);
  });
});

describe('pictures', () => {
  const formulas = new Formulas(path.resolve(__dirname, '../..'));

  test('MathJax is not loaded before the first formula', () => {
    assert.equal(formulas.inMarkdown('no formula here', '#123456'), 'no formula here');
    assert.equal(formulas.loaded, false);
  });

  test('a formula becomes an SVG image in the given colour, with its LaTeX for those who listen', () => {
    const markdown = formulas.inMarkdown('shape $\\mathbb{R}^{m \\times n}$', '#123456');
    const [, alt, data] = /^shape <img align="absmiddle" alt="(.*)" src="data:image\/svg\+xml;base64,(.*)">$/.exec(markdown) ?? [];
    assert.match(alt ?? '', /mathbb\{R\}.*times n/);
    const svg = Buffer.from(data ?? '', 'base64').toString();
    assert.match(svg, /^<svg/);
    assert.match(svg, /#123456/);
    assert.doesNotMatch(svg, /currentColor/);
    assert.match(svg, /width="\d+\.\d+" height="\d+\.\d+"/);
  });

  test('a formula is drawn once', () => {
    assert.equal(formulas.svg('x^\\top A x', false), formulas.svg('x^\\top A x', false));
  });

  test('what the server writes can be drawn', () => {
    for (const tex of ['\\frac{\\partial L}{\\partial \\mathbf{w}}', '\\boldsymbol{x} \\odot y', '\\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}', 'A^{\\mathsf T}', '\\operatorname{tr}(A)', '\\underbrace{x}_{n \\times 1}']) {
      assert.match(formulas.svg(tex, true) ?? '', /^<svg/, tex);
    }
  });

  test('LaTeX that cannot be drawn is shown as it is', () => {
    assert.equal(formulas.inMarkdown('$\\frac{a$', '#000000'), '`\\frac{a`');
  });

  test('one formula cannot define macros for the next, and hostile ones end', () => {
    formulas.svg('\\def\\x{y}\\x', false);
    formulas.svg('\\newcommand{\\zz}{y}', false);
    const began = performance.now();
    formulas.svg('\\def\\x{\\x\\x}\\x', false);
    formulas.svg('{'.repeat(5000), false);
    assert.ok(performance.now() - began < 5000);
  });

  test('no link and no script comes out of a formula', () => {
    for (const tex of ['\\href{javascript:alert(1)}{x}', '\\text{<script>alert(1)</script>}', '\\style{color:red}{x}', '\\color{"><script>}x']) {
      assert.doesNotMatch(formulas.svg(tex, false) ?? '', /<script|javascript:/i, tex);
    }
  });
});

test('alt text cannot end the image, nor become Markdown', () => {
  const alt = /alt="([^"]*)" src=/.exec(image('<svg/>', 'a">](http://x)[`*_<b>&\n'))?.[1] ?? '';
  assert.doesNotMatch(alt, /[\]["`*_<>\n]/);
  assert.equal(asCode('a`b'), "`a'b`");
});

test('a text beside formulas cannot bring HTML of its own', () => {
  assert.equal(shown('<img src="http://x/y.png"> $a$ `<b>`'), '&lt;img src="http://x/y.png"> [a] `<b>`');
});

describe('alignment', () => {
  const svg = (top: number, height: number): string => `<svg width="10" height="20" viewBox="0 ${top} 500 ${height}"><path/></svg>`;
  const middle = (text: string): number => {
    const [, top, height] = /viewBox="0 (\S+) 500 (\S+)"/.exec(text) ?? [];
    return Number(top) + Number(height) / 2;
  };

  test('the middle of the picture is the middle of the formula', () => {
    for (const [top, height] of [[-700, 900], [-1300, 2000], [-440, 450], [-200, 900]] as const) assert.equal(middle(centred(svg(top, height))), -250);
  });

  test('the scale stays the same', () => {
    assert.match(centred(svg(-700, 900)), /height="20.00" viewBox="0 -700 500 900"/);
    assert.match(centred(svg(-1250, 1500)), /height="26.67"/);
  });

  test('a picture without a box is left alone', () => assert.equal(centred('<svg/>'), '<svg/>'));
});

test('the cache forgets what was used least recently', () => {
  const cache = new Cache<number>(2);
  let made = 0;
  const get = (key: string): number => cache.get(key, () => ++made);
  get('a'), get('b'), get('a'), get('c');
  assert.equal(cache.size, 2);
  assert.equal(get('a'), 1);
  assert.equal(get('b'), 4);
});

describe('theme colours', () => {
  test('a theme file with comments, trailing commas and an included file', async () => {
    const files: Record<string, string> = {
      '/t/dark.json': '{ // a comment\n "include": "./base.json", "colors": { "editor.foreground": "#abc", }, }',
      '/t/./base.json': '{ "colors": { "foreground": "#111111", "url": "http://x" /* no comment inside */ } }',
    };
    const colours = await themeColours('/t/dark.json', async (f) => files[f], (from, to) => from.replace(/[^/]*$/, '') + to);
    assert.deepEqual(colours, { foreground: '#111111', url: 'http://x', 'editor.foreground': '#abc' });
    assert.equal(hoverColour(colours), '#aabbcc');
  });

  test("the hover's own colour wins, transparency is dropped", () => {
    assert.equal(hoverColour({ 'editorHoverWidget.foreground': '#11223344', 'editor.foreground': '#ffffff' }), '#112233');
    assert.equal(hoverColour({ 'editor.foreground': 'red' }), undefined);
  });

  test('files that include one another end', async () => {
    assert.deepEqual(await themeColours('/a', async () => '{"include": "/a", "colors": {}}', (_, to) => to), {});
    assert.equal(parseRelaxed('{'), undefined);
  });
});
