/** One test for every feature, as the extension host sees it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { REFACTORINGS } from '../../src/commands/refactor.js';
import { api, at, code, findings, folder, found, open, place, running, sleep, test, until } from './harness.js';

const run = <T>(command: string, ...args: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...args);

const hover = async (uri: vscode.Uri, position: vscode.Position): Promise<string> => {
  const hovers = await run<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers.flatMap((h) => h.contents.map((c) => (typeof c === 'string' ? c : c.value))).join('\n');
};

const actions = (uri: vscode.Uri, range: vscode.Range, kind: string): Thenable<vscode.CodeAction[]> =>
  run('vscode.executeCodeActionProvider', uri, range, kind, 30);

async function restore(editor: vscode.TextEditor): Promise<void> {
  await vscode.window.showTextDocument(editor.document);
  await run('workbench.action.files.revert');
}

test('activation takes less than 200 ms without the server', async () => {
  const extension = vscode.extensions.getExtension('nablint.nablint');
  assert.ok(extension);
  assert.equal(extension.isActive, false, 'nothing that concerns nablint was opened yet');
  const began = performance.now();
  await api();
  const took = performance.now() - began;
  assert.ok(took < 200, `${took} ms`);
});

test('a note without mathematics starts no server and shows no item', async () => {
  await open('shopping.md');
  const { session, statusText } = await api();
  await sleep(700);
  assert.equal(session.state, 'idle');
  assert.equal(statusText(), undefined);
});

test('typing a derivative wakes nablint up', async () => {
  const editor = await open('shopping.md');
  await editor.edit((e) => e.insert(new vscode.Position(0, 0), 'Let $f : \\mathbb{R}^n \\to \\mathbb{R}$.\n\n'));
  const { session } = await running();
  assert.equal(session.launch?.source, 'python3');
  await restore(editor);
});

test('findings: where, which rule, what they rest on', async () => {
  const { document } = await open('model.md');
  const list = await found(document.uri, 2);
  const product = list.find((d) => code(d) === 'SHP001');
  assert.ok(product, list.map((d) => `${code(d)} ${d.message}`).join('\n'));
  assert.match(document.getText(product.range), /X\s*y/);
  assert.match(product.message, /N × D/);
  assert.ok((product.relatedInformation?.length ?? 0) > 0);
  assert.ok(list.some((d) => /^CHN/.test(code(d))), 'the order of the chain rule');
});

test('an edit is checked at once, and an undo too', async () => {
  const editor = await open('model.md');
  const before = (await found(editor.document.uri, 2)).length;
  const start = place(editor.document, 'X |y');
  await editor.edit((e) => e.replace(new vscode.Range(start, start.translate(0, 1)), 'w'));
  const after = await until(() => findings(editor.document.uri), (list) => list.length < before);
  assert.ok(!after.some((d) => code(d) === 'SHP001'), after.map((d) => d.message).join());
  await run('undo');
  assert.equal((await until(() => findings(editor.document.uri), (list) => list.length === before)).length, before);
});

test('a hover draws its formulas in the colour of the theme', async () => {
  const { document } = await open('model.md');
  await running();
  const text = await until(() => hover(document.uri, place(document, '$X| \\in')), (t) => t.length > 0);
  assert.match(text, /<img [^>]*src="data:image\/svg\+xml;base64,/, text);
  const svg = Buffer.from(/base64,([^"]*)"/.exec(text)?.[1] ?? '', 'base64').toString();
  assert.match(svg, /<svg[^>]*width="[\d.]+"/);
  assert.match(svg, /(fill|stroke)="#[0-9a-f]{6}"/i);
});

test('a hover on a derivative says its shape', async () => {
  const { document } = await open('model.md');
  await running();
  const text = await until(() => hover(document.uri, place(document, '|\\frac{\\partial L}{\\partial r}')), (t) => /N/.test(t));
  assert.match(text.replace(/data:[^"]*/g, ''), /1 × N|1 (?:\\|&#92;)times N/);
});

