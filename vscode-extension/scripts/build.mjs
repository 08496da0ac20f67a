/** Bundles the extension, its MathJax and the panel's page into out/; with --tests the tests too. */
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const out = path.join(root, 'out');
const tests = process.argv.includes('--tests');
const node = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], absWorkingDir: root, logLevel: 'warning' };

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const minify = !tests;
await Promise.all([
  build({ ...node, entryPoints: { extension: 'src/extension.ts', mathjax: 'src/hover/mathjax.ts' }, outdir: out, minify, legalComments: 'linked' }),
  build({ entryPoints: { panel: 'src/panel/view/main.ts' }, outdir: out, bundle: true, format: 'iife', target: 'es2022', minify, absWorkingDir: root, logLevel: 'warning' }),
]);
copyFileSync(path.join(root, 'src/panel/view/panel.css'), path.join(out, 'panel.css'));

if (tests) {
  const unit = readdirSync(path.join(root, 'test/unit')).filter((name) => name.endsWith('.test.ts'));
  await Promise.all([
    build({ ...node, entryPoints: unit.map((name) => `test/unit/${name}`), outdir: path.join(out, 'test/unit'), sourcemap: 'inline' }),
    build({ ...node, entryPoints: { index: 'test/host/index.ts' }, outdir: path.join(out, 'test/host'), sourcemap: 'inline' }),
  ]);
}
