import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../../server/core/rules';
import { sample } from './built';
import { BROKEN, TINY } from './configs';
import { vitConfig } from './testHost';

const files = { 'configs/b (1).vit.yaml': BROKEN, 'a.vit.yaml': TINY };

async function run(args: readonly string[], content: Record<string, string> = files) {
  const { out, code } = await vitConfig(['check', ...args, '--format', 'sarif'], { files: content });
  const log = JSON.parse(out);
  expect(log.runs).toHaveLength(1);
  return { code, log, run: log.runs[0] };
}

it('is a SARIF 2.1.0 log of one run', async () => {
  const { code, log, run: result } = await run(['a.vit.yaml', 'configs/b (1).vit.yaml']);
  expect(code).toBe(1);
  expect(Object.keys(log)).toEqual(['$schema', 'version', 'runs']);
  expect(log.version).toBe('2.1.0');
  expect(Object.keys(result)).toEqual(['tool', 'columnKind', 'invocations', 'artifacts', 'results']);
  expect(result.columnKind).toBe('utf16CodeUnits');
  expect(result.tool.driver).toMatchObject({ name: 'vit-config', semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  expect(result.artifacts).toEqual([{ location: { uri: 'a.vit.yaml' } }, { location: { uri: 'configs/b%20(1).vit.yaml' } }]);
  expect(result.invocations).toEqual([{ executionSuccessful: true, exitCode: 1, toolExecutionNotifications: [] }]);
});

it('has a result with place, related places and fixes, lines and columns from 1', async () => {
  const { run: result } = await run(['configs/b (1).vit.yaml']);
  const artifactLocation = { uri: 'configs/b%20(1).vit.yaml' };
  const heads = { startLine: 8, startColumn: 14, endLine: 8, endColumn: 15 };
  expect(result.results).toEqual([
    {
      ruleId: 'heads-divide-width',
      ruleIndex: result.tool.driver.rules.findIndex(({ id }: { id: string }) => id === 'heads-divide-width'),
      level: 'error',
      message: { text: expect.stringContaining('3 heads do not divide') },
      locations: [{ physicalLocation: { artifactLocation, region: heads } }],
      relatedLocations: [
        {
          id: 0,
          physicalLocation: { artifactLocation, region: { startLine: 5, startColumn: 14, endLine: 5, endColumn: 15 } },
          message: { text: '`hidden_size: 8`' },
        },
      ],
      fixes: expect.arrayContaining([
        {
          description: { text: expect.stringContaining('num_heads: 2') },
          artifactChanges: [{ artifactLocation, replacements: [{ deletedRegion: heads, insertedContent: { text: '2' } }] }],
        },
      ]),
    },
  ]);
});

describe('rules', () => {
  it('are all there is, each with a page', async () => {
    const { run: result } = await run(['a.vit.yaml']);
    expect(result.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([...CODES]);
    for (const rule of result.tool.driver.rules) {
      expect(Object.keys(rule)).toEqual(['id', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration']);
      expect(rule.shortDescription.text).not.toBe('');
      expect(rule.help.text).toContain(rule.fullDescription.text);
      // Of limits on the size of a text there is no example.
      const examples = rule.id === 'too-large' ? /^[^`]+\n$/ : /\n```(yaml|json|python)\n[^`]+\n```\n\nBetter:\n\n```\1\n[^`]+\n```\n$/;
      expect(rule.help.markdown).toMatch(examples);
      expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration.level);
    }
  });

  it('are what the results of all broken samples refer to', async () => {
    const names = readdirSync(sample('broken'));
    const { run: result } = await run(names, Object.fromEntries(names.map((name) => [name, readFileSync(sample(`broken/${name}`), 'utf8')])));
    const rules: { id: string }[] = result.tool.driver.rules;
    expect(result.results.length).toBeGreaterThan(names.length / 2);
    for (const { ruleId, ruleIndex } of result.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    const used = result.results.map(({ ruleId }: { ruleId: string }) => ruleId);
    expect(used).toEqual(expect.arrayContaining(['heads-divide-width', 'unknown-key', 'json-trailing-comma', 'syntax']));
  });
});

it('tells of files that could not be read', async () => {
  const { code, run: result } = await run(['a.vit.yaml', 'gone {0}.yaml']);
  expect(code).toBe(2);
  expect(result.invocations).toEqual([
    {
      executionSuccessful: false,
      exitCode: 2,
      toolExecutionNotifications: [{ level: 'error', message: { text: expect.stringMatching(/^gone \{\{0\}\}\.yaml: /) } }],
    },
  ]);
});
