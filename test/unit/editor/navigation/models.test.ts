import { expect, test } from 'vitest';
import { Snapshot } from '../../../../server/core/analysis';
import { definitionsOf, matchesQuery, modelNameAt, modelPlaces } from '../../../../server/core/editor';
import { inEnglish } from '../../../english';
import { B16, edited, LIT_TEXT, withCursor } from '../support';

const snapshot = (text: string, fileName = 'a.vit.yaml') => Snapshot.of(text, { fileName, syntax: 'yaml', ignore: [] });
const TRAINING = `batch: 8\nmodel: {model_name: ViT-B_16, patches: {size: [16, 16]}, hidden_size: 768}\n`;

test('the models of a file, each with its name and place', () => {
  const text = `${B16}---\n${TRAINING}---\n${LIT_TEXT}`;
  expect(
    inEnglish(modelPlaces(snapshot(text))).map(({ name, range, selectionRange }) => [
      name,
      text.slice(selectionRange.start, selectionRange.end),
      text.slice(range.start, range.start + 9),
    ]),
  ).toEqual([
    ['ViT-B_16', 'ViT-B_16', 'model_nam'],
    ['ViT-B_16', 'ViT-B_16', '{model_na'],
    ['LiT, an image and a text tower', 'out_dim', 'out_dim: '],
  ]);
});

test('a config of its own defines a model; one that names it or trains it does not', () => {
  const text = `model_name: ViT-B_16\n---\n${TRAINING}---\n${B16}`;
  const [definition, ...more] = definitionsOf(snapshot(text), 'ViT-B_16');
  expect(more).toEqual([]);
  expect(text.slice(definition?.selectionRange.start, definition?.selectionRange.end)).toBe('ViT-B_16');
  expect(definition?.range.start).toBe(text.lastIndexOf('model_name'));
  expect(definitionsOf(snapshot(text), 'ViT-B_32')).toEqual([]);
  expect(definitionsOf(snapshot(edited(B16, 'hidden_size: 768\n', '').replace('classifier: token\n', ''), 'a.yaml'), 'ViT-B_16')).toHaveLength(1);
});

test('the name at the cursor, without quotes', () => {
  for (const [fixture, name] of [
    ['model_name: "ViT-$0B_16"\n', 'ViT-B_16'],
    ['batch: 8\nmodel_name: ViT-B_16$0\n', 'ViT-B_16'],
    ['batch: 8\nmodel: {model_name: $0ViT-B_16}\n', 'ViT-B_16'],
    ['model_$0name: ViT-B_16\n', null],
    ['model_name: 1$06\n', null],
  ] as const) {
    const { analysis, offset } = withCursor(fixture);
    const found = modelNameAt(analysis, offset);
    expect(found?.name ?? null).toBe(name);
    if (found !== null) expect(analysis.text.slice(found.range.start, found.range.end)).toBe(name);
  }
});

test("a query's letters in their order", () => {
  expect(['', 'vit', 'B16', 'vb16', 'ViT-B_16', '16b', 'vitx', 'B_1666'].map((query) => matchesQuery('ViT-B_16', query))).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
