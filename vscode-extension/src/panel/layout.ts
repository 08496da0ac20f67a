/** Where the nodes and edge labels of a dependency graph stand: layers from the variables down to the result, nothing overlapping. */

export interface Size {
  width: number;
  height: number;
}

export interface LayoutNode extends Size {
  id: string;
}

export interface LayoutEdge extends Size {
  from: string;
  to: string;
}

export interface Point {
  x: number;
  y: number;
}

export interface Layout extends Size {
  /** Centres, by node. */
  nodes: Map<string, Point>;
  /** For each edge as given: the centre of its label and the points it runs through. */
  edges: { label: Point; points: Point[] }[];
}

/** A thing in a layer: a node, the label of an edge, or a bend of a long edge. */
interface Item {
  width: number;
  height: number;
  rank: number;
  x: number;
  y: number;
  up: Item[];
  down: Item[];
}

const GAP_X = 22;
const GAP_Y = 20;
const MARGIN = 12;
const SWEEPS = 8;

/** Longest distance from a source; what stands in a cycle comes as late as it must, and no edge is followed twice. */
function depths(ids: string[], edges: LayoutEdge[]): Map<string, number> {
  const waiting = new Map(ids.map((id) => [id, 0]));
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    next.get(from)?.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const depth = new Map<string, number>();
  const best = new Map(ids.map((id) => [id, 0]));
  const ready = ids.filter((id) => waiting.get(id) === 0);
  while (depth.size < ids.length) {
    const id = ready.shift() ?? ids.find((other) => !depth.has(other));
    if (id === undefined) break;
    if (depth.has(id)) continue;
    const own = best.get(id) ?? 0;
    depth.set(id, own);
    for (const other of next.get(id) ?? []) {
      const left = (waiting.get(other) ?? 0) - 1;
      waiting.set(other, left);
      if (depth.has(other)) continue;
      best.set(other, Math.max(best.get(other) ?? 0, own + 1));
      if (left === 0) ready.push(other);
    }
  }
  return depth;
}

const mean = (items: Item[], fallback: number): number =>
  items.length === 0 ? fallback : items.reduce((sum, item) => sum + item.x, 0) / items.length;

/** Puts the items of a layer where they want to be, keeping their order and the gaps. */
function place(layer: Item[], wanted: number[]): void {
  // Each group of touching items stands at the mean of its members' wishes; groups that would overlap are merged.
  interface Group {
    first: number;
    last: number;
    offset: number[];
    at: number;
  }
  const groups: Group[] = [];
  const settle = (group: Group): void => {
    let sum = 0;
    for (let i = group.first; i <= group.last; i++) sum += (wanted[i] ?? 0) - (group.offset[i - group.first] ?? 0);
    group.at = sum / (group.last - group.first + 1);
  };
  layer.forEach((item, index) => {
    let group: Group = { first: index, last: index, offset: [0], at: wanted[index] ?? item.x };
    for (let before = groups.at(-1); before; before = groups.at(-1)) {
      const left = layer[before.last] as Item;
      const right = layer[group.first] as Item;
      const apart = left.width / 2 + GAP_X + right.width / 2;
      const edge = before.at + (before.offset.at(-1) ?? 0);
      if (group.at - edge >= apart) break;
      groups.pop();
      const shift = (before.offset.at(-1) ?? 0) + apart;
      group = { first: before.first, last: group.last, offset: [...before.offset, ...group.offset.map((o) => o + shift)], at: 0 };
      settle(group);
    }
    groups.push(group);
  });
  for (const group of groups) {
    for (let i = group.first; i <= group.last; i++) (layer[i] as Item).x = group.at + (group.offset[i - group.first] ?? 0);
  }
}

export function layout(nodes: LayoutNode[], edges: LayoutEdge[]): Layout {
  const depth = depths(nodes.map((n) => n.id), edges);
  const layers: Item[][] = [];
  const add = (size: Size, rank: number): Item => {
    const item: Item = { width: size.width, height: size.height, rank, x: 0, y: 0, up: [], down: [] };
    (layers[rank] ??= []).push(item);
    return item;
  };
  // Nodes stand on even ranks, so that every edge has a rank of its own for its label.
  const items = new Map(nodes.map((n) => [n.id, add(n, 2 * (depth.get(n.id) ?? 0))]));
  const chains = edges.map((edge) => {
    let [from, to] = [items.get(edge.from), items.get(edge.to)];
    if (!from || !to) return undefined;
    const backwards = from.rank > to.rank;
    if (backwards) [from, to] = [to, from];
    const middle = Math.floor((from.rank + to.rank) / 2);
    const labelRank = middle % 2 === 1 ? middle : middle + 1;
    const chain: Item[] = [from];
    let label = from;
    for (let rank = from.rank + 1; rank < to.rank; rank++) {
      const item = add(rank === labelRank ? edge : { width: 2, height: 2 }, rank);
      if (rank === labelRank) label = item;
      chain.push(item);
    }
    chain.push(to);
    for (let i = 1; i < chain.length; i++) {
      (chain[i - 1] as Item).down.push(chain[i] as Item);
      (chain[i] as Item).up.push(chain[i - 1] as Item);
    }
    return { chain, label, backwards };
  });

  for (let rank = 0; rank < layers.length; rank++) layers[rank] ??= [];
  for (const layer of layers) place(layer, layer.map(() => 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const downwards = sweep % 2 === 0;
    for (const layer of downwards ? layers : [...layers].reverse()) {
      const wish = new Map(layer.map((item) => [item, mean(downwards ? item.up : item.down, item.x)]));
      layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      place(layer, layer.map((item) => wish.get(item) ?? 0));
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of layers) place(layer, layer.map((item) => mean([...item.up, ...item.down], item.x)));
  }

  let y = MARGIN;
  for (const layer of layers) {
    const height = Math.max(0, ...layer.map((item) => item.height));
    for (const item of layer) item.y = y + height / 2;
    y += height + GAP_Y;
  }
  const all = layers.flat();
  const left = Math.min(0, ...all.map((item) => item.x - item.width / 2)) - MARGIN;
  const right = Math.max(0, ...all.map((item) => item.x + item.width / 2)) + MARGIN;
  for (const item of all) item.x -= left;

  const point = ({ x, y: top }: Item): Point => ({ x, y: top });
  return {
    width: right - left,
    height: Math.max(2 * MARGIN, y - GAP_Y + MARGIN),
    nodes: new Map([...items].map(([id, item]) => [id, point(item)])),
    edges: chains.map((c) => {
      if (!c) return { label: { x: 0, y: 0 }, points: [] };
      const points = c.chain.map(point);
      const [first, last] = [c.chain[0] as Item, c.chain.at(-1) as Item];
      points[0] = { x: first.x, y: first.y + first.height / 2 };
      points[points.length - 1] = { x: last.x, y: last.y - last.height / 2 };
      return { label: point(c.label), points: c.backwards ? points.reverse() : points };
    }),
  };
}
