/** What this client tells the server beyond LSP: the commands it runs itself, and what its hovers show already. */
import * as vscode from 'vscode';
import type { StaticFeature } from 'vscode-languageclient/node';

/** Named by a code action of the server; its one argument is the text. */
export const COPY_TEXT = 'nablint.copyText';
/** Named by a line above a section, and by a code action; the one argument is what to ask the server. */
export const SHOW_PLACES = 'nablint.showPlaces';
export const IGNORE_RULE = 'nablint.ignore';

export const abilities: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    const own = { commands: { commands: [COPY_TEXT, SHOW_PLACES, IGNORE_RULE] }, diagnosticsInHover: true };
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), ...own };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

export async function copyText(text: unknown): Promise<void> {
  if (typeof text !== 'string') return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage('nablint: copied', 3000);
}
