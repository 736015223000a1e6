import { type CodeAction, CodeActionKind, type CodeActionParams, CodeActionRequest, type Diagnostic } from 'vscode-languageserver/node';
import { fixAll, fixesAt, ignoreHere, mayBeIgnored, safeFixOf } from '../../core/editor';
import type { Finding } from '../../core/finding';
import { type Say } from '../../core/phrase';
import { overlaps, shift } from '../../core/text';
import { IGNORE_CODE_COMMAND, type IgnoreCodeArgument } from '../../protocol';
import { SOURCE, toDiagnostic, toLocal, toRange, toWorkspaceEdit } from '../convert';
import type { OpenDocument } from '../documents';
import type { Feature, FeatureContext } from './feature';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.vitConfig`;

export const codeActionFeature: Feature = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] } }),
  listen(dispatcher, context) {
    dispatcher.request(CodeActionRequest.type, [], (params) => {
      const document = context.documents.get(params.textDocument.uri);
      if (document === undefined || !context.client.codeActionLiterals) return [];
      const { only } = params.context;
      // A source action is what somebody asked for by its kind; the others come up by themselves.
      return [
        ...(only === undefined || only.some((kind) => includes(kind, CodeActionKind.QuickFix)) ? quickFixes(document, params, context) : []),
        ...(only?.some((kind) => includes(kind, FIX_ALL)) ? allFixed(document, context) : []),
      ];
    });
  },
};

/** Findings of a document that ignoring is offered of at once. */
const MOST_IGNORED = 5;

/** Whether who asks for `asked` wants `kind` too: `source` takes in `source.fixAll.vitConfig`. */
function includes(asked: string, kind: string): boolean {
  return asked === '' || kind === asked || kind.startsWith(`${asked}.`);
}

/** The repairs of each finding at the range, then all safe ones at once, then the ways not to see a finding. */
function quickFixes(document: OpenDocument, { range, context: { diagnostics } }: CodeActionParams, context: FeatureContext): CodeAction[] {
  const { text, snapshot } = document;
  const asked = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const repairs: CodeAction[] = [];
  const ignoring: CodeAction[] = [];
  let safe: Diagnostic[] = [];
  for (const { base, analysis } of snapshot.documents) {
    if (!overlaps(shift(analysis.extent, base), asked)) continue;
    const edit = (edits: Parameters<typeof toWorkspaceEdit>[1]) => toWorkspaceEdit(text, edits, base, context.client.versionedEdits);
    const found = fixesAt(analysis, toLocal(text, range, base, analysis.text.length));
    for (const { finding, fixes } of found) {
      const its = diagnosticsOf(finding, document, base, diagnostics, context);
      for (const [i, { title, edits }] of fixes.entries()) {
        repairs.push({ title: context.say(title), kind: CodeActionKind.QuickFix, diagnostics: its, isPreferred: i === 0, edit: edit(edits) });
      }
      if (safeFixOf(finding) !== null) safe = [...safe, ...its];
      // Of a selection over many findings, each would be tried in several places.
      if (found.length > MOST_IGNORED) continue;
      const comment = ignoreHere(analysis, finding);
      if (comment !== null)
        ignoring.push({ title: context.say`Ignore ${finding.code} here`, kind: CodeActionKind.QuickFix, diagnostics: its, edit: edit([comment]) });
      else if (mayBeIgnored(finding.code) && context.commands.includes(IGNORE_CODE_COMMAND))
        ignoring.push(ignoringEverywhere(finding.code, text.uri, its, context.say));
    }
  }
  const together = safe.length > 0 && snapshot.findings().filter((finding) => safeFixOf(finding) !== null).length > 1 ? fixAll(snapshot) : null;
  if (together === null || together.mended.length < 2) return once([...repairs, ...ignoring]);
  const title = context.say`Fix all ${together.mended.length} safely fixable problems in this file`;
  const all = { title, kind: CodeActionKind.QuickFix, diagnostics: safe, edit: toWorkspaceEdit(text, together.edits, 0, context.client.versionedEdits) };
  return once([...repairs, all, ...ignoring]);
}

/** A Python function that is read with several arguments has the same to be done for each. */
function once(actions: readonly CodeAction[]): CodeAction[] {
  const offered = new Map<string, CodeAction>();
  for (const action of actions) {
    const what = JSON.stringify([action.title, action.edit, action.command]);
    if (!offered.has(what)) offered.set(what, action);
  }
  return [...offered.values()];
}

function allFixed({ text, snapshot }: OpenDocument, { client, say }: FeatureContext): CodeAction[] {
  const { edits, mended } = fixAll(snapshot);
  if (edits.length === 0) return [];
  return [{ title: say`Fix all safely fixable problems (${mended.length})`, kind: FIX_ALL, edit: toWorkspaceEdit(text, edits, 0, client.versionedEdits) }];
}

function ignoringEverywhere(code: string, uri: string, diagnostics: Diagnostic[], say: Say): CodeAction {
  const title = say`Ignore ${code} everywhere (setting)`;
  const argument: IgnoreCodeArgument = { uri, code };
  return { title, kind: CodeActionKind.QuickFix, diagnostics, command: { title, command: IGNORE_CODE_COMMAND, arguments: [argument] } };
}

/** The client's own diagnostics that an action is about, so that it can group them: ours, or another server's where that speaks of it. */
function diagnosticsOf(finding: Finding, { text }: OpenDocument, base: number, known: readonly Diagnostic[], { form }: FeatureContext): Diagnostic[] {
  const made = toDiagnostic(text, { ...finding, range: shift(finding.range, base), related: [], fixes: [] }, form, () => null);
  const ours = known.filter(({ source, code, range }) => source === SOURCE && code === finding.code && JSON.stringify(range) === JSON.stringify(made.range));
  if (ours.length > 0) return ours;
  const { start, end } = toRange(text, finding.range, base);
  const [from, to] = [text.offsetAt(start), text.offsetAt(end)];
  const others = finding.common
    ? known.filter(({ source, range }) => source !== SOURCE && text.offsetAt(range.start) <= to && from <= text.offsetAt(range.end))
    : [];
  return others.length > 0 ? others : [made];
}
