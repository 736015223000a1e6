// Every text that the sources say to people: what a translation has to have, no more and no less.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';

/** What the analysis of a config says: findings, their fixes, why there is no model. */
const FINDINGS = ['rules', 'dialects', 'syntax', 'model', 'edit'].map((folder) => `server/core/${folder}/`);

/**
 * The texts of each file of translations, in the order of the sources, and what can't be translated as it is written.
 * `schemaTexts` are those that dialects/schemaDocs shows.
 */
export function collect(root, schemaTexts) {
  const problems = [];
  const sources = (pattern) => globSync(pattern, { cwd: root, exclude: ['**/*.d.ts'] }).sort();
  const clientTexts = sources('client/**/*.ts').flatMap((file) => clientTextsOf(parse(root, file), file, problems));
  const saidIn = (files) => files.flatMap((file) => taggedTextsOf(parse(root, file), file, problems));
  const server = sources('server/**/*.ts').filter((file) => !file.startsWith('server/cli/'));
  const isFinding = (file) => FINDINGS.some((folder) => file.startsWith(folder));
  const editor = saidIn(server.filter((file) => !isFinding(file)));
  const findings = saidIn(server.filter(isFinding));
  const seen = new Set();
  const fresh = (texts) => [...new Set(texts)].filter((text) => !seen.has(text) && seen.add(text));
  return { client: [...new Set(clientTexts)], server: { editor: fresh(editor), findings: fresh(findings), keys: fresh(schemaTexts) }, problems };
}

/** The keys that a manifest asks for, `%key%`. */
export function manifestKeys(manifest) {
  const found = JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g);
  return [...new Set([...found].map(([, key]) => key))];
}

/** The placeholders of a text, `{0}`, sorted, each once. */
export function placeholders(text) {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

function parse(root, file) {
  return parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' });
}

function* nodesOf(node) {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.type === 'string') yield node;
  for (const value of Object.values(node)) yield* nodesOf(value);
}

/** The first arguments of `l10n.t`; those that are not written out, and calls with too few or too many values, are problems. */
function clientTextsOf(ast, file, problems) {
  const texts = [];
  for (const { type, callee, arguments: args } of nodesOf(ast)) {
    if (type !== 'CallExpression' || callee.object?.name !== 'l10n' || callee.property?.name !== 't') continue;
    const [text, ...values] = args;
    if (text?.type !== 'Literal' || typeof text.value !== 'string') problems.push(`${file}: l10n.t takes a text that is written out`);
    else {
      texts.push(text.value);
      // Where no value is given, the text itself is handed on, and filled in elsewhere.
      if (values.length > 0 && values.length !== placeholders(text.value).length)
        problems.push(`${file}: '${text.value}' has ${placeholders(text.value).length} placeholders and gets ${values.length} values`);
    }
  }
  return texts;
}

/** The tagged templates of server/core/phrase.ts. Those of values alone need no translation. */
function taggedTextsOf(ast, file, problems) {
  const texts = [];
  for (const { type, tag, quasi } of nodesOf(ast)) {
    if (type !== 'TaggedTemplateExpression' || !['say', 'phrase'].includes(tag.name ?? tag.property?.name)) continue;
    const strings = quasi.quasis.map(({ value }) => value.cooked);
    const text = strings.reduce((whole, string, i) => `${whole}{${i - 1}}${string}`);
    if (strings.some((string) => /\{\d+\}/.test(string))) problems.push(`${file}: '${text}' has a placeholder of its own`);
    if (!/^(\{\d+\}|[ ·])*$/.test(text)) texts.push(text);
  }
  return texts;
}
