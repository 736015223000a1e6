import { lineEnd, lineStart, nextLine } from '../edit/lines';
import { nearest } from '../edit/nearest';
import type { Fix } from '../finding';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import type { Range } from '../text';
import { titled } from '../title';
import { valueText } from './fields';
import { EVERY_DIALECT, type Rule, type RuleFinding } from './rule';
import { type BadDirective, commentsOf, type Directive, directivesOf } from './silence';

/** `codes` are all that a finding can have. */
export function unknownIgnoreCode(codes: () => ReadonlySet<string>): Rule {
  return {
    code: 'unknown-ignore-code',
    severity: 'information',
    dialects: EVERY_DIALECT,
    docs: {
      title: 'A comment silences a finding that does not exist',
      why: 'A comment `# vit-config: ignore=code` silences findings by their code. One that names no code silences nothing, so the finding it is meant for stays, or will come back unnoticed.',
      bad: `# vit-config: ignore=head-divide-width
model_name: ViT-B_16
`,
      good: `# vit-config: ignore=heads-divide-width
model_name: ViT-B_16
`,
    },
    checkDocument({ document }) {
      const { directives, bad } = directivesOf(document);
      return [
        ...bad.map((directive) => notUnderstood(directive, document, codes())),
        ...directives.flatMap((directive) => unknown(directive, document, codes())),
      ];
    },
  };
}

function notUnderstood({ range, text }: BadDirective, document: ConfigDocument, codes: ReadonlySet<string>): RuleFinding {
  const meant = codesIn(text, codes);
  const reason = /\s--(?=\s|$).*$/s.exec(text)?.[0] ?? '';
  const fixes: Fix[] = [deleting(document, range)];
  if (meant.length > 0) {
    const newText = `ignore=${meant.join(', ')}`;
    fixes.unshift({ title: titled(newText, phrase`such findings are then silenced`), edits: [{ range, newText: newText + reason }] });
  }
  return { range, message: phrase`\`vit-config: ${valueText(text)}\` says nothing to this tool: it reads \`vit-config: ignore=code, code\`.`, fixes };
}

/** Words other tools use for it. */
const VERBS = /^(?:ignore|disable|silence|suppress|skip|off|allow)$/i;

/** The codes in a text that holds nothing else but the word for silencing; none where there is more. */
function codesIn(text: string, codes: ReadonlySet<string>): string[] {
  const [said = ''] = text.split(/\s--(?:\s|$)/, 1);
  const words = said.split(/[\s,:=()[\]]+/).filter((word) => word !== '');
  const named = VERBS.test(words[0] ?? '') ? words.slice(1) : words;
  return named.every((word) => codes.has(word)) ? named : [];
}

function unknown(directive: Directive, document: ConfigDocument, codes: ReadonlySet<string>): RuleFinding[] {
  return directive.codes
    .filter(({ code }) => !codes.has(code))
    .map(({ code, range }): RuleFinding => {
      const near = nearest(code, codes);
      const fixes = [without(directive, range, document)];
      if (near !== null) fixes.unshift({ title: titled(near, phrase`such findings are then silenced`), edits: [{ range, newText: near }] });
      const message =
        near === null ? phrase`No finding has the code \`${valueText(code)}\`.` : phrase`No finding has the code \`${valueText(code)}\`; \`${near}\` is one.`;
      return { range, message, fixes };
    });
}

/** Takes a code out of its list, with the comma before or behind it; the last one with its comment. */
function without({ codes }: Directive, range: Range, document: ConfigDocument): Fix {
  const index = codes.findIndex((code) => code.range.start === range.start);
  const [previous, next] = [codes[index - 1], codes[index + 1]];
  const from = next === undefined ? (previous?.range.end ?? range.start) : range.start;
  if (previous === undefined && next === undefined) return deleting(document, range);
  const title = titled(phrase`Remove ${valueText(document.text.slice(range.start, range.end))}`, phrase`it silences nothing`);
  return { title, edits: [{ range: { start: from, end: next?.range.start ?? range.end }, newText: '' }] };
}

/** Deletes the comment that `inside` stands in: its line where it stands alone. */
function deleting(document: ConfigDocument, inside: Range): Fix {
  const { text } = document;
  const comment = commentsOf(document).find(({ range }) => range.start <= inside.start && inside.start <= range.end)?.range ?? inside;
  const line = lineStart(text, comment.start);
  const before = text.slice(line, comment.start);
  const alone = before.trim() === '';
  const range = alone ? { start: line, end: nextLine(text, comment.start) } : { start: line + before.trimEnd().length, end: lineEnd(text, comment.start) };
  return { title: titled(phrase`Delete the comment`, phrase`it silences nothing`), edits: [{ range, newText: '' }] };
}