test('inlay hints show shapes', async () => {
  const { document } = await open('model.md');
  await running();
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await until(() => run<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole), (h) => h.length > 0);
  const labels = hints.map((h) => (typeof h.label === 'string' ? h.label : h.label.map((p) => p.value).join('')));
  assert.ok(labels.some((l) => /N/.test(l)), labels.join());
});

test('a click on the line above a section lists its claims, the wrong ones first', async () => {
  const editor = await open('claims.md');
  await found(editor.document.uri);
  const lenses = await until(
    () => run<vscode.CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri),
    (l) => l.some((lens) => /claims/.test(lens.command?.title ?? '')),
  );
  const command = lenses.find((lens) => /claims/.test(lens.command?.title ?? ''))?.command;
  assert.ok(command?.command, 'a lens that can be clicked');
  const chosen = run(command.command, ...(command.arguments ?? []));
  const wrong = place(editor.document, '|\\frac{\\partial (w').line;
  await until(async () => {
    await run('workbench.action.acceptSelectedQuickOpenItem');
    return vscode.window.activeTextEditor?.selection.start.line;
  }, (line) => line === wrong);
  await chosen;
  assert.equal(vscode.window.activeTextEditor?.selection.start.line, wrong);
});

test('ignoring a rule takes the reason that is given, and writes it', async () => {
  const editor = await open('model.md');
  const product = (await found(editor.document.uri, 2)).find((d) => code(d) === 'SHP001');
  assert.ok(product);
  const offered = (await actions(editor.document.uri, product.range, 'quickfix')).find((a) => a.title === 'Ignore SHP001 here');
  assert.equal(offered?.command?.command, 'nablint.ignore');
  assert.equal(offered.edit, undefined);
  await run('nablint.ignore', ...(offered.command.arguments ?? []), 'as in the --> book');
  const after = await until(() => findings(editor.document.uri), (l) => !l.some((d) => code(d) === 'SHP001'));
  assert.ok(!after.some((d) => code(d) === 'SHP001'), after.map((d) => d.message).join());
  assert.match(editor.document.getText(), /<!-- nablint: ignore SHP001 -- as in the book -->/);
  await restore(editor);
});

test('a quick fix makes the finding go away', async () => {
  const editor = await open('model.md');
  const product = (await found(editor.document.uri, 2)).find((d) => code(d) === 'SHP001');
  assert.ok(product);
  const fix = (await actions(editor.document.uri, product.range, 'quickfix')).find((a) => a.edit && /[Tt]ranspose/.test(a.title));
  assert.ok(fix?.edit, 'a fix with an edit');
  await vscode.workspace.applyEdit(fix.edit);
  const after = await until(() => findings(editor.document.uri), (l) => !l.some((d) => code(d) === 'SHP001'));
  assert.ok(!after.some((d) => code(d) === 'SHP001'), after.map((d) => d.message).join());
  assert.match(editor.document.getText(), /u = X\^\\top y/);
  await restore(editor);
});

test('values are checked by the bundled server alone, with a Python that has nothing installed', async () => {
  const { session } = await running();
  assert.equal(session.launch?.command.startsWith('/usr/bin/python3'), true, session.launch?.command);
  const { document } = await open('values.md');
  const wrong = (await found(document.uri)).find((d) => code(d) === 'VAL001');
  assert.ok(wrong);
  assert.match(document.getText(wrong.range), /3 x/);
});

test('a refactoring is a command too', async () => {
  const editor = await open('model.md');
  await found(editor.document.uri, 2);
  const position = place(editor.document, '|\\frac{\\partial r}{\\partial w} \\frac');
  editor.selection = new vscode.Selection(position, position);
  const before = editor.document.getText();
  await run('nablint.markDimensions');
  const after = await until(() => editor.document.getText(), (text) => text !== before, 10);
  assert.match(after, /\\(underbrace|underset)/);
  await restore(editor);
});

