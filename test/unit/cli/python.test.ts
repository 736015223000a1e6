/** Python configs on the command line. */
import { describe, expect, it } from 'vitest';
import { vitConfig } from './testHost';

const MODELS = `import ml_collections


def get_tiny_config():
  """A ViT so small that every command is quick on it."""
  config = ml_collections.ConfigDict()
  config.model_name = 'tiny'
  config.image_size = 32
  config.num_classes = 10
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 8
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 16
  config.transformer.num_heads = 2
  config.transformer.num_layers = 1
  config.classifier = 'token'
  config.representation_size = None
  return config


def get_deep_config():
  config = get_tiny_config()
  config.model_name = 'deep'
  config.transformer.num_layers = 4
  return config
`;

const TRAINING = `import ml_collections
from my_project.configs import models


def get_config(arg):
  model, dataset = arg.split(',')
  config = ml_collections.ConfigDict()
  config.model = getattr(models, f'get_{model}_config')()
  config.dataset = dataset
  config.pp = ml_collections.ConfigDict({'train': 'train', 'test': 'test', 'crop': 32})
  config.total_steps = 1000
  config.warmup_steps = 100
  return config


def get_fixed_config():
  config = get_config('tiny,cifar10')
  config.warmup_steps = 10
  return config
`;

/** Three heads do not divide a width of eight, which models.py says. */
const HEADS = `from my_project.configs import models


def get_heads_config():
  config = models.get_tiny_config()
  config.model_name = 'heads'
  config.transformer.num_heads = 3
  return config
`;

const files = { 'my_project/configs/models.py': MODELS, 'my_project/configs/train.py': TRAINING, 'my_project/configs/heads.py': HEADS };
const AT = 'my_project/configs';
const run = (args: string, more: Parameters<typeof vitConfig>[1] = {}) => vitConfig(args, { files, ...more });
const json = async (args: string, more: Parameters<typeof vitConfig>[1] = {}) => JSON.parse((await run(`${args} --format json`, more)).out);

