/** Builds, bundles and packs the extension into nablint.vsix (or the file that is named). */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.resolve(process.argv[2] ?? path.join(root, 'nablint.vsix'));
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

run('scripts/build.mjs');
run('scripts/bundle-server.mjs');
rmSync(target, { force: true });
run('node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', target);
