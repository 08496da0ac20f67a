/** The colour in which a formula is drawn: the active theme's, as far as an extension can learn it. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { hoverColour, themeColours } from './colours.js';

const BY_KIND: Record<vscode.ColorThemeKind, string> = {
  [vscode.ColorThemeKind.Light]: '#3b3b3b',
  [vscode.ColorThemeKind.Dark]: '#cccccc',
  [vscode.ColorThemeKind.HighContrast]: '#ffffff',
  [vscode.ColorThemeKind.HighContrastLight]: '#292929',
};

const isDark = (kind: vscode.ColorThemeKind): boolean =>
  kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;

interface ThemeContribution {
  id?: string;
  label?: string;
  path?: string;
  uiTheme?: string;
}

/** The file of the theme that the settings name, if it is of the kind that is shown. */
function themeFile(): string | undefined {
  const name = vscode.workspace.getConfiguration('workbench').get<string>('colorTheme');
  const dark = isDark(vscode.window.activeColorTheme.kind);
  for (const extension of vscode.extensions.all) {
    const themes: unknown = (extension.packageJSON as { contributes?: { themes?: unknown } }).contributes?.themes;
    if (!Array.isArray(themes)) continue;
    const found = (themes as ThemeContribution[]).find((t) => (t.id ?? t.label) === name || t.label === name);
    // With "detect colour scheme" the shown theme may be another one than this setting's.
    if (found?.path && ['vs-dark', 'hc-black'].includes(found.uiTheme ?? '') === dark) {
      return path.join(extension.extensionPath, found.path);
    }
  }
  return undefined;
}

/** Knows the colour, and learns it anew when the theme changes. */
export class ThemeColour implements vscode.Disposable {
  private colour: Promise<string> | undefined;
  private readonly listener = vscode.window.onDidChangeActiveColorTheme(() => {
    this.colour = undefined;
  });

  get(): Promise<string> {
    this.colour ??= this.find();
    return this.colour;
  }

  private async find(): Promise<string> {
    const fallback = BY_KIND[vscode.window.activeColorTheme.kind];
    const file = themeFile();
    if (!file) return fallback;
    const read = (f: string): Promise<string | undefined> => readFile(f, 'utf8').catch(() => undefined);
    const colours = await themeColours(file, read, (from, to) => path.join(path.dirname(from), to));
    return hoverColour(colours) ?? fallback;
  }

  dispose(): void {
    this.listener.dispose();
  }
}
