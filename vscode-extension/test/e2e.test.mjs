/** What a person sees and does, end to end: a real workbench, a system Python, the packed extension, and nothing else. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { OUTPUT, ROOT, VSIX, Workbench } from './workbench/workbench.mjs';

const DARK = 'Dark Modern';
const THEMES = { dark: DARK, light: 'Light Modern', 'high-contrast': 'Dark High Contrast', 'high-contrast-light': 'Light High Contrast' };

/** The panel's page, which lies in a frame within a frame. */
async function panelFrame(page) {
  for (let i = 0; i < 200; i++) {
    for (const frame of page.frames()) {
      if (await frame.locator('#graph').count().catch(() => 0)) return frame;
    }
    await sleep(100);
  }
  throw new Error('the panel did not open');
}

async function hoverOver(workbench, text, part) {
  const { page } = workbench;
  const box = await workbench.line(text).evaluate((line, wanted) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const index = node.data.replaceAll('\u00a0', ' ').indexOf(wanted);
      if (index < 0) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + wanted.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    return null;
  }, part);
  assert.ok(box, `${part} is in the line ${text}`);
  await page.mouse.move(box.x - 3, box.y);
  await page.mouse.move(box.x, box.y, { steps: 3 });
  const hover = page.locator('.monaco-hover:not(.hidden) .rendered-markdown').filter({ visible: true });
  await hover.first().waitFor({ timeout: 10_000 });
  return page.locator('.monaco-hover:not(.hidden)').filter({ visible: true }).first();
}

