/** What this client asks the server beyond LSP: the chain-rule graph at a place, and the state of a note. The server decides the form. */

export interface Place {
  line: number;
  character: number;
}

export interface Extent {
  start: Place;
  end: Place;
}

export interface TextAt {
  textDocument: { uri: string };
  position: Place;
}

/** A symbol of the note. `latex` and `name` are the same label for eyes and for ears; an open shape is "". */
export interface Vertex {
  id: string;
  name: string;
  latex: string;
  shape: string;
  range: Extent;
  /** Whether the note defines it; else it is a variable or a constant. */
  defined: boolean;
}

/** `whole` depends on `part`; the label is the derivative of `whole` by `part`. */
export interface Edge {
  whole: string;
  part: string;
  latex: string;
  shape: string;
  range: Extent;
}

/** A finding about the chain rule; `edge` is (whole, part) where it speaks of one derivative. */
export interface Wrong {
  code: string;
  message: string;
  range: Extent;
  edge: [string, string] | null;
}

export interface Graph {
  vertices: Vertex[];
  edges: Edge[];
  /** Each from the result to the variable. */
  paths: string[][];
  wrong: Wrong[];
  layout: string;
}

export interface Status {
  /** Whether the note has a derivative or a declaration at all. */
  relevant: boolean;
  layout: string;
  /** Whether the author said the layout (else it was inferred, or is open). */
  stated: boolean;
  why: string;
  errors: number;
  warnings: number;
  hints: number;
  verified: number;
  wrong: number;
  unchecked: number;
}

/** A claim of a section, or what its layout rests on; `state` is a word for people. */
export interface AskedPlace {
  uri: string;
  range: Extent;
  text: string;
  state: string;
  why: string;
}

export interface AskedEdit {
  uri: string;
  range: Extent;
  newText: string;
}

export const GRAPH = 'nablint/graph';
export const STATUS = 'nablint/status';
export const PLACES = 'nablint/places';
export const IGNORE = 'nablint/ignore';
