/** The chain-rule panel: a webview beside the note that draws the graph at the cursor, and jumps back into the note. */
import * as vscode from 'vscode';
import type { Formulas } from '../hover/formulas.js';
import { GRAPH, type Extent, type Graph, type TextAt } from '../protocol.js';
import { isSupported } from '../relevance.js';
import type { Session } from '../server/session.js';
import { panelFollowsCursor } from '../settings.js';
import { type Drawing, type Label, type ToPage, isFromPage } from './messages.js';
import { picture } from './model.js';
import { page } from './page.js';

const REST = 120;

/** The lines around a line up to the next blank ones. */
function paragraph(document: vscode.TextDocument, line: number): { first: number; last: number } {
  const blank = (n: number): boolean => document.lineAt(n).isEmptyOrWhitespace;
  let [first, last] = [line, line];
  while (first > 0 && !blank(first - 1)) first--;
  while (last < document.lineCount - 1 && !blank(last + 1)) last++;
  return { first, last };
}

export class ChainRulePanel implements vscode.Disposable {
  static readonly type = 'nablint.chainRule';
  private panel: vscode.WebviewPanel | undefined;
  private disposables: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;
  private asked: vscode.CancellationTokenSource | undefined;
  private note: vscode.Uri | undefined;
  private last: ToPage | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly session: Session,
    private readonly formulas: Formulas,
  ) {}

  /** What the page shows now. */
  get shown(): ToPage | undefined {
    return this.last;
  }

  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** Opens the panel beside the note, or brings it forward; the note keeps the cursor. */
  async show(): Promise<void> {
    if (this.panel) this.panel.reveal(undefined, true);
    else this.adopt(this.create());
    await this.session.start();
    await this.refresh();
  }

  /** Takes over a panel: a new one, or one that VS Code kept from an earlier window. */
  adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.context.extensionUri, 'out')] };
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, 'out', name)).toString();
    this.disposables.push(
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isFromPage(message)) return;
        if (message.type === 'reveal') void this.reveal(message.range);
        else if (this.last) void webview.postMessage(this.last);
        else void this.refresh();
      }),
      panel.onDidDispose(() => this.close()),
      vscode.window.onDidChangeTextEditorSelection(() => this.follow()),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === this.note?.toString()) this.follow();
      }),
      this.session.onDidChangeState(() => this.follow()),
    );
    webview.html = page({ script: address('panel.js'), style: address('panel.css'), source: webview.cspSource });
  }

  /** Asks the server for the graph at the cursor and draws it. */
  async refresh(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!this.panel || !editor || !isSupported(editor.document.languageId, editor.document.uri.scheme)) return;
    this.asked?.cancel();
    const asked = new vscode.CancellationTokenSource();
    this.asked = asked;
    this.note = editor.document.uri;
    if (this.session.state !== 'running') {
      this.post({ type: 'empty', reason: 'The server is not running.' });
      return;
    }
    const { line, character } = editor.selection.active;
    const place: TextAt = { textDocument: { uri: this.session.uri(editor.document.uri) }, position: { line, character } };
    const graph = await this.session.ask<Graph>(GRAPH, place, asked.token);
    if (asked.token.isCancellationRequested) return;
    if (graph && graph.vertices.length > 0) this.post({ type: 'graph', drawing: this.draw(graph, paragraph(editor.document, line)) });
    else this.post({ type: 'empty', reason: 'Put the cursor on a definition or a derivative: its dependencies are drawn here.' });
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private create(): vscode.WebviewPanel {
    const target = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    return vscode.window.createWebviewPanel(ChainRulePanel.type, 'Chain rule', target, { retainContextWhenHidden: false });
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asked?.cancel();
    for (const disposable of this.disposables) disposable.dispose();
    this.disposables = [];
    this.panel = undefined;
    this.last = undefined;
  }

  private follow(): void {
    if (!panelFollowsCursor() || !this.panel?.visible) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), REST);
  }

  private post(message: ToPage): void {
    this.last = message;
    void this.panel?.webview.postMessage(message);
  }

  private draw(from: Graph, lines: { first: number; last: number }): Drawing {
    const graph = picture(from, ({ start, end }) => start.line <= lines.last && end.line >= lines.first);
    const label = (latex: string, text: string): Label => ({ svg: this.formulas.svg(latex, false) ?? '', text });
    return {
      graph,
      nodes: graph.nodes.map((n) => label(n.latex, n.name)),
      edges: graph.edges.map((e) => label(e.latex, e.text)),
      paths: graph.paths.map((p) => label(p.latex, p.text)),
    };
  }

  private async reveal({ start, end }: Extent): Promise<void> {
    if (!this.note) return;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    const open = vscode.window.visibleTextEditors.find((e) => e.document.uri.toString() === this.note?.toString());
    const document = open?.document ?? (await vscode.workspace.openTextDocument(this.note));
    const column = open?.viewColumn ?? vscode.ViewColumn.One;
    const editor = await vscode.window.showTextDocument(document, { viewColumn: column, selection: range });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
