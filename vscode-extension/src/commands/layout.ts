/** The command behind the status bar item: state the layout of the note. */
import * as vscode from 'vscode';
import { isSupported } from '../relevance.js';
import { type Preset, stateLayout } from '../status/directive.js';

interface Choice extends vscode.QuickPickItem {
  preset: Preset;
}

const CHOICES: Choice[] = [
  { preset: 'numerator', label: 'Numerator layout', description: '∂y/∂x is m × n, ∂f/∂x is 1 × n', detail: 'Rows follow what is differentiated; the chain rule reads dz/dy · dy/dx' },
  { preset: 'denominator', label: 'Denominator layout', description: '∂y/∂x is n × m, ∂f/∂x is n × 1', detail: 'Rows follow the variable; the chain rule reads dy/dx · dz/dy' },
  { preset: 'mixed', label: 'Mixed layout', description: '∂y/∂x is m × n, the gradient is n × 1', detail: 'Jacobians as in numerator layout, gradients in the shape of their variable' },
];

/** A notebook's layout is stated in its first Markdown cell. */
function noteOf(editor: vscode.TextEditor): vscode.TextDocument {
  if (editor.document.uri.scheme !== 'vscode-notebook-cell') return editor.document;
  const notebook = vscode.workspace.notebookDocuments.find((n) => n.getCells().some((c) => c.document === editor.document));
  return notebook?.getCells().find((c) => c.document.languageId === 'markdown')?.document ?? editor.document;
}

export async function stateLayoutCommand(given?: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isSupported(editor.document.languageId, editor.document.uri.scheme)) {
    void vscode.window.showInformationMessage('Open a note first: the layout is stated in it.');
    return;
  }
  const choice =
    CHOICES.find((c) => c.preset === given) ??
    (await vscode.window.showQuickPick(CHOICES, { title: 'State the layout of this note', placeHolder: 'How are derivatives by vectors laid out?' }));
  if (!choice) return;
  const document = noteOf(editor);
  const change = stateLayout(document.getText(), document.languageId, choice.preset);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(change.start), document.positionAt(change.end)), change.text);
  await vscode.workspace.applyEdit(edit);
}
