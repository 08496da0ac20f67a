/** Tests inside the extension host: run one after another, each result a line of JSON for the runner outside. */
import { appendFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.js';

interface Test {
  name: string;
  run(): Promise<void>;
}

const tests: Test[] = [];

export function test(name: string, run: () => Promise<void>): void {
  tests.push({ name, run });
}

const LIMIT = 40_000;

export async function runAll(results: string): Promise<void> {
  const say = (line: object): void => appendFileSync(results, JSON.stringify(line) + '\n');
  for (const { name, run } of tests) {
    const began = Date.now();
    let error: string | undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no end after ${LIMIT} ms`)), LIMIT);
    });
    try {
      await Promise.race([run(), late]);
    } catch (caught) {
      error = caught instanceof Error ? (caught.stack ?? caught.message) : String(caught);
    }
    clearTimeout(timer);
    say({ name, error, ms: Date.now() - began });
  }
  say({ finished: true });
}

/** Asks again until the answer is good; the last answer where it never is. */
export async function until<T>(ask: () => T | PromiseLike<T>, good: (answer: T) => boolean, seconds = 25): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (good(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const folder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
export const at = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder(), name));

export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(name)), { preview: false });
}

export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>('nablint.nablint');
  if (!extension) throw new Error('the extension is not installed');
  return extension.activate();
}

export async function running(): Promise<Api> {
  const extension = await api();
  await until(() => extension.session.state, (state) => state === 'running' || state === 'failed');
  if (extension.session.state !== 'running') throw new Error(`the server is ${extension.session.state}\n${extension.debugInformation()}`);
  return extension;
}

export const findings = (uri: vscode.Uri): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter((d) => d.source === 'nablint');

export function code(diagnostic: vscode.Diagnostic): string {
  return String(typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code);
}

/** The findings of a note once there are as many as are waited for. */
export async function found(uri: vscode.Uri, atLeast = 1): Promise<vscode.Diagnostic[]> {
  return until(() => findings(uri), (list) => list.length >= atLeast);
}

/** The place of a text in a document; `|` in it is the cursor. */
export function place(document: vscode.TextDocument, marked: string): vscode.Position {
  const bar = marked.indexOf('|');
  const text = marked.replace('|', '');
  const index = document.getText().indexOf(text);
  if (index < 0) throw new Error(`${JSON.stringify(text)} is not in ${document.uri.path}`);
  return document.positionAt(index + Math.max(0, bar));
}
