/** Paths: which of PATH are searched, and what `~` and `${workspaceFolder}` stand for in settings. */
import * as path from 'node:path';

/** Directories of PATH that a workspace cannot plant a program in: absolute ones outside every open folder. */
export function searchedDirectories(PATH: string, folders: string[], delimiter: string = path.delimiter): string[] {
  const inside = (dir: string): boolean => folders.some((f) => dir === f || dir.startsWith(f.endsWith(path.sep) ? f : f + path.sep));
  return PATH.split(delimiter).filter((dir) => path.isAbsolute(dir) && !inside(path.normalize(dir)));
}

/** A path from the settings with the variables replaced that VS Code's users expect. */
export function expandPath(value: string, home: string, folder: string | undefined): string {
  const text = value
    .trim()
    .replace(/^~(?=$|[\\/])/, () => home)
    .replaceAll('${userHome}', () => home);
  return folder === undefined ? text : text.replaceAll('${workspaceFolder}', () => folder);
}
