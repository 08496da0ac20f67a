/** Drawn formulas for hovers and the panel: MathJax loaded at the first one, results remembered. */
import * as path from 'node:path';
import { Cache } from './cache.js';
import { asCode, image, replaceFormulas } from './markdown.js';

interface MathJaxBundle {
  draw(tex: string, display: boolean): string;
}

export class Formulas {
  private mathjax: MathJaxBundle | undefined;
  private readonly drawn = new Cache<string>(500);

  /** `folder` is where the bundles lie. */
  constructor(private readonly folder: string) {}

  get loaded(): boolean {
    return this.mathjax !== undefined;
  }

  /** SVG in `currentColor`, or undefined for LaTeX that cannot be drawn. */
  svg(tex: string, display: boolean): string | undefined {
    const svg = this.drawn.get(`${display ? 'd' : 'i'}${tex}`, () => {
      this.mathjax ??= require(path.join(this.folder, 'mathjax.js')) as MathJaxBundle;
      try {
        return this.mathjax.draw(tex, display);
      } catch {
        // MathJax raises errors of many kinds; the formula is then shown as it is written.
        return '';
      }
    });
    return svg || undefined;
  }

  /** A hover's Markdown with its formulas as pictures in a colour. */
  inMarkdown(markdown: string, colour: string): string {
    return replaceFormulas(markdown, (tex, display) => {
      const svg = this.svg(tex, display);
      return svg ? image(svg.replaceAll('currentColor', colour), tex) : asCode(tex);
    });
  }
}
