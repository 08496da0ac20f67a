/** The status bar item's words, and the directive that states a layout. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Status } from '../../src/protocol.js';
import { type Preset, stateLayout } from '../../src/status/directive.js';
import { itemText } from '../../src/status/text.js';

const status: Status = { relevant: true, layout: 'numerator layout', stated: true, why: '', errors: 0, warnings: 0, hints: 0, verified: 0, wrong: 0, unchecked: 0 };

describe('the item', () => {
  test('a note without findings', () => {
    const { text, spoken } = itemText(status);
    assert.equal(text, '∇ numerator $(check)');
    assert.equal(spoken, 'nablint: numerator, no findings');
  });

  test('errors before warnings; the sum is shown, the parts are said', () => {
    const { text, spoken } = itemText({ ...status, errors: 1, warnings: 2, hints: 1 });
    assert.equal(text, '∇ numerator $(error) 3');
    assert.match(spoken, /1 error, 2 warnings, 1 hint/);
  });

  test('an open layout is said, and claims are counted', () => {
    const { text, tooltip } = itemText({ ...status, layout: '', stated: false, why: 'no derivative shows it', verified: 11, wrong: 1 });
    assert.match(text, /layout open/);
    assert.match(tooltip, /no derivative shows it/);
    assert.match(tooltip, /12 claims: 11 verified, 1 wrong/);
  });
});

describe('stating the layout', () => {
  const after = (text: string, language = 'markdown', preset: Preset = 'numerator'): string => {
    const { start, end, text: put } = stateLayout(text, language, preset);
    return text.slice(0, start) + put + text.slice(end);
  };

  test('at the top of a note', () => assert.equal(after('# A\n'), '<!-- nablint: layout numerator -->\n\n# A\n'));
  test('after front matter', () => assert.equal(after('---\ntitle: x\n---\n# A\n'), '---\ntitle: x\n---\n<!-- nablint: layout numerator -->\n\n# A\n'));
  test('a rule is no front matter', () => assert.equal(after('# A\n---\n'), '<!-- nablint: layout numerator -->\n\n# A\n---\n'));
  test('in LaTeX', () => assert.equal(after('\\documentclass{article}\n', 'latex'), '% nablint: layout numerator\n\\documentclass{article}\n'));
  test('in MDX', () => assert.equal(after('# A\n', 'mdx'), '{/* nablint: layout numerator */}\n\n# A\n'));
  test('line ends are kept', () => assert.equal(after('# A\r\n'), '<!-- nablint: layout numerator -->\r\n\r\n# A\r\n'));
  test('an existing directive is changed', () =>
    assert.equal(after('# A\n<!-- nablint: let x: n; layout denominator -->\n', 'markdown', 'mixed'), '# A\n<!-- nablint: let x: n; layout mixed -->\n'));
  test('single choices are left to the author', () =>
    assert.equal(after('<!-- nablint: layout scalar-by-matrix p×q -->', 'markdown'), '<!-- nablint: layout numerator -->\n\n<!-- nablint: layout scalar-by-matrix p×q -->'));
});
