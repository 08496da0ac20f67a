/** What the extension and the panel's page say to one another. */
import type { Extent } from '../protocol.js';
import type { Picture } from './model.js';

/** A formula for the page: its picture (SVG in `currentColor`, or empty) and its words. */
export interface Label {
  svg: string;
  text: string;
}

export interface Drawing {
  graph: Picture;
  nodes: Label[];
  edges: Label[];
  paths: Label[];
}

export type ToPage = { type: 'graph'; drawing: Drawing } | { type: 'empty'; reason: string };

export type FromPage = { type: 'ready' } | { type: 'reveal'; range: Extent };

export function isFromPage(message: unknown): message is FromPage {
  if (typeof message !== 'object' || message === null) return false;
  const { type, range } = message as { type?: unknown; range?: Extent };
  if (type === 'ready') return true;
  const numbers = [range?.start?.line, range?.start?.character, range?.end?.line, range?.end?.character];
  return type === 'reveal' && numbers.every((n) => Number.isInteger(n) && (n as number) >= 0);
}
