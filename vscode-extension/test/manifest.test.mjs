/** What is packed: complete, small, pure, restricted where it must be, generated parts up to date. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const python = process.env.PYTHON ?? 'python3';
const vsix = process.env.NABLINT_VSIX ?? path.join(ROOT, 'nablint.vsix');
const packed = execFileSync(python, ['-c', 'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\\n")', vsix], { encoding: 'utf8' })
  .split('\n')
  .map((name) => name.replace(/^extension\//, ''));

test('the settings are those of the server', () => {
  const env = { ...process.env, PYTHONPATH: path.join(ROOT, 'bundled/libs') };
  execFileSync(python, ['scripts/settings.py', '--check'], { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
});

test('settings that start something are restricted, and cannot come from a folder', () => {
  const { restrictedConfigurations, supported } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  const starting = Object.keys(manifest.contributes.configuration.properties).filter((name) => /server\.(command|interpreter|arguments)/.test(name));
  assert.deepEqual(restrictedConfigurations.toSorted(), starting.toSorted());
});

test('every setting is described and has a default', () => {
  for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
    assert.ok(setting.description ?? setting.markdownDescription, name);
    assert.ok('default' in setting, name);
  }
});

test('every file that the manifest names is packed', () => {
  const { snippets, grammars, walkthroughs } = manifest.contributes;
  const named = [manifest.icon, manifest.main, ...snippets.map((s) => s.path), ...grammars.map((g) => g.path)];
  named.push(...walkthroughs.flatMap((w) => w.steps.map((s) => s.media.markdown)));
  for (const file of named) assert.ok(packed.includes(file.replace(/^\.\//, '')), file);
});

test('every picture that a page shows is packed', () => {
  const pages = ['README.md', ...fs.readdirSync(path.join(ROOT, 'walkthrough')).map((name) => `walkthrough/${name}`)];
  for (const page of pages) {
    for (const [, target] of read(page).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      const file = path.posix.normalize(path.posix.join(path.posix.dirname(page), target));
      assert.ok(packed.includes(file), `${page}: ${target}`);
    }
  }
});

test('snippets and grammar are well formed, and their patterns are regular expressions', () => {
  for (const { path: file } of manifest.contributes.snippets) {
    for (const snippet of Object.values(JSON.parse(read(file)))) assert.ok(snippet.prefix && snippet.body && snippet.description);
  }
  const visit = (rule) => {
    for (const key of ['match', 'begin', 'end']) if (rule[key]) new RegExp(rule[key]);
    for (const inner of rule.patterns ?? []) visit(inner);
  };
  const grammar = JSON.parse(read('syntaxes/directives.json'));
  visit(grammar);
  Object.values(grammar.repository).forEach(visit);
});

test('what is packed runs everywhere and holds nothing of ours', () => {
  assert.deepEqual(packed.filter((name) => /\.(so|pyd|dylib|node|pyc|map)$|__pycache__|^(src|test|scripts|node_modules)\/|\.env/.test(name)), []);
  for (const needed of ['bundled/launch.py', 'bundled/server/nablint/__init__.py', 'bundled/libs/lark/__init__.py', 'bundled/libs/pygls/__init__.py']) {
    assert.ok(packed.includes(needed), needed);
  }
});

test('the licence of each library is packed with it', () => {
  const libraries = new Set(packed.map((name) => /^bundled\/libs\/([^/]+)\.dist-info\//.exec(name)?.[1]).filter(Boolean));
  assert.ok(libraries.size >= 8);
  assert.match(read('out/LICENSES.txt'), /mathjax-full [\s\S]*vscode-languageclient /);
  assert.ok(packed.includes('out/LICENSES.txt'));
  for (const library of libraries) {
    assert.ok(packed.some((name) => name.startsWith(`bundled/libs/${library}.dist-info/`) && /licen[cs]e|copying/i.test(name)), library);
  }
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
});

test('every kind of symbol that the server colours is known to the editor', () => {
  const script = 'from nablint.features.legend import MODIFIERS, TYPES; print(*TYPES); print(*MODIFIERS)';
  const said = execFileSync(python, ['-c', script], { encoding: 'utf8', env: { ...process.env, PYTHONPATH: path.join(ROOT, 'bundled/server') } });
  const [types, modifiers] = said.trim().split('\n').map((line) => line.split(' '));
  const { semanticTokenTypes, semanticTokenModifiers } = manifest.contributes;
  const known = [...semanticTokenTypes.map((t) => t.id), 'function', 'variable'];
  assert.deepEqual(types.filter((type) => !known.includes(type)), []);
  assert.deepEqual(modifiers.filter((name) => ![...semanticTokenModifiers.map((m) => m.id), 'declaration'].includes(name)), []);
});
