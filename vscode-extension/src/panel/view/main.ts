/** The panel's page: shows the graph it is sent, reports clicks, moves the focus by keys. */
import type { Extent } from '../../protocol.js';
import type { FromPage, ToPage } from '../messages.js';
import { drawGraph } from './graph.js';
import { listFaults, listPaths } from './lists.js';

interface Host {
  postMessage(message: FromPage): void;
}
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const part = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

function show(message: ToPage): void {
  const [graph, faults, paths] = ['graph', 'faults', 'paths'].map(part) as [HTMLElement, HTMLElement, HTMLElement];
  const focused = document.activeElement?.getAttribute('data-key');
  for (const section of [graph, faults, paths]) section.replaceChildren();
  if (message.type === 'empty') {
    part('title').textContent = 'Chain rule';
    part('caption').textContent = message.reason;
    return;
  }
  const { drawing } = message;
  part('title').textContent = drawing.graph.title;
  part('caption').textContent = drawing.graph.caption;
  const reveal = (range: Extent): void => host.postMessage({ type: 'reveal', range });
  const drawn = drawGraph(drawing, reveal);
  graph.append(drawn.element);
  listFaults(faults, drawing, drawn, reveal);
  listPaths(paths, drawing, drawn);
  if (focused) drawn.focus(focused);
}

window.addEventListener('message', (event: MessageEvent<ToPage>) => show(event.data));
host.postMessage({ type: 'ready' });
