import { describe, expect, test } from 'vitest';
import { type Site, sitesAt } from '../../../server/core/editor/completion/site';

/** What stands at `$0`: `key PATH 'typed'`, `value PATH 'typed'`, or `-`; then whatever else is to be known. */
function site(fixture: string, syntax: 'yaml' | 'json' = 'yaml'): string {
  const offset = fixture.indexOf('$0');
  if (offset < 0) throw new Error('the fixture has no $0');
  const text = fixture.replace('$0', '');
  return (
    sitesAt(text, syntax, offset)
      .map((found) => shown(found, text))
      .join(' | ') || '-'
  );
}

function shown(found: Site, text: string): string {
  const said = [found.kind, found.path || '.', `'${text.slice(found.token.start, found.token.end)}'`];
  if (found.named) said.push('named');
  if (found.lead !== '') said.push(`lead '${found.lead}'`);
  if (found.tail !== '') said.push(`tail '${found.tail}'`);
  if (found.orphan !== null) said.push(`adopts ${found.orphan}`);
  for (const { range, newText } of found.edits) said.push(`edit ${range.start}-${range.end} '${newText}'`);
  return said.join(' ');
}

const is = (fixture: string, expected: string, syntax: 'yaml' | 'json' = 'yaml') =>
  test(JSON.stringify(fixture), () => expect(site(fixture, syntax)).toBe(expected));
const json = (fixture: string, expected: string) => is(fixture, expected, 'json');

describe('YAML, a line for a key', () => {
  is('$0', "key . ''");
  is('hid$0', "key . 'hid'");
  is('h$0id', "key . 'hid'");
  is('hidden_size: 768\n$0', "key . ''");
  is('hidden_size: 768\n$0\npatches:\n', "key . ''");
  is('hidden_size: 768\nmlp$0\n', "key . 'mlp'");
  is('"hid$0', `key . '"hid'`);
  is('"hid$0"', `key . '"hid"'`);
  is("'hid$0", `key . ''hid'`);
  is('a b$0', '-');
  is('hid$0 # why', "key . 'hid'");
  is('\ufeffhid$0', "key . 'hid'");
  is('$0\ufeffhid', '-');
  is('😀: 1\nhid$0', "key . 'hid'");
});

describe('YAML, nested', () => {
  is('transformer:\n  $0', "key transformer ''");
  is('transformer:\n  num$0', "key transformer 'num'");
  is('transformer:\n    $0', "key transformer ''");
  is('transformer:\n  num_heads: 12\n  $0', "key transformer ''");
  is('transformer:\n  num_heads: 12\n$0', "key . ''");
  is('transformer:\n$0', "key . '' | key transformer '' lead '  '");
  is('resnet:\n    width_factor: 1\ntransformer:\nnum$0', "key . 'num' | key transformer 'num' lead '    '");
  is('model:\n  transformer:\n    num_heads: 12\n  $0', "key model ''");
  is('model:\n  transformer:\n    num_heads: 12\n    $0', "key model.transformer ''");
  is('model:\n  transformer:\n  $0', "key model '' | key model.transformer '' lead '  '");
  is('transformer: &base # all of them\n  $0', "key transformer ''");
  is('transformer: !!map\n  $0', "key transformer ''");
  is('"transformer":\n  $0', "key transformer ''");
  is('transformer :\n  $0', "key transformer ''");
});

describe('YAML, an indentation that no key has', () => {
  is('hidden_size: 768\n  $0', "key . '' edit 17-19 ''");
  is('hidden_size: 768\n  num$0', "key . 'num' edit 17-19 ''");
  is('transformer:\n    num_heads: 12\n  $0', "key transformer '' lead '  '");
  is('transformer:\n    num_heads: 12\n $0', "key . '' edit 31-32 ''");
  is('transformer:\n  num_heads: 12\n    $0', "key transformer '' edit 31-33 ''");
  is('  hidden_size: 768\n$0', "key . '' lead '  '");
  is('$0\n  hidden_size: 768', "key . '' lead '  '");
  is('\t$0', "key . ''");
});

describe('YAML, what stands below stays where it is', () => {
  is('transformer:\n$0\n  num_heads: 12', "key transformer '' lead '  ' | key . '' adopts num_heads");
  is('transformer:\n    $0\n  num_heads: 12', "key transformer '' edit 15-17 ''");
  is('transformer:\n  num_heads: 12\n$0\n  num_layers: 12\n', "key transformer '' lead '  ' | key . '' adopts num_layers");
  is('transformer:\n  num_heads: 12\n$0\n\n# a comment\nclassifier: token\n', "key . ''");
  is('hidden_size: 768\n$0\n  num_heads: 12', "key . '' adopts num_heads");
  is('hidden_size: 768\ntrans$0\n  num_heads: 12', "key . 'trans' adopts num_heads");
  is('hidden_size: 768\n$0\n---\n  num_heads: 12', "key . ''");
});

