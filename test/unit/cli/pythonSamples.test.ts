/** samples/python: right ones without a finding, wrong ones with what their `# expect: severity code` comments name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processHost } from '../../../server/cli/host';
import { openSource, type Source } from '../../../server/cli/source';
import { ROOT } from './built';

const FOLDER = join(ROOT, 'samples', 'python');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.py'));

async function open(name: string, wanted: string | null = null): Promise<Source> {
  const opened = await openSource(processHost(), join(FOLDER, name), { wanted });
  if (!opened.ok) throw new Error(opened.problem);
  return opened.source;
}

const expectations = (text: string): string[] =>
  text.split('\n').flatMap((line, i) => {
    const [, list] = /# expect: (.*)$/.exec(line) ?? [];
    return (list ?? '').split(',').flatMap((item) => (item === '' ? [] : [`${i + 1}: ${item.trim()}`]));
  });

it.each(files)('%s has the findings its comments name', async (name) => {
  const source = await open(name);
  const said = source.findings.map(({ range, severity, code }) => `${source.place(range).start.line + 1}: ${severity} ${code}`);
  expect(said.sort()).toEqual(expectations(readFileSync(join(FOLDER, name), 'utf8')).sort());
});

describe('models.py', () => {
  it('has a model for each function', async () => {
    const { models, text } = await open('models.py');
    expect(models.map(({ config }) => config)).toEqual([...text.matchAll(/^def (\w+)/gm)].map(([, name]) => name));
    expect(models.map(({ model }) => model.spec.architecture.architecture)).toEqual(['vit', 'vit', 'vit', 'vit', 'vit', 'mixer', 'lit']);
    expect(models.filter(({ model }) => model.figures === null)).toEqual([]);
  });
});

describe('finetune.py', () => {
  it('takes its arguments from the docstring', async () => {
    const { models } = await open('finetune.py');
    expect(models.map(({ name, model }) => [name, model.figures?.outputs[0]?.shape])).toEqual([['small_16', [1, 10]]]);
  });

  it.each(['small', 'small_32', 'shallow', 'wide', 'hybrid', 'mixer'])('trains %s on any data set', async (model) => {
    for (const dataset of ['cifar10', 'flowers']) {
      const source = await open('finetune.py', `${model},${dataset}`);
      expect(source.models.map((entry) => [entry.model.spec.training?.dataset.known, entry.model.figures === null])).toEqual([[true, false]]);
      expect(source.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});
