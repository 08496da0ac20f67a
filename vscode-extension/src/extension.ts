/** The extension's beginning: commands at once, everything that costs something when a note needs it. */
import * as vscode from 'vscode';
import { ignore, showPlaces } from './commands/asked.js';
import { openExample } from './commands/example.js';
import { chooseInterpreter, copyDebugInformation, debugInformation, showStatus } from './commands/information.js';
import { stateLayoutCommand } from './commands/layout.js';
import { registerRefactorings } from './commands/refactor.js';
import { WorkspaceLinter } from './commands/workspace.js';
import { Formulas } from './hover/formulas.js';
import { drawingMiddleware } from './hover/middleware.js';
import { ThemeColour } from './hover/theme.js';
import { ChainRulePanel } from './panel/panel.js';
import { isRelevant, isSupported } from './relevance.js';
import { COPY_TEXT, IGNORE_RULE, SHOW_PLACES, copyText } from './server/abilities.js';
import { Faults } from './server/faults.js';
import { onInterpreterChange } from './server/machine.js';
import { Session } from './server/session.js';
import * as settings from './settings.js';
import { StatusItem } from './status/item.js';

/** What other extensions, and the tests, may ask. */
export interface Api {
  readonly session: Session;
  readonly panel: ChainRulePanel;
  readonly formulas: Formulas;
  readonly linter: WorkspaceLinter;
  statusText(): string | undefined;
  debugInformation(): string;
}

const REST = 400;

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('nablint', { log: true });
  const formulas = new Formulas(context.asAbsolutePath('out'));
  const theme = new ThemeColour();
  const session = new Session(context, log, new Faults(), drawingMiddleware(formulas, theme));
  const panel = new ChainRulePanel(context, session, formulas);
  const linter = new WorkspaceLinter(session);
  let status: StatusItem | undefined;

  const command = (name: string, run: (...args: unknown[]) => unknown): vscode.Disposable => vscode.commands.registerCommand(`nablint.${name}`, run);
  const startFor = (document: vscode.TextDocument): void => {
    if (session.state !== 'idle' || !settings.isEnabled()) return;
    if (!isSupported(document.languageId, document.uri.scheme) || !isRelevant(document.getText())) return;
    status ??= new StatusItem(session);
    void session.start();
  };
  const startForAny = (): void => vscode.workspace.textDocuments.forEach(startFor);
  let listening = false;
  let typed: NodeJS.Timeout | undefined;

  context.subscriptions.push(
    log,
    theme,
    session,
    panel,
    linter,
    { dispose: () => status?.dispose() },
    command('restart', () => session.restart()),
    command('showLog', () => log.show(true)),
    command('showStatus', () => showStatus(session)),
    command('copyDebugInformation', () => copyDebugInformation(context, session)),
    command('chooseInterpreter', chooseInterpreter),
    vscode.commands.registerCommand(COPY_TEXT, copyText),
    vscode.commands.registerCommand(SHOW_PLACES, (asked: unknown) => showPlaces(session, asked)),
    vscode.commands.registerCommand(IGNORE_RULE, (asked: unknown, reason?: unknown) => ignore(session, asked, reason)),
    command('stateLayout', stateLayoutCommand),
    command('showChainRule', () => panel.show()),
    command('lintWorkspace', () => linter.lint()),
    command('exportReport', (format, target) => linter.export(format as string | undefined, target as vscode.Uri | undefined)),
    command('openExample', () => openExample(context.extensionPath)),
    ...registerRefactorings(),
    vscode.window.registerWebviewPanelSerializer(ChainRulePanel.type, {
      deserializeWebviewPanel: async (kept) => panel.adopt(kept),
    }),
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (session.state !== 'idle') return;
      clearTimeout(typed);
      typed = setTimeout(startFor, REST, document);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!settings.RESTARTING.some((name) => event.affectsConfiguration(name))) return;
      if (!settings.isEnabled()) void session.stop();
      else if (session.state === 'idle') startForAny();
      else void session.restart();
    }),
    session.onDidChangeState((state) => {
      void vscode.commands.executeCommand('setContext', 'nablint.active', state === 'running');
      if (session.launch?.source !== 'python-extension' || listening) return;
      listening = true;
      void onInterpreterChange(() => session.restart()).then((listener) => listener && context.subscriptions.push(listener));
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (session.state !== 'idle') void session.restart();
    }),
  );
  startForAny();
  return {
    session,
    panel,
    formulas,
    linter,
    statusText: () => status?.text,
    debugInformation: () => debugInformation(context, session),
  };
}