describe('YAML, a key that has its colon', () => {
  is('hid$0den_size: 768', "key . 'hidden_size' named");
  is('$0hidden_size: 768', "key . 'hidden_size' named");
  is('hidden_size$0: 768', "key . 'hidden_size' named");
  is('a: 1\ntransformer:\n  num$0: 12', "key transformer 'num' named");
  is('hidden_size $0: 768', '-');
  is('  $0  hidden_size: 768', '-');
});

describe('YAML, values', () => {
  is('hidden_size: $0', "value hidden_size ''");
  is('hidden_size:$0', "value hidden_size '' lead ' '");
  is('hidden_size: 7$0', "value hidden_size '7'");
  is('hidden_size: 7$068', "value hidden_size '768'");
  is('hidden_size: $0768', "value hidden_size '768'");
  is('hidden_size:$0 768', "value hidden_size ' 768' lead ' '");
  is('hidden_size:7$0', "value hidden_size '7' lead ' '");
  is('hidden_size: 768$0', "value hidden_size '768'");
  is('hidden_size: 768 $0', '-');
  is('hidden_size: $0 # width', "value hidden_size ''");
  is('hidden_size: $0# width', "value hidden_size '' tail ' '");
  is('hidden_size: 768 # wi$0dth', '-');
  is('# hidden_size: $0', '-');
  is('model_name: "ViT$0', `value model_name '"ViT'`);
  is('model_name: "ViT$0"', `value model_name '"ViT"'`);
  is("model_name: 'ViT$0'", `value model_name ''ViT''`);
  is('model_name: "ViT" $0', '-');
  is('hidden_size: *wi$0dth', '-');
  is('hidden_size: &w 7$0', "value hidden_size '7'");
  is('hidden_size: &w $0', "value hidden_size ''");
  is('hidden_size: &$0w 7', '-');
  is('transformer: $0\n  num_heads: 12', '-');
  is('transformer: $0\nhidden_size: 12', "value transformer ''");
  is('model:\n  transformer:\n    num_heads: $0', "value model.transformer.num_heads ''");
  is('<<: $0', "value << ''");
  is('? a$0', '-');
});

describe('YAML, texts of several lines', () => {
  is('note: |\n  hid$0\nhidden_size: 768', '-');
  is('note: >-\n  hid\n  $0\n', '-');
  is('note: |\n  hid\n$0', "key . ''");
  is('note: $0|\n  hid', '-');
});

describe('YAML, lists', () => {
  is('patches:\n  size: [$0', "value patches.size '['");
  is('patches:\n  size: [$0]', "value patches.size '[]'");
  is('patches:\n  size: $0[16, 16]', "value patches.size '[16, 16]'");
  is('patches:\n  size: [16,$0 16]', "value patches.size '[16, 16]'");
  is('patches:\n  size: [16, 16]$0', "value patches.size '[16, 16]'");
  is('patches:\n  size: [16, $0\nhidden_size: 768', "value patches.size '[16, '");
  is('patches:\n  size: [16, 1$0\nresnet:\n  num_layers: [3, 4, 9]', "value patches.size '[16, 1'");
  is('patches:\n  size:\n    - $0', "value patches.size.0 ''");
  is('patches:\n  size:\n    - 16\n    - 1$0', "value patches.size.1 '1'");
  is('patches:\n  size:\n  - 16\n  - $0', "value patches.size.1 ''");
  is('patches:\n  size:\n  - 16\n  $0\n  - 16', '-');
  is('patches:\n  size:\n  - 16\n  -$0', '-');
  is('out_dim:\n- 16\n- 16\n$0', "key . ''");
  is('patches:\n  size:\n    $0', "key patches.size ''");
  is('patches:\n  size:\n    [1$0]', "value patches.size '[1]'");
  is('- a: 1\n  b$0', "key 0 'b'");
});

