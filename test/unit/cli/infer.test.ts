import { describe, expect, it } from 'vitest';
import { npz, safetensors } from '../checkpoint/files';
import { SMALL, savedBy } from '../checkpoint/support';
import { vitConfig } from './testHost';

const zeros = (shape: readonly number[]) => new Float32Array(shape.reduce((product, size) => product * size, 1));
const tensors = savedBy(SMALL).map(({ name, shape }) => ({ name, shape, values: zeros(shape) }));
const files = { 'w/small.npz': npz(tensors) };

const CONFIG = `# Read from the names and shapes of a checkpoint's 40 tensors.
checkpoint: "w/small.npz"
image_size: 32 # 4 x 4 patches; any size from 32 to 39 gives as many
num_classes: 7
patches:
  size: [8, 8]
hidden_size: 24
transformer:
  num_layers: 2
  mlp_dim: 40
  num_heads: 3
  attention_dropout_rate: 0.0 # dropout has no weights
  dropout_rate: 0.0 # dropout has no weights
classifier: token # or token_unpooled, whose weights are the same
representation_size: null
`;

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('the config of a checkpoint', () => {
  it('is printed', async () => {
    expect(await vitConfig('infer w/small.npz', { files })).toMatchObject({ code: 0, out: CONFIG, err: '' });
  });

  it('is written, the checkpoint found from where the config is', async () => {
    const { code, out, err, files: after } = await vitConfig('infer w/small.npz --output c/d/my.vit.yaml', { files: { ...files, 'c/d/x': '' } });
    expect({ code, out, err }).toEqual({ code: 0, out: 'c/d/my.vit.yaml: the config of small.npz\n', err: '' });
    expect(text(after.get('c/d/my.vit.yaml'))).toBe(CONFIG.replace('w/small.npz', '../../w/small.npz'));
    expect([...after.keys()].sort()).toEqual(['c/d/my.vit.yaml', 'c/d/x', 'w/small.npz']);
    const checked = await vitConfig('check c/d/my.vit.yaml', { files: Object.fromEntries(after) });
    expect(checked).toMatchObject({ code: 0, out: '1 file with 1 model checked: no findings\n' });
  });

  it('is JSON in a .json file', async () => {
    const { code, files: after } = await vitConfig('infer w/small.npz -o my.vit.json', { files });
    expect(code).toBe(0);
    expect(JSON.parse(text(after.get('my.vit.json')))).toMatchObject({ checkpoint: 'w/small.npz', hidden_size: 24, patches: { size: [8, 8] } });
  });

  it('is a function in a .py file', async () => {
    const { code, files: after } = await vitConfig('infer w/small.npz -o c/mine.py', { files: { ...files, 'c/x': '' } });
    expect(code).toBe(0);
    expect(text(after.get('c/mine.py'))).toBe(`# Read from the names and shapes of a checkpoint's 40 tensors.
import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.checkpoint = '../w/small.npz'
  config.image_size = 32  # 4 x 4 patches; any size from 32 to 39 gives as many
  config.num_classes = 7
  config.patches = ml_collections.ConfigDict({'size': (8, 8)})
  config.hidden_size = 24
  config.transformer = ml_collections.ConfigDict()
  config.transformer.num_layers = 2
  config.transformer.mlp_dim = 40
  config.transformer.num_heads = 3
  config.transformer.attention_dropout_rate = 0.0  # dropout has no weights
  config.transformer.dropout_rate = 0.0  # dropout has no weights
  config.classifier = 'token'  # or token_unpooled, whose weights are the same
  config.representation_size = None
  return config
`);
  });

  it('replaces a file with --force alone', async () => {
    const both = { ...files, 'my.vit.yaml': 'mine' };
    const refused = await vitConfig('infer w/small.npz -o my.vit.yaml', { files: both });
    expect(refused).toMatchObject({ code: 2, out: '', err: 'vit-config: my.vit.yaml: exists already; --force replaces it\n' });
    expect(text(refused.files.get('my.vit.yaml'))).toBe('mine');
    expect(text((await vitConfig('infer w/small.npz -o my.vit.yaml --force', { files: both })).files.get('my.vit.yaml'))).toBe(CONFIG);
  });

  it('comes with its evidence as JSON, from safetensors too', async () => {
    const dotted = safetensors(tensors.map((tensor) => ({ ...tensor, name: tensor.name.replaceAll('/', '.') })));
    const { code, out } = await vitConfig('infer flax.safetensors --format json', { files: { 'flax.safetensors': dotted } });
    const { keys, ...rest } = JSON.parse(out);
    expect({ code, ...rest }).toMatchObject({
      code: 0,
      file: 'flax.safetensors',
      ok: true,
      naming: 'upstream',
      architecture: 'vit',
      modelName: null,
      error: null,
    });
    expect(keys).toContainEqual({
      key: 'transformer.num_heads',
      value: 3,
      evidence: [{ name: 'Transformer.encoderblock_0.MultiHeadDotProductAttention_1.query.kernel', shape: [24, 3, 8] }],
      note: null,
    });
  });
});

describe('says why there is none', () => {
  const timm = npz([{ name: 'blocks.0.attn.qkv.weight', shape: [6, 2], values: zeros([6, 2]) }]);
  const reason = "The tensors are named as in a PyTorch model of timm (`blocks.0.attn.qkv.weight`), which upstream's loader doesn't know.";

  it('of a model of other people', async () => {
    expect(await vitConfig('infer t.npz -o my.vit.yaml', { files: { 't.npz': timm } })).toMatchObject({
      code: 1,
      out: '',
      err: `vit-config: t.npz: ${reason}\n`,
    });
    const { code, out } = await vitConfig('infer t.npz --format json', { files: { 't.npz': timm } });
    expect([code, JSON.parse(out)]).toEqual([
      1,
      { file: 't.npz', ok: false, naming: 'timm', architecture: null, modelName: null, config: null, keys: [], error: reason },
    ]);
  });

  it.each([
    ['infer gone.npz', 'vit-config: gone.npz: There is no such file.\n'],
    ['infer w/small.npz -o no/my.vit.yaml', expect.stringContaining('no/my.vit.yaml: ')],
    ['infer w', expect.stringContaining('It is a directory')],
    ['infer', expect.stringContaining('infer needs a checkpoint')],
    ['infer a.npz b.npz', expect.stringContaining('infer takes one file')],
  ])('%s', async (args, err) => {
    const createError = Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    expect(await vitConfig(args, { files, createError })).toMatchObject({ code: 2, out: '', err });
  });
});
