/** The graph as SVG: nodes with shapes, edges with derivative shapes, the wrong factor marked by colour, pattern and words. */
import type { Extent } from '../../protocol.js';
import { type Point, type Size, layout } from '../layout.js';
import type { Drawing, Label } from '../messages.js';
import { formula, sizeOf, svg } from './svg.js';

export interface Drawn {
  element: SVGSVGElement;
  focus(key: string): void;
  /** Marks the edges of a path, or none. */
  mark(nodes: string[] | undefined): void;
}

const CHARACTER = 6.6;
const LINE = 15;

interface Box extends Size {
  picture: SVGSVGElement | undefined;
  text: string;
  shape: string;
}

function box(label: Label, shape: string, padding: number): Box {
  const picture = formula(label.svg);
  const size = picture ? sizeOf(picture) : { width: label.text.length * CHARACTER * 1.2, height: LINE };
  return {
    picture,
    text: label.text,
    shape,
    width: Math.max(size.width, shape.length * CHARACTER) + 2 * padding,
    height: size.height + (shape ? LINE : 0) + 2 * padding,
  };
}

function fill(group: SVGGElement, content: Box, at: Point, padding: number): void {
  const top = at.y - content.height / 2 + padding;
  if (content.picture) {
    const { width } = sizeOf(content.picture);
    content.picture.setAttribute('x', String(at.x - width / 2));
    content.picture.setAttribute('y', String(top));
    group.append(content.picture);
  } else {
    group.append(svg('text', { x: at.x, y: top + LINE - 4, class: 'words' }, content.text));
  }
  if (content.shape) group.append(svg('text', { x: at.x, y: at.y + content.height / 2 - padding - 2, class: 'shape' }, content.shape));
}

/** A line through the points that leaves and enters vertically. */
function curve(points: Point[]): string {
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      if (!before) return `M${x} ${y}`;
      const middle = (before.y + y) / 2;
      return `C${before.x} ${middle} ${x} ${middle} ${x} ${y}`;
    })
    .join('');
}

const shaped = (text: string, shape: string): string => (shape ? `${text}, ${shape}` : text);