describe('YAML, braces', () => {
  is('patches: {$0', "key patches ''");
  is('patches: {$0}', "key patches ''");
  is('patches: {si$0}', "key patches 'si'");
  is('patches: {size: $0}', "value patches.size ''");
  is('patches: {size: [16,$0]}', "value patches.size '[16,]'");
  is('patches: {size: [16, 16]$0}', "key patches '' lead ', '");
  is('patches: {size: [16, 16], $0}', "key patches ''");
  is('transformer: {num_heads: 12, mlp$0, num_layers: 12}', "key transformer 'mlp'");
  is('transformer: {$0 num_heads: 12}', "key transformer '' tail ','");
  is('transformer: {num_heads: 1$0, num_layers: 12}', "value transformer.num_heads '1'");
  is('transformer: {num_heads:$0, num_layers: 12}', "value transformer.num_heads '' lead ' '");
  is('transformer: {\n  num_heads: 12,\n  $0\n}\n', "key transformer ''");
  is('transformer: {\n  num_heads: 12\n  $0\n}\n', "key transformer '' edit 30-30 ','");
  is('transformer: {num_heads: 12, mlp$0\nhidden_size: 768\n', "key transformer 'mlp'");
  is('transformer: {num_heads: 12, # mlp$0\nhidden_size: 768}\n', '-');
  is('transformer: {num_heads: 12\nhidden_size: 768\n$0', "key . ''");
  is('{hidden_size: 768, $0}', "key . ''");
  is('model: {transformer: {num$0}}', "key model.transformer 'num'");
  is('patches: {size: [16, 16]}$0', '-');
  is('patches: {\n  size: [16, 16]\n}$0', '-');
  is('patches: {\n  size: [16, 16]\n}$0\n', '-');
  is('patches: {\n  size: [16, 16]\n}\n$0', "key . ''");
});

describe('YAML, documents and line ends', () => {
  is('---\n$0', "key . ''");
  is('---$0\n', '-');
  is('--- # one\nhid$0', "key . 'hid'");
  is('%YAML 1.1\n---\nhid$0', "key . 'hid'");
  is('transformer:\r\n  num$0\r\n', "key transformer 'num'");
  is('hidden_size: 7$0\r\n', "value hidden_size '7'");
  is('hidden_size: 7\r$0\n', '-');
});

describe('JSON', () => {
  json('$0', "value . ''");
  json('vi$0', "value . 'vi'");
  json('{$0', "key . ''");
  json('{$0}', "key . ''");
  json('{"hid$0', `key . '"hid'`);
  json('{"hid$0}', `key . '"hid'`);
  json('{"hid$0"}', `key . '"hid"'`);
  json('{hid$0}', "key . 'hid'");
  json('{"hid$0, "b": 1}', `key . '"hid'`);
  json('{"hid$0": 768}', `key . '"hid"' named`);
  json('{"hid$0" : 768}', `key . '"hid"' named`);
  json('{"a"$0}', `key . '"a"'`);
  json('{"a" $0}', '-');
  json('{"a": $0}', "value a ''");
  json('{"a":$0}', "value a '' lead ' '");
  json('{"a": 1$0}', "value a '1'");
  json('{"a": 1 $0}', "key . '' edit 7-7 ','");
  json('{"a": {}$0}', "key . '' lead ', '");
  json('{"a": 1,$0}', "key . '' lead ' '");
  json('{"a": 1, $0}', "key . ''");
  json('{"a": 1,\n  $0\n}', "key . ''");
  json('{"a": 1\n  $0\n}', "key . '' edit 7-7 ','");
  json('{"a": 1\n  "b$0"\n}', `key . '"b"' edit 7-7 ','`);
  json('{\n  $0\n  "a": 1\n}', "key . '' tail ','");
  json('{\n  "b$0\n  "a": 1\n}', `key . '"b' tail ','`);
  json('{\n  "b": $0\n  "a": 1\n}', "value b '' tail ','");
  json('{\n  "b": 1$0\n  "a": 1\n}', "value b '1' tail ','");
  json('{"a": 1\n"b": $0}', "value b '' edit 7-7 ','");
  json('{"a": 1\n"b": $01}', "value b '1' edit 7-7 ','");
  json('{"b":$0 1}', "value b ' 1' lead ' '");
  json('{"b": "to$0"}', `value b '"to"'`);
  json('{"b": "to$0}', `value b '"to'`);
  json('{"b": "to$0, "a": 1}', `value b '"to'`);
  json('{"patches": {"size": [$0]}}', "value patches.size '[]'");
  json('{"patches": {"size": [16, $0]}}', "value patches.size '[16, ]'");
  json('{"patches": {"size": [16, $0', "value patches.size '[16, '");
  json('{"patches": {"size": $0[16, 16]}}', "value patches.size '[16, 16]'");
  json('{"patches": {"size": [\n16,\n$0\n]}}', "value patches.size.1 ''");
  json('{"a": {"b": 1}, "c": {"d$0"}}', `key c '"d"'`);
  json('{"a": {"b": 1, $0', "key a ''");
  json('{"a": 1} $0', '-');
  json('{"a": 1}$0', '-');
  json('// hid$0\n{}', '-');
  json('{"a": 1, /* $0 */ "b": 2}', '-');
  json('{"a": 1, # $0\n "b": 2}', '-');
  json('{"a": "a, b: $0c"}', `value a '"a, b: c"'`);
  json('{"a": "\\"$0"}', `value a '"\\""'`);
  json('{"a": [{"b": 1, $0}]}', "key a.0 ''");
  json('{]$0', "key . ''");
  json('\r\n{\r\n\t"a": 1,\r\n\t$0\r\n}', "key . ''");
});