/** Relative luminance by the rules of WCAG. */
function contrast(one, other) {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((v) => Number(v) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test('the package is small', () => {
  assert.ok(fs.statSync(VSIX).size < 25 * 1024 * 1024, `${fs.statSync(VSIX).size} bytes`);
});

test('a person opens a note', async (t) => {
  const workbench = await Workbench.start('e2e', { scale: 1.5, settings: { 'editor.fontSize': 15, 'editor.lightbulb.enabled': 'on' } });
  t.after(() => workbench.stop());
  const { page } = workbench;
  await workbench.open('least-squares.md');

  await t.test('what is wrong is underlined', async () => {
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 60_000 });
    await page.locator('.monaco-editor .squiggly-warning').first().waitFor({ timeout: 10_000 });
    await page.keyboard.press('Control+B');
    await sleep(600);
    await workbench.screenshot('1-note');
    await workbench.picture('note');
  });

  await t.test('shapes stand in the text', async () => {
    await page.waitForFunction(() => [...document.querySelectorAll('.view-line')].some((l) => l.textContent.includes('N') && /[N1]\s?×\s?[ND1]/.test(l.textContent)), undefined, { timeout: 10_000 });
  });

  await t.test('a hover shows its formulas as pictures', async () => {
    const hover = await hoverOver(workbench, /partial\sL\}\{\\partial\sr\}.{0,9}=\s2/, 'frac');
    const picture = hover.locator('img[src^="data:image/svg+xml"]').first();
    await picture.waitFor({ timeout: 5_000 });
    const size = await picture.evaluate((img) => ({ width: img.naturalWidth, height: img.naturalHeight, done: img.complete }));
    assert.ok(size.done && size.width > 5 && size.height > 5, JSON.stringify(size));
    assert.doesNotMatch(await hover.innerText(), /\\frac/);
    await sleep(400);
    await workbench.screenshot('2-hover');
    await workbench.picture('hover', { x: 50, y: 90, width: 700, height: 350 });
    await page.keyboard.press('Escape');
    await page.mouse.move(5, 790);
  });

  await t.test('a hover on a mistake says what is wrong, with the rule', async () => {
    const hover = await hoverOver(workbench, 'b = X y', 'y');
    assert.match(await hover.innerText(), /cannot multiply X \(N × D\) by y \(N\)[\s\S]*SHP001/);
    await workbench.screenshot('3-mistake');
    await workbench.picture('mistake', { x: 50, y: 320, width: 780, height: 320 });
    await page.keyboard.press('Escape');
    await page.mouse.move(5, 790);
  });

  await t.test('the status bar says the layout; a click offers to state it', async () => {
    const item = page.locator('.statusbar-item', { hasText: '∇ numerator' });
    await item.waitFor({ timeout: 10_000 });
    await item.locator('a').first().click();
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Denominator layout' });
    await row.waitFor({ timeout: 5_000 });
    await workbench.screenshot('4-layout');
    await row.click();
    await workbench.line('nablint: layout denominator').waitFor({ timeout: 5_000 });
    await page.locator('.statusbar-item', { hasText: '∇ denominator' }).waitFor({ timeout: 10_000 });
    await page.keyboard.press('Control+Z');
    await page.locator('.statusbar-item', { hasText: '∇ numerator' }).waitFor({ timeout: 10_000 });
  });

  await t.test('directives are coloured, not grey like other comments', async () => {
    const spans = await workbench.line('nablint: layout').locator('span > span').evaluateAll((all) => all.map((s) => [s.textContent, getComputedStyle(s).color]));
    const colour = (word) => spans.find(([text]) => text.includes(word))?.[1];
    assert.ok(colour('layout') && colour('<!--') && colour('layout') !== colour('<!--'), JSON.stringify(spans));
  });

  await t.test('matrices, vectors and scalars have colours of their own', async () => {
    const spans = await workbench.line('X w - y').locator('span > span').evaluateAll((all) => all.map((s) => [s.textContent.trim(), getComputedStyle(s).color]));
    const colour = (symbol) => spans.find(([text]) => text === symbol)?.[1];
    assert.ok(colour('X') && colour('w') && colour('X') !== colour('w'), JSON.stringify(spans));
  });

  await t.test('the light bulb offers the fix, and taking it mends the note', async () => {
    await workbench.goto(25, 7);
    const bulb = page.locator('.lightBulbWidget, [class*="codicon-gutter-lightbulb"], [class*="codicon-light-bulb"]').filter({ visible: true }).first();
    await bulb.waitFor({ timeout: 10_000 });
    await bulb.click();
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'ranspose' }).first();
    await fix.waitFor({ timeout: 10_000 });
    await sleep(300);
    await workbench.screenshot('5-fix');
    await workbench.picture('fix', { x: 50, y: 330, width: 700, height: 300 });
    await fix.click();
    await workbench.line('b = X^\\top y').waitFor({ timeout: 10_000 });
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached', timeout: 10_000 });
  });

  let frame;
  await t.test('the panel draws the chain rule at the cursor', async () => {
    await workbench.goto(21, 5);
    await workbench.command('nablint: Show Chain Rule');
    frame = await panelFrame(page);
    await frame.locator('g.node').nth(2).waitFor({ timeout: 15_000 });
    assert.equal(await frame.locator('#title').innerText(), 'L from w');
    assert.equal(await frame.locator('g.node').count(), 3);
    assert.equal(await frame.locator('g.edge').count(), 2);
    assert.ok((await frame.locator('g.node svg path').count()) > 0, 'formulas are drawn');
    await page.mouse.move(400, 700);
    await sleep(900);
    await workbench.screenshot('6-panel');
    await workbench.picture('panel');
  });

  await t.test('the panel speaks: each node and edge is a button with shape and words', async () => {
    await frame.getByRole('button', { name: /^w, D×1/ }).waitFor({ timeout: 5_000 });
    await frame.getByRole('button', { name: /∂L\/∂r, 1×N; from r to L/ }).waitFor({ timeout: 5_000 });
    assert.ok((await frame.locator('#faults button').count()) > 0, 'what is wrong is also said in words');
  });

  await t.test('a click in the panel jumps to the note', async () => {
    await frame.getByRole('button', { name: /^r, N×1/ }).click();
    await page.waitForFunction(() => /Ln 9\b/.test(document.querySelector('#status\\.editor\\.selection')?.textContent ?? ''), undefined, { timeout: 10_000 });
  });

  await t.test('the panel follows the cursor', async () => {
    await workbench.goto(17, 5);
    await frame.locator('#title', { hasText: 'r from w' }).waitFor({ timeout: 10_000 });
    assert.equal(await frame.locator('g.node').count(), 2);
  });

  await t.test('the panel works by keyboard alone', async () => {
    await frame.getByRole('button', { name: /^w, D×1/ }).focus();
    await page.keyboard.press('ArrowDown');
    assert.match(await frame.evaluate(() => document.activeElement.getAttribute('aria-label')), /^∂r\/∂w/);
    await page.keyboard.press('ArrowDown');
    assert.match(await frame.evaluate(() => document.activeElement.getAttribute('aria-label')), /^r, N×1/);
    await workbench.screenshot('7-keyboard');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /Ln 9\b/.test(document.querySelector('#status\\.editor\\.selection')?.textContent ?? ''), undefined, { timeout: 10_000 });
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    await t.test(`the panel can be read in the theme ${name}`, async () => {
      await workbench.theme(theme);
      const kind = { dark: 'vscode-dark', light: 'vscode-light', 'high-contrast': 'vscode-high-contrast', 'high-contrast-light': 'vscode-high-contrast-light' }[name];
      await frame.locator(`body.${kind}`).waitFor({ timeout: 10_000 });
      await workbench.goto(21, 5);
      await frame.locator('#title', { hasText: 'L from w' }).waitFor({ timeout: 10_000 });
      await sleep(300);
      const colours = await frame.evaluate(() => {
        const paint = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
        return {
          paper: paint('body', 'backgroundColor'),
          words: [paint('#title', 'color'), paint('.node .shape', 'fill'), paint('#faults .fault', 'color')],
          lines: [paint('.node .body', 'stroke'), paint('.edge .line', 'stroke')],
        };
      });
      for (const colour of colours.words) assert.ok(contrast(colour, colours.paper) >= 4.5, `${colour} on ${colours.paper}`);
      for (const colour of colours.lines) assert.ok(contrast(colour, colours.paper) >= 3 || name === 'dark' || name === 'light', `${colour} on ${colours.paper}`);
      await workbench.screenshot(`8-panel-${name}`);
    });
  }

  await t.test('the page kept to its policy, and nothing was fetched from the network', async () => {
    const console = fs.readFileSync(path.join(workbench.folder, 'console.log'), 'utf8');
    const refused = console.split('\n').filter((line) => /Content Security Policy/.test(line) && /panel\.|nablint/.test(line));
    assert.deepEqual(refused, []);
  });

  await t.test('the walkthrough opens and its first step opens the example', async () => {
    await workbench.theme(DARK);
    await workbench.command('Welcome: Open Walkthrough...');
    const choice = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Matrix calculus, checked' });
    await choice.waitFor({ timeout: 10_000 });
    await choice.click();
    await page.locator('.getting-started-step', { hasText: 'Open a note' }).first().waitFor({ timeout: 10_000 });
    await sleep(500);
    await workbench.screenshot('9-walkthrough');
  });
});

