/** The status bar item: there only for notes with mathematics that nablint reads, kept up to date without haste. */
import * as vscode from 'vscode';
import { STATUS, type Status } from '../protocol.js';
import { isRelevant, isSupported } from '../relevance.js';
import type { Session } from '../server/session.js';
import { showsStatusBarItem } from '../settings.js';
import { type ItemText, itemText } from './text.js';

const REST = 300;

export class StatusItem implements vscode.Disposable {
  private item: vscode.StatusBarItem | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asked: vscode.CancellationTokenSource | undefined;
  private readonly listeners: vscode.Disposable[];
  /** The last answer of the server, with the note it is about. */
  last: { uri: string; status: Status } | undefined;

  constructor(private readonly session: Session) {
    this.listeners = [
      vscode.window.onDidChangeActiveTextEditor(() => this.soon()),
      vscode.languages.onDidChangeDiagnostics(() => this.soon()),
      // Another section may have another layout.
      vscode.window.onDidChangeTextEditorSelection(() => this.soon()),
      vscode.workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration('nablint')) this.soon();
      }),
      session.onDidChangeState(() => this.soon()),
    ];
    this.soon();
  }

  /** What stands in the status bar; undefined while there is nothing. */
  get text(): string | undefined {
    return this.item?.text;
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), REST);
  }

  private async refresh(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const document = editor?.document;
    if (!editor || !document || !isSupported(document.languageId, document.uri.scheme)) {
      // The panel or the output has the focus: the note beside it is still the one that is read.
      if (vscode.window.visibleTextEditors.length === 0) this.hide();
      return;
    }
    if (!showsStatusBarItem() || this.session.state === 'idle' || !isRelevant(document.getText())) {
      this.hide();
      return;
    }
    if (this.session.state === 'failed') {
      this.show({ text: '∇ $(warning) no server', spoken: 'nablint: no server', tooltip: 'nablint’s server does not run. Click to see why.' }, 'nablint.showStatus', true);
      return;
    }
    if (this.session.state === 'starting') {
      this.show({ text: '∇ $(loading~spin)', spoken: 'nablint: starting', tooltip: 'nablint is starting' }, 'nablint.showStatus');
      return;
    }
    this.asked?.cancel();
    const asked = new vscode.CancellationTokenSource();
    this.asked = asked;
    const uri = this.session.uri(document.uri);
    const { line, character } = editor.selection.active;
    const place = { textDocument: { uri }, position: { line, character } };
    const status = await this.session.ask<Status>(STATUS, place, asked.token);
    if (asked.token.isCancellationRequested) return;
    if (!status?.relevant) {
      this.hide();
      return;
    }
    this.last = { uri: document.uri.toString(), status };
    this.show(itemText(status), 'nablint.stateLayout');
  }

  private show({ text, spoken, tooltip }: ItemText, command: string, alarming = false): void {
    this.item ??= vscode.window.createStatusBarItem('nablint.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'nablint';
    this.item.text = text;
    this.item.tooltip = new vscode.MarkdownString(tooltip);
    this.item.accessibilityInformation = { label: spoken, role: 'button' };
    // Findings are no alarm; a server that does not run is.
    this.item.backgroundColor = alarming ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.command = command;
    this.item.show();
  }

  private hide(): void {
    this.item?.dispose();
    this.item = undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asked?.cancel();
    this.hide();
    for (const listener of this.listeners) listener.dispose();
  }
}
