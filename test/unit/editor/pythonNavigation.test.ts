import { describe, expect, test } from 'vitest';
import type { DocumentAnalysis } from '../../../server/core/analysis';
import {
  decidingKeys,
  definitionsOf,
  documentSymbols,
  fileLinks,
  fingerprint,
  folds,
  inlayHints,
  lenses,
  modelLine,
  modelNameAt,
  modelPlaces,
  modelView,
  originDefinition,
  type SymbolInfo,
  savedCosts,
  savedModel,
  selectionRanges,
} from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import type { Range } from '../../../server/core/text';
import { COMMON, configOf, LITERALS, MODELS, pythonCursor, pythonSnapshot, TRAINING } from './pythonSupport';
import { edited } from './support';

const at = (text: string, place: string) => edited(text, place.replace('$0', ''), place);
const slice = (text: string, { start, end }: Range) => text.slice(start, end);

function modelOf(analysis: DocumentAnalysis) {
  const [model] = analysis.models;
  if (model === undefined) throw new Error('there is no model');
  return model;
}

describe('lenses', () => {
  const titles = (text: string, name: string) => {
    const analysis = configOf(text, name);
    return lenses(analysis, { runOf: () => null, mayRun: 'yes' }).map(({ range, title }) => `${slice(text, range)}: ${english(title)}`);
  };
  test('stand at the name of the function', () => {
    expect(titles(MODELS, 'get_b16_config')).toEqual(['get_b16_config: ▷ Run on sample image · 86.6 M · 17.6 GMACs']);
    expect(titles(MODELS, 'get_b32_config')).toEqual(['get_b32_config: ▷ Run on sample image · 88.2 M · 4.41 GMACs']);
  });
  test('say which model a function makes of its argument', () =>
    expect(titles(TRAINING, 'get_config')).toEqual(['get_config: ▷ Run on sample image · b32 · 87.5 M · 13.0 GMACs']));
  test("of what can't be built lead to its keys", () => {
    const text = edited(MODELS, 'num_heads = 12', 'num_heads = 10');
    expect(titles(text, 'get_b32_config')).toEqual(["get_b32_config: ✗ can't be built · transformer.num_heads · hidden_size"]);
  });
});

describe('inlay hints', () => {
  const hints = (text: string, name: string) =>
    inlayHints(configOf(text, name), { start: 0, end: text.length }).map(
      ({ offset, label }) => `${text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim()} ${english(label)}`,
    );
  test('behind own values', () =>
    expect(hints(MODELS, 'get_b16_config')).toEqual([
      "config.patches = ml_collections.ConfigDict({'size': (16, 16) 14×14 + 1 = 197 tokens",
      'config.transformer.num_heads = 12 head width 64',
    ]));
  test('once for a function with several arguments', () => {
    const text = TRAINING.replace('args=b32', 'args=b32\n# vit-config: args=b16').replace('dropout_rate = 0.1', 'num_heads = 6');
    const documents = pythonSnapshot(text).documents.map(({ analysis }) => analysis);
    expect(documents.map(({ document }) => document.python?.args)).toEqual(['b32', 'b16']);
    expect(documents.flatMap((analysis) => inlayHints(analysis, { start: 0, end: text.length }))).toHaveLength(1);
  });
  test('not behind what came in', () => {
    expect(hints(MODELS, 'get_b32_config')).toEqual(['config.patches.size = (32, 32) 7×7 + 1 = 50 tokens']);
    expect(hints(TRAINING, 'get_config')).toEqual([]);
  });
});

describe('symbols', () => {
  const outline = ({ name, detail, children }: SymbolInfo, depth = 0): string[] => [
    `${' '.repeat(depth)}${english(name)}${detail === null ? '' : ` | ${english(detail)}`}`,
    ...children.flatMap((child) => outline(child, depth + 2)),
  ];
  const outlined = (text: string, name: string) => documentSymbols(configOf(text, name)).flatMap((symbol) => outline(symbol));
  test('a model with the keys that it writes itself', () => {
    expect(outlined(MODELS, 'get_b16_config')).toEqual([
      'get_b16_config | ViT-B_16 · 86.6 M · 17.6 GMACs',
      "  model_name | 'ViT-B_16'",
      '  patches',
      '    size | (16, 16) · 14×14 + 1 = 197 tokens',
      '  hidden_size | 768',
      '  transformer | 85.1 M · 17.4 GMACs',
      '    mlp_dim | 3072',
      '    num_heads | 12 · head width 64',
      '    num_layers | 12',
      '    attention_dropout_rate | 0.0',
      '    dropout_rate | 0.0',
      "  classifier | 'token'",
      '  representation_size | None',
    ]);
    expect(outlined(MODELS, 'get_b32_config')).toEqual([
      'get_b32_config | ViT-B_32 · 88.2 M · 4.41 GMACs',
      "  model_name | 'ViT-B_32'",
      '  patches.size | (32, 32) · 7×7 + 1 = 50 tokens',
    ]);
  });
  test('a training', () =>
    expect(outlined(TRAINING, 'get_config')).toEqual([
      'get_config(b32) | Training on cifar10 · ViT-B_32 · 87.5 M · 13.0 GMACs',
      '  model',
      '    transformer.dropout_rate | 0.1',
      '  base_lr | 0.01',
    ]));
  test('each within the one it is in, its name within it', () => {
    for (const [text, name] of [
      [MODELS, 'get_b16_config'],
      [MODELS, 'get_b32_config'],
      [LITERALS, 'get_config'],
      [TRAINING, 'get_config'],
    ] as const) {
      const visit = ({ range, selectionRange, children }: SymbolInfo, outer: Range) => {
        expect(outer.start <= range.start && range.end <= outer.end).toBe(true);
        expect(range.start <= selectionRange.start && selectionRange.end <= range.end).toBe(true);
        for (const child of children) visit(child, range);
      };
      for (const symbol of documentSymbols(configOf(text, name))) visit(symbol, { start: 0, end: text.length });
    }
  });
});

