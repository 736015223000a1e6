import { l10n, type TextEditor, window } from 'vscode';

/** What the server's commands take: the file, and which of its models is meant. */
export interface Target {
  readonly uri: string;
  readonly id?: string;
  readonly position?: { readonly line: number; readonly character: number };
}

/** The target that a command was given, as a view gives it; else, from the palette or a menu, that of the editor in use, if there is one. */
export function targetOf(argument: unknown): Target | undefined {
  if (argument !== null && typeof argument === 'object' && 'uri' in argument && typeof argument.uri === 'string') return argument as Target;
  const editor = window.activeTextEditor;
  if (editor === undefined) void window.showInformationMessage(l10n.t('Open a config first.'));
  return editor === undefined ? undefined : cursorOf(editor);
}

function cursorOf({ document, selection }: TextEditor): Target {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}