test('a server that is missing is said, with buttons that help', async (t) => {
  const workbench = await Workbench.start('e2e-missing', { settings: { 'nablint.server.command': ['/nowhere/nablint'] } });
  t.after(() => workbench.stop());
  const { page } = workbench;
  await workbench.open('model.md');
  const message = workbench.notification('/nowhere/nablint');
  await message.waitFor({ timeout: 30_000 });
  await message.getByRole('button', { name: 'Choose Interpreter…' }).waitFor();
  await page.locator('.statusbar-item', { hasText: 'no server' }).waitFor();
  await workbench.screenshot('1-missing');
  await message.getByRole('button', { name: 'Open Settings' }).click();
  await page.locator('.settings-editor').waitFor({ timeout: 10_000 });
});

test('a server that falls or hangs is said, and a restart mends it', async (t) => {
  const mode = path.join(OUTPUT, 'mode');
  fs.mkdirSync(OUTPUT, { recursive: true });
  fs.writeFileSync(mode, 'crash-at-start');
  const command = ['python3', path.join(ROOT, 'test/servers/faulty.py'), `@${mode}`];
  const workbench = await Workbench.start('e2e-faults', { settings: { 'nablint.server.command': command, 'nablint.server.patience': 2 } });
  t.after(() => workbench.stop());
  const { page } = workbench;
  await workbench.open('model.md');

  await t.test('crashed: the last word of the server, and a button', async () => {
    const message = workbench.notification('did not start');
    await message.waitFor({ timeout: 30_000 });
    assert.match(await message.innerText(), /RuntimeError: made to fall/);
    await workbench.screenshot('1-crashed');
    fs.writeFileSync(mode, 'hang-later');
    await message.getByRole('button', { name: 'Restart Server' }).click();
  });

  await t.test('hanging: it is said, and typing goes on', async () => {
    const message = workbench.notification('has not answered');
    await message.waitFor({ timeout: 25_000 });
    await workbench.screenshot('2-silent');
    await workbench.goto(1, 17);
    await page.keyboard.type(' and more');
    await workbench.line('# A linear model and more').waitFor({ timeout: 3_000 });
    await page.keyboard.press('Control+Z');
    fs.writeFileSync(mode, path.join(workbench.extension(), 'bundled/launch.py'));
    await message.getByRole('button', { name: 'Restart Server' }).click();
  });

  await t.test('mended: the notes are checked again', async () => {
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 30_000 });
    await page.locator('.statusbar-item', { hasText: '∇ numerator' }).waitFor({ timeout: 10_000 });
    await workbench.screenshot('3-mended');
  });
});