export function drawGraph(drawing: Drawing, reveal: (range: Extent) => void): Drawn {
  const { graph } = drawing;
  const nodes = graph.nodes.map((node, i) => box(drawing.nodes[i] as Label, node.shape, 9));
  const edges = graph.edges.map((edge, i) => box(drawing.edges[i] as Label, edge.shape, 4));
  const placed = layout(
    graph.nodes.map((node, i) => ({ id: node.id, width: nodes[i]?.width ?? 0, height: nodes[i]?.height ?? 0 })),
    graph.edges.map((edge, i) => ({ from: edge.part, to: edge.whole, width: edges[i]?.width ?? 0, height: edges[i]?.height ?? 0 })),
  );
  const root = svg('svg', { viewBox: `0 0 ${placed.width} ${placed.height}`, width: placed.width, height: placed.height, role: 'group' });
  root.append(
    svg(
      'defs',
      {},
      svg('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerUnits: 'userSpaceOnUse', markerWidth: 9, markerHeight: 9, orient: 'auto' }, svg('path', { d: 'M0 0L8 4L0 8z', class: 'arrow' })),
      svg('marker', { id: 'arrow-wrong', viewBox: '0 0 8 8', refX: 7, refY: 4, markerUnits: 'userSpaceOnUse', markerWidth: 9, markerHeight: 9, orient: 'auto' }, svg('path', { d: 'M0 0L8 4L0 8z', class: 'arrow wrong' })),
    ),
  );
  const stops = new Map<string, SVGGElement>();

  const stop = (key: string, name: string, what: string, range: Extent): SVGGElement => {
    const group = svg('g', { class: what, role: 'button', tabindex: -1, 'aria-label': name, 'data-key': key });
    group.append(svg('title', {}, name));
    const go = (): void => reveal(range);
    group.addEventListener('click', go);
    group.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        go();
      }
    });
    group.addEventListener('focus', () => {
      for (const other of stops.values()) other.setAttribute('tabindex', other === group ? '0' : '-1');
    });
    stops.set(key, group);
    return group;
  };

  graph.edges.forEach((edge, i) => {
    const { label, points } = placed.edges[i] as { label: Point; points: Point[] };
    const [from, to] = [edge.part, edge.whole].map((id) => graph.nodes.find((n) => n.id === id)?.name ?? id);
    const wrong = edge.wrong === null ? '' : `; wrong: ${edge.wrong}`;
    const group = stop(`e${i}`, `${shaped(edge.text, edge.shape)}; from ${from} to ${to}${wrong}`, edge.wrong === null ? 'edge' : 'edge wrong', edge.range);
    const content = edges[i] as Box;
    const { width, height } = content;
    group.append(svg('path', { d: curve(points), class: 'line', 'marker-end': edge.wrong === null ? 'url(#arrow)' : 'url(#arrow-wrong)' }));
    group.append(svg('rect', { x: label.x - width / 2, y: label.y - height / 2, width, height, rx: 3, class: 'plate' }));
    fill(group, content, label, 4);
    root.append(group);
  });
  graph.nodes.forEach((node, i) => {
    const at = placed.nodes.get(node.id) ?? { x: 0, y: 0 };
    const role = graph.results.includes(node.id) ? 'node result' : graph.variables.includes(node.id) ? 'node variable' : 'node';
    const group = stop(node.id, shaped(node.name, node.shape), role, node.range);
    const content = nodes[i] as Box;
    const { width, height } = content;
    group.append(svg('rect', { x: at.x - width / 2, y: at.y - height / 2, width, height, rx: role === 'node' ? 6 : height / 2, class: 'body' }));
    fill(group, content, at, 9);
    root.append(group);
  });
  const first = stops.get(graph.variables[0] ?? '') ?? stops.values().next().value;
  first?.setAttribute('tabindex', '0');

  const focus = (key: string): void => stops.get(key)?.focus();
  root.addEventListener('keydown', (event) => {
    const key = document.activeElement?.getAttribute('data-key');
    const target = key == null ? undefined : neighbour(drawing, key, event.key);
    if (target !== undefined) {
      event.preventDefault();
      focus(target);
    }
  });
  const mark = (path: string[] | undefined): void => {
    const steps = new Set(path?.slice(1).map((to, i) => `${path[i]} ${to}`));
    root.classList.toggle('marking', path !== undefined);
    graph.edges.forEach((edge, i) => stops.get(`e${i}`)?.classList.toggle('marked', steps.has(`${edge.part} ${edge.whole}`)));
    for (const node of graph.nodes) stops.get(node.id)?.classList.toggle('marked', path?.includes(node.id) ?? false);
  };
  return { element: root, focus, mark };
}

/** Where an arrow key leads: down and up along the edges, left and right among those that leave or enter together. */
export function neighbour({ graph }: Drawing, key: string, arrow: string): string | undefined {
  const named = graph.edges.map((edge, i) => ({ from: edge.part, to: edge.whole, key: `e${i}` }));
  const edge = named.find((e) => e.key === key);
  const beside = (keys: string[], by: number): string | undefined => keys[(keys.indexOf(key) + by + keys.length) % keys.length];
  const sideways = arrow === 'ArrowRight' ? 1 : -1;
  switch (arrow) {
    case 'ArrowDown':
      return edge ? edge.to : named.find((e) => e.from === key)?.key;
    case 'ArrowUp':
      return edge ? edge.from : named.find((e) => e.to === key)?.key;
    case 'ArrowLeft':
    case 'ArrowRight':
      if (!edge) return beside(graph.nodes.map((n) => n.id), sideways);
      return beside(named.filter((e) => e.from === edge.from || e.to === edge.to).map((e) => e.key), sideways);
    case 'Home':
      return graph.variables[0];
    case 'End':
      return graph.results[0];
    default:
      return undefined;
  }
}
