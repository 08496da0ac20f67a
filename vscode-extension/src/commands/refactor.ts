/** The server's rewrites as commands: each asks for the code actions of one kind at the cursor. */
import * as vscode from 'vscode';

/** Command → kind of code action. */
export const REFACTORINGS: Readonly<Record<string, string>> = {
  'nablint.fixAll': 'source.fixAll.nablint',
  'nablint.declareSymbol': 'quickfix.nablint.declare',
  'nablint.insertDerivative': 'refactor.rewrite.nablint.derivative',
  'nablint.expandChainRule': 'refactor.rewrite.nablint.expand',
  'nablint.markDimensions': 'refactor.rewrite.nablint.marks',
  'nablint.convertLayout': 'refactor.rewrite.nablint.layout',
  'nablint.convertForm': 'refactor.rewrite.nablint.form',
  'nablint.arrangeFactors': 'refactor.rewrite.nablint.arrange',
  'nablint.copyDerivation': 'refactor.nablint.copy',
};

export function registerRefactorings(): vscode.Disposable[] {
  return Object.entries(REFACTORINGS).map(([command, kind]) =>
    vscode.commands.registerCommand(command, () => vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'ifSingle' })),
  );
}