describe('show', () => {
  it('compares the models of a file', async () => {
    const { code, out } = await run(`show ${AT}/models.py`);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "my_project/configs/models.py · 2 models, each for one image, forward

        config           model  parameters      compute  tokens    image
        get_tiny_config  tiny        6,906  27,616 MACs       5  32 x 32
        get_deep_config  deep        8,706  36,496 MACs       5  32 x 32

      --model get_tiny_config, or my_project/configs/models.py:get_tiny_config, shows one in full

      "
    `);
  });

  it('tells all of the one that is named', async () => {
    const { code, out } = await run(`show ${AT}/models.py:get_deep_config`);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(`deep · Vision Transformer · ${AT}/models.py:get_deep_config`);
    expect(await run(`show ${AT}/models.py --model get_deep_config`)).toMatchObject({ out });
    expect(await run(`show ${AT}/models.py --model deep`)).toMatchObject({ out });
  });

  it('has each with its function as JSON', async () => {
    const { models } = await json(`show ${AT}/models.py`);
    expect(models.map(({ name, config }: { name: string; config: string }) => [name, config])).toEqual([
      ['tiny', 'get_tiny_config'],
      ['deep', 'get_deep_config'],
    ]);
    expect(models[0].parameters).toBe(6906);
  });

  it('says what there is where a name is wrong', async () => {
    expect(await run(`show ${AT}/models.py:get_dep_config`)).toMatchObject({
      code: 2,
      out: '',
      err: `vit-config: ${AT}/models.py has no config "get_dep_config": did you mean get_deep_config? It has get_deep_config, get_tiny_config\n`,
    });
    expect((await run(`show ${AT}/models.py --model get_dep_config`)).err).toContain('did you mean get_deep_config?');
    expect((await run(`export ${AT}/models.py -o x.onnx`)).err).toContain('has 2 models; pick one with --model get_tiny_config or get_deep_config');
    expect((await run('show none.py:get_deep_config')).err).toContain('none.py: there is no such file or directory');
  });
});

describe('arguments of get_config', () => {
  it('are what follows the colon', async () => {
    const { models } = await json(`show ${AT}/train.py:deep,cifar100`);
    expect(models).toMatchObject([{ name: 'deep', config: 'get_config', imageSize: [32, 32] }]);
    expect((await json(`show ${AT}/train.py:get_config:tiny,cifar10`)).models).toMatchObject([{ name: 'tiny', config: 'get_config' }]);
    expect((await json(`show ${AT}/train.py:get_fixed_config`)).models).toMatchObject([{ name: 'tiny', config: 'get_fixed_config' }]);
  });

  it('are none for a function that takes none', async () => {
    expect((await run(`show ${AT}/models.py:get_deep_config:x`)).err).toContain('get_deep_config takes no argument, got "x"');
  });
});

describe('check', () => {
  it('reads the Python files of a folder, and says nothing of those that are no configs', async () => {
    const more = { ...files, 'setup.py': 'from setuptools import setup\nsetup()\n', 'bad.py': new Uint8Array([0xff, 0xfe, 0x41]), 'data.json': '{}' };
    const { code, out, err } = await vitConfig('check .', { files: more });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/\n3 files with 4 models checked: 1 error\n1 file passed over: not Vision Transformer configs\n$/);
    expect(out).not.toContain('setup.py');
  });

  it('says of a file that is named itself that no config is in it', async () => {
    const { code, out } = await vitConfig('check setup.py', { files: { 'setup.py': 'import os\n' } });
    expect(code).toBe(0);
    expect(out).toBe(
      'setup.py: nothing checked: no function in it returns, and no variable of it is, a ConfigDict that is recognised as a Vision Transformer config\n',
    );
    expect((await vitConfig('show setup.py', { files: { 'setup.py': 'import os\n' } })).code).toBe(2);
  });

  it('shows the half of a mistake that is in another file', async () => {
    const { code, out } = await run(`check ${AT}/heads.py`);
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "my_project/configs/heads.py:7:34: error: 3 heads do not divide \`hidden_size: 8\`: a head would be 2.67 values wide. Building the model fails. [heads-divide-width]
       7 |   config.transformer.num_heads = 3
         |                                  ^
       --> my_project/configs/models.py:11:24
       11 |   config.hidden_size = 8
          |                        - \`hidden_size: 8\`
        help: num_heads: 1 (head width 8, parameters unchanged)
        help: num_heads: 2 (head width 4, parameters unchanged)
        help: num_heads: 4 (head width 2, parameters unchanged)
        help: hidden_size: 9 (head width 3, 7,802 instead of 6,906 parameters)

      1 file with 1 model checked: 1 error
      "
    `);
  });

  it('names that file in JSON and in SARIF', async () => {
    const { files: checked } = await json(`check ${AT}/heads.py`);
    const [finding] = checked[0].diagnostics;
    expect(finding).toMatchObject({ code: 'heads-divide-width', range: { start: { line: 6, character: 33 } } });
    expect(finding.related).toContainEqual(
      expect.objectContaining({ file: `${AT}/models.py`, range: { start: { line: 10, character: 23 }, end: { line: 10, character: 24 } } }),
    );
    const sarif = JSON.parse((await run(`check ${AT}/heads.py --format sarif`)).out);
    const [result] = sarif.runs[0].results;
    expect(
      result.relatedLocations.map((place: { physicalLocation: { artifactLocation: { uri: string } } }) => place.physicalLocation.artifactLocation.uri),
    ).toContain(`${AT}/models.py`);
  });

  it('checks one config of a file, or each that is named', async () => {
    const two = { 'a.py': `${MODELS}\n\ndef get_wrong_config():\n  config = get_tiny_config()\n  config.transformer.num_heads = 3\n  return config\n` };
    expect((await vitConfig('check a.py:get_deep_config', { files: two })).out).toBe('1 file with 1 model checked: no findings\n');
    expect((await vitConfig('check a.py:get_deep_config a.py:get_wrong_config', { files: two })).code).toBe(1);
    expect(await vitConfig('check a.py:get_dep_config', { files: two })).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean get_deep_config?'),
    });
  });

  it('mends Python', async () => {
    const slip = { 'a.py': MODELS.replace('config.hidden_size = 8\n', 'config.hiden_size = 8\n') };
    const { out, files: after } = await vitConfig('check a.py --fix', { files: slip });
    expect(out).toContain('fixed:');
    expect(new TextDecoder().decode(after.get('a.py'))).toBe(MODELS);
  });

  it('takes the standard input by the name it is given', async () => {
    const { code, out } = await run(`check - --stdin-filename ${AT}/unsaved.py`, { stdin: HEADS });
    expect(code).toBe(1);
    expect(out).toContain(`${AT}/unsaved.py:7:`);
    expect(out).toContain(`--> ${AT}/models.py:11:`);
    expect((await run(`show - --model get_heads_config --stdin-filename ${AT}/unsaved.py`, { stdin: HEADS })).out).toContain(
      `heads · Vision Transformer · ${AT}/unsaved.py:get_heads_config`,
    );
  });
});
