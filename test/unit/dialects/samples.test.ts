import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { visionTransformer } from '../../../server/core/dialects';
import type { Field } from '../../../server/core/dialects/spec';
import { readDocument } from '../../../server/core/syntax';
import type { ConfigNode } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import upstream from '../../golden/catalogue.json';

const MODELS = new URL('../../../samples/models/', import.meta.url);
const TRAINING = new URL('../../../samples/training/', import.meta.url);

function read(folder: URL, file: string) {
  const text = readFileSync(new URL(encodeURIComponent(file), folder), 'utf8');
  const document = readDocument(text, file.endsWith('.json') ? 'json' : 'yaml');
  const recognition = visionTransformer.detect(document, file);
  if (recognition === null) throw new Error(`${file} is not recognised`);
  return { document, recognition, specs: visionTransformer.models(document, recognition), findings: visionTransformer.structure(document, recognition) };
}

function plain(node: ConfigNode | null | undefined): unknown {
  if (node?.kind === 'sequence') return node.items.map(plain);
  if (node?.kind === 'mapping') return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return node?.kind === 'scalar' ? node.value : undefined;
}

/** All fields of a spec that are not known. */
function unknowns(spec: object): string[] {
  return Object.values(spec).flatMap((value: unknown): string[] => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
    if (!('known' in value)) return 'kind' in value ? [] : unknowns(value);
    const field = value as Field<unknown>;
    if (!field.known) return [field.key];
    return field.value !== null && typeof field.value === 'object' ? unknowns(field.value) : [];
  });
}

test('there is a sample for each upstream model, and one of them as JSON', () => {
  const names = Object.keys(upstream).map((name) => `${name}.vit.yaml`);
  expect(readdirSync(MODELS).sort()).toEqual([...names, 'ViT-B_16.vit.json'].sort());
});

for (const file of readdirSync(MODELS)) {
  test(`${file} is upstream's, read whole and without a finding`, () => {
    const name = file.replace(/\.vit\.\w+$/, '');
    const { document, specs, findings } = read(MODELS, file);
    expect(plain(document.root)).toEqual((upstream as Record<string, unknown>)[name]);
    expect(findings).toEqual([]);
    expect(specs.map((spec) => [spec.name.known && spec.name.value, unknowns(spec)])).toEqual([[name, []]]);
  });
}

for (const [file, name, dropped] of [
  ['b16-cifar10.vit.yaml', 'ViT-B_16', 384],
  ['mixer-b16-cifar10.vit.yaml', 'Mixer-B_16', 224],
] as const) {
  test(`${file} trains ${name} at ${dropped}`, () => {
    const { document, recognition, specs, findings } = read(TRAINING, file);
    expect(recognition.form).toBe('training');
    expect(findings).toEqual([]);
    const root = plain(document.root) as { model: unknown };
    expect(root.model).toEqual(upstream[name]);
    expect(specs.map((spec) => [spec.name.known && spec.name.value, unknowns(spec)])).toEqual([[name, []]]);
    const architecture = specs[0]?.architecture;
    if (architecture?.architecture !== 'vit' && architecture?.architecture !== 'mixer') throw new Error('not an image model');
    expect(architecture.imageSize).toMatchObject({ value: [dropped, dropped], source: 'derived', origin: 'pp.crop' });
    expect(inEnglish(architecture.numClasses)).toMatchObject({ value: 10, source: 'derived', origin: 'the cifar10 dataset' });
  });
}

test('no sample has a finding above information, and each has figures', () => {
  for (const folder of [MODELS, TRAINING]) {
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(encodeURIComponent(file), folder), 'utf8');
      const snapshot = Snapshot.of(text, { fileName: file, syntax: file.endsWith('.json') ? 'json' : 'yaml', ignore: [] });
      const loud = snapshot.findings().filter(({ severity }) => severity !== 'information' && severity !== 'hint');
      expect([file, loud, snapshot.models().map(({ model }) => model.figures === null)]).toEqual([file, [], [false]]);
    }
  }
});
