/** Which server is started, on machines made up for the purpose. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Machine, type PythonFound, locate } from '../../src/server/locate.js';
import { expandPath, searchedDirectories } from '../../src/server/paths.js';
import { words } from '../../src/server/words.js';

interface Given {
  platform?: string;
  pythons?: Record<string, [number, number]>;
  path?: Record<string, string>;
  chosen?: string;
  nablint?: string;
}

function machine({ platform = 'linux', pythons = {}, path = {}, chosen, nablint }: Given): Machine {
  return {
    platform,
    launcher: '/ext/bundled/launch.py',
    cwd: '/ext',
    exists: async (file) => file in pythons || Object.values(path).includes(file),
    onPath: async (name) => path[name],
    pythonExtension: async () => chosen,
    python: async (executable): Promise<PythonFound | undefined> => {
      const version = pythons[executable];
      return version && { executable, version };
    },
    nablint: async () => nablint,
  };
}

const nothing = { command: [], interpreter: '' };
const system = { pythons: { '/usr/bin/python3': [3, 11] as [number, number] }, path: { python3: '/usr/bin/python3' } };

describe('the order of the search', () => {
  test('python3 with the bundled server, isolated, from the extension folder', async () => {
    const { launch } = await locate(nothing, machine(system));
    assert.equal(launch?.source, 'python3');
    assert.deepEqual(launch?.args, ['-I', '-X', 'utf8', '/ext/bundled/launch.py']);
    assert.equal(launch?.cwd, '/ext');
  });

  test('an installed nablint comes before python3', async () => {
    const { launch } = await locate(nothing, machine({ ...system, path: { ...system.path, nablint: '/bin/nablint' }, nablint: 'nablint 0.1.0' }));
    assert.equal(launch?.source, 'path');
    assert.equal(launch?.command, '/bin/nablint');
  });

  test('an installed nablint that does not start is passed over', async () => {
    const { launch, tried } = await locate(nothing, machine({ ...system, path: { ...system.path, nablint: '/bin/nablint' } }));
    assert.equal(launch?.source, 'python3');
    assert.equal(tried[0]?.what, '/bin/nablint');
  });

  test("the Python extension's interpreter comes before both", async () => {
    const given = { ...system, chosen: '/venv/bin/python', nablint: 'nablint 0.1.0', path: { ...system.path, nablint: '/bin/nablint' } };
    const { launch } = await locate(nothing, machine({ ...given, pythons: { ...system.pythons, '/venv/bin/python': [3, 12] } }));
    assert.equal(launch?.source, 'python-extension');
    assert.equal(launch?.command, '/venv/bin/python');
  });

  test("an old interpreter of the Python extension is passed over and said", async () => {
    const { launch, tried } = await locate(nothing, machine({ ...system, chosen: '/old/python', pythons: { ...system.pythons, '/old/python': [3, 8] } }));
    assert.equal(launch?.source, 'python3');
    assert.match(tried[0]?.problem ?? '', /3\.8/);
  });

  test('a command in the settings comes first', async () => {
    const found = await locate({ command: ['uv', 'run', 'nablint'], interpreter: '' }, machine({ ...system, path: { uv: '/bin/uv' }, chosen: '/usr/bin/python3' }));
    assert.deepEqual([found.launch?.source, found.launch?.command, found.launch?.args], ['setting', '/bin/uv', ['run', 'nablint']]);
  });

  test('an interpreter in the settings runs the bundled server', async () => {
    const { launch } = await locate({ command: [], interpreter: '/usr/bin/python3' }, machine(system));
    assert.deepEqual([launch?.source, launch?.args[0]], ['setting', '-I']);
  });

  test('on Windows the launcher py is asked too', async () => {
    const { launch } = await locate(nothing, machine({ platform: 'win32', path: { py: 'C:\\py.exe' }, pythons: { 'C:\\py.exe': [3, 13] } }));
    assert.equal(launch?.command, 'C:\\py.exe');
  });
});

describe('nothing found', () => {
  test('a wrong setting is said aloud, not replaced in silence', async () => {
    const found = await locate({ command: ['/nowhere/nablint'], interpreter: '' }, machine(system));
    assert.equal(found.launch, undefined);
    assert.ok(!found.launch && found.blame === 'setting');
    assert.match(words({ kind: 'missing', blame: 'setting' }, found.tried), /\/nowhere\/nablint.*settings/);
  });

  test('no Python at all', async () => {
    const found = await locate(nothing, machine({}));
    assert.ok(!found.launch && found.blame === 'none');
    assert.match(words({ kind: 'missing', blame: 'none' }, found.tried), /3\.10.*Install/);
  });

  test('only an old Python', async () => {
    const found = await locate(nothing, machine({ path: { python3: '/usr/bin/python3' }, pythons: { '/usr/bin/python3': [3, 9] } }));
    assert.ok(!found.launch && found.blame === 'old');
    assert.match(words({ kind: 'missing', blame: 'old' }, found.tried), /older/);
  });
});

describe('paths', () => {
  test('a workspace cannot plant a program on PATH', () => {
    assert.deepEqual(searchedDirectories('/usr/bin:.:bin:/home/me/notes/bin:/home/me/notes2:', ['/home/me/notes'], ':'), ['/usr/bin', '/home/me/notes2']);
  });

  test('variables in settings', () => {
    assert.equal(expandPath(' ~/v/bin/python ', '/home/me', '/w'), '/home/me/v/bin/python');
    assert.equal(expandPath('${workspaceFolder}/.venv/bin/python', '/home/me', '/w'), '/w/.venv/bin/python');
    assert.equal(expandPath('~other/python', '/home/me', undefined), '~other/python');
  });
});

describe('what is said about faults', () => {
  test('a server that does not start names its last word', () => {
    assert.match(words({ kind: 'crashed', ending: 'ended with code 1', last: 'ImportError: no', times: 1 }, []), /did not start.*code 1.*ImportError/);
  });

  test('a server that fell again and again says that notes are not checked', () => {
    assert.match(words({ kind: 'crashed', ending: 'ended by SIGSEGV', last: '', times: 4 }, []), /4 times.*not checked/);
  });

  test('a silent server leaves the editor usable', () => {
    assert.match(words({ kind: 'silent', seconds: 20 }, []), /20 seconds.*Editing goes on.*restart/);
  });
});
