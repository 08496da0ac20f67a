/** The formulas of a Markdown text, replaced by what a caller makes of them; code stays as it is. */

const CODE = /(`{3,}[\s\S]*?`{3,}|~{3,}[\s\S]*?~{3,}|``[^`]+``|`[^`\n]*`)/;
const FORMULA = /(?<!\\)\$\$([^$]+)\$\$|(?<![\\$])\$(?! )([^$\n]+?)(?<![ \\])\$(?!\d)/g;

export type Draw = (tex: string, display: boolean) => string;

/** The text with each `$…$` and `$$…$$` outside code replaced by `draw`; no other HTML is left in it. */
export function replaceFormulas(markdown: string, draw: Draw): string {
  return markdown
    .split(CODE)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/<(?!https?:)/g, '&lt;').replace(FORMULA, (_, display: string | undefined, inline: string | undefined) =>
            display === undefined ? draw((inline ?? '').trim(), false) : draw(display.trim(), true),
          ),
    )
    .join('');
}

/** How far the middle of a formula lies above its base line, in thousandths of an em. */
const AXIS = 250;

/** The picture with blank space above or below, so that its middle is the formula's: a hover can only align middles. */
export function centred(svg: string): string {
  const box = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg);
  const size = /height="([\d.]+)"/.exec(svg);
  if (!box || !size) return svg;
  const [left, top, width, height] = box.slice(1).map(Number) as [number, number, number, number];
  const half = Math.max(-top - AXIS, height + top + AXIS);
  if (!(half > 0) || !(height > 0)) return svg;
  const scaled = (Number(size[1]) * 2 * half) / height;
  return svg.replace(box[0], `viewBox="${left} ${-AXIS - half} ${width} ${2 * half}"`).replace(size[0], `height="${scaled.toFixed(2)}"`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An image that holds its picture, in the middle of its line, with the formula for those who listen. */
export function image(svg: string, spoken: string): string {
  // Besides HTML, what stands in the text must not become Markdown.
  const alt = spoken.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c).replace(/[[\]\\`*_\n|]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<img align="absmiddle" alt="${alt}" src="data:image/svg+xml;base64,${Buffer.from(centred(svg), 'utf8').toString('base64')}">`;
}

/** Code in a hover is the fallback for a formula that cannot be drawn. */
export function asCode(tex: string): string {
  return '`' + tex.replace(/`/g, "'") + '`';
}
