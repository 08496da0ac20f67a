/** Where the directive that states a note's layout goes, and how it is written in each language. */

export type Preset = 'numerator' | 'denominator' | 'mixed';

export interface TextChange {
  start: number;
  end: number;
  text: string;
}

const EXISTING = /((?:<!--|\{\/\*|%|^\.\.)[ \t]*nablint:[^\n]*?\blayout[ \t]+)(numerator|denominator|mixed)\b/m;
const FRONT_MATTER = /^---[ \t]*\r?\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

export function comment(languageId: string, body: string): string {
  switch (languageId) {
    case 'latex':
    case 'tex':
      return `% nablint: ${body}`;
    case 'mdx':
      return `{/* nablint: ${body} */}`;
    case 'restructuredtext':
      return `.. nablint: ${body}`;
    default:
      return `<!-- nablint: ${body} -->`;
  }
}

/** The change that makes the note say its layout: an existing directive is changed, else one is put at its top. */
export function stateLayout(text: string, languageId: string, preset: Preset): TextChange {
  const existing = EXISTING.exec(text);
  if (existing) {
    const start = existing.index + (existing[1] ?? '').length;
    return { start, end: start + (existing[2] ?? '').length, text: preset };
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const top = FRONT_MATTER.exec(text)?.[0].length ?? 0;
  const directive = comment(languageId, `layout ${preset}`);
  const latex = languageId === 'latex' || languageId === 'tex';
  return { start: top, end: top, text: directive + newline + (latex ? '' : newline) };
}
