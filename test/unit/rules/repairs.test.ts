/** A repair where one can be known: every code, every kind of fault. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES, PAGES } from '../../../server/core/rules';
import { syntaxOf } from '../../../server/core/syntax';
import type { Syntax } from '../../../server/core/syntax/tree';
import { applied, checkFixes, findingsIn } from './check';

const folder = new URL('../../../samples/broken/', import.meta.url);

/** Findings whose repair is nobody's but the author's to know. */
const WITHOUT: Readonly<Record<string, string>> = {
  'checkpoint-adapted': 'nothing is wrong',
  'checkpoint-file': 'where the file is, is for the author to say',
  'checkpoint-loader': 'the file is of something else',
  'checkpoint-tensors': 'the file is not whole',
  'dataset-empty': 'what is trained on is for the author to say',
  'unread-evaluator': 'what is put under evals has to be there by then, and the lines that follow go with it',
  'too-large': 'which of the many values are too many can not be told',
};

it('every code has a fix in a broken sample, or a reason why it has none', () => {
  const fixed = new Set<string>();
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    for (const { code, fixes } of findingsIn(text, syntaxOf(name))) if (fixes.length > 0) fixed.add(code);
  }
  for (const { docs, syntax } of PAGES) {
    if (syntax === 'python') for (const { code, fixes } of findingsIn(docs.bad, syntax)) if (fixes.length > 0) fixed.add(code);
  }
  expect([...CODES].filter((code) => !fixed.has(code)).sort()).toEqual(Object.keys(WITHOUT).sort());
});

const YAML = `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer:
  mlp_dim: 3072
  num_heads: 12
  num_layers: 12
classifier: token
`;
const JSON_TEXT = `{
  "model_name": "my-vit",
  "patches": {"size": [16, 16]},
  "hidden_size": 768,
  "transformer": {
    "mlp_dim": 3072, "num_heads": 12, "num_layers": 12
  }
}
`;

/** With `from` written as `to`, a finding of a code has just these fixes, each of them mends it, and the first gives `mended`. */
function mends(code: string, text: string, syntax: Syntax, from: string, to: string, titles: readonly string[], mended = from): void {
  expect(text.split(from), `${from} stands there once`).toHaveLength(2);
  const broken = text.replace(from, () => to);
  const finding = findingsIn(broken, syntax).find((candidate) => candidate.code === code && (titles.length === 0 || candidate.fixes.length > 0));
  if (finding !== undefined) checkFixes(broken, syntax, finding);
  expect(finding?.fixes.map(({ title }) => title) ?? []).toEqual(titles);
  expect(applied(broken, finding?.fixes[0]?.edits ?? [])).toBe(text.replace(from, () => (titles.length === 0 ? to : mended)));
}

