/** Making SVG elements, without a string of markup that could hold more than a drawing. */

const NAMESPACE = 'http://www.w3.org/2000/svg';

type Attributes = Record<string, string | number>;

export function svg<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

const DRAWING = new Set(['svg', 'g', 'defs', 'path', 'use', 'rect', 'line', 'text', 'title', 'polygon', 'ellipse']);

/** A formula's picture as an element, stripped of all that is no drawing; undefined where there is none. */
export function formula(markup: string): SVGSVGElement | undefined {
  if (!markup) return undefined;
  // The page's policy forbids style attributes; MathJax uses one for the base line, which stands on its own here.
  const root = new DOMParser().parseFromString(markup.replace(/ style="[^"]*"/g, ''), 'image/svg+xml').documentElement;
  if (root.nodeName !== 'svg') return undefined;
  const picture = document.importNode(root, true) as unknown as SVGSVGElement;
  for (const element of [...picture.querySelectorAll('*')]) {
    if (!DRAWING.has(element.nodeName)) element.remove();
  }
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('focusable', 'false');
  // Glyphs are referred to by id; the ids of two formulas on one page must differ.
  const tag = `f${serial++}-`;
  for (const element of picture.querySelectorAll('[id]')) element.id = tag + element.id;
  for (const use of picture.querySelectorAll('use')) {
    const target = use.getAttribute('xlink:href') ?? use.getAttribute('href') ?? '';
    use.removeAttribute('xlink:href');
    use.setAttribute('href', target.startsWith('#') ? '#' + tag + target.slice(1) : '#');
  }
  return picture;
}

let serial = 0;

export function sizeOf(picture: SVGSVGElement): { width: number; height: number } {
  return { width: Number(picture.getAttribute('width')) || 0, height: Number(picture.getAttribute('height')) || 0 };
}
