/** What a person or a bug report wants to know about the running extension. */
import * as vscode from 'vscode';
import type { Session } from '../server/session.js';
import { words } from '../server/words.js';

const SHOWN = ['enable', 'server.command', 'server.interpreter', 'server.arguments', 'select', 'ignore', 'values'];

/** Versions, the server that was found and what was not taken, settings, the last words of a server that fell. No text of any note. */
export function debugInformation(context: vscode.ExtensionContext, session: Session): string {
  const { version } = context.extension.packageJSON as { version: string };
  const settings = vscode.workspace.getConfiguration('nablint');
  const lines = [
    `nablint extension ${version}, ${vscode.env.appName} ${vscode.version}, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    `Workspace: ${vscode.workspace.isTrusted ? 'trusted' : 'restricted'}, remote: ${vscode.env.remoteName ?? 'none'}`,
    `Server: ${session.state}${session.serverInfo ? `, ${session.serverInfo}` : ''}${session.pid ? `, process ${session.pid}` : ''}`,
    `Found by: ${session.launch ? `${session.launch.source}; ${session.launch.description}` : 'nothing'}`,
    ...(session.startedIn === undefined ? [] : [`Started in ${session.startedIn} ms`]),
    ...(session.outcome?.tried ?? []).map((t) => `Not taken: ${t.source}: ${t.what}: ${t.problem}`),
    ...(session.fault ? [`Fault: ${words(session.fault, session.outcome?.tried ?? [])}`] : []),
    ...SHOWN.map((name) => `nablint.${name} = ${JSON.stringify(settings.get(name))}`),
  ];
  if (session.stderr) lines.push('', 'The server wrote:', session.stderr);
  return lines.join('\n');
}

export async function copyDebugInformation(context: vscode.ExtensionContext, session: Session): Promise<void> {
  await vscode.env.clipboard.writeText(debugInformation(context, session));
  void vscode.window.showInformationMessage('nablint: the debug information is in the clipboard.');
}

export async function showStatus(session: Session): Promise<void> {
  const choices = [
    { label: '$(debug-restart) Restart the server', command: 'nablint.restart' },
    { label: '$(output) Show the log', command: 'nablint.showLog' },
    { label: '$(copy) Copy debug information', command: 'nablint.copyDebugInformation' },
    { label: '$(settings-gear) Open the settings', command: 'workbench.action.openSettings', argument: '@ext:nablint.nablint' },
  ];
  const title = session.fault
    ? words(session.fault, session.outcome?.tried ?? [])
    : `nablint is ${session.state}${session.launch ? `: ${session.launch.description}` : ''}`;
  const choice = await vscode.window.showQuickPick(choices, { title: 'nablint', placeHolder: title });
  if (choice) await vscode.commands.executeCommand(choice.command, choice.argument);
}

export async function chooseInterpreter(): Promise<void> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'A Python 3.10 or newer for nablint', canSelectMany: false, openLabel: 'Use' })) ?? [];
  if (file) await vscode.workspace.getConfiguration('nablint').update('server.interpreter', file.fsPath, vscode.ConfigurationTarget.Global);
}