describe('definition', () => {
  /** Where the definition of what is at `$0` is: file, and what is selected there, with its line. */
  function leadsTo(fixture: string): string | null {
    const { analysis, offset } = pythonCursor(fixture);
    const found = originDefinition(analysis, offset);
    if (found === null) return null;
    const text = found.file === null ? analysis.text : found.file.endsWith('models.py') ? MODELS : COMMON;
    const line = text.slice(text.lastIndexOf('\n', found.selection.start) + 1, text.indexOf('\n', found.selection.start)).trim();
    return `${slice(analysis.text, found.origin)} -> ${found.file === null ? '' : `${found.file.slice(found.file.lastIndexOf('/') + 1)} `}${slice(text, found.selection)} | ${line}`;
  }
  test('from an override to what it overrides', () => {
    expect(leadsTo(at(MODELS, 'patches.si$0ze = (32, 32)'))).toBe("size -> 'size' | config.patches = ml_collections.ConfigDict({'size': (16, 16)})");
    expect(leadsTo(at(MODELS, 'patches.size = (3$02, 32)'))).toBe("(32, 32) -> 'size' | config.patches = ml_collections.ConfigDict({'size': (16, 16)})");
    expect(leadsTo(at(TRAINING, 'base_$0lr = 0.01'))).toBe('base_lr -> common.py base_lr | config.base_lr = 0.03');
  });
  test('from a step on the way to where that was written', () => {
    expect(leadsTo(at(MODELS, 'config.patch$0es.size = (32'))).toBe("patches -> patches | config.patches = ml_collections.ConfigDict({'size': (16, 16)})");
    expect(leadsTo(at(TRAINING, 'config.model.trans$0former'))).toBe('transformer -> models.py transformer | config.transformer = ml_collections.ConfigDict()');
    expect(leadsTo(at(MODELS, 'config.trans$0former.num_layers'))).toBe('transformer -> transformer | config.transformer = ml_collections.ConfigDict()');
  });
  test('from a call to its function', () => {
    expect(leadsTo(at(MODELS, 'get_b16$0_config()\n  config.model_name'))).toBe('get_b16_config() -> get_b16_config | def get_b16_config():');
    expect(leadsTo(at(TRAINING, 'common.get_$0config()'))).toMatch(/^common\.get_config\(\) -> common\.py /);
    expect(leadsTo(at(TRAINING, 'get_model_$0config()\n  config.base'))).toMatch(/^get_model_config\(\) -> models\.py /);
  });
  test('none of what the function writes itself', () => {
    expect(leadsTo(at(MODELS, 'config.hidden_$0size = 768'))).toBeNull();
    expect(leadsTo(at(MODELS, 'def get_b16$0_config'))).toBeNull();
  });
});

