/** Findings of Python configs: where those are said that are about values from elsewhere. */
import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import type { Finding } from '../../../server/core/finding';
import type { PythonModules } from '../../../server/core/syntax';
import { type InEnglish, inEnglish } from '../../english';
import { applied } from './check';

const HEAD = 'import ml_collections\n\n';
const BASE = `${HEAD}
def get_base():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-base'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.classifier = 'token'
  return config
`;

/** A second config of the same file. */
const derived = (body: string, name = 'get_own') => `\n\ndef ${name}():\n  config = get_base()\n  config.model_name = 'my-own'\n${body}  return config\n`;

/** One file that others can import, by whatever name. */
function modulesOf(text: string): PythonModules {
  const source = { key: 'base.py', text };
  return { find: (_from, dotted) => (dotted === 'base' ? source : null) };
}

function findingsIn(text: string, modules?: PythonModules): InEnglish<Finding>[] {
  return inEnglish(Snapshot.of(text, { fileName: 'models.py', syntax: 'python', ignore: [], ...(modules === undefined ? {} : { modules }) }).findings());
}

/** Each finding: its code, its line's text, and of each related place the file and the line's text with what is said. */
function told(text: string, findings: readonly InEnglish<Finding>[], base = ''): unknown[] {
  const line = (of: string, at: number) =>
    of
      .slice(of.lastIndexOf('\n', at - 1) + 1)
      .split('\n', 1)[0]
      ?.trim();
  return findings.map(({ code, range, related }) => [
    code,
    line(text, range.start),
    ...related.map(({ file, range: place, message }) => `${file ?? ''}: ${line(file === undefined ? text : base, place.start)}: ${message}`),
  ]);
}

describe('a value of the own and one from elsewhere', () => {
  it('are told at the own one, whichever of them the rule points at', () => {
    const heads = BASE + derived('  config.transformer.num_heads = 10\n');
    expect(told(heads, findingsIn(heads))).toEqual([
      ['heads-divide-width', 'config.transformer.num_heads = 10', ': config.hidden_size = 768: `hidden_size: 768`'],
    ]);
    const width = BASE + derived('  config.hidden_size = 770\n');
    expect(told(width, findingsIn(width))).toEqual([
      ['heads-divide-width', 'config.hidden_size = 770', ': config.transformer.num_heads = 12: `num_heads` is written here, in `get_base`'],
    ]);
  });

  it('are mended at the own one first, and never elsewhere', () => {
    const text = BASE + derived('  config.hidden_size = 770\n');
    const [finding] = findingsIn(text);
    expect(finding?.fixes.map(({ title }) => title)[0]).toMatch(/^hidden_size: 768/);
    for (const fix of finding?.fixes ?? []) expect(applied(text, fix.edits).startsWith(BASE)).toBe(true);
  });

  it('of another file too', () => {
    const text = `${HEAD}import base${derived('  config.transformer.num_heads = 10\n').replace('get_base()', 'base.get_base()')}`;
    expect(told(text, findingsIn(text, modulesOf(BASE)), BASE)).toEqual([
      ['heads-divide-width', 'config.transformer.num_heads = 10', 'base.py: config.hidden_size = 768: `hidden_size: 768`'],
    ]);
  });
});

describe('what is wrong in another function', () => {
  const wrong = BASE.replace('num_heads = 12', 'num_heads = 10');

  it('is said there, and not of all that use it', () => {
    const text = wrong + derived('') + derived('', 'get_other');
    expect(told(text, findingsIn(text)).map((one) => (one as string[])[1])).toEqual(['config.transformer.num_heads = 10']);
    const deep = text + derived('', 'get_third').replace('get_base()', 'get_own()');
    expect(findingsIn(deep)).toHaveLength(1);
  });

  it('is not said of a model that it is a part of', () => {
    const lit = `\n\ndef get_lit():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-lit'
  config.out_dim = (None, 768)
  config.image = get_base()
  config.text_model = 'bert'
  config.text = ml_collections.ConfigDict({'config': 'base'})
  config.pp = ml_collections.ConfigDict({'tokenizer_name': 'bert', 'size': 224, 'max_len': 16})
  return config
`;
    expect(findingsIn(BASE + lit)).toEqual([]);
    expect(told(wrong + lit, findingsIn(wrong + lit)).map((one) => (one as string[])[1])).toEqual(['config.transformer.num_heads = 10']);
  });

  it('is no news beside a name of the own', () => {
    const named = BASE.replace('num_heads = 12', 'num_heads = 16').replace('my-base', 'ViT-B_16');
    const text = named + derived('  config.patches.size = (32, 32)\n').replace('my-own', 'ViT-B_32');
    expect(told(text, findingsIn(text)).map((one) => (one as string[])[1])).toEqual(['config.transformer.num_heads = 16']);
  });

  it('is not said of those that use it where it is silenced there', () => {
    const text = wrong.replace('num_heads = 10', 'num_heads = 10  # vit-config: ignore=heads-divide-width') + derived('');
    expect(findingsIn(text)).toEqual([]);
  });

  it('is said at the call where nobody else says it', () => {
    const text = wrong.replace('def get_base():', 'def get_base(width):').replace('= 768', '= width') + derived('').replace('get_base()', 'get_base(768)');
    const [finding] = findingsIn(text);
    expect(finding?.code).toBe('heads-divide-width');
    expect(text.slice(finding?.range.start, finding?.range.end)).toMatch(/^get_base\(768\)$|^768$/);
    expect(finding?.fixes.some(({ safe }) => safe === true)).toBe(false);
  });

  it('is said at the call of another file where it is an error, and only then', () => {
    const use = `${HEAD}import base${derived('').replace('get_base()', 'base.get_base()')}`;
    expect(told(use, findingsIn(use, modulesOf(wrong)), wrong)).toEqual([
      [
        'heads-divide-width',
        'config = base.get_base()',
        'base.py: config.transformer.num_heads = 10: `num_heads` is written here, in `get_base`',
        'base.py: config.hidden_size = 768: `hidden_size: 768`',
      ],
    ]);
    const warned = BASE.replace("config.classifier = 'token'", "config.classifier = 'token'\n  config.image_size = 230");
    expect(findingsIn(warned).map(({ code }) => code)).toEqual(['image-patch-remainder']);
    expect(findingsIn(use, modulesOf(warned))).toEqual([]);
  });
});

it('a function that is read with several arguments says the same once', () => {
  const text = `"""Configs.

  --config=models.py:a
"""
${BASE.replace('def get_base():', '# vit-config: args=a\n# vit-config: args=b\ndef get_base(name):').replace("'my-base'", 'name').replace('num_heads = 12', 'num_heads = 10')}`;
  expect(findingsIn(text).map(({ code }) => code)).toEqual(['heads-divide-width']);
});
