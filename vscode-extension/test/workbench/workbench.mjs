/** A real VS Code workbench (code-server) with the packed extension, driven in headless Chromium. */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const OUTPUT = path.join(ROOT, 'test-output');
const TOOLS = process.env.NABLINT_VSCODE_TOOLS ?? path.join(ROOT, '.tools');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const VSIX = process.env.NABLINT_VSIX ?? path.join(ROOT, 'nablint.vsix');

const QUIET = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'window.restoreWindows': 'none',
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
  'editor.hover.delay': 100,
  'editor.inlayHints.enabled': 'on',
  'editor.wordWrap': 'on',
  'workbench.colorTheme': 'Dark Modern',
};

const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The environment of a person who has a system Python and nothing else of ours. */
function plainEnvironment(home, more) {
  return { HOME: home, PATH: `${path.dirname(fs.realpathSync(path.join(TOOLS, 'node24')))}:/usr/bin:/bin`, LANG: 'C.UTF-8', ...more };
}

export class Workbench {
  /**
   * @param {string} name of the run: its folder below test-output/
   * @param {{settings?: object, trusted?: boolean, extensions?: string[], environment?: object, scale?: number}} options
   */
  static async start(name, { settings = {}, trusted = true, extensions = [], environment = {}, scale = 1 } = {}) {
    const made = new Workbench();
    made.name = name;
    made.folder = path.join(OUTPUT, name);
    fs.rmSync(made.folder, { recursive: true, force: true });
    const inside = (...parts) => path.join(made.folder, ...parts);
    for (const part of ['data/User', 'extensions', 'home', 'notes']) fs.mkdirSync(inside(part), { recursive: true });
    fs.writeFileSync(inside('home/config.yaml'), 'auth: none\n');
    made.notes = inside('notes');
    fs.cpSync(path.join(ROOT, 'test/notes'), made.notes, { recursive: true });
    made.settings = { ...QUIET, 'security.workspace.trust.enabled': !trusted, 'security.workspace.trust.startupPrompt': 'never', ...settings };
    fs.writeFileSync(inside('data/User/settings.json'), JSON.stringify(made.settings));
    const environs = plainEnvironment(inside('home'), environment);
    const node = fs.realpathSync(path.join(TOOLS, 'node24'));
    const entry = path.join(TOOLS, 'node_modules/code-server/out/node/entry.js');
    const base = [entry, '--config', inside('home/config.yaml'), '--user-data-dir', inside('data'), '--extensions-dir', inside('extensions')];
    const log = fs.openSync(inside('workbench.log'), 'a');
    const installs = [VSIX, ...extensions].flatMap((file) => ['--install-extension', file]);
    execFileSync(node, [...base, ...installs], { env: environs, stdio: ['ignore', log, log] });
    made.port = await freePort();
    const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${made.port}`, '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
    if (trusted) flags.push('--disable-workspace-trust');
    made.server = spawn(node, [...base, ...flags], { env: environs, stdio: ['ignore', log, log], detached: true });
    for (let i = 0; ; i++) {
      if (await fetch(`http://127.0.0.1:${made.port}/healthz`).then((r) => r.ok, () => false)) break;
      if (i > 600) throw new Error('the workbench does not start');
      await sleep(50);
    }
    const flagsOfChromium = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'];
    made.browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: flagsOfChromium });
    const context = await made.browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: scale, permissions: ['clipboard-read', 'clipboard-write'] });
    made.page = await context.newPage();
    made.page.on('console', (m) => fs.appendFileSync(inside('console.log'), `${m.type()} ${m.text()}\n`));
    return made;
  }

  /** Opens the notes' folder, with a note in the editor. */
  async open(note) {
    const payload = note ? `&payload=${encodeURIComponent(JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${this.port}${path.join(this.notes, note)}`]]))}` : '';
    await this.page.goto(`http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(this.notes)}${payload}`);
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    if (note) await this.page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  }

  async theme(name) {
    await this.command('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input').filter({ visible: true }).first().fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click({ timeout: 10_000 });
  }

  async command(title) {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input').filter({ visible: true }).first();
    await input.waitFor({ timeout: 10_000 });
    await input.fill(`>${title}`);
    const exactly = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: this.page.locator('.label-name', { hasText: exactly }) });
    await row.first().click({ timeout: 10_000 });
  }

  /** Puts the cursor of the note somewhere; lines and columns count from 1. */
  async goto(line, column) {
    const { page } = this;
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+G');
    const input = page.locator('.quick-input-widget input').filter({ visible: true }).first();
    await input.waitFor({ timeout: 10_000 });
    await input.fill(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      ([l, c]) => document.querySelector('#status\\.editor\\.selection')?.textContent?.includes(`Ln ${l}, Col ${c}`),
      [line, column],
      { timeout: 10_000 },
    );
  }

  /** A line on the screen; hints that stand in it are part of its text. */
  line(text) {
    return this.page.locator('.monaco-editor .view-line', { hasText: text }).first();
  }

  /** Where the workbench has put our extension. */
  extension() {
    const folder = path.join(this.folder, 'extensions');
    return path.join(folder, fs.readdirSync(folder).find((name) => name.startsWith('nablint.nablint-')));
  }

  notification(text) {
    return this.page.locator('.notification-toast', { hasText: text }).first();
  }

  async screenshot(name, options = {}) {
    const file = path.join(this.folder, `${name}.png`);
    await this.page.screenshot({ path: file, ...options });
    return file;
  }

  /** A screenshot of a part, for the pages: `npm run pictures` copies it to images/. */
  async picture(name, clip) {
    const folder = path.join(OUTPUT, 'pictures');
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), clip });
  }

  async stop() {
    await this.browser?.close().catch(() => undefined);
    if (!this.server || this.server.exitCode !== null) return;
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    // Its own process group: the workbench, its extension hosts and our servers.
    process.kill(-this.server.pid, 'SIGTERM');
    await Promise.race([ended, sleep(5000)]);
    try {
      process.kill(-this.server.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}
