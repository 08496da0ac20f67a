/** The real machine behind the search for a server: PATH, processes, the Python extension. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Machine, PythonFound } from './locate.js';
import { searchedDirectories } from './paths.js';

const PROBE = 'import sys; print(sys.executable); print(*sys.version_info[:2])';

function run(command: string, args: string[], timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout, windowsHide: true, cwd: path.parse(command).root || undefined }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function onPath(name: string): Promise<string | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((f) => f.uri.fsPath);
  const endings = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : [''];
  for (const dir of searchedDirectories(process.env.PATH ?? '', folders)) {
    for (const ending of endings) {
      const file = path.join(dir, name + ending);
      if (await isProgram(file)) return file;
    }
  }
  return undefined;
}

interface PythonApi {
  environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(env: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

async function pythonApi(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  if (!extension) return undefined;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, 5000, undefined));
  return Promise.race([Promise.resolve(extension.activate()).catch(() => undefined), late]);
}

async function pythonExtension(): Promise<string | undefined> {
  // An interpreter inside a folder that nobody trusts yet must not be started.
  if (!vscode.workspace.isTrusted) return undefined;
  const environments = (await pythonApi())?.environments;
  if (!environments) return undefined;
  const resource = vscode.workspace.workspaceFolders?.[0]?.uri;
  const active = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
  return active?.executable.uri?.fsPath;
}

/** Tells when the Python extension's user chooses another interpreter. */
export async function onInterpreterChange(listener: () => void): Promise<vscode.Disposable | undefined> {
  return (await pythonApi())?.environments?.onDidChangeActiveEnvironmentPath?.(listener);
}

async function python(executable: string): Promise<PythonFound | undefined> {
  const out = await run(executable, ['-I', '-c', PROBE], 8000);
  const [real, numbers] = out?.split(/\r?\n/) ?? [];
  const version = numbers?.split(' ').map(Number);
  if (!real || version?.length !== 2 || version.some(Number.isNaN)) return undefined;
  return { executable: real, version: version as [number, number] };
}

async function nablint(executable: string): Promise<string | undefined> {
  return (await run(executable, ['--version'], 8000))?.trim().slice(0, 80) || undefined;
}

export function realMachine(extensionPath: string): Machine {
  return {
    platform: process.platform,
    launcher: path.join(extensionPath, 'bundled', 'launch.py'),
    cwd: extensionPath,
    exists: isProgram,
    onPath,
    pythonExtension,
    python,
    nablint,
  };
}
