/** Runs the suites inside the extension host of a real workbench and reports each of their tests. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { OUTPUT, ROOT, Workbench } from './workbench/workbench.mjs';

const folder = path.join(ROOT, 'out/test/host');
const vsix = path.join(folder, 'tests.vsix');
fs.mkdirSync(OUTPUT, { recursive: true });
fs.copyFileSync(path.join(ROOT, 'test/host/package.json'), path.join(folder, 'package.json'));
fs.writeFileSync(path.join(folder, 'README.md'), 'Tests.\n');
fs.copyFileSync(path.join(ROOT, '../LICENSE'), path.join(folder, 'LICENSE'));
execFileSync(process.execPath, [path.join(ROOT, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', vsix], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });

async function* results(file, minutes) {
  let seen = 0;
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; await sleep(100)) {
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    for (const line of lines.slice(seen)) yield JSON.parse(line);
    seen = lines.length;
  }
  throw new Error(`the suite did not end within ${minutes} minutes`);
}

function suite(name, options = {}, prepare = () => undefined) {
  test(`in the extension host: ${name}`, async (t) => {
    const file = path.join(OUTPUT, `host-${name}.jsonl`);
    fs.rmSync(file, { force: true });
    const environment = { NABLINT_TEST_RESULTS: file, NABLINT_TEST_SUITE: name };
    const workbench = await Workbench.start(`host-${name}`, { extensions: [vsix], environment, ...options });
    t.after(() => workbench.stop());
    prepare(workbench);
    await workbench.open();
    let ran = 0;
    for await (const result of results(file, 6)) {
      if (result.finished) break;
      ran++;
      await t.test(result.name, () => {
        if (result.error) throw new Error(result.error);
      });
    }
    await workbench.screenshot('end');
    assert.ok(ran > 0, 'the suite has tests');
  });
}

suite('features');
suite('faults', {}, (workbench) => fs.cpSync(path.join(ROOT, 'test/servers'), path.join(workbench.folder, 'servers'), { recursive: true }));
suite('restricted', { trusted: false }, (workbench) => {
  const trap = path.join(workbench.notes, 'trap.sh');
  fs.writeFileSync(trap, `#!/bin/sh\ntouch ${path.join(workbench.notes, 'sprung')}\n`, { mode: 0o755 });
  fs.mkdirSync(path.join(workbench.notes, '.vscode'));
  const settings = { 'nablint.server.command': [trap], 'nablint.server.interpreter': trap, 'nablint.server.arguments': ['--log-file', path.join(workbench.notes, 'sprung')] };
  fs.writeFileSync(path.join(workbench.notes, '.vscode/settings.json'), JSON.stringify(settings));
});