test('a section is converted to the other layout with its directive', async () => {
  const editor = await open('section.md');
  await running();
  const position = place(editor.document, '|\\frac{\\partial y}{\\partial x} = A');
  const list = await until(
    () => actions(editor.document.uri, new vscode.Range(position, position), 'refactor.rewrite.nablint.layout'),
    (l) => l.some((a) => a.title.startsWith('Convert this section') && a.edit !== undefined),
  );
  const convert = list.find((a) => a.title === 'Convert this section to denominator layout');
  assert.ok(convert?.edit, list.map((a) => a.title).join('; '));
  await vscode.workspace.applyEdit(convert.edit);
  assert.match(editor.document.getText(), /layout denominator -->[^]*\\frac\{\\partial y\}\{\\partial x\} = A\^\\top/);
  assert.match(editor.document.getText(), /# Setup[^]*layout numerator[^]*# Claims/);
  await restore(editor);
});

test('the derivation is copied with its dimensions', async () => {
  const editor = await open('section.md');
  await running();
  const position = place(editor.document, '|\\frac{\\partial y}{\\partial x} = A');
  editor.selection = new vscode.Selection(position, position);
  await vscode.env.clipboard.writeText('');
  await run('nablint.copyDerivation');
  const text = await until(() => vscode.env.clipboard.readText(), (t) => t !== '');
  assert.equal(text, '$$\\underbrace{\\frac{\\partial y}{\\partial x}}_{m \\times n} = \\underbrace{A}_{m \\times n}$$');
  assert.equal(editor.document.isDirty, false);
});

test('a reference is a link to the line of its label', async () => {
  const { document } = await open('section.md');
  await running();
  const links = await until(() => run<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 30), (l) => l.some((k) => k.target?.fragment === 'L11'));
  const link = links.find((k) => k.target?.fragment === 'L11');
  assert.equal(link?.target?.fsPath, document.uri.fsPath);
  assert.equal(document.getText(link?.range), 'eq:y');
});

test('our hover leaves the message of a finding to the editor', async () => {
  const { document } = await open('model.md');
  const list = await found(document.uri, 2);
  const product = list.find((d) => code(d) === 'SHP001');
  assert.ok(product);
  const text = await until(() => hover(document.uri, product.range.start), (t) => /product-mismatch/.test(t));
  assert.match(text, /inner sizes of a matrix product differ/);
  assert.doesNotMatch(text, /cannot multiply/);
});

test('completion knows the declared symbols', async () => {
  const editor = await open('model.md');
  await running();
  const position = place(editor.document, '$$u = |X y$$');
  const list = await until(
    () => run<vscode.CompletionList>('vscode.executeCompletionItemProvider', editor.document.uri, position),
    (l) => l.items.some((i) => /^(X|w|r)$/.test(typeof i.label === 'string' ? i.label : i.label.label)),
  );
  const labels = list.items.map((i) => (typeof i.label === 'string' ? i.label : i.label.label));
  assert.ok(labels.some((l) => /\bX\b|^X/.test(l)), labels.slice(0, 30).join());
});

test('definition and references of a symbol', async () => {
  const { document } = await open('model.md');
  await running();
  const use = place(document, '$$r = |X w');
  const [definition] = await run<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, use);
  assert.ok(definition);
  const range = 'targetRange' in definition ? (definition.targetSelectionRange ?? definition.targetRange) : definition.range;
  assert.equal(range.start.line, place(document, '$X \\in').line);
  const references = await run<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, use);
  assert.ok(references.length >= 3, String(references.length));
});

test('rename keeps to the symbol', async () => {
  const { document } = await open('model.md');
  await running();
  const edit = await run<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, place(document, '$$r = X |w'), 'v');
  const edits = edit.get(document.uri);
  assert.ok(edits.length >= 3, String(edits.length));
  assert.ok(edits.every((e) => document.getText(e.range) === 'w' && e.newText === 'v'));
});

test('document symbols, folding and semantic tokens', async () => {
  const { document } = await open('model.md');
  await running();
  const symbols = await until(
    () => run<(vscode.DocumentSymbol | vscode.SymbolInformation)[]>('vscode.executeDocumentSymbolProvider', document.uri),
    (s) => (s?.length ?? 0) > 0,
  );
  assert.ok(symbols.length > 0);
  const tokens = await run<vscode.SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', document.uri);
  assert.ok((tokens?.data.length ?? 0) > 0);
});

