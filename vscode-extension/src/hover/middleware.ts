/** Between server and editor: formulas in hovers, completions and signatures become pictures. */
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { drawsFormulas } from '../settings.js';
import type { Formulas } from './formulas.js';
import type { ThemeColour } from './theme.js';

export function drawingMiddleware(formulas: Formulas, theme: ThemeColour): Middleware {
  const drawn = async (content: vscode.MarkdownString): Promise<vscode.MarkdownString> => {
    const markdown = new vscode.MarkdownString(formulas.inMarkdown(content.value, await theme.get()));
    markdown.isTrusted = content.isTrusted;
    // Only for the pictures: all other HTML was made text.
    markdown.supportHtml = true;
    return markdown;
  };
  const drawnIfMarkdown = <T>(content: T): Promise<T | vscode.MarkdownString> =>
    content instanceof vscode.MarkdownString && drawsFormulas() ? drawn(content) : Promise.resolve(content);

  return {
    async provideHover(document, position, token, next) {
      const hover = await next(document, position, token);
      if (hover) hover.contents = await Promise.all(hover.contents.map(drawnIfMarkdown));
      return hover;
    },
    async resolveCompletionItem(item, token, next) {
      const resolved = await next(item, token);
      if (resolved) resolved.documentation = await drawnIfMarkdown(resolved.documentation);
      return resolved;
    },
    async resolveInlayHint(hint, token, next) {
      const resolved = await next(hint, token);
      if (resolved) resolved.tooltip = await drawnIfMarkdown(resolved.tooltip);
      return resolved;
    },
  };
}
