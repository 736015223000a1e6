/** What VS Code shows for a file, asked through its own commands: the extension is not called directly anywhere. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { eventually } from './harness';

const ours = (diagnostic: vscode.Diagnostic): boolean => diagnostic.source === 'vit-config';

export async function open(path: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert(folder, 'the suite needs a folder with the samples');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where `needle` first stands, `offset` characters further. */
export function positionOf(document: vscode.TextDocument, needle: string, offset = 0): vscode.Position {
  const at = document.getText().indexOf(needle);
  assert(at >= 0, `${needle} is not in ${document.fileName}`);
  return document.positionAt(at + offset);
}

export const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === 'object' ? code.value : code);

export function diagnosticsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(ours);
}

export function diagnosticWith(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  const find = async () => diagnosticsOf(document).find((diagnostic) => codeOf(diagnostic) === code);
  return eventually(`the diagnostic ${code}`, find, () => diagnosticsOf(document).map(codeOf));
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  const text = (part: vscode.MarkdownString | vscode.MarkedString) => (typeof part === 'string' ? part : part.value);
  return hovers.flatMap(({ contents }) => contents.map(text)).join('\n');
}

/** All lenses with their commands resolved. */
export function lensesOf(document: vscode.TextDocument): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
}

export async function lensLike(document: vscode.TextDocument, pattern: RegExp, limitMs?: number): Promise<vscode.Command> {
  let seen: string[] = [];
  const find = async () => {
    const commands = (await lensesOf(document)).flatMap(({ command }) => command ?? []);
    seen = commands.map(({ title }) => title);
    return commands.find(({ title }) => pattern.test(title));
  };
  return eventually(`a lens like ${pattern}`, find, () => seen, limitMs);
}

export async function inlayHints(document: vscode.TextDocument): Promise<string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
  return hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}

export function quickFixes(document: vscode.TextDocument, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, vscode.CodeActionKind.QuickFix.value, 20);
}

/** Puts the file on disk back on the screen, whatever a check has typed into it. */
export async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}
