/** Runs the suites inside the extension host of a real workbench and reports each of their tests. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { OUTPUT, ROOT, Workbench } from './workbench/workbench.mjs';

const LICENSE = path.join(ROOT, '../LICENSE');

/** Packs a small extension of the tests. */
function pack(name, files) {
  const folder = path.join(OUTPUT, 'packed', name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'README.md'), 'For the tests.\n');
  fs.copyFileSync(LICENSE, path.join(folder, 'LICENSE'));
  for (const [target, source] of Object.entries(files)) fs.copyFileSync(path.join(ROOT, source), path.join(folder, target));
  const vsce = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const vsix = path.join(OUTPUT, 'packed', `${name}.vsix`);
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return vsix;
}

const suites = pack('host-tests', { 'package.json': 'test/host/package.json', 'index.js': 'out/test/host/index.js' });
const pythonExtension = pack('python-stand-in', { 'package.json': 'test/python-extension/package.json', 'index.js': 'test/python-extension/index.js' });

async function* results(file, minutes) {
  let seen = 0;
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; await sleep(100)) {
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    for (const line of lines.slice(seen)) yield JSON.parse(line);
    seen = lines.length;
  }
  throw new Error(`the suite did not end within ${minutes} minutes`);
}

function suite(name, { extensions = [], ...options } = {}, prepare = () => undefined) {
  test(`in the extension host: ${name}`, async (t) => {
    const file = path.join(OUTPUT, `host-${name}.jsonl`);
    fs.rmSync(file, { force: true });
    const environment = { NABLINT_TEST_RESULTS: file, NABLINT_TEST_SUITE: name };
    const workbench = await Workbench.start(`host-${name}`, { extensions: [suites, ...extensions], environment, ...options });
    t.after(() => workbench.stop());
    prepare(workbench);
    await workbench.open();
    let ran = 0;
    for await (const result of results(file, 3)) {
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
suite('interpreter', { extensions: [pythonExtension] }, (workbench) => {
  for (const name of ['first', 'second']) {
    fs.mkdirSync(path.join(workbench.folder, name));
    fs.symlinkSync('/usr/bin/python3', path.join(workbench.folder, name, 'python3'));
  }
});