test('the status bar item says layout and findings, only for notes', async () => {
  const { statusText } = await running();
  const { document } = await open('model.md');
  await found(document.uri, 2);
  const text = await until(statusText, (t) => /numerator/.test(t ?? ''));
  assert.match(text ?? '', /∇ numerator \$\((error|warning)\) \d/);
  await open('shopping.md');
  assert.equal(await until(statusText, (t) => t === undefined, 5), undefined);
});

test('stating the layout writes a directive, and the server follows', async () => {
  const { statusText } = await running();
  const editor = await open('model.md');
  await run('nablint.stateLayout', 'denominator');
  assert.match(editor.document.getText(), /<!-- nablint: layout denominator -->/);
  assert.doesNotMatch(editor.document.getText(), /layout numerator/);
  assert.match((await until(statusText, (t) => /denominator/.test(t ?? ''))) ?? '', /denominator/);
  await restore(editor);
});

test('the panel draws the graph at the cursor and follows it', async () => {
  const { panel } = await running();
  const editor = await open('model.md');
  await found(editor.document.uri, 2);
  const put = (marked: string): void => {
    const position = place(editor.document, marked);
    editor.selection = new vscode.Selection(position, position);
  };
  put('{\\partial |L}{\\partial w} =');
  await run('nablint.showChainRule');
  const shown = await until(() => panel.shown, (s) => s?.type === 'graph');
  assert.equal(shown?.type, 'graph');
  assert.ok(shown?.type === 'graph');
  const { graph, nodes } = shown.drawing;
  assert.deepEqual(graph.nodes.map((n) => n.name).sort(), ['L', 'r', 'w']);
  assert.ok(graph.nodes.find((n) => n.name === 'w')?.shape.includes('D'));
  assert.ok(nodes.every((n) => n.svg.startsWith('<svg')));
  assert.equal(graph.paths.length, 1);
  assert.ok(graph.edges.some((e) => e.wrong !== null) || graph.remarks.length > 0, 'the wrong factor is said');
  put('{\\partial |r}{\\partial w} = X');
  const next = await until(() => panel.shown, (s) => s?.type === 'graph' && s.drawing.graph.title.startsWith('r'));
  assert.ok(next?.type === 'graph' && next.drawing.graph.title.startsWith('r'));
  await run('workbench.action.closeEditorsInOtherGroups');
});

test('refactorings are offered at a derivative', async () => {
  const editor = await open('model.md');
  await running();
  const position = place(editor.document, '{\\partial |L}{\\partial r}');
  const list = await until(
    () => actions(editor.document.uri, new vscode.Range(position, position), 'refactor'),
    (l) => l.length > 0,
  );
  assert.ok(list.length > 0);
});

test('Markdown cells of a notebook share their declarations', async () => {
  await running();
  const notebook = await vscode.workspace.openNotebookDocument(at('book.ipynb'));
  await vscode.window.showNotebookDocument(notebook);
  const cell = notebook.getCells().find((c) => c.document.getText().includes('M z'));
  assert.ok(cell);
  const list = await found(cell.document.uri);
  assert.ok(list.some((d) => code(d) === 'SHP001'), list.map((d) => d.message).join() || 'nothing found');
  await run('workbench.action.closeActiveEditor');
});

for (const [name, language] of [['paper.tex', 'latex'], ['lesson.qmd', 'quarto'], ['lesson.Rmd', 'rmd'], ['lesson.mdx', 'mdx'], ['lesson.myst', 'myst'], ['lesson.rst', 'restructuredtext']] as const) {
  test(`${name} is checked as ${language}`, async () => {
    const { document } = await open(name);
    assert.equal(document.languageId, language);
    const list = await found(document.uri);
    assert.ok(list.some((d) => code(d) === 'SHP001'), list.map((d) => d.message).join() || 'nothing found');
  });
}

test('settings reach the server without a restart', async () => {
  const { session } = await running();
  const { pid } = session;
  const { document } = await open('model.md');
  await found(document.uri, 2);
  const settings = vscode.workspace.getConfiguration('nablint');
  await settings.update('ignore', ['SHP'], vscode.ConfigurationTarget.Global);
  const fewer = await until(() => findings(document.uri), (l) => !l.some((d) => code(d) === 'SHP001'));
  assert.ok(!fewer.some((d) => code(d) === 'SHP001'));
  await settings.update('ignore', undefined, vscode.ConfigurationTarget.Global);
  assert.ok((await until(() => findings(document.uri), (l) => l.some((d) => code(d) === 'SHP001'))).length > 0);
  assert.equal(session.pid, pid);
});

