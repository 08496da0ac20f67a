/** The drawing of the dependency graph: layers, no overlaps, whatever graph it is. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Layout, type LayoutEdge, type LayoutNode, layout } from '../../src/panel/layout.js';

const node = (id: string, width = 60, height = 40): LayoutNode => ({ id, width, height });
const edge = (from: string, to: string): LayoutEdge => ({ from, to, width: 50, height: 30 });

interface Rectangle {
  name: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function rectangles(nodes: LayoutNode[], edges: LayoutEdge[], drawn: Layout): Rectangle[] {
  const around = (name: string, { x, y }: { x: number; y: number }, { width, height }: { width: number; height: number }): Rectangle => ({
    name,
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  });
  return [
    ...nodes.map((n) => around(n.id, drawn.nodes.get(n.id) as { x: number; y: number }, n)),
    ...edges.map((e, i) => around(`${e.from}${e.to}`, (drawn.edges[i] as Layout['edges'][0]).label, e)),
  ];
}

function assertApart(nodes: LayoutNode[], edges: LayoutEdge[]): Layout {
  const drawn = layout(nodes, edges);
  const all = rectangles(nodes, edges, drawn);
  all.forEach((a, i) => {
    assert.ok(a.left >= -0.5 && a.right <= drawn.width + 0.5 && a.top >= -0.5 && a.bottom <= drawn.height + 0.5, `${a.name} is inside`);
    for (const b of all.slice(i + 1)) {
      assert.ok(a.right <= b.left + 0.5 || b.right <= a.left + 0.5 || a.bottom <= b.top + 0.5 || b.bottom <= a.top + 0.5, `${a.name} and ${b.name} are apart`);
    }
  });
  return drawn;
}

describe('graphs of the chain rule', () => {
  test('a chain runs downwards', () => {
    const nodes = ['x', 'y', 'z'].map((id) => node(id));
    const drawn = assertApart(nodes, [edge('x', 'y'), edge('y', 'z')]);
    const [x, y, z] = nodes.map((n) => drawn.nodes.get(n.id)?.y ?? 0) as [number, number, number];
    assert.ok(x < y && y < z);
  });

  test('a diamond with a direct edge: both paths and the long edge keep apart', () => {
    assertApart(['x', 'a', 'b', 'f'].map((id) => node(id)), [edge('x', 'a'), edge('x', 'b'), edge('a', 'f'), edge('b', 'f'), edge('x', 'f')]);
  });

  test('twins between the same nodes keep apart', () => {
    assertApart(['x', 'y'].map((id) => node(id)), [edge('x', 'y'), edge('x', 'y')]);
  });

  test('wide labels keep apart', () => {
    assertApart([node('x', 200), node('y', 300), node('z', 20)], [edge('x', 'z'), edge('y', 'z')]);
  });

  test('every edge begins and ends at its nodes', () => {
    const drawn = layout(['x', 'y', 'z'].map((id) => node(id)), [edge('x', 'z'), edge('x', 'y'), edge('y', 'z')]);
    const points = drawn.edges[0]?.points ?? [];
    assert.ok(Math.abs((points[0]?.x ?? 0) - (drawn.nodes.get('x')?.x ?? 1)) < 1e-9);
    assert.ok(Math.abs((points.at(-1)?.x ?? 0) - (drawn.nodes.get('z')?.x ?? 1)) < 1e-9);
  });
});

describe('any graph at all', () => {
  test('random layered graphs never overlap', () => {
    let state = 7;
    const random = (n: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * n);
    };
    for (let round = 0; round < 60; round++) {
      const nodes = Array.from({ length: 2 + random(9) }, (_, i) => node(`n${i}`, 20 + random(120), 20 + random(40)));
      const edges = Array.from({ length: random(16) }, () => [random(nodes.length), random(nodes.length)] as const)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => edge(`n${Math.min(a, b)}`, `n${Math.max(a, b)}`));
      assertApart(nodes, edges);
    }
  });

  test('cycles, unknown ends and empty graphs are drawn, not refused', () => {
    assert.equal(layout(['a', 'b'].map((id) => node(id)), [edge('a', 'b'), edge('b', 'a'), edge('a', 'a')]).nodes.size, 2);
    assert.equal(layout([node('a')], [edge('a', 'nowhere')]).edges[0]?.points.length, 0);
    assert.equal(layout([], []).nodes.size, 0);
  });

  test('a thousand nodes take no time', () => {
    const nodes = Array.from({ length: 1000 }, (_, i) => node(`n${i}`));
    const edges = nodes.slice(1).map((n, i) => edge(`n${Math.floor(i / 2)}`, n.id));
    const began = performance.now();
    layout(nodes, edges);
    assert.ok(performance.now() - began < 5000);
  });
});
