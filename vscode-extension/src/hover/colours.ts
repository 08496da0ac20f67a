/** Colours of a theme file: JSON with comments, where one file may include another. */

/** Reads one theme file, or undefined. */
export type ReadFile = (path: string) => Promise<string | undefined>;
export type Join = (file: string, relative: string) => string;

interface ThemeFile {
  include?: unknown;
  colors?: unknown;
}

/** JSON as VS Code's themes have it: with comments and trailing commas. */
export function parseRelaxed(text: string): unknown {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => (part.startsWith('"') ? part : ''));
  const strict = plain.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part.startsWith('"') ? part : ''));
  try {
    return JSON.parse(strict);
  } catch {
    return undefined;
  }
}

/** The colours of a theme, an included file's first; at most eight files deep. */
export async function themeColours(file: string, read: ReadFile, join: Join, depth = 0): Promise<Record<string, string>> {
  const text = depth < 8 ? await read(file) : undefined;
  const theme = text === undefined ? undefined : (parseRelaxed(text) as ThemeFile | null | undefined);
  if (!theme) return {};
  const base = typeof theme.include === 'string' ? await themeColours(join(file, theme.include), read, join, depth + 1) : {};
  const own = typeof theme.colors === 'object' && theme.colors !== null ? (theme.colors as Record<string, unknown>) : {};
  const colours = Object.entries(own).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...base, ...Object.fromEntries(colours) };
}

const WANTED = ['editorHoverWidget.foreground', 'editorWidget.foreground', 'editor.foreground', 'foreground'];

/** The colour of text in a hover, as `#rrggbb`. */
export function hoverColour(colours: Record<string, string>): string | undefined {
  for (const name of WANTED) {
    const colour = colours[name];
    if (colour && /^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(colour)) return colour.slice(0, 7);
    if (colour && /^#[0-9a-f]{3,4}$/i.test(colour)) return '#' + [...colour.slice(1, 4)].map((c) => c + c).join('');
  }
  return undefined;
}