test('linting the workspace finds what is wrong in notes that nobody opened', async () => {
  const { linter } = await running();
  const records = await linter.lint();
  assert.ok(records?.some((r) => r.filename.endsWith('closed.md') && r.code === 'SHP001'), JSON.stringify(records?.slice(0, 5)));
  const uri = at(path.join('more', 'closed.md'));
  assert.ok(findings(uri).some((d) => code(d) === 'SHP001'));
  const { document } = await open(path.join('more', 'closed.md'));
  await sleep(500);
  assert.equal((await found(document.uri)).filter((d) => code(d) === 'SHP001').length, 1, 'an open note is not reported twice');
});

test('the report is exported', async () => {
  const { linter } = await running();
  const target = at('report.json');
  const file = await linter.export('json', target);
  assert.equal(file?.fsPath, target.fsPath);
  assert.ok(Array.isArray(JSON.parse(readFileSync(target.fsPath, 'utf8'))));
  rmSync(target.fsPath);
});

test('debug information names versions and the server, and no text of a note', async () => {
  const { debugInformation } = await running();
  await open('model.md');
  await run('nablint.copyDebugInformation');
  const text = await vscode.env.clipboard.readText();
  assert.equal(text.split('\n')[0], debugInformation().split('\n')[0]);
  assert.match(debugInformation(), /Found by: python3; bundled server, Python 3\.\d+/);
  assert.doesNotMatch(debugInformation(), /residual/);
});

test('a restart brings a new process and the same findings', async () => {
  const { session } = await running();
  const { document } = await open('model.md');
  const before = (await found(document.uri, 2)).map(code).sort();
  const { pid } = session;
  await run('nablint.restart');
  await running();
  assert.notEqual(session.pid, pid);
  const after = await until(() => findings(document.uri).map(code).sort(), (l) => l.length === before.length);
  assert.deepEqual(after, before);
});

test('the server is isolated from the folder that is open', async () => {
  // A module of the workspace with the name of one of the server's must not be imported.
  const trap = path.join(folder(), 'lark.py');
  const sprung = path.join(folder(), 'sprung');
  writeFileSync(trap, `open(${JSON.stringify(sprung)}, 'w').close()\n`);
  await run('nablint.restart');
  await running();
  const { document } = await open('model.md');
  await found(document.uri, 2);
  assert.equal(existsSync(sprung), false);
  rmSync(trap);
});

test('every command that is offered is there', async () => {
  const extension = vscode.extensions.getExtension('nablint.nablint');
  const offered = (extension?.packageJSON as { contributes: { commands: { command: string }[] } }).contributes.commands.map((c) => c.command);
  const there = new Set(await vscode.commands.getCommands(true));
  assert.deepEqual(offered.filter((c) => !there.has(c)), []);
});

test('every refactoring has a kind that the server knows', async () => {
  const { session } = await running();
  assert.deepEqual(Object.values(REFACTORINGS).filter((kind) => !session.actionKinds.includes(kind)), []);
});

test('snippets write directives in the language of the note', async () => {
  for (const [language, wanted] of [['markdown', '<!-- nablint: layout numerator -->'], ['latex', '% nablint: layout numerator'], ['mdx', '{/* nablint: layout numerator */}']] as const) {
    const document = await vscode.workspace.openTextDocument({ language, content: '' });
    await vscode.window.showTextDocument(document);
    await run('editor.action.insertSnippet', { langId: language, name: 'nablint: layout' });
    assert.equal(await until(() => document.getText(), (t) => t === wanted, 5), wanted);
    await run('workbench.action.revertAndCloseActiveEditor');
  }
});

test('the example note opens and shows its mistakes', async () => {
  await run('nablint.openExample');
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document?.isUntitled);
  const list = await found(document.uri, 2);
  assert.ok(list.length >= 2, list.map((d) => d.message).join());
});
