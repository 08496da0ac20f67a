/** The panel's page and its messages: strict policy, arrow keys along the edges, nothing taken on trust. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Drawing, isFromPage } from '../../src/panel/messages.js';
import { picture } from '../../src/panel/model.js';
import { page } from '../../src/panel/page.js';
import { neighbour } from '../../src/panel/view/graph.js';
import type { Edge, Graph, Vertex } from '../../src/protocol.js';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } };
const vertex = (id: string): Vertex => ({ id, name: id, latex: id, shape: '', range, defined: true });
const edge = (whole: string, part: string): Edge => ({ whole, part, latex: `d${whole}/d${part}`, shape: '', range });

test('the policy allows the extension’s own script and style and nothing else', () => {
  const html = page({ script: 'https://own/panel.js', style: 'https://own/panel.css', source: 'https://own' });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*|data:/);
  assert.doesNotMatch(html.replace(/<script src="[^"]*"><\/script>/, ''), /<script|\son\w+=|style=|<style/);
});

test('messages of another form are not taken', () => {
  assert.ok(isFromPage({ type: 'ready' }));
  assert.ok(isFromPage({ type: 'reveal', range }));
  for (const wrong of [null, 'ready', {}, { type: 'reveal' }, { type: 'reveal', range: { start: { line: -1, character: 0 }, end: range.end } }, { type: 'run' }]) {
    assert.ok(!isFromPage(wrong));
  }
});

describe('what the panel says', () => {
  const chain: Graph = {
    layout: 'numerator',
    vertices: ['L', 'r', 'w', 'X'].map(vertex),
    edges: [edge('L', 'r'), edge('r', 'w'), edge('r', 'X')],
    paths: [['L', 'r', 'w']],
    wrong: [],
  };

  test('a derivative under the cursor names what it is about', () => {
    const { title, results, variables } = picture(chain);
    assert.deepEqual([title, results, variables], ['L from w', ['L'], ['w']]);
  });

  test('a whole section names its results and what they rest on', () => {
    assert.equal(picture({ ...chain, paths: [] }).title, 'L from w and X');
  });

  test('the product along a path follows the layout', () => {
    assert.equal(picture(chain).paths[0]?.text, '∂L/∂r · ∂r/∂w');
    assert.equal(picture({ ...chain, layout: 'denominator' }).paths[0]?.text, '∂r/∂w · ∂L/∂r');
    assert.equal(picture(chain).paths[0]?.latex, 'dL/dr \\; dr/dw');
  });

  test('the factors of a path carry their shapes', () => {
    const edges = chain.edges.map((e) => ({ ...e, shape: '1×N' }));
    assert.match(picture({ ...chain, edges }).paths[0]?.latex ?? '', /^\\underset\{\\text\{1×N\}\}\{dL\/dr\}/);
  });

  test('a wrong factor is on its edge, other findings are listed', () => {
    const wrong = (message: string, on: [string, string] | null) => ({ code: 'CHN001', message, range, edge: on });
    const { edges, remarks } = picture({ ...chain, wrong: [wrong('order', ['r', 'w']), wrong('whole', null), wrong('elsewhere', ['a', 'b'])] });
    assert.deepEqual(edges.map((e) => e.wrong), [null, 'order', null]);
    assert.deepEqual(remarks.map((r) => r.message), ['whole', 'elsewhere']);
  });
});

describe('arrow keys', () => {
  const drawing: Drawing = {
    nodes: [],
    edges: [],
    paths: [],
    graph: picture({
      layout: 'numerator',
      paths: [],
      wrong: [],
      vertices: ['w', 'u', 'v', 'L'].map((id) => vertex(id)),
      edges: [edge('u', 'w'), edge('v', 'w'), edge('L', 'u'), edge('L', 'v')],
    }),
  };
  const walk = (from: string, ...keys: string[]): string | undefined => keys.reduce<string | undefined>((at, key) => at && neighbour(drawing, at, key), from);

  test('down and up follow the edges', () => {
    assert.equal(walk('w', 'ArrowDown'), 'e0');
    assert.equal(walk('w', 'ArrowDown', 'ArrowDown'), 'u');
    assert.equal(walk('w', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'), 'L');
    assert.equal(walk('L', 'ArrowUp', 'ArrowUp'), 'u');
  });

  test('right and left change the path', () => {
    assert.equal(walk('e0', 'ArrowRight'), 'e1');
    assert.equal(walk('e1', 'ArrowLeft'), 'e0');
    assert.equal(walk('L', 'ArrowRight'), 'w');
  });

  test('Home is the variable, End the result, and the ends lead nowhere', () => {
    assert.equal(walk('u', 'Home'), 'w');
    assert.equal(walk('u', 'End'), 'L');
    assert.equal(walk('L', 'ArrowDown'), undefined);
    assert.equal(walk('w', 'a'), undefined);
  });
});
