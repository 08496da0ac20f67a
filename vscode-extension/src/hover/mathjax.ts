/** LaTeX to SVG by MathJax. A bundle of its own: it is loaded at the first formula. */
import { liteAdaptor } from 'mathjax-full/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from 'mathjax-full/js/handlers/html.js';
import { TeX } from 'mathjax-full/js/input/tex.js';
import 'mathjax-full/js/input/tex/ams/AmsConfiguration.js';
import 'mathjax-full/js/input/tex/base/BaseConfiguration.js';
import 'mathjax-full/js/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import 'mathjax-full/js/input/tex/cancel/CancelConfiguration.js';
import 'mathjax-full/js/input/tex/noundefined/NoUndefinedConfiguration.js';
import { mathjax } from 'mathjax-full/js/mathjax.js';
import { SVG } from 'mathjax-full/js/output/svg.js';

const EX = 8;

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);

// No package that defines macros for later formulas, and none that makes links or attributes: each formula stands alone.
const PACKAGES = ['base', 'ams', 'boldsymbol', 'cancel', 'noundefined'];

/** An SVG element with a size in pixels, its strokes in `currentColor`; throws where the LaTeX cannot be drawn. */
export function draw(tex: string, display: boolean): string {
  const input = new TeX({
    packages: PACKAGES,
    maxMacros: 1000,
    maxBuffer: 20 * 1024,
    formatError: (_: unknown, error: Error) => {
      throw error;
    },
  });
  const document = mathjax.document('', { InputJax: input, OutputJax: new SVG({ fontCache: 'local' }) });
  const node = document.convert(tex, { display, em: 2 * EX, ex: EX, containerWidth: 80 * 2 * EX });
  return adaptor.innerHTML(node).replace(/\b(width|height)="([\d.]+)ex"/g, (_, side: string, size: string) => {
    return `${side}="${(Number.parseFloat(size) * EX).toFixed(2)}"`;
  });
}
