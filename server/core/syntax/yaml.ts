import type { Document } from 'yaml';
import { phrase } from '../phrase';
import { MAX_DEPTH, MAX_DOCUMENT, MAX_REPAIRED } from './limits';
import { Problems, tooLarge } from './problems';
import type { ConfigDocument, SyntaxProblem } from './tree';
import { anchorsOf } from './yamlAnchors';
import { withoutLooseBreaks } from './yamlBrackets';
import { composed } from './yamlComposer';
import { addLibraryErrors, addUnclosed } from './yamlErrors';
import { readEverydayYaml } from './yamlEveryday';
import { withoutCharacter, withoutTab } from './yamlRepairs';
import { tokensOf } from './yamlTokens';
import { YamlTree } from './yamlTree';

/** One YAML document: directly where it is an everyday one, else through the library. */
export function readYaml(text: string): ConfigDocument {
  return readEverydayYaml(text) ?? readYamlByLibrary(text);
}

/** Through the library, with every repair and explanation we have. */
export function readYamlByLibrary(text: string): ConfigDocument {
  if (text.length > MAX_DOCUMENT) {
    return withoutRoot(text, tooLarge({ start: 0, end: 0 }, phrase`This document is too large to read (over ${MAX_DOCUMENT / 1024} KB); split it by ---`));
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) return withoutRoot(text, refusedCharacter(text, nul));
  const known: SyntaxProblem[] = [];
  const control = text.search(CONTROL);
  if (control !== -1) known.push(refusedCharacter(text, control));
  // A lone carriage return and Unicode's line ends are line breaks to PyYAML, but not to the library.
  let source = withoutLooseBreaks(text.replace(/\r(?!\n)|[\x85\u2028\u2029]/g, '\n'));
  for (let repairs = 0; ; repairs++) {
    const { document, swallowing } = readOnce(text, source, new Problems(text, known));
    if (swallowing === null || repairs === MAX_REPAIRS || text.length > MAX_REPAIRED) return document;
    // Without its opening quote the half-typed text ends with its line, and the lines below are read too.
    const { start } = swallowing.range;
    source = `${source.slice(0, start)} ${source.slice(start + 1)}`;
    known.push(swallowing);
  }
}

const MAX_REPAIRS = 3;

/** `source` is `text` with other characters in some places. `swallowing`: a quote without which more could be read. */
function readOnce(text: string, source: string, problems: Problems): { document: ConfigDocument; swallowing: SyntaxProblem | null } {
  const tokens = tokensOf(source);
  if (tokens.tooDeep !== null) {
    const problem = tooLarge({ start: tokens.tooDeep, end: tokens.tooDeep + 1 }, phrase`This nests deeper than ${MAX_DEPTH} levels, too deep to read`);
    return { document: withoutRoot(text, problem), swallowing: null };
  }
  addTabs(tokens.tabs, text, problems);
  addAnchorProblems(tokens.anchors, problems);
  addUnclosed(tokens, text, problems);
  const { documents, errors } = composed(tokens.tokens, text.length);
  const content = documents.find(hasContent);
  const tree = new YamlTree(text, tokens.tags, problems);
  const root = content === undefined ? null : tree.read(content.contents, 0);
  addLibraryErrors(errors, text, tokens, problems, source === text);
  const listed = source === text ? withCommon(problems.list()) : problems.list();
  return { document: { syntax: 'yaml', text, root, comments: tokens.comments, anchors: anchorsOf(tokens), problems: listed }, swallowing: tree.swallowing };
}

/** The library that other servers read by finds equal keys, too, where nothing else is wrong with the document. */
function withCommon(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  if (problems.some(({ code }) => code === 'syntax')) return problems;
  return problems.map((problem) => (problem.code === 'duplicate-key' ? { ...problem, common: true } : problem));
}

function withoutRoot(text: string, problem: SyntaxProblem): ConfigDocument {
  return { syntax: 'yaml', text, root: null, comments: [], anchors: [], problems: [problem] };
}

/** What PyYAML's reader refuses anywhere in a file: control characters, half a surrogate pair, non-characters. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function refusedCharacter(text: string, at: number): SyntaxProblem {
  const name = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  const range = { start: at, end: at + 1 };
  return { code: 'syntax', severity: 'error', message: phrase`PyYAML refuses the character U+${name}`, range, fixes: withoutCharacter(text, range) };
}

function addTabs(tabs: readonly number[], text: string, problems: Problems): void {
  for (const tab of tabs) {
    if (problems.full) return;
    const range = { start: tab, end: tab + 1 };
    problems.error(range, phrase`PyYAML refuses tabs outside quotes; use spaces`, withoutTab(text, range));
  }
}

function addAnchorProblems(anchors: readonly { readonly offset: number; readonly source: string }[], problems: Problems): void {
  const named = new Set<string>();
  for (const { source, offset } of anchors) {
    const range = { start: offset, end: offset + source.length };
    if (named.has(source)) problems.error(range, phrase`The anchor \`${source}\` is set twice; PyYAML stops at the second`);
    else if (/[^&0-9A-Za-z_-]/.test(source)) problems.error(range, phrase`PyYAML takes only letters, digits, - and _ in the name of an anchor`);
    named.add(source);
  }
}

/** An empty document has an empty scalar, or nothing at all. */
function hasContent({ contents }: Document): boolean {
  if (contents === null) return false;
  const [start, end] = contents.range ?? [0, 0];
  return start !== end || contents.tag !== undefined;
}
