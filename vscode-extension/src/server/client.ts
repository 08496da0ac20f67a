/** The language client: which documents it serves, what the server is told at the start, and what happens when the line is cut. */
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { LANGUAGES } from '../relevance.js';
import { drawsFormulas } from '../settings.js';
import { abilities } from './abilities.js';
import type { ServerProcess } from './process.js';

const SELECTOR: LanguageClientOptions['documentSelector'] = [
  ...LANGUAGES.flatMap((language) => ['file', 'untitled'].map((scheme) => ({ scheme, language }))),
  { notebook: { notebookType: 'jupyter-notebook' }, language: 'markdown' },
];

/** Says nothing to people by itself: every message of this extension has one author, `Faults`. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** A client for a process that was just started; `cut` is called when the process has ended. */
export function makeClient(started: ServerProcess, log: vscode.LogOutputChannel, middleware: Middleware, cut: () => void): LanguageClient {
  const transport: ServerOptions = async () => {
    const { stdin, stdout } = started.child;
    if (!stdin || !stdout || started.ending !== undefined) throw new Error(started.ending ?? 'the server has no streams');
    return { reader: stdout, writer: stdin };
  };
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    outputChannel: log,
    diagnosticCollectionName: 'nablint',
    synchronize: { configurationSection: 'nablint' },
    initializationOptions: () => ({
      ...vscode.workspace.getConfiguration('nablint'),
      formulas: drawsFormulas() ? 'latex' : 'unicode',
    }),
    initializationFailedHandler: () => false,
    middleware,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => {
        await started.ended;
        cut();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
  };
  const client = new QuietClient('nablint', 'nablint', transport, options);
  client.registerFeature(abilities);
  return client;
}
