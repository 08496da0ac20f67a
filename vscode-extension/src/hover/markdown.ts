/** The formulas of a Markdown text, replaced by what a caller makes of them; code stays as it is. */

const CODE = /(`{3,}[\s\S]*?`{3,}|~{3,}[\s\S]*?~{3,}|``[^`]+``|`[^`\n]*`)/;
const FORMULA = /(?<!\\)\$\$([^$]+)\$\$|(?<![\\$])\$(?! )([^$\n]+?)(?<![ \\])\$(?!\d)/g;

export type Draw = (tex: string, display: boolean) => string;

/** The text with each `$…$` and `$$…$$` outside code replaced by `draw`. */
export function replaceFormulas(markdown: string, draw: Draw): string {
  return markdown
    .split(CODE)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(FORMULA, (_, display: string | undefined, inline: string | undefined) =>
            display === undefined ? draw((inline ?? '').trim(), false) : draw(display.trim(), true),
          ),
    )
    .join('');
}

/** A Markdown image that holds its picture, with the formula for those who listen. */
export function image(svg: string, spoken: string): string {
  const alt = spoken.replace(/[[\]\\`\n<>|]/g, ' ').trim();
  return `![${alt}](data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')})`;
}

/** Code in a hover is the fallback for a formula that cannot be drawn. */
export function asCode(tex: string): string {
  return '`' + tex.replace(/`/g, "'") + '`';
}
