import { describe, expect, it } from 'vitest';
import { BROKEN, PAIR, TINY } from './configs';
import { vitConfig } from './testHost';

const MODEL_KEYS = [
  'name',
  'config',
  'dialect',
  'architecture',
  'imageSize',
  'tokens',
  'effectivePatch',
  'parameters',
  'macs',
  'flops',
  'weightBytes',
  'activationBytes',
  'outputs',
  'scopes',
  'checkpoint',
];

/** Counted by hand: 2 x 2 patches of 16 x 16 x 3 and a class token, width 8, one block, ten classes. */
const EMBEDDING = { parameters: 16 * 16 * 3 * 8 + 8 + 8 + 5 * 8, macs: 4 * 16 * 16 * 3 * 8 };
const ENCODER = {
  parameters: 2 * 16 + 4 * (8 * 8 + 8) + (8 * 16 + 16) + (16 * 8 + 8) + 16,
  macs: 4 * 5 * 8 * 8 + 2 * 5 * 5 * 8 + 2 * 5 * 8 * 16,
};
const HEAD = { parameters: 8 * 10 + 10, macs: 8 * 10 };
const PARAMETERS = EMBEDDING.parameters + ENCODER.parameters + HEAD.parameters;
const MACS = EMBEDDING.macs + ENCODER.macs + HEAD.macs;

async function json(text: string, args = '') {
  const { out, code } = await vitConfig(`show a.vit.yaml --format json ${args}`, { files: { 'a.vit.yaml': text } });
  return { code, result: JSON.parse(out) };
}

describe('--format json', () => {
  it('has the keys and figures of a model', async () => {
    const { code, result } = await json(TINY);
    expect(code).toBe(0);
    expect(Object.keys(result)).toEqual(['file', 'models', 'diagnostics']);
    expect(Object.keys(result.models[0])).toEqual(MODEL_KEYS);
    expect(result).toEqual({
      file: 'a.vit.yaml',
      models: [
        {
          name: 'tiny',
          config: null,
          dialect: 'vision_transformer',
          architecture: 'vit',
          imageSize: [32, 32],
          tokens: 5,
          effectivePatch: [16, 16],
          parameters: PARAMETERS,
          macs: MACS,
          flops: 2 * MACS,
          weightBytes: 4 * PARAMETERS,
          activationBytes: expect.any(Number),
          outputs: [{ name: 'logits', shape: [1, 10] }],
          scopes: [
            { name: 'embedding', ...EMBEDDING },
            { name: 'encoder', ...ENCODER },
            { name: 'head', ...HEAD },
          ],
          checkpoint: null,
        },
      ],
      diagnostics: [],
    });
  });

  it('has null figures and a diagnostic for a model that can not be built', async () => {
    const { code, result } = await json(BROKEN);
    expect(code).toBe(1);
    expect(Object.keys(result.models[0])).toEqual(MODEL_KEYS);
    expect(result.models).toEqual([
      {
        name: 'tiny',
        config: null,
        dialect: 'vision_transformer',
        architecture: 'vit',
        imageSize: [32, 32],
        tokens: null,
        effectivePatch: null,
        parameters: null,
        macs: null,
        flops: null,
        weightBytes: null,
        activationBytes: null,
        outputs: [],
        scopes: [],
        checkpoint: null,
      },
    ]);
    expect(result.diagnostics.map((finding: object) => Object.keys(finding))).toEqual([['code', 'severity', 'message', 'range', 'related', 'fixes']]);
    expect(result.diagnostics[0].code).toBe('heads-divide-width');
  });

  it('has null for an image size that the config does not say', async () => {
    const { code, result } = await json(TINY.replace('image_size: 32', 'image_size: big'));
    expect(code).toBe(1);
    expect(result.models[0]).toMatchObject({ imageSize: null, parameters: null });
  });

  it('leaves out what is ignored', async () => {
    expect((await json(BROKEN, '--ignore heads-divide-width')).result.diagnostics).toEqual([]);
  });
});

describe('text', () => {
  it('is a table', async () =>
    expect((await vitConfig('show a.vit.yaml', { files: { 'a.vit.yaml': TINY } })).out).toMatchInlineSnapshot(`
    "tiny · Vision Transformer · a.vit.yaml

      image       32 x 32 pixels, one token for each 16 x 16
      tokens      5 (2 x 2 patches + 1 class token)
      output      logits [1, 10]
      parameters  6,906 (6,906)
      compute     27,616 MACs (27,616 multiply-accumulates), one image, forward
                  55,232 FLOPs (2 for each); fvcore would say 28,216 FLOPs (1 for each, and the norms)
      memory      27.0 KiB weights + 12.1 KiB activations at their peak, float32

      part         parameters             MACs
      embedding         6,200   89.8 %  24,576   89.0 %
      encoder             616    8.9 %   2,960   10.7 %
      head                 90    1.3 %      80    0.3 %
      whole model       6,906  100.0 %  27,616  100.0 %

    "
  `));
  it('says why there are no figures', async () =>
    expect((await vitConfig('show b.vit.yaml', { files: { 'b.vit.yaml': BROKEN } })).out.split('\n').slice(0, 4)).toMatchInlineSnapshot(`
      [
        "tiny · Vision Transformer · b.vit.yaml",
        "",
        "  This model can't be built, so it has no figures:",
        "  hidden_size 8 can't be divided among 3 heads (num_heads): 3 x 2 leaves 2.",
      ]
    `));
});

describe('several models', () => {
  const files = { 'a.vit.yaml': PAIR };

  it('are a table, to compare them', async () =>
    expect((await vitConfig('show a.vit.yaml', { files })).out).toMatchInlineSnapshot(`
    "a.vit.yaml · 2 models, each for one image, forward

      model  parameters      compute  tokens    image
      tiny        6,906  27,616 MACs       5  32 x 32
      wider      14,298  57,792 MACs       5  32 x 32

    --model NAME shows one in full

    "
  `));

  it('are told of in full where that is asked for', async () => {
    const { out } = await vitConfig('show a.vit.yaml --full', { files });
    expect(out).toContain('tiny · Vision Transformer · a.vit.yaml\n');
    expect(out).toContain('wider · Vision Transformer · a.vit.yaml\n');
    expect(out.match(/whole model/g)).toHaveLength(2);
  });

  it('say below the table which can not be built, and have only their own findings where one is picked', async () => {
    const broken = { 'a.vit.yaml': `${TINY}---\n${BROKEN.replace('tiny', 'three')}` };
    const { out, code } = await vitConfig('show a.vit.yaml', { files: broken });
    expect(code).toBe(1);
    expect(out).toContain("three can't be built: hidden_size 8 can't be divided");
    expect((await vitConfig('show a.vit.yaml --model tiny', { files: broken })).out).not.toContain('heads-divide-width');
    expect((await vitConfig('show a.vit.yaml --model three', { files: broken })).out).toContain('heads-divide-width');
  });
});
