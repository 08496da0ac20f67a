/** Which server is started: the setting's, the bundled one in the Python extension's interpreter, one on PATH, or the bundled one in python3. */

export type Source = 'setting' | 'python-extension' | 'path' | 'python3';

export interface Launch {
  source: Source;
  /** A command that runs nablint; its sub-command (`server`, `check` …) follows `args`. */
  command: string;
  args: string[];
  cwd: string;
  /** What a person should read about it. */
  description: string;
}

/** What was looked at and why it was not taken. */
export interface Attempt {
  source: Source;
  what: string;
  problem: string;
}

export interface Wishes {
  /** A whole command, e.g. ["uv", "run", "nablint"]. */
  command: string[];
  /** A Python that shall run the bundled server. */
  interpreter: string;
}

export interface PythonFound {
  executable: string;
  version: [number, number];
}

/** The machine as far as the search may ask it; tests bring their own. */
export interface Machine {
  platform: string;
  /** The script in the extension's folder that starts the bundled server. */
  launcher: string;
  cwd: string;
  exists(path: string): Promise<boolean>;
  onPath(name: string): Promise<string | undefined>;
  pythonExtension(): Promise<string | undefined>;
  python(executable: string): Promise<PythonFound | undefined>;
  /** The version that an installed `nablint` reports. */
  nablint(executable: string): Promise<string | undefined>;
}

export type Outcome = { launch: Launch; tried: Attempt[] } | { launch: undefined; tried: Attempt[]; blame: 'setting' | 'none' | 'old' };

export const OLDEST: [number, number] = [3, 10];

const atLeast = (have: [number, number], want: [number, number]): boolean =>
  have[0] > want[0] || (have[0] === want[0] && have[1] >= want[1]);

export async function locate(wishes: Wishes, machine: Machine): Promise<Outcome> {
  const tried: Attempt[] = [];
  let old = false;

  const bundledIn = async (source: Source, executable: string): Promise<Launch | undefined> => {
    const found = await machine.python(executable);
    if (!found) {
      tried.push({ source, what: executable, problem: 'it does not start' });
      return undefined;
    }
    if (!atLeast(found.version, OLDEST)) {
      old = true;
      tried.push({ source, what: executable, problem: `it is Python ${found.version.join('.')}; nablint needs ${OLDEST.join('.')}` });
      return undefined;
    }
    return {
      source,
      command: found.executable,
      args: ['-I', '-X', 'utf8', machine.launcher],
      cwd: machine.cwd,
      description: `bundled server, Python ${found.version.join('.')} (${found.executable})`,
    };
  };

  // What the user asked for is taken or refused aloud; falling back in silence would hide a mistake in the settings.
  if (wishes.command.length > 0 && wishes.command[0]) {
    const [name, ...args] = wishes.command as [string, ...string[]];
    const command = /[\\/]/.test(name) ? ((await machine.exists(name)) ? name : undefined) : await machine.onPath(name);
    if (command) {
      return { launch: { source: 'setting', command, args, cwd: machine.cwd, description: `setting: ${wishes.command.join(' ')}` }, tried };
    }
    tried.push({ source: 'setting', what: name, problem: 'there is no such program' });
    return { launch: undefined, tried, blame: 'setting' };
  }
  if (wishes.interpreter) {
    const launch = await bundledIn('setting', wishes.interpreter);
    return launch ? { launch, tried } : { launch: undefined, tried, blame: old ? 'old' : 'setting' };
  }

  const chosen = await machine.pythonExtension();
  if (chosen) {
    const launch = await bundledIn('python-extension', chosen);
    if (launch) return { launch, tried };
  }

  const installed = await machine.onPath('nablint');
  if (installed) {
    const version = await machine.nablint(installed);
    if (version) {
      return { launch: { source: 'path', command: installed, args: [], cwd: machine.cwd, description: `${version} (${installed})` }, tried };
    }
    tried.push({ source: 'path', what: installed, problem: 'it does not start' });
  }

  for (const name of machine.platform === 'win32' ? ['python3', 'python', 'py'] : ['python3', 'python']) {
    const executable = await machine.onPath(name);
    if (!executable) {
      tried.push({ source: 'python3', what: name, problem: 'not on PATH' });
      continue;
    }
    const launch = await bundledIn('python3', executable);
    if (launch) return { launch, tried };
  }
  return { launch: undefined, tried, blame: old ? 'old' : 'none' };
}
