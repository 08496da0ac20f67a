/** With the Python extension there, its interpreter runs the bundled server, and a change of it is followed. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { found, open, running, test, until } from './harness.js';

test("the bundled server runs in the Python extension's interpreter", async () => {
  const { document } = await open('model.md');
  const { session } = await running();
  assert.equal(session.launch?.source, 'python-extension');
  assert.match(session.launch?.command ?? '', /first\/python3$/);
  assert.ok((await found(document.uri, 2)).length >= 2);
});

test('choosing another interpreter restarts the server in it', async () => {
  const { session } = await running();
  await vscode.commands.executeCommand('standin.choose', 'second');
  await until(() => session.launch?.command, (command) => /second\/python3$/.test(command ?? ''));
  await running();
  assert.match(session.launch?.command ?? '', /second\/python3$/);
});
