/** Lint all notes of the workspace once, and export the report of the batch linter. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isSupported } from '../relevance.js';
import type { Session } from '../server/session.js';
import { type Record, type Run, parseRecords, runBatch, summary } from './batch.js';

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Hint,
};

const FORMATS: (vscode.QuickPickItem & { format: string; ending: string })[] = [
  { label: 'HTML', description: 'one page with formulas and findings', format: 'html', ending: 'html' },
  { label: 'SARIF', description: 'for code scanning', format: 'sarif', ending: 'sarif' },
  { label: 'JSON', format: 'json', ending: 'json' },
  { label: 'JUnit', format: 'junit', ending: 'xml' },
  { label: 'GitLab Code Quality', format: 'gitlab', ending: 'json' },
  { label: 'Text', format: 'full', ending: 'txt' },
];

function diagnostic(record: Record): vscode.Diagnostic {
  const { location: from, end_location: to } = record;
  const range = new vscode.Range(Math.max(0, from.row - 1), Math.max(0, from.column - 1), Math.max(0, to.row - 1), Math.max(0, to.column - 1));
  const made = new vscode.Diagnostic(range, record.message, SEVERITIES[record.severity] ?? vscode.DiagnosticSeverity.Warning);
  made.source = 'nablint';
  made.code = record.url ? { value: record.code, target: vscode.Uri.parse(record.url) } : record.code;
  return made;
}

export class WorkspaceLinter implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('nablint-workspace');
  private readonly listener: vscode.Disposable;

  constructor(private readonly session: Session) {
    // An open note is the server's; what a run said about it is soon out of date.
    this.listener = vscode.workspace.onDidOpenTextDocument(({ uri }) => this.collection.delete(uri));
  }

  /** Checks every folder; what is found in notes that are not open goes to the Problems panel. */
  async lint(): Promise<Record[] | undefined> {
    const folders = await this.ready();
    if (!folders) return undefined;
    const found: Record[] = [];
    const finished = await this.progress('nablint: checking the workspace', async (cancel, report) => {
      for (const folder of folders) {
        report(folder.name);
        const run = await this.run(['check', '--output-format', 'json', '.'], folder.uri.fsPath, cancel);
        if (run === undefined) return false;
        const records = parseRecords(run.output);
        if (run.code === 2 && !records) {
          this.complain(run.complaint);
          return false;
        }
        for (const record of records ?? []) found.push({ ...record, filename: path.resolve(folder.uri.fsPath, record.filename) });
      }
      return true;
    });
    if (!finished) return undefined;
    this.publish(found);
    void vscode.window.showInformationMessage(`nablint: ${summary(found)}.`, 'Show Problems', 'Export Report').then((button) => {
      if (button === 'Show Problems') void vscode.commands.executeCommand('workbench.actions.view.problems');
      if (button === 'Export Report') void this.export();
    });
    return found;
  }

  /** Writes the report of the batch linter where the user says, and offers to open it. */
  async export(format?: string, target?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const folders = await this.ready();
    if (!folders) return undefined;
    const choice = FORMATS.find((f) => f.format === format) ?? (await vscode.window.showQuickPick(FORMATS, { title: 'Export the report as' }));
    if (!choice) return undefined;
    const [folder] = folders as [vscode.WorkspaceFolder];
    const proposed = vscode.Uri.joinPath(folder.uri, `nablint-report.${choice.ending}`);
    const file = target ?? (await vscode.window.showSaveDialog({ defaultUri: proposed, saveLabel: 'Export' }));
    if (!file) return undefined;
    const args = ['check', '--output-format', choice.format, '--output-file', file.fsPath, ...folders.map((f) => f.uri.fsPath)];
    const written = await this.progress('nablint: writing the report', async (cancel) => {
      const run = await this.run(args, folder.uri.fsPath, cancel);
      if (run && run.code === 2) this.complain(run.complaint);
      return run !== undefined && run.code !== 2;
    });
    if (!written) return undefined;
    void vscode.window.showInformationMessage(`nablint: the report is in ${path.basename(file.fsPath)}.`, 'Open').then((button) => {
      if (button !== 'Open') return;
      if (choice.format === 'html') void vscode.env.openExternal(file);
      else void vscode.window.showTextDocument(file);
    });
    return file;
  }

  dispose(): void {
    this.listener.dispose();
    this.collection.dispose();
  }

  private async ready(): Promise<readonly vscode.WorkspaceFolder[] | undefined> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file');
    if (folders.length === 0) {
      void vscode.window.showInformationMessage('nablint: open a folder first.');
      return undefined;
    }
    await this.session.start();
    return this.session.launch ? folders : undefined;
  }

  private publish(records: Record[]): void {
    this.collection.clear();
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const record of records) {
      // A place in a notebook is a place in a cell, which has no address while the notebook is closed.
      const list = byFile.get(record.filename) ?? [];
      list.push(diagnostic(record));
      byFile.set(record.filename, list);
    }
    const open = new Set(vscode.workspace.textDocuments.filter((d) => isSupported(d.languageId, d.uri.scheme)).map((d) => d.uri.fsPath));
    const live = vscode.workspace.getConfiguration('nablint').get('workspaceDiagnostics', false);
    for (const [file, list] of byFile) {
      if (!open.has(file) && !live) this.collection.set(vscode.Uri.file(file), list);
    }
  }

  private complain(complaint: string): void {
    const last = complaint.trim().split('\n').pop()?.slice(0, 200) ?? '';
    void vscode.window.showErrorMessage(`nablint could not check the workspace: ${last || 'no reason was given'}`, 'Show Log').then((button) => {
      if (button) void vscode.commands.executeCommand('nablint.showLog');
    });
  }

  /** A run in a folder; undefined where it was cancelled. */
  private async run(args: string[], cwd: string, cancel: vscode.CancellationToken): Promise<Run | undefined> {
    const { launch } = this.session;
    if (!launch) return undefined;
    const run = await runBatch(launch, args, cwd, (stop) => cancel.onCancellationRequested(stop));
    return run.code === null ? undefined : run;
  }

  private progress(
    title: string,
    work: (cancel: vscode.CancellationToken, report: (message: string) => void) => Promise<boolean>,
  ): Thenable<boolean> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, (progress, token) => work(token, (message) => progress.report({ message })));
  }
}
