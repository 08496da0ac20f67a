/** A folder that nobody trusts: its settings start nothing, notes are checked all the same. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { at, findings, found, open, running, test } from './harness.js';

test('the folder is not trusted', async () => {
  assert.equal(vscode.workspace.isTrusted, false);
});

test('a command in the settings of the folder is not run', async () => {
  const { document } = await open('model.md');
  const { session } = await running();
  assert.equal(session.launch?.source, 'python3');
  await found(document.uri);
  assert.equal(existsSync(at('sprung').fsPath), false);
  assert.ok(findings(document.uri).length > 0);
});
