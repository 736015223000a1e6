import { l10n, type TextEditor, window } from 'vscode';

/** What the server's commands take: the file, and which of its models is meant. */
export interface Target {
  readonly uri: string;
  readonly id?: string;
  readonly position?: { readonly line: number; readonly character: number };
}

export function targetOf({ document, selection }: TextEditor): Target {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}

/** The editor in use; without one, the person is told that there must be one. */
export function editorInUse(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) void window.showInformationMessage(l10n.t('Open a config first.'));
  return editor;
}
