// Compiles schemas/*.schema.json into server/generated/validators.js: plain functions without a dependency at run time.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

/** The validators the server uses, by the name they are exported under. */
const EXPORTS = {
  vitModel: 'vit-model.schema.json',
  mixerModel: 'mixer-model.schema.json',
  litModel: 'lit-model.schema.json',
  namedModel: 'named-model.schema.json',
  // The server checks the model within a training config on its own, as the kind it takes it for.
  trainingOnly: 'training-only',
};

/** What schemas say to people; the compiled code has no use for it. */
const ANNOTATIONS = ['$schema', 'title', 'description', 'markdownDescription', 'enumDescriptions', 'default', 'examples'];

const root = new URL('../', import.meta.url);
const output = new URL('server/generated/', root);

const files = (await readdir(new URL('schemas/', root))).filter((name) => name.endsWith('.schema.json')).sort();
const schemas = {};
for (const file of files) schemas[file] = JSON.parse(await readFile(new URL(`schemas/${file}`, root), 'utf8'));

// Everything compiles, strictly, as published.
const published = new Ajv({ allErrors: true, allowUnionTypes: true });
// `name` is how Red Hat's YAML calls a schema.
published.addVocabulary(['markdownDescription', 'enumDescriptions', 'name']);
for (const file of files) published.addSchema(schemas[file], file);
for (const file of files) published.getSchema(file);

const compiler = new Ajv({ allErrors: true, allowUnionTypes: true, messages: false, code: { source: true, esm: true, lines: true } });
for (const file of files) compiler.addSchema(bare(schemas[file]), file);
const training = bare(schemas['training.schema.json']);
training.properties.model = { type: ['object', 'null'] };
compiler.addSchema(training, 'training-only');

const code = standaloneCode(compiler, EXPORTS);
if (/\brequire\(/.test(code)) throw new Error('A schema uses a keyword (minLength, uniqueItems, format) whose code needs ajv at run time.');

const declarations = `/** Generated from schemas/ by scripts/generate.mjs. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON Pointer to the value; of a missing or an unknown key, to the mapping it is about. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}
export interface Validator {
  (data: unknown): boolean;
  /** All errors of the last call, null when there were none. */
  readonly errors: readonly SchemaError[] | null;
}
${Object.keys(EXPORTS)
  .map((name) => `export const ${name}: Validator;`)
  .join('\n')}
`;

await mkdir(output, { recursive: true });
await Promise.all([
  writeFile(new URL('validators.js', output), `// Generated from schemas/ by scripts/generate.mjs.\n${code}`),
  writeFile(new URL('validators.d.ts', output), declarations),
]);
console.log(`generated validators from ${files.length} schemas`);

/** A copy of a schema without its annotations; the keys under `properties` are names, not keywords. */
function bare(schema, names = false) {
  if (Array.isArray(schema)) return schema.map((item) => bare(item));
  if (schema === null || typeof schema !== 'object') return schema;
  const entries = Object.entries(schema).filter(([key]) => names || !ANNOTATIONS.includes(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === 'enum' || key === 'const' ? value : bare(value, !names && key === 'properties')]));
}
