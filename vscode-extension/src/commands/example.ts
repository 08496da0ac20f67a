/** The example note: a copy of its own, so that everything can be tried without touching a file. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';

export async function openExample(extensionPath: string): Promise<void> {
  const content = await readFile(path.join(extensionPath, 'walkthrough', 'example.md'), 'utf8');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}
