/** From the server's graph to what the panel says and draws: a title, results and variables, products along the paths. */
import type { Edge, Extent, Graph, Vertex, Wrong } from '../protocol.js';

export interface Path {
  /** From the variable to the result. */
  nodes: string[];
  latex: string;
  text: string;
}

export interface Picture {
  title: string;
  caption: string;
  nodes: Vertex[];
  edges: (Edge & { text: string; wrong: string | null })[];
  paths: Path[];
  /** Findings that are about no single edge of the picture. */
  remarks: Wrong[];
  results: string[];
  variables: string[];
}

const MANY = 4;

function enumeration(names: string[]): string {
  const shown = names.length > MANY ? [...names.slice(0, MANY), '…'] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** A product along a path reads from the result in every layout but the denominator's. */
function product(parts: string[], layout: string, between: string): string {
  return (layout.startsWith('denominator') ? [...parts].reverse() : parts).join(between);
}

/** `near` says whether a finding that is about no edge is about the formula at the cursor. */
export function picture(graph: Graph, near: (range: Extent) => boolean = () => true): Picture {
  const byId = new Map(graph.vertices.map((v) => [v.id, v]));
  const name = (id: string): string => byId.get(id)?.name ?? id;
  const known = graph.edges.filter((e) => byId.has(e.whole) && byId.has(e.part));
  const derivative = (whole: string, part: string): string => `∂${name(whole)}/∂${name(part)}`;
  const fault = (edge: Edge): string | null =>
    graph.wrong.find((w) => w.edge?.[0] === edge.whole && w.edge[1] === edge.part)?.message ?? null;

  const [parts, wholes] = [new Set(known.map((e) => e.part)), new Set(known.map((e) => e.whole))];
  const asked = graph.paths[0];
  const results = asked?.[0] ? [asked[0]] : graph.vertices.map((v) => v.id).filter((id) => !parts.has(id));
  const last = asked?.at(-1);
  const variables = last ? [last] : graph.vertices.map((v) => v.id).filter((id) => !wholes.has(id));

  const paths = graph.paths.map((path): Path => {
    const steps = path.slice(1).map((part, i) => known.find((e) => e.whole === path[i] && e.part === part));
    // Each factor with its shape below it, as one writes it by hand.
    const marked = steps.map((e) => (e?.shape ? `\\underset{\\text{${e.shape}}}{${e.latex}}` : (e?.latex ?? '')));
    const words = path.slice(1).map((part, i) => derivative(path[i] ?? '', part));
    return {
      nodes: [...path].reverse(),
      latex: product(marked, graph.layout, ' \\; '),
      text: product(words, graph.layout, ' · '),
    };
  });
  const onEdge = (wrong: Wrong): boolean => known.some((e) => e.whole === wrong.edge?.[0] && e.part === wrong.edge[1]);
  return {
    title: results.length === 0 ? 'Chain rule' : `${enumeration(results.map(name))} from ${enumeration(variables.map(name))}`,
    caption: graph.layout || 'layout open',
    nodes: graph.vertices,
    edges: known.map((e) => ({ ...e, text: derivative(e.whole, e.part), wrong: fault(e) })),
    paths,
    remarks: graph.wrong.filter((w) => !onEdge(w) && near(w.range)),
    results,
    variables,
  };
}
