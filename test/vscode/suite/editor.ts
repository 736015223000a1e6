/** What VS Code shows for a file, asked through its own commands: the extension is not called directly anywhere. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { eventually } from './eventually';

const ours = (diagnostic: vscode.Diagnostic): boolean => diagnostic.source === 'vit-config';

/** Opens a file by its path in a workspace folder: the first, or the one of that name. */
export async function open(path: string, folderName?: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.find(({ name }) => folderName === undefined || name === folderName);
  assert(folder, `there is no folder ${folderName ?? 'open'}`);
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

export async function noDiagnosticWith(document: vscode.TextDocument, code: string): Promise<void> {
  const gone = async () => (diagnosticsOf(document).some((diagnostic) => codeOf(diagnostic) === code) ? undefined : true);
  await eventually(`the diagnostic ${code} to go`, gone, () => document.getText());
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

/** Clicks a lens. */
export async function click({ command, arguments: args = [] }: vscode.Command): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

/** Types over the first place where `before` stands. */
export async function retype(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(positionOf(document, before), positionOf(document, before, before.length)), after);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

/** Puts the file on disk back on the screen, whatever a check has typed into it. */
export async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** A file of the first folder, there or not. */
export function inWorkspace(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Writes a file into the first folder, shows it, and hands it to the check; afterwards it is closed and gone. */
export async function withFile(path: string, text: string, check: (document: vscode.TextDocument) => Promise<void>): Promise<void> {
  const uri = inWorkspace(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  try {
    await check(await open(path));
  } finally {
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(uri);
  }
}

/** Shows a text that is in no file, and hands it to the check; afterwards it is closed. */
export async function withUntitled(language: string, content: string, check: (document: vscode.TextDocument) => Promise<void>): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  try {
    await check(document);
  } finally {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** Changes a setting of ours in the workspace for the time of a check. */
export async function withSetting(name: string, value: unknown, check: () => Promise<void>): Promise<void> {
  const set = (to: unknown) => vscode.workspace.getConfiguration('vitConfig').update(name, to, vscode.ConfigurationTarget.Workspace);
  await set(value);
  try {
    await check();
  } finally {
    await set(undefined);
  }
}

/** No lens is left. */
export async function noLens(document: vscode.TextDocument): Promise<void> {
  const none = async () => ((await lensesOf(document)).length === 0 ? true : undefined);
  await eventually('no lens', none, () => document.fileName);
}
