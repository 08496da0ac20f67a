/** Puts the server, its grammar and its pure-Python dependencies into bundled/. PYTHON names an interpreter with pip, NABLINT_SOURCE another checkout. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = process.env.NABLINT_SOURCE ?? path.resolve(root, '..');
const bundled = path.join(root, 'bundled');
const libs = path.join(bundled, 'libs');
const requirements = path.join(root, 'bundled-requirements.txt');
const stamp = path.join(bundled, '.requirements');
const python = process.env.PYTHON ?? 'python3';

const wanted = readFileSync(requirements, 'utf8');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  rmSync(bundled, { recursive: true, force: true });
  mkdirSync(libs, { recursive: true });
  // Only wheels that run everywhere: pip refuses a package that has none.
  const anywhere = ['--only-binary=:all:', '--implementation', 'py', '--abi', 'none', '--platform', 'any', '--python-version', '3.10'];
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-compile', '--target', libs, ...anywhere, '-r', requirements], { stdio: 'inherit' });
  rmSync(path.join(libs, 'bin'), { recursive: true, force: true });
  writeFileSync(stamp, wanted);
}

const isSource = (file) => !file.split(path.sep).includes('__pycache__') && !file.endsWith('.pyc');
rmSync(path.join(bundled, 'server'), { recursive: true, force: true });
cpSync(path.join(source, 'server/nablint'), path.join(bundled, 'server/nablint'), { recursive: true, filter: isSource });
const grammar = path.join(source, 'grammar');
if (existsSync(grammar)) cpSync(grammar, path.join(bundled, 'server/nablint/grammar'), { recursive: true, filter: isSource });
cpSync(path.join(root, 'scripts/launch.py'), path.join(bundled, 'launch.py'));
cpSync(path.join(source, 'LICENSE'), path.join(root, 'LICENSE'));

const native = readdirSync(libs, { recursive: true }).filter((name) => /\.(so|pyd|dylib)$/.test(String(name)));
if (native.length > 0) throw new Error(`not pure Python: ${native.join(', ')}`);
