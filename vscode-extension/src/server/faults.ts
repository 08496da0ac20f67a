/** What a person is told when there is no server, when it falls or when it is silent: the cause, and buttons that help. */
import * as vscode from 'vscode';
import type { Attempt } from './locate.js';
import { type Fault, words } from './words.js';

interface Button {
  title: string;
  run(): Thenable<unknown> | void;
}

const command = (title: string, id: string, ...args: unknown[]): Button => ({
  title,
  run: () => vscode.commands.executeCommand(id, ...args),
});

const BUTTONS = {
  log: command('Show Log', 'nablint.showLog'),
  restart: command('Restart Server', 'nablint.restart'),
  debug: command('Copy Debug Information', 'nablint.copyDebugInformation'),
  settings: command('Open Settings', 'workbench.action.openSettings', 'nablint.server'),
  choose: command('Choose Interpreter…', 'nablint.chooseInterpreter'),
  get: {
    title: 'Get Python',
    run: () => vscode.env.openExternal(vscode.Uri.parse('https://www.python.org/downloads/')),
  },
} satisfies Record<string, Button>;

function buttons(fault: Fault): Button[] {
  switch (fault.kind) {
    case 'missing':
      return fault.blame === 'setting'
        ? [BUTTONS.settings, BUTTONS.choose, BUTTONS.log]
        : [BUTTONS.choose, BUTTONS.get, BUTTONS.log];
    case 'crashed':
      return [BUTTONS.restart, BUTTONS.log, BUTTONS.debug];
    case 'silent':
      return [BUTTONS.restart, BUTTONS.log];
  }
}

/** Shows each kind of fault once, until it is forgotten by a restart. */
export class Faults {
  private shown = new Set<string>();

  async show(fault: Fault, tried: Attempt[]): Promise<void> {
    if (this.shown.has(fault.kind)) return;
    this.shown.add(fault.kind);
    const choices = buttons(fault);
    const show = fault.kind === 'silent' ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
    const title = await show(words(fault, tried), ...choices.map((b) => b.title));
    await choices.find((b) => b.title === title)?.run();
  }

  forget(): void {
    this.shown.clear();
  }
}
