import { expect } from 'vitest';
import { english } from '../../../../server/core/phrase';
import { type PythonModules, readPython } from '../../../../server/core/syntax';
import type { ConfigDocument, ConfigNode } from '../../../../server/core/syntax/tree';
import type { Range } from '../../../../server/core/text';

/** Modules by their dotted names; a relative import is looked for by its bare name. */
export function modulesOf(files: Readonly<Record<string, string>>): PythonModules {
  const sources = new Map(Object.entries(files).map(([key, text]) => [key, { key, text }]));
  return { find: (_, dotted) => sources.get(dotted) ?? null };
}

export function read(text: string, modules?: PythonModules): readonly ConfigDocument[] {
  const { documents } = readPython(text, modules);
  for (const document of documents) expect(misplaced(document)).toEqual([]);
  return documents;
}

export function documentOf(text: string, name: string, modules?: PythonModules): ConfigDocument {
  const found = read(text, modules).find(({ python }) => python?.name === name);
  if (found === undefined) throw new Error(`no config ${name}`);
  return found;
}

/** The config that a function with these statements has, in its middle; `before` is the module above it. */
export function config(statements: string, before = '', modules?: PythonModules): ConfigDocument {
  const body = statements.trim().replace(/^/gm, '  ');
  const text = `import ml_collections\nimport os\n${before}\ndef get_config():\n  config = ml_collections.ConfigDict()\n${body}\n  return config\n`;
  return documentOf(text, 'get_config', modules);
}

/** Plain values; what is not known is `?` and its reason. */
export function valuesOf(node: ConfigNode | null): unknown {
  if (node === null) return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'unknown') return `?${english(node.reason)}`;
  if (node.kind === 'sequence') return node.items.map(valuesOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, valuesOf(value)]));
}

export function problemsOf({ problems, text }: ConfigDocument): string[] {
  return problems.map(({ code, range }) => `${code} at ${text.slice(range.start, range.end)}`);
}

/** Every range that is outside of the config's extent. */
function misplaced({ root, python, comments, problems }: ConfigDocument): string[] {
  const extent = python?.extent ?? { start: 0, end: 0 };
  const wrong: string[] = [];
  const within = (range: Range, what: string) => {
    if (range.start < extent.start || range.end > extent.end || range.start > range.end) wrong.push(`${what} ${range.start}-${range.end}`);
  };
  const visit = (node: ConfigNode) => {
    within(node.range, node.kind);
    if (node.kind === 'sequence') for (const item of node.items) visit(item);
    if (node.kind !== 'mapping') return;
    if (node.python?.literal != null) within(node.python.literal.range, 'literal');
    for (const { key, keyRange, range, value, statement } of node.entries) {
      within(keyRange, `key ${key}`);
      within(range, `entry ${key}`);
      if (statement !== undefined) within(statement, `statement of ${key}`);
      visit(value);
    }
  };
  if (root !== null) visit(root);
  for (const { range } of [...comments, ...problems]) within(range, 'comment or problem');
  return wrong;
}
