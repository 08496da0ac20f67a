/** The settings this client itself reads; everything else under `nablint.` is the server's. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Wishes } from './server/locate.js';
import { expandPath } from './server/paths.js';

const settings = (scope?: vscode.ConfigurationScope): vscode.WorkspaceConfiguration =>
  vscode.workspace.getConfiguration('nablint', scope);

export const isEnabled = (): boolean => settings().get('enable', true);
export const showsStatusBarItem = (): boolean => settings().get('statusBar', true);
export const drawsFormulas = (): boolean => settings().get('hover.drawFormulas', true);
export const panelFollowsCursor = (): boolean => settings().get('panel.followCursor', true);

/** Milliseconds after which a server that does not answer is taken to hang. */
export const patience = (): number => Math.max(1, settings().get('server.patience', 20)) * 1000;

export const serverArguments = (): string[] => settings().get<string[]>('server.arguments', []);

export function wishes(): Wishes {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const expand = (value: string): string => expandPath(value, homedir(), folder);
  return {
    command: settings().get<string[]>('server.command', []).map(expand),
    interpreter: expand(settings().get('server.interpreter', '')),
  };
}

/** The settings that need another process when they change. */
export const RESTARTING = ['nablint.enable', 'nablint.server.command', 'nablint.server.interpreter', 'nablint.server.arguments'];