describe('models by name', () => {
  test('the places of a file are its functions', () =>
    expect(
      modelPlaces(pythonSnapshot(MODELS)).map(({ name, range, selectionRange }) => [
        english(name),
        slice(MODELS, range).slice(0, 8),
        slice(MODELS, selectionRange),
      ]),
    ).toEqual([
      ['ViT-B_16', '@_listed', 'get_b16_config'],
      ['ViT-B_32', '@_listed', 'get_b32_config'],
    ]));
  test('defined by the function that writes the name', () => {
    const copied = MODELS.replace("  config.model_name = 'ViT-B_32'\n", '');
    expect(definitionsOf(pythonSnapshot(copied), 'ViT-B_16').map(({ selectionRange }) => slice(copied, selectionRange))).toEqual(['get_b16_config']);
    expect(definitionsOf(pythonSnapshot(TRAINING), 'ViT-B_32')).toEqual([]);
  });
  test('named where the name is written', () => {
    const { analysis, offset } = pythonCursor(at(MODELS, "'ViT-$0B_32'"));
    expect(modelNameAt(analysis, offset)).toMatchObject({ name: 'ViT-B_32', upstream: true });
    const call = pythonCursor(at(TRAINING, 'get_model$0_config()\n  config.base'));
    expect(modelNameAt(call.analysis, call.offset)).toBeNull();
  });
  test("a model's line, and that of one without a name", () => {
    expect(english(modelLine(modelOf(configOf(MODELS, 'get_b32_config'))))).toBe('ViT-B_32 · 88.2 M · 4.41 GMACs · 50 tokens');
    const nameless = MODELS.replace("  config.model_name = 'ViT-B_16'\n", '');
    expect(english(modelLine(modelOf(configOf(nameless, 'get_b16_config'))))).toBe('get_b16_config · 86.6 M · 17.6 GMACs · 197 tokens');
  });
});

describe('places', () => {
  test('of a run: own values, and the call', () => {
    const places = (name: string) =>
      decidingKeys(modelOf(configOf(MODELS, name)), 'Transformer/encoderblock_3/MlpBlock_3').map(({ range }) => slice(MODELS, range));
    expect(places('get_b16_config')).toEqual(['768', '4 * 768', '12']);
    expect(places('get_b32_config')).toEqual(['get_b16_config()']);
  });
  test('in the panel what came in leads to where it was written', () => {
    const analysis = configOf(MODELS, 'get_b32_config');
    const { anchor, built } = modelView(analysis, modelOf(analysis), null);
    expect(slice(MODELS, anchor)).toBe('get_b32_config');
    const encoder = built?.towers[0]?.parts.find(({ id }) => id === 'blocks');
    expect(encoder?.places.map(({ key, range }) => `${key}: ${slice(MODELS, range)}`)).toEqual([
      'transformer.num_layers: num_layers = 12',
      'transformer.num_heads: num_heads = 12',
      'transformer.mlp_dim: mlp_dim = 4 * 768',
      'hidden_size: hidden_size = 768',
    ]);
    expect(built?.image.places.map(({ range }) => slice(MODELS, range))).toEqual(['size = (32, 32)']);
  });
  test('of another module at the call, with their origin', () => {
    const analysis = configOf(TRAINING, 'get_config');
    const { built } = modelView(analysis, modelOf(analysis), null);
    const encoder = built?.towers[0]?.parts.find(({ id }) => id === 'blocks');
    const [first] = encoder?.places ?? [];
    expect(first?.key).toBe('transformer.num_layers');
    expect(first === undefined ? '' : slice(TRAINING, first.range)).toBe('get_model_config()');
    expect(first?.range.origin).toMatchObject({ file: 'file:///configs/models.py', name: 'get_b16_config' });
    expect(encoder?.places).toHaveLength(4);
  });
});

test('a copied function is another model than the first, although of the same name yet', () => {
  const saved = pythonSnapshot(MODELS)
    .models()
    .map(({ model }) => savedModel(model));
  const copied = MODELS.replace("  config.model_name = 'ViT-B_32'\n  config.patches.size = (32, 32)\n", '  config.hidden_size = 1536\n');
  const current = pythonSnapshot(copied)
    .models()
    .map(({ model }) => savedModel(model));
  expect(savedCosts(saved, current).map((cost) => cost?.parameters)).toEqual([86_567_656, 88_224_232]);
});

test('a run is of what a model is, wherever its keys were written', () => {
  const name = (text: string, config: string) => fingerprint(modelOf(configOf(text, config)).spec);
  expect(name(MODELS, 'get_b32_config')).not.toBe(name(MODELS, 'get_b16_config'));
  expect(name(MODELS.replace('  config.patches.size = (32, 32)\n', ''), 'get_b32_config')).toBe(name(MODELS, 'get_b16_config'));
});

test("what the editor's Python tools do is left to them", () => {
  const snapshot = pythonSnapshot(MODELS);
  expect(folds(snapshot)).toBeNull();
  expect(selectionRanges(configOf(MODELS, 'get_b16_config'), MODELS.indexOf('hidden_size'))).toEqual([]);
});

test('of files only the checkpoint is a link, where it is written', () => {
  const text = edited(MODELS, '  config.hidden_size = 768\n', "  config.hidden_size = 768\n  config.checkpoint = 'weights.npz'\n  config.image = 'cat.jpg'\n");
  expect(fileLinks(configOf(text, 'get_b16_config')).map(({ path, range }) => `${path} at ${slice(text, range)}`)).toEqual(['weights.npz at weights.npz']);
  expect(fileLinks(configOf(text, 'get_b32_config'))).toEqual([]);
});
