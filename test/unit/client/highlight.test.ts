import { describe, expect, test } from 'vitest';
import { highlightAt } from '../../../client/panel/highlight';
import type { ModelView, PartView, PlaceView } from '../../../server/protocol';

/** A place of the text: where `words` stands in it. */
function placeIn(text: string, words: string): PlaceView {
  const at = text.indexOf(words);
  if (at < 0) throw new Error(`${words} is not in the text`);
  return { key: words, range: { start: positionOf(text, at), end: positionOf(text, at + words.length) } };
}

function positionOf(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Parts with the places that decide them; `image` is how the image becomes tokens. `$0` in the text is the cursor. */
function check(marked: string, parts: Readonly<Record<string, readonly string[]>>, ...expected: string[]): void {
  const cursor = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  const part = (id: string, words: readonly string[]) => ({ id, places: words.map((word) => placeIn(text, word)) }) as unknown as PartView;
  const { image = [], joint, ...tower } = parts;
  const built = {
    towers: [{ name: '', input: { name: 'images', shape: [] }, parts: Object.entries(tower).map(([id, words]) => part(id, words)) }],
    joint: joint === undefined ? null : part('joint', joint),
    image: { places: image.map((word) => placeIn(text, word)) },
  };
  const highlight = highlightAt({ built } as unknown as ModelView, positionOf(text, cursor));
  expect([...highlight.parts, ...(highlight.image ? ['image'] : [])]).toEqual(expected);
}

const YAML = `model_name: x
patches:
  size: [16, 16]
hidden_size: 768
transformer:
  num_layers: 12 # deep
  num_heads: 12
`;
const at = (words: string) => YAML.replace(words, (found) => `${found.slice(0, 3)}$0${found.slice(3)}`);
const PARTS = {
  patches: ['size: [16, 16]', 'hidden_size: 768'],
  blocks: ['num_layers: 12', 'num_heads: 12', 'hidden_size: 768'],
  head: ['hidden_size: 768'],
  joint: ['model_name: x'],
  image: ['size: [16, 16]'],
};

describe('the cursor in a config', () => {
  test('on a value marks what it decides', () => check(at('num_heads: 12'), PARTS, 'blocks'));
  test('on a value of several parts marks them all', () => check(at('hidden_size: 768'), PARTS, 'patches', 'blocks', 'head'));
  test('on what decides the patches marks the image, too', () => check(at('size: [16, 16]'), PARTS, 'patches', 'image'));
  test('on what the towers end in marks that', () => check(at('model_name'), PARTS, 'joint'));
  test('at either end of a value is on it', () => {
    check(YAML.replace('num_layers: 12', '$0num_layers: 12'), PARTS, 'blocks');
    check(YAML.replace('num_layers: 12', 'num_layers: 12$0'), PARTS, 'blocks');
  });
  test('behind a value or before its key counts as its line', () => {
    check(at('# deep'), PARTS, 'blocks');
    check(YAML.replace('  num_heads', '$0  num_heads'), PARTS, 'blocks');
  });
  test('on a line that decides nothing marks nothing', () => check(at('transformer:'), PARTS));
});

describe('of places that hold the position', () => {
  const json = '{"image": {"hidden": 768, "heads": $012}, "text": {"hidden": 768}}';
  test('the innermost is meant', () => check(json, { whole: ['{"hidden": 768, "heads": 12}'], blocks: ['"heads": 12'] }, 'blocks'));
  test('the same line of another one is not', () => check(json, { text: ['"text": {"hidden": 768}'], blocks: ['"heads": 12'] }, 'blocks'));
  test('two that touch are both meant', () => check('ab$0cd', { one: ['ab'], other: ['cd'] }, 'one', 'other'));
});

test('without a model there is nothing to mark', () => {
  expect(highlightAt({ built: null } as ModelView, { line: 0, character: 0 })).toEqual({ parts: [], image: false });
});
