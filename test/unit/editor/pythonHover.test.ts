import { describe, expect, test } from 'vitest';
import { hover, withoutMarkup } from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import { LITERALS, MODELS, pythonCursor, TRAINING } from './pythonSupport';
import { edited } from './support';

interface Told {
  /** What the hover speaks of, as it stands in the text. */
  readonly of: string;
  readonly lines: readonly string[];
  readonly model: string | null;
}

/** The hover at `$0`; null where there is none. */
function told(fixture: string): Told | null {
  const { analysis, offset } = pythonCursor(fixture);
  const info = hover(analysis, offset, () => null, english);
  if (info === null) return null;
  const { range, markdown, model } = info;
  return {
    of: analysis.text.slice(range.start, range.end),
    lines: withoutMarkup(markdown)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    model: model === null ? null : model.spec.name.known ? model.spec.name.value : '?',
  };
}

/** The hover at `$0` is of this text and has these lines, among others, in this order. */
function check(fixture: string, of: string, ...lines: string[]): void {
  const hovered = told(fixture);
  expect(hovered?.of).toBe(of);
  expect(hovered?.lines.filter((line) => lines.includes(line))).toEqual(lines);
}

const at = (text: string, place: string) => edited(text, place.replace('$0', ''), place);

describe('the model', () => {
  test('over the name of its function', () => {
    check(at(MODELS, 'def get_$0b16_config'), 'get_b16_config', 'ViT-B_16 · Vision Transformer', "As upstream's ViT-B_16.");
    expect(told(at(MODELS, 'def $0get_b16_config'))?.lines.join()).not.toContain('From ');
  });
  test('at its model_name', () => check(at(MODELS, "'ViT-$0B_32'"), "'ViT-B_32'", 'ViT-B_32 · Vision Transformer'));
  test('says beneath what came from elsewhere and decides shapes', () =>
    check(
      at(MODELS, 'def get_b32$0_config'),
      'get_b32_config',
      'ViT-B_32 · Vision Transformer',
      "From get_b16_config: hidden_size 768, transformer.num_layers 12, transformer.num_heads 12, transformer.mlp_dim 3072, classifier 'token'.",
    ));
  test('at the call it came in by', () => {
    const fixture = at(MODELS, 'config = get_b16$0_config()\n  config.model_name');
    check(fixture, 'get_b16_config()', 'ViT-B_32 · Vision Transformer');
    expect(told(fixture)?.model).toBe('ViT-B_32');
  });
  test('of another module with its file, of an argument which one it is', () => {
    const [title, ...lines] = told(at(TRAINING, 'get_model$0_config()'))?.lines ?? [];
    expect(title).toBe('ViT-B_32 · Vision Transformer · b32');
    expect(lines.find((line) => line.startsWith('From get_b16_config'))).toMatch(/^From get_b16_config in models\.py: hidden_size 768, /);
    expect(lines).toContain('From get_b32_config in models.py: patches.size (32, 32).');
  });
  test('without a name is called by its function', () =>
    expect(told(at(MODELS.replace("  config.model_name = 'ViT-B_16'\n", ''), 'def $0get_b16_config'))?.lines[0]).toBe('get_b16_config · Vision Transformer'));
});

describe('a key', () => {
  test('of a statement', () =>
    check(
      at(MODELS, 'config.transformer.num_$0heads = 12'),
      'num_heads = 12',
      'num_heads = 12',
      'Divides 28.3 M of 86.6 M parameters (33 %) and changes none of them; head width 64.',
    ));
  test('at its value, which may have to be worked out', () => check(at(MODELS, 'mlp_dim = 4 *$0 768'), 'mlp_dim = 4 * 768', 'mlp_dim = 4 * 768 → 3072'));
  test('that a statement goes through', () => {
    check(at(MODELS, 'config.trans$0former.num_heads'), 'transformer', 'transformer');
    expect(told(at(MODELS, 'con$0fig.transformer.num_heads'))).toBeNull();
  });
  test('in a dict and among keywords', () => {
    check(at(LITERALS, "{'si$0ze': (16, 16)}"), "'size': (16, 16)", "'size': (16, 16)");
    check(at(LITERALS, 'num_he$0ads=6'), 'num_heads=6', 'num_heads=6');
    check(at(LITERALS, "'hidden_size': 38$04"), "'hidden_size': 384", "'hidden_size': 384");
  });
  test('that overrides says what', () => {
    check(at(MODELS, 'patches.si$0ze = (32, 32)'), 'size = (32, 32)', 'size = (32, 32)', 'Overrides (16, 16) from get_b16_config.');
    check(at(TRAINING, 'dropout_$0rate = 0.1'), 'dropout_rate = 0.1', 'Overrides 0.0 from get_b16_config in models.py.');
    check(at(TRAINING, 'base_$0lr = 0.01'), 'base_lr = 0.01', 'Overrides 0.03 from get_config in common.py.');
  });
  test('costs with the values of Python', () =>
    expect(
      told(at(MODELS, 'patches.si$0ze = (32, 32)'))
        ?.lines.filter((line) => line.startsWith('('))
        .map((line) => line.replace(/ {2,}.*/, '')),
    ).toEqual(['(16, 16)', '(32, 32)']));
  test('whose value is not known says why', () => {
    const text = MODELS.replace('hidden_size = 768', "hidden_size = int(os.environ['WIDTH'])");
    expect(told(at(text, 'config.hidden_$0size'))?.lines.find((line) => line.includes('not known'))).toMatch(/^Its value is not known: /);
  });
});

describe('a call', () => {
  test('that brought nothing of the model says what it brought', () => {
    const lines = told(at(TRAINING, 'common.get_$0config()'))?.lines ?? [];
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^From get_config in common\.py: dataset 'cifar10', batch 512, .*pp\.crop 384\.$/);
  });
});

test('nothing in comments, docstrings, other functions and other files', () => {
  expect(told(at(MODELS, '"""ViT-$0B/16."""'))).toBeNull();
  expect(
    told(
      at(MODELS, 'import ml_$0collections').replace('$0', '').replace('return config\n\n\n@_listed\ndef get_b32', 'return co$0nfig\n\n\n@_listed\ndef get_b32'),
    ),
  ).toBeNull();
});
