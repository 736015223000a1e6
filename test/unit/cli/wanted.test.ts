import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError, UsageError } from '../../../server/cli/arguments';
import { ModuleReader } from '../../../server/cli/modules';
import { meant, namesPart, wantedFile } from '../../../server/cli/wanted';
import type { ConfigDocument } from '../../../server/core/syntax/tree';
import { TestHost } from './testHost';

describe('FILE.py:NAME', () => {
  const host = new TestHost({ files: { 'models.py': '', 'odd.py:name.py': '', 'a.py': '', 'plain.yaml': '' } });
  const parts = (argument: string) => wantedFile(host, argument);

  it('is a file and what follows the colon', async () => {
    expect(await parts('models.py:get_b16_config')).toEqual({ path: 'models.py', name: 'get_b16_config' });
    expect(await parts('models.py')).toEqual({ path: 'models.py', name: null });
    expect(await parts('-')).toEqual({ path: '-', name: null });
  });

  it('keeps further colons, slashes and commas of what follows', async () => {
    expect(await parts('models.py:get_config:b16,cifar10')).toEqual({ path: 'models.py', name: 'get_config:b16,cifar10' });
    expect(await parts('models.py:data=a/b.py:c')).toEqual({ path: 'models.py', name: 'data=a/b.py:c' });
  });

  it('leaves the colon of a drive alone', async () => {
    expect(await parts('C:\\configs\\models.py')).toEqual({ path: 'C:\\configs\\models.py', name: null });
    expect(await parts('C:\\configs\\models.py:get_b16_config')).toEqual({ path: 'C:\\configs\\models.py', name: 'get_b16_config' });
    expect(await parts('C:\\x.py:name')).toEqual({ path: 'C:\\x.py', name: 'name' });
  });

  it('is a file that is called so, if there is one', async () => {
    expect(await parts('odd.py:name.py')).toEqual({ path: 'odd.py:name.py', name: null });
    expect(await parts('odd.py:name.py:get_config')).toEqual({ path: 'odd.py:name.py', name: 'get_config' });
  });

  it('is of Python files only', async () => {
    expect(await parts('plain.yaml:name')).toEqual({ path: 'plain.yaml:name', name: null });
    expect(['models.py:a', 'MODELS.PY:a', 'a.py:b:c'].map(namesPart)).toEqual([true, true, true]);
    expect(['models.py', 'models.py:', 'a.yaml:b', 'photos/a.png', '-'].map(namesPart)).toEqual([false, false, false, false, false]);
  });

  it('needs a name behind the colon', async () => {
    await expect(parts('models.py:')).rejects.toThrow(UsageError);
  });
});

describe('what it means', () => {
  const configs = (...given: (string | [string, string[]])[]) =>
    given.map((one) => {
      const [name, parameters] = typeof one === 'string' ? [one, []] : one;
      return { python: { name, parameters } } as unknown as ConfigDocument;
    });
  const models = configs('get_b16_config', 'get_b32_config', 'get_ti16_config', 'BASE');
  const training = configs(['get_config', ['model_dataset']], 'get_small_config');

  it('is a function or a variable', () => {
    expect(meant('m.py', models, 'get_b32_config')).toEqual({ name: 'get_b32_config', args: null });
    expect(meant('m.py', models, 'BASE')).toEqual({ name: 'BASE', args: null });
  });

  it('is else what get_config is called with', () => {
    expect(meant('vit.py', training, 'b16,cifar10')).toEqual({ name: 'get_config', args: 'b16,cifar10' });
    expect(meant('vit.py', training, 'get_config:b16,cifar10')).toEqual({ name: 'get_config', args: 'b16,cifar10' });
    expect(meant('vit.py', training, 'get_config')).toEqual({ name: 'get_config', args: null });
    expect(meant('vit.py', training, 'runlocal:a=b')).toEqual({ name: 'get_config', args: 'runlocal:a=b' });
  });

  it('is never a slip of a name', () => {
    expect(() => meant('m.py', models, 'get_b16_confg')).toThrow(
      'm.py has no config "get_b16_confg": did you mean get_b16_config? It has get_b16_config, get_b32_config',
    );
    expect(() => meant('vit.py', training, 'get_smal_config')).toThrow('did you mean get_small_config?');
    expect(() => meant('m.py', models, 'mnist')).toThrow('m.py has no config "mnist": It has get_b16_config');
    expect(() => meant('m.py', [], 'a')).toThrow(InputError);
  });

  it('is no argument of a function that takes none', () => {
    expect(() => meant('m.py', models, 'get_b16_config:x')).toThrow('m.py: get_b16_config takes no argument, got "x"');
    expect(() => meant('m.py', configs('get_config'), 'cifar10')).toThrow('m.py has no config "cifar10"');
  });

  it('lists ten of many, the nearest first', () => {
    const many = configs(...Array.from({ length: 28 }, (_, i) => `get_model${i}_config`));
    expect(() => meant('m.py', many, 'get_model27_cofnig')).toThrow(/It has get_model27_config, get_model0_config, .*get_model8_config and 18 more$/);
  });
});

describe('imported modules', () => {
  const files = {
    'vit_jax/configs/models.py': 'MODELS',
    'vit_jax/configs/bad.py': new Uint8Array([0xff, 0xff]),
    'lib/shared.py': 'SHARED',
    'vit_jax/pkg/__init__.py': 'PKG',
  };
  const host = new TestHost({ files });
  const reader = new ModuleReader(host, [resolve(host.cwd, 'lib')]);
  const modules = reader.of(resolve(host.cwd, 'vit_jax/configs/vit.py'));

  it('are found from the folders above the file, beside it, and from the roots', () => {
    expect(modules.find(null, 'vit_jax.configs.models', 0)?.text).toBe('MODELS');
    expect(modules.find(null, 'models', 0)?.text).toBe('MODELS');
    expect(modules.find(null, 'models', 1)?.text).toBe('MODELS');
    expect(modules.find(null, 'pkg', 2)?.text).toBe('PKG');
    expect(modules.find(null, 'shared', 0)?.text).toBe('SHARED');
    expect(modules.find(modules.find(null, 'shared', 0)?.key ?? '', 'vit_jax.pkg', 0)?.text).toBe('PKG');
  });

  it('are the same object each time, until they are written', () => {
    const once = modules.find(null, 'models', 0);
    expect(modules.find(null, 'vit_jax.configs.models', 0)).toBe(once);
    expect(modules.textOf(once?.key ?? '')).toBe('MODELS');
    reader.forget(once?.key ?? '');
    expect(modules.find(null, 'models', 0)).not.toBe(once);
  });

  it('are none where there is no file, or no text', () => {
    expect(modules.find(null, 'numpy', 0)).toBeNull();
    expect(modules.find(null, 'bad', 0)).toBeNull();
    expect(modules.find(null, 'vit_jax.configs', 0)).toBeNull();
  });
});
