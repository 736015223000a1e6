import { type Range, TabInputText, type TextDocument, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';

/**
 * Selects a range of a file and moves the focus there: in the editor that shows it, where there is one, and never in the group of the
 * panel. A range beyond the end of the text ends with it.
 */
export async function revealIn(uri: string, range: Range, panelColumn: ViewColumn | undefined): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri, true));
  const selection = document.validateRange(range);
  const viewColumn = columnOf(document) ?? (panelColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
  const editor = await window.showTextDocument(document, { viewColumn, selection });
  editor.revealRange(selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

function columnOf(document: TextDocument): ViewColumn | undefined {
  const uri = document.uri.toString();
  const editor = window.visibleTextEditors.find((candidate) => candidate.document.uri.toString() === uri);
  if (editor?.viewColumn !== undefined) return editor.viewColumn;
  return window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri))?.viewColumn;
}
