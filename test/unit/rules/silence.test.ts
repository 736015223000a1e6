import { describe, expect, it } from 'vitest';
import { applied, checkFixes, findingsIn } from './check';

const HEADS = 'transformer:\n  mlp_dim: 3072\n  num_heads: 10\n  num_layers: 12\n';
const TOP = 'model_name: my-vit\npatches: {size: [16, 16]}\nimage_size: 230\nhidden_size: 768\n';

function codes(text: string, ignore: readonly string[] = [], syntax: 'yaml' | 'json' = 'yaml'): string[] {
  return findingsIn(text, syntax, ignore).map(({ code }) => code);
}

describe('a comment', () => {
  it('before the first key holds for the document', () => {
    expect(codes(`# mine\n# vit-config: ignore=heads-divide-width\n${TOP}${HEADS}`)).toEqual([]);
    expect(codes(`# vit-config: ignore=heads-divide-width\n${TOP}${HEADS}---\n${TOP}${HEADS}`)).toEqual(['heads-divide-width']);
  });

  it('behind a value holds for its line', () => {
    const silenced = HEADS.replace('10', '10 # vit-config: ignore=heads-divide-width');
    expect(codes(TOP + silenced)).toEqual([]);
    const elsewhere = HEADS.replace('3072', '3072 # vit-config: ignore=heads-divide-width');
    expect(codes(TOP + elsewhere)).toEqual(['heads-divide-width']);
    const oldMac = (text: string) => codes((TOP + text).replaceAll('\n', '\r'));
    expect([oldMac(silenced), oldMac(elsewhere)]).toEqual([[], ['heads-divide-width']]);
  });

  it('alone on a line holds for the next entry and all in it', () => {
    expect(codes(`${TOP}# vit-config: ignore=heads-divide-width\n\n# more\n${HEADS}`)).toEqual([]);
    expect(codes(TOP + HEADS.replace('  num_heads', '  # vit-config: ignore=heads-divide-width\n  num_heads'))).toEqual([]);
    expect(codes(TOP + HEADS.replace('  mlp_dim', '  # vit-config: ignore=heads-divide-width\n  mlp_dim'))).toEqual(['heads-divide-width']);
    expect(codes(`${TOP}${HEADS}# vit-config: ignore=heads-divide-width\n`)).toEqual(['heads-divide-width']);
  });

  it('names several codes, and a reason', () => {
    const vit = TOP + HEADS.replace('10', '12');
    expect(codes(vit)).toEqual(['image-patch-remainder']);
    expect(codes(`# vit-config: ignore=no-patch-fits, image-patch-remainder -- odd cameras\n${vit}`)).toEqual([]);
    expect(codes(`#vit-config:ignore = no-patch-fits,image-patch-remainder\n${vit}`)).toEqual([]);
  });

  it('silences only the code it names', () => {
    expect(codes(`# vit-config: ignore=no-patch-fits\n${TOP}${HEADS}`)).toEqual(['heads-divide-width']);
    expect(codes(`# ignore=heads-divide-width\n${TOP}${HEADS}`)).toEqual(['heads-divide-width']);
  });

  it('silences a finding of structure or syntax as well', () => {
    expect(codes(`${TOP}hidden_size: 768 # vit-config: ignore=duplicate-key\n${HEADS.replace('10', '12')}`)).toEqual(['image-patch-remainder']);
  });

  it('silences nothing in JSON', () => {
    const json =
      '{\n  // vit-config: ignore=heads-divide-width, json-comment\n  "model_name": "v", "patches": {"size": [16, 16]}, "hidden_size": 768,\n  "transformer": {"mlp_dim": 1, "num_heads": 10, "num_layers": 1}\n}';
    expect(codes(json, [], 'json')).toEqual(['json-comment', 'heads-divide-width']);
    expect(codes(json, ['json-comment', 'heads-divide-width'], 'json')).toEqual([]);
  });
});

it('a comment that names nothing is told of', () => {
  const text = '# vit-config: ignore=heads-divide-widht, no-patch-fits\n# vit-config: disable all\n# vit-config: ignore=\nmodel_name: ViT-B_16\n';
  const found = findingsIn(text);
  const deleted = 'Delete the comment (it silences nothing)';
  expect(found.map(({ message, fixes }) => [message, ...fixes.map(({ title }) => title)])).toEqual([
    [
      'No finding has the code `heads-divide-widht`; `heads-divide-width` is one.',
      'heads-divide-width (such findings are then silenced)',
      'Remove heads-divide-widht (it silences nothing)',
    ],
    ['`vit-config: disable all` says nothing to this tool: it reads `vit-config: ignore=code, code`.', deleted],
    ['`vit-config: ignore=` says nothing to this tool: it reads `vit-config: ignore=code, code`.', deleted],
  ]);
  for (const finding of found) checkFixes(text, 'yaml', finding);
});

it.each([
  ['# vit-config: ignore heads-divide-width -- why\nmodel_name: ViT-B_16\n', '# vit-config: ignore=heads-divide-width -- why\nmodel_name: ViT-B_16\n'],
  ['# vit-config: disable=syntax,no-patch-fits\nmodel_name: ViT-B_16\n', '# vit-config: ignore=syntax, no-patch-fits\nmodel_name: ViT-B_16\n'],
  ['# vit-config: heads-divide-width\r\nmodel_name: ViT-B_16\r\n', '# vit-config: ignore=heads-divide-width\r\nmodel_name: ViT-B_16\r\n'],
  ['model_name: ViT-B_16 # vit-config: never mind\r\n', 'model_name: ViT-B_16\r\n'],
  ['# vit-config: ignore=zzzzzz\nmodel_name: ViT-B_16\n', 'model_name: ViT-B_16\n'],
  ['# vit-config: ignore=zzzzzz, syntax\nmodel_name: ViT-B_16\n', '# vit-config: ignore=syntax\nmodel_name: ViT-B_16\n'],
  ['# vit-config: ignore=syntax, zzzzzz\nmodel_name: ViT-B_16\n', '# vit-config: ignore=syntax\nmodel_name: ViT-B_16\n'],
])('%j is mended', (text, mended) => {
  const [finding] = findingsIn(text);
  expect(applied(text, finding?.fixes[0]?.edits ?? [])).toBe(mended);
  expect(findingsIn(mended)).toEqual([]);
});

it('settings silence everywhere', () => {
  expect(codes(TOP + HEADS)).toEqual(['heads-divide-width']);
  expect(codes(TOP + HEADS, ['heads-divide-width'])).toEqual([]);
});