describe('a fault of the YAML', () => {
  it.each<[from: string, to: string, titles: string[], mended?: string]>([
    ['num_heads: 12', 'num_heads 12', ['Insert a colon behind num_heads (86.6 M parameters)']],
    ['num_heads: 12', 'num_heads = 12', ['Insert a colon behind num_heads (86.6 M parameters)']],
    ['hidden_size: 768', 'hidden_size 768', ['Insert a colon behind hidden_size (86.6 M parameters)']],
    ['hidden_size: 768', 'hidden_size:768', ['Insert a space']],
    ['transformer:\n', 'transformer\n', ['Insert a colon behind transformer (86.6 M instead of 1.36 M parameters)']],
    ['hidden_size: 768', 'hidden_size', []],
    ['  num_heads', '    num_heads', ['Indent by 2, as mlp_dim']],
    ['  num_heads', ' num_heads', ['Indent by 2, as mlp_dim (86.6 M parameters)']],
    ['hidden_size: 768\n', '  hidden_size: 768\n', ['Indent not at all, as patches']],
    ['[16, 16]}', '[16, 16]', ['Insert }']],
    ['[16, 16]}', '[16, 16', ['Insert ]}']],
    ['[16, 16]}', '[16, 16] # both', ['Insert }'], '[16, 16]} # both'],
    ['{size: [16', '{size [16', ['Insert a colon']],
    ['{size: [16, 16]}', '{size: [16, 16], x-a: "b" x-c: d}', ['Insert a comma'], '{size: [16, 16], x-a: "b", x-c: d}'],
    ['[16, 16]', '[16,, 16]', ['Delete the comma']],
    ['[16, 16]', '[, 16, 16]', ['Delete the comma'], '[ 16, 16]'],
    ['my-vit', 'a: b', ['Quote a: b (86.6 M parameters)'], '"a: b"'],
    ['hidden_size: 768\n', 'hidden_size: 768 x-a: 1\n', ['Put the second key on a line of its own (86.6 M parameters)'], 'hidden_size: 768\nx-a: 1\n'],
    ['transformer:\n  mlp_dim', 'transformer: mlp_dim', ['Put mlp_dim on the line below']],
    ['my-vit', '@vit', ['Quote @vit'], '"@vit"'],
    ['{size: [16, 16]}', '{size: [16, 16], x-a: `b}', ['Quote `b'], '{size: [16, 16], x-a: "`b"}'],
    ['my-vit', '"my-vit', ['Insert " behind my-vit'], '"my-vit"'],
    ['my-vit', "'my-vit # mine", ["Insert ' behind my-vit"], "'my-vit' # mine"],
    ['my-vit', '"my\\qvit"', ['Write \\\\q'], '"my\\\\qvit"'],
    ['my-vit', 'my\u0007-vit', ['Delete the character']],
    ['768', '!!python/int 768', ['Delete the tag !!python/int']],
    ['768', '!foo 768', ['Delete the tag !foo']],
    ['hidden_size: 768', 'x-width: &width 768\nhidden_size: *widht', ['*width (86.6 M parameters)'], 'x-width: &width 768\nhidden_size: *width'],
    ['768', '[768]#', ['Insert a space'], '[768] #'],
    ['{size: [16, 16]}', '\n  size:\n  - 16\n  16', ['Insert "- " (86.6 M parameters)'], '\n  size:\n  - 16\n  - 16'],
    ['size: [', 'size:\t[', ['Replace the tab by a space']],
    ['hidden_size: 768', '\thidden_size: 768', ['Delete the tab']],
    ['  num_heads', '\tnum_heads', ['Replace the tab by two spaces (86.6 M parameters)']],
    [
      '  mlp_dim: 3072\n  num_heads',
      '\tmlp_dim: 3072\n\tnum_heads',
      ['Replace the 2 tabs that indent by two spaces each (86.6 M instead of 1.36 M parameters)'],
    ],
  ])('%j as %j', (from, to, titles, mended) => mends('syntax', YAML, 'yaml', from, to, titles, mended));

  it('in CRLF', () => {
    const text = YAML.replaceAll('\n', '\r\n');
    mends('syntax', text, 'yaml', 'transformer:\r\n', 'transformer\r\n', ['Insert a colon behind transformer (86.6 M instead of 1.36 M parameters)']);
    mends('syntax', text, 'yaml', '[16, 16]}', '[16, 16]', ['Insert }']);
    mends('syntax', text, 'yaml', '768\r\n', '768 x-a: 1\r\n', ['Put the second key on a line of its own (86.6 M parameters)'], '768\r\nx-a: 1\r\n');
  });
});

describe('a fault of the JSON', () => {
  it.each<[from: string, to: string, titles: string[], mended?: string]>([
    ['"my-vit"', '"my-vit', ['Insert " behind my-vit']],
    ['"hidden_size": 768', '"hidden_size: 768', ['Insert " behind hidden_size (86.6 M parameters)']],
    ['  }\n}\n', '  }\n', ['Insert }']],
    ['12\n  }\n}\n', '12\n', ['Insert }}']],
    ['12\n  }\n}\n', '12,\n', ['Insert }}']],
    ['16]', '16', ['Insert ]']],
    ['768,', '768', ['Insert a comma']],
    ['768,', '768,,', ['Delete the comma']],
    ['"hidden_size":', '"hidden_size"', ['Insert a colon']],
    ['"hidden_size":', '"hidden_size"::', ['Delete the colon (86.6 M parameters)']],
    ['768', 'None', ['Write null'], 'null'],
    ['768', '0x300', ['Write 768']],
    ['"my-vit"', "'my-vit'", ['Write "my-vit"']],
    ['"my-vit"', 'my-vit', ['Write "my-vit"']],
    ['"hidden_size"', 'hidden_size', ['Write "hidden_size"']],
    ['my-vit', 'my\tvit', ['Write \\t'], 'my\\tvit'],
    ['my-vit', 'my\\qvit', ['Write \\\\q'], 'my\\\\qvit'],
    ['  }\n}\n', '  }\n}}\n', ['Delete what follows']],
    // A vertical tab is no white space to JSON.
    ['  }\n}\n', '  }\n}\u000b\n', ['Delete what follows']],
    ['my-vit', 'my-\0vit', ['Delete the character (86.6 M parameters)']],
    ['{\n  "model', '\ufeff{\n  "model', ['Delete the byte order mark']],
    ['768,', '768, /* half', ['Insert }'], '768\n} /* half'],
  ])('%j as %j', (from, to, titles, mended) => mends('syntax', JSON_TEXT, 'json', from, to, titles, mended));
});

