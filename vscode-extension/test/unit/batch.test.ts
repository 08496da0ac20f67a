/** The batch linter's output, read; its process, cancelled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Record, parseRecords, runBatch, summary } from '../../src/commands/batch.js';
import type { Launch } from '../../src/server/locate.js';

const record = (severity: Record['severity'], filename: string): Record => ({
  code: 'SHP001',
  name: 'product-mismatch',
  severity,
  message: 'm',
  filename,
  cell: null,
  location: { row: 1, column: 1 },
  end_location: { row: 1, column: 2 },
});

const node = (script: string): Launch => ({ source: 'setting', command: process.execPath, args: ['-e', script], cwd: '.', description: '' });

test('records of another form are left out, other output is refused', () => {
  assert.deepEqual(parseRecords(JSON.stringify([record('error', 'a.md'), { code: 1 }, null])), [record('error', 'a.md')]);
  assert.equal(parseRecords('Traceback'), undefined);
  assert.equal(parseRecords('{}'), undefined);
});

test('the summary counts', () => {
  assert.equal(summary([]), 'no findings');
  assert.equal(summary([record('error', 'a.md'), record('error', 'b.md'), record('hint', 'a.md')]), '2 errors, 1 hint in 2 files');
});

test('a run gives its output and its exit code', async () => {
  const run = await runBatch(node('console.log(process.argv.slice(1).join()); console.error("why"); process.exitCode = 1'), ['check', '.'], '.', () => undefined);
  assert.deepEqual([run.code, run.output.trim(), run.complaint.trim()], [1, 'check,.', 'why']);
});

test('a run that never ends is cancelled', async () => {
  let stop = (): void => undefined;
  const running = runBatch(node('setInterval(() => {}, 1000)'), [], '.', (s) => (stop = s));
  stop();
  assert.equal((await running).code, null);
});

test('a program that is not there is an error, not an exception', async () => {
  const run = await runBatch({ ...node(''), command: '/nowhere/nablint' }, [], '.', () => undefined);
  assert.equal(run.code, 2);
  assert.match(run.complaint, /ENOENT/);
});
