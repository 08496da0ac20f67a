/** What a click asks the server for: the places behind a line above a section, and the edit that ignores a rule. */
import * as vscode from 'vscode';
import { type AskedEdit, type AskedPlace, IGNORE, PLACES } from '../protocol.js';
import type { Session } from '../server/session.js';

const ICONS: Record<string, string> = { wrong: '$(error)', verified: '$(pass)', 'not checked': '$(question)' };

interface Choice extends vscode.QuickPickItem {
  place: AskedPlace;
}

const range = ({ start, end }: AskedPlace['range']): vscode.Range => new vscode.Range(start.line, start.character, end.line, end.character);

async function goTo(place: AskedPlace): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
  await vscode.window.showTextDocument(document, { selection: range(place.range) });
}

/** A single place is shown at once; of several one is chosen. */
export async function showPlaces(session: Session, asked: unknown): Promise<void> {
  const places = (await session.ask<AskedPlace[]>(PLACES, asked)) ?? [];
  if (places.length < 2) {
    const [only] = places;
    if (only) await goTo(only);
    return;
  }
  const choices = places.map((place): Choice => ({
    label: `${ICONS[place.state] ?? '$(symbol-ruler)'} ${place.text}`,
    description: `${place.state}, line ${place.range.start.line + 1}`,
    detail: place.why || undefined,
    place,
  }));
  const choice = await vscode.window.showQuickPick(choices, { title: 'nablint', placeHolder: 'Go to', matchOnDescription: true });
  if (choice) await goTo(choice.place);
}

/** Escape changes nothing; a reason left empty is the server's own word. */
export async function ignore(session: Session, asked: unknown, given?: unknown): Promise<void> {
  const { code } = asked as { code: string };
  const reason = typeof given === 'string' ? given : await vscode.window.showInputBox({ title: `Ignore ${code}`, prompt: 'Why is it right as it stands?', placeHolder: 'intended' });
  if (reason === undefined) return;
  const found = await session.ask<AskedEdit>(IGNORE, { ...(asked as object), reason });
  if (!found) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(vscode.Uri.parse(found.uri), range(found.range), found.newText);
  await vscode.workspace.applyEdit(edit);
}