describe('a key that is set twice', () => {
  const check = (text: string, syntax: Syntax, ...fixes: readonly (readonly [title: string, result: string])[]) => {
    const [finding] = findingsIn(text, syntax).filter(({ code }) => code === 'duplicate-key');
    expect(finding?.fixes.map(({ title, edits }) => [title, applied(text, edits)])).toEqual(fixes);
  };
  const keys = 'patches: {size: [16, 16]}\ntransformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\n';

  it('is kept as it is read, or as it was', () => {
    check(
      `hidden_size: 768 # a\n${keys}hidden_size: 384\n`,
      'yaml',
      ['Keep the last, hidden_size: 384 (nothing changes)', `${keys}hidden_size: 384\n`],
      ['Keep the first, hidden_size: 768 (86.6 M instead of 36.2 M parameters)', `hidden_size: 768 # a\n${keys}`],
    );
  });
  it('may be set more than twice', () => {
    const three = (first: string, second: string, third: string) => `{"model_name": ${first}, "model_name": ${second}, "model_name": ${third}}`;
    check(
      three('"ViT-B_16"', '"ViT-B_32"', '"ViT-L_16"'),
      'json',
      ['Keep the last, model_name: "ViT-L_16" (nothing changes)', '{"model_name": "ViT-L_16"}'],
      ['Keep the first, model_name: "ViT-B_16" (86.6 M instead of 304 M parameters)', '{"model_name": "ViT-B_16"}'],
    );
  });
  it('is dropped where it says the same', () => {
    check(`hidden_size: 768\n${keys}hidden_size: 768\n`, 'yaml', ['Remove the repeated hidden_size (nothing changes)', `hidden_size: 768\n${keys}`]);
  });
  it('stays where an alias would lose its anchor', () => {
    check(`hidden_size: &w 768\nx-w: *w\n${keys}hidden_size: 384\n`, 'yaml', [
      'Keep the first, hidden_size: 768 (86.6 M instead of 36.2 M parameters)',
      `hidden_size: &w 768\nx-w: *w\n${keys}`,
    ]);
  });
});

describe('a value that can not be saved', () => {
  const values: [from: string, to: string, code: string, titles: string[]][] = [
    ['hidden_size: 768', 'hidden_size:', 'wrong-type', ['hidden_size: 768 (as in ViT-B_16, 86.6 M parameters)']],
    ['hidden_size: 768', 'hidden_size: 0', 'out-of-range', ['hidden_size: 768 (as in ViT-B_16, 86.6 M parameters)']],
    [
      'hidden_size: 768',
      'hidden_size: -192',
      'out-of-range',
      ['hidden_size: 192 (without the minus, 16.4 M parameters)', 'hidden_size: 768 (as in ViT-B_16, 86.6 M parameters)'],
    ],
    ['num_layers: 12\n', 'num_layers: 12\n  dropout_rate: 10\n', 'out-of-range', ['dropout_rate: 0.1 (10 per cent)', 'dropout_rate: 0 (as in ViT-B_16)']],
    ['[16, 16]', '16x16', 'wrong-type', ['size: [16, 16] (86.6 M parameters)']],
    ['[16, 16]', '"14"', 'wrong-type', ['size: [14, 14] (86.5 M parameters)']],
    ['[16, 16]', 'null', 'wrong-type', ['size: [16, 16] (as in ViT-B_16, 86.6 M parameters)']],
    ['[16, 16]', '[]', 'patch-size-pair', ['patches.size: [16, 16] (as in ViT-B_16, 86.6 M parameters)']],
    ['[16, 16]', '-16', 'patch-size-pair', ['patches.size: [16, 16] (without the minus, 86.6 M parameters)']],
    ['[16, 16]', '[16, 0]', 'out-of-range', ['Change to 16 (as in ViT-B_16, 86.6 M parameters)']],
    ['[16, 16]', '[16, -16]', 'out-of-range', ['Change to 16 (without the minus, 86.6 M parameters)']],
    ['num_heads: 12', 'num_heads: twelve', 'wrong-type', ['num_heads: 12 (as in ViT-B_16, 86.6 M parameters)']],
    [
      'transformer:\n  mlp_dim: 3072\n  num_heads: 12\n  num_layers: 12',
      'transformer: 12',
      'wrong-type',
      ['transformer: {…} (as in ViT-B_16, 86.6 M parameters)'],
    ],
    [
      'classifier: token',
      'classifier: Token',
      'not-allowed-value',
      [
        'classifier: token (a learned class token is put before the patches, 86.6 M parameters)',
        'classifier: gap (the mean over all tokens is classified, 86.6 M parameters)',
        'classifier: unpooled (no pooling and no class token: one output for each patch, 86.6 M parameters)',
        'classifier: token_unpooled (no pooling, with a class token: one output for each token, 86.6 M parameters)',
      ],
    ],
  ];
  it.each(values)('%j as %j', (from, to, code, titles) => {
    const text = YAML.replace(from, to);
    expect(text).not.toBe(YAML);
    const found = findingsIn(text).filter((finding) => finding.code === code);
    for (const finding of found) checkFixes(text, 'yaml', finding);
    expect(found.map(({ fixes }) => fixes.map(({ title }) => title))).toEqual([titles]);
  });
});
