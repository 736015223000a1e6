import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { visionTransformer } from '../../../server/core/dialects';
import { fieldDocs, keyDocs, keysOf, pathsOf, type SchemaName, schemaAt, schemaOf } from '../../../server/core/dialects/schemaDocs';
import { readDocument } from '../../../server/core/syntax';
import type { ConfigNode } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import upstream from '../../golden/fields.json';

const ROOT = new URL('../../../', import.meta.url);
const SCHEMAS = readdirSync(new URL('schemas/', ROOT));

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
ajv.addVocabulary(['markdownDescription', 'enumDescriptions']);
for (const file of SCHEMAS) ajv.addSchema(JSON.parse(readFileSync(new URL(`schemas/${file}`, ROOT), 'utf8')), file);

function plain(node: ConfigNode | null | undefined): unknown {
  if (node?.kind === 'sequence') return node.items.map(plain);
  if (node?.kind === 'mapping') return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return node?.kind === 'scalar' ? node.value : undefined;
}

/** What an editor that knows only the published schema says of a text. */
function errors(text: string, schema = 'vision-transformer.schema.json'): string[] {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  validate(plain(readDocument(text, 'yaml').root));
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the umbrella, for other editors', () => {
  for (const folder of ['models', 'training']) {
    for (const file of readdirSync(new URL(`samples/${folder}/`, ROOT))) {
      test(`${file} is valid`, () => expect(errors(readFileSync(new URL(`samples/${folder}/${encodeURIComponent(file)}`, ROOT), 'utf8'))).toEqual([]));
    }
  }
  test('picks one form, whose errors alone are told', () => {
    expect(errors('tokens_mlp_dim: 384\nhidden_dim: x\n')).toEqual([
      " must have required property 'patches'",
      " must have required property 'num_blocks'",
      " must have required property 'channels_mlp_dim'",
      '/hidden_dim must be integer',
    ]);
    expect(errors('model_name: ViT-B_16\nimage_size: 384\n')).toEqual([]);
    expect(errors('model_name: ViT-B_16\npatches: {size: [16]}\nhidden_size: 768\ntransformer: null\n')).toEqual([
      '/patches/size must NOT have fewer than 2 items',
    ]);
    expect(errors('dataset: x\nmodel: {patches: {size: [16, 16]}, hidden_size: 0, transformer: null}\n')).toEqual(['/model/hidden_size must be >= 1']);
    expect(errors('model_name: ViT-B_32\nsteps: 30\nbatch: 8\n')).toEqual([]);
  });
});

/** Keys that are this project's own, or taken from elsewhere upstream. */
const OWN = ['image_size', 'num_classes', 'checkpoint', 'labels'];

describe("upstream's word on each key", () => {
  const { classes, common, inference } = upstream;
  for (const [form, path, { required, defaults }] of [
    ['vit', '', classes.VisionTransformer],
    ['vit', 'transformer', classes.Encoder],
    ['mixer', '', classes.MlpMixer],
    ['lit', '', classes.LitModel],
  ] as const) {
    test(`${form} ${path}`, () => {
      const keys = keysOf(form, path).filter(({ key }) => !OWN.includes(key));
      const needed = required.filter((key) => key !== 'num_classes');
      expect(keys.map(({ key }) => key).sort()).toEqual([...needed, ...Object.keys(defaults)].sort());
      expect(
        keys
          .filter((docs) => docs.required)
          .map(({ key }) => key)
          .sort(),
      ).toEqual([...needed].sort());
      expect(Object.fromEntries(keys.filter((docs) => !docs.required).map((docs) => [docs.key, docs.default]))).toEqual(defaults);
    });
  }
  test('text towers', () => {
    const defaults = Object.fromEntries(keysOf('lit', 'text').flatMap((docs) => (docs.default === undefined ? [] : [[docs.key, docs.default]])));
    expect(defaults).toEqual(classes.TextTransformer.defaults);
    expect(classes.BertModel.required).toEqual(['config']);
  });
  test('training', () => {
    const keys = keysOf('training', '');
    for (const [key, value] of Object.entries(common)) expect([key, schemaOf('training', key)?.default]).toEqual([key, value]);
    for (const key of Object.keys(inference)) expect(keys.map((docs) => docs.key)).toContain(key);
  });
});

describe('every key of every form', () => {
  for (const form of ['vit', 'mixer', 'lit', 'named', 'training'] as SchemaName[]) {
    test(form, () => {
      for (const path of pathsOf(form)) {
        const docs = inEnglish(schemaOf(form, path));
        const schema = schemaAt(form, path);
        expect([path, docs?.markdown?.endsWith('.'), docs?.type]).toEqual([path, true, expect.not.stringContaining('anything')]);
        // Examples and defaults are values the schema itself takes.
        const valid = ajv.compile({
          type: schema?.type,
          enum: schema?.enum,
          items: schema?.items,
          minItems: schema?.minItems,
          minimum: schema?.minimum,
        } as object);
        for (const value of [...(docs?.examples ?? []), ...(docs?.default === undefined ? [] : [docs.default])])
          expect([path, value, valid(value)]).toEqual([path, value, true]);
        if (schema?.enum !== undefined && form !== 'named') expect(schema.enumDescriptions).toHaveLength(schema.enum.length);
      }
    });
  }
});

describe('docs of a key in a document', () => {
  function at(text: string, path: string) {
    const document = readDocument(text, 'yaml');
    const recognition = visionTransformer.detect(document, 'a.vit.yaml');
    if (recognition === null) throw new Error('not recognised');
    return { docs: inEnglish(fieldDocs(document, recognition, path)), keys: keyDocs(document, recognition, path).map(({ key }) => key) };
  }
  test('of the form the document has', () => {
    expect(at('hidden_size: 1\n', 'transformer.num_heads').docs).toMatchObject({ key: 'num_heads', type: 'a whole number', required: true });
    expect(at('hidden_size: 1\n', 'nothing.such').docs).toBeNull();
    expect(at('hidden_dim: 1\n', 'patches.size').docs?.markdown).toContain('stem');
    expect(at('out_dim: 1\n', 'image.transformer.mlp_dim').docs?.type).toBe('a whole number');
    expect(at('out_dim: 1\n', 'out_dim').docs?.type).toBe('a whole number or a pair of whole numbers or nulls');
    expect(at('dataset: x\nmodel: {hidden_dim: 1}\n', 'model.tokens_mlp_dim').docs?.required).toBe(true);
    expect(at('dataset: x\nmodel: {hidden_dim: 1}\n', 'model').docs?.mapping).toBe(false);
    expect(at('dataset: x\n', 'pp.crop').docs?.required).toBe(true);
    expect(at('classifier: gap\n', 'classifier').docs?.values.map(({ value }) => value)).toEqual(['token', 'gap', 'unpooled', 'token_unpooled']);
  });
  test('the keys that may follow', () => {
    expect(at('', '').keys).toContain('hidden_size');
    expect(at('model_name: Mixer-B_16\n', '').keys).toContain('tokens_mlp_dim');
    expect(at('model_name: LiT-B16B\n', '').keys).toContain('text_model');
    expect(at('dataset: x\nmodel: {hidden_dim: 1}\n', 'model').keys).toContain('num_blocks');
    expect(at('dataset: x\n', '').keys).toContain('accum_steps');
    expect(at('text_model: bert\n', 'text').keys).toEqual(['config', 'num_classes']);
    expect(at('text_model: text_transformer\n', 'text').keys).not.toContain('config');
    expect(at('text_model: bert\n', 'image.transformer').keys).toContain('num_heads');
  });
});
