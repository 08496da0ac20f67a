/** A server that is missing, crashes or hangs: the editor stays usable, and the session says what happened. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, at, open, test, until } from './harness.js';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('nablint');
const set = (name: string, value: unknown): Thenable<void> => settings().update(name, value, vscode.ConfigurationTarget.Global);
const faulty = (mode: string): string[] => ['python3', at('../servers/faulty.py').fsPath, mode];

async function editorIsUsable(): Promise<void> {
  const editor = await open('model.md');
  const before = editor.document.getText();
  assert.ok(await editor.edit((e) => e.insert(new vscode.Position(0, 0), 'x')));
  await vscode.commands.executeCommand('undo');
  assert.equal(editor.document.getText(), before);
}

test('a command that does not exist', async () => {
  await set('server.command', ['/nowhere/nablint']);
  await open('model.md');
  const { session } = await api();
  await until(() => session.state, (s) => s === 'failed');
  assert.deepEqual(session.fault, { kind: 'missing', blame: 'setting' });
  await editorIsUsable();
});

test('a server that falls at once', async () => {
  await set('server.command', faulty('crash-at-start'));
  const { session } = await api();
  const fault = await until(() => session.fault, (f) => f?.kind === 'crashed');
  assert.ok(fault?.kind === 'crashed');
  assert.match(fault.ending, /code 3/);
  assert.match(fault.last, /made to fall/);
  await editorIsUsable();
});

test('a server that never answers', async () => {
  await set('server.patience', 2);
  await set('server.command', faulty('hang-at-start'));
  const { session } = await api();
  const fault = await until(() => session.fault, (f) => f?.kind === 'silent');
  assert.deepEqual(fault, { kind: 'silent', seconds: 2 });
  await editorIsUsable();
});

test('a server that falls again and again is given up after the fourth time', async () => {
  await set('server.command', faulty('crash-later'));
  const { session } = await api();
  const fault = await until(() => session.fault, (f) => f?.kind === 'crashed' && f.times > 1, 35);
  assert.ok(fault?.kind === 'crashed' && fault.times === 4, JSON.stringify(fault));
  await editorIsUsable();
});

test('once the setting is gone, the bundled server runs', async () => {
  await set('server.command', undefined);
  await set('server.patience', undefined);
  const { session } = await api();
  assert.equal(await until(() => session.state, (s) => s === 'running'), 'running');
  assert.equal(session.fault, undefined);
});
