import { describe, expect, test } from 'vitest';
import { completions, UpstreamFigures } from '../../../server/core/editor/completion';
import { hover } from '../../../server/core/editor/hover';
import { inlayHints } from '../../../server/core/editor/inlayHints';
import { modelView } from '../../../server/core/editor/modelView';
import { english } from '../../../server/core/phrase';
import { config, snapshot } from './check';

/** The one document of a text, and where `$0` stood in it. */
function at(fixture: string) {
  const offset = fixture.indexOf('$0');
  const text = fixture.replace('$0', '');
  const document = snapshot(text).documents[0];
  if (document === undefined) throw new Error(text);
  return { analysis: document.analysis, offset, text };
}

const VIT = "config.model_name = 'vit'";

describe('hover', () => {
  const markdown = (fixture: string) => {
    const { analysis, offset } = at(fixture);
    return hover(analysis, offset, () => null, english)?.markdown.replaceAll('&nbsp;', '') ?? null;
  };

  test('of an argument', () => {
    const text = markdown(config(VIT, "config.model = dict(variant='S/16', pool_$0type='map')"));
    expect(text).toContain('How the tokens become one vector for the head.');
    expect(text).toContain('Decides 1.77 M of');
    expect(text).toContain('| gap |');
  });

  test('of a variant, with the sizes beside it', () => {
    const text = markdown(config(VIT, "config.model = dict(vari$0ant='S/16', depth=3)"));
    expect(text).toContain('`width` 384, `mlp_dim` 1536, `num_heads` 6.');
    expect(text).toContain('| Ti/16 |');
    expect(text).toContain('| B/16 |');
  });

  test('of the pipeline', () =>
    expect(markdown(config(VIT, "config.model = dict(variant='S/16')").replace('(pp=', '(p$0p='))).toContain('14×14 = 196 tokens, by which compute goes'));

  test('of the model, with the size that was assumed', () => {
    const known = markdown(config(VIT, "config.model = dict(variant='S/16')").replace('get_config', 'get_$0config'));
    expect(known).toMatch(/^\*\*vit S\/16\*\* · Vision Transformer of big_vision/);
    expect(known).not.toContain('assumed');
    expect(known).not.toContain('upstream');
    const assumed = markdown(config(VIT, "config.model = dict(variant='S/16')", 'config.input = dict(pp=PP)').replace('get_config', 'get_$0config'));
    expect(assumed).toContain('The size of the images is assumed, because ');
  });
});

describe('completion', () => {
  const labels = (fixture: string) => {
    const { analysis, offset } = at(fixture);
    return completions(analysis, offset, new UpstreamFigures(), null).map(({ label }) => label);
  };
  test('of arguments', () => {
    const found = labels(config(VIT, "config.model = dict(variant='S/16', $0)"));
    expect(found).toEqual(expect.arrayContaining(['pool_type', 'rep_size', 'posemb', 'patch_size']));
    for (const other of ['variant', 'hidden_size', 'patches', 'num_classes']) expect(found).not.toContain(other);
  });
  test('of a variant', () => expect(labels(config(VIT, "config.model = dict(variant='$0')")).slice(0, 3)).toEqual(['B/16', 'B/32', 'S/16']));
  test('of the ways to pool', () =>
    expect(labels(config(VIT, "config.model = dict(variant='S/16', pool_type=$0)"))).toEqual(['gap', 'map', 'tok', '0', 'none']));
  test("of a Mixer's arguments", () => {
    const found = labels(config("config.model_name = 'mlp_mixer'", "config.model = dict(variant='B/16', $0)"));
    expect(found).toContain('stoch_depth');
    expect(found).not.toContain('pool_type');
  });
});

test('hints tell the tokens behind what decides the patch', () => {
  const hints = (written: string) => {
    const { analysis, text } = at(config(VIT, `config.model = dict(${written})`));
    return inlayHints(analysis, { start: 0, end: text.length }).map(({ offset, label }) => [text.slice(offset - 6, offset), english(label)]);
  };
  expect(hints("variant='S/16', pool_type='tok', num_heads=6")).toEqual([
    ["'S/16'", '14×14 + 1 = 197 tokens'],
    ['eads=6', 'head width 64'],
  ]);
  expect(hints("variant='S/16', patch_size=(32, 32)")).toEqual([['2, 32)', '7×7 = 49 tokens']]);
});

test.each([
  [
    "pool_type='map', posemb='sincos2d', rep_size=True",
    ['Patch embedding 16×16', 'Position embedding', 'Encoder', 'Final LayerNorm', 'Attention pooling', 'Pre-logits 384', 'Head 10'],
  ],
  ["pool_type='tok'", ['Patch embedding 16×16', 'Class token, position embedding', 'Encoder', 'Final LayerNorm', 'Take class token', 'Head 10']],
  ["pool_type='0'", ['Patch embedding 16×16', 'Position embedding', 'Encoder', 'Final LayerNorm', 'Take first patch', 'Head 10']],
  ["pool_type='none'", ['Patch embedding 16×16', 'Position embedding', 'Encoder', 'Final LayerNorm', 'Head 10']],
])('the model view of %s', (written, titles) => {
  const text = config(VIT, `config.model = dict(variant='S/16', ${written})`);
  const placed = snapshot(text).models()[0];
  if (placed === undefined) throw new Error(text);
  const parts = modelView(placed.analysis, placed.model, null).built?.towers[0]?.parts ?? [];
  expect(parts.map(({ title }) => english(title))).toEqual(titles);
  const pooling = parts.find(({ title }) => english(title) === 'Attention pooling');
  if (pooling !== undefined) expect(pooling.steps.map(({ title }) => english(title))).toEqual(['Attention', 'LayerNorm', 'MLP', '+']);
});
