/** Bundles the extension, its MathJax and the panel's page into out/; with --tests the tests too. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const out = path.join(root, 'out');
const tests = process.argv.includes('--tests');
const node = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], absWorkingDir: root, logLevel: 'warning' };

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const minify = !tests;
const built = await Promise.all([
  build({ ...node, entryPoints: { extension: 'src/extension.ts', client: 'src/server/client.ts', mathjax: 'src/hover/mathjax.ts' }, outdir: out, minify, metafile: true }),
  build({ entryPoints: { panel: 'src/panel/view/main.ts' }, outdir: out, bundle: true, format: 'iife', target: 'es2022', minify, absWorkingDir: root, logLevel: 'warning', metafile: true }),
]);

// The licences of the libraries that went into the bundles.
const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const libraries = new Set(inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]).filter(Boolean));
const licences = [...libraries].sort().map((name) => {
  const folder = path.join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(path.join(out, 'LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));

copyFileSync(path.join(root, 'src/panel/view/panel.css'), path.join(out, 'panel.css'));

if (tests) {
  const unit = readdirSync(path.join(root, 'test/unit')).filter((name) => name.endsWith('.test.ts'));
  await Promise.all([
    build({ ...node, entryPoints: unit.map((name) => `test/unit/${name}`), outdir: path.join(out, 'test/unit'), sourcemap: 'inline' }),
    build({ ...node, entryPoints: { index: 'test/host/index.ts' }, outdir: path.join(out, 'test/host'), sourcemap: 'inline' }),
  ]);
}
