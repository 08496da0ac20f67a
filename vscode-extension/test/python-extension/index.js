/** The part of the Python extension's interface that nablint asks: the chosen interpreter, and when another one is chosen. */
const path = require('node:path');
const vscode = require('vscode');

exports.activate = () => {
  const changed = new vscode.EventEmitter();
  const folder = path.dirname(vscode.workspace.workspaceFolders[0].uri.fsPath);
  let chosen = path.join(folder, 'first/python3');
  vscode.commands.registerCommand('standin.choose', (name) => {
    chosen = path.join(folder, name, 'python3');
    changed.fire({ path: chosen });
  });
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ path: chosen }),
      resolveEnvironment: async ({ path: file }) => ({ executable: { uri: vscode.Uri.file(file) } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
