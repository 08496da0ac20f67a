/** The graph in words: the wrong factors, and the paths of the chain rule with their products. */
import type { Drawing } from '../messages.js';
import type { Extent } from '../../protocol.js';
import type { Drawn } from './graph.js';
import { formula } from './svg.js';

function heading(text: string): HTMLHeadingElement {
  const element = document.createElement('h2');
  element.textContent = text;
  return element;
}

export function listFaults(section: HTMLElement, { graph }: Drawing, drawn: Drawn, reveal: (range: Extent) => void): void {
  const add = (text: string, click: () => void): void => {
    const button = document.createElement('button');
    button.className = 'fault';
    button.textContent = text;
    button.addEventListener('click', click);
    section.append(button);
  };
  graph.edges.forEach((edge, i) => {
    if (edge.wrong !== null) add(`${edge.text}: ${edge.wrong}`, () => drawn.focus(`e${i}`));
  });
  for (const { message, range } of graph.remarks) add(message, () => reveal(range));
  section.hidden = section.childElementCount === 0;
}

export function listPaths(section: HTMLElement, { graph, paths }: Drawing, drawn: Drawn): void {
  section.hidden = graph.paths.length === 0;
  if (section.hidden) return;
  section.append(heading(graph.paths.length === 1 ? 'One path' : `${graph.paths.length} paths`));
  const list = document.createElement('ol');
  graph.paths.forEach((path, i) => {
    const button = document.createElement('button');
    button.className = 'path';
    button.setAttribute('aria-label', `${path.text}; by ${path.nodes.map((id) => graph.nodes.find((n) => n.id === id)?.name ?? id).join(', ')}`);
    button.append(formula(paths[i]?.svg ?? '') ?? path.text);
    const on = (): void => drawn.mark(path.nodes);
    const off = (): void => drawn.mark(undefined);
    for (const event of ['mouseenter', 'focus']) button.addEventListener(event, on);
    for (const event of ['mouseleave', 'blur']) button.addEventListener(event, off);
    button.addEventListener('click', () => drawn.focus(path.nodes[0] ?? ''));
    const item = document.createElement('li');
    item.append(button);
    list.append(item);
  });
  section.append(list);
}
