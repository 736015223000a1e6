import fc from 'fast-check';
import type { ConfigDocument, ConfigNode } from '../../../server/core/syntax/tree';
import type { Range } from '../../../server/core/text';

/** A training config as people write them, with most of what YAML is used for. */
export const SAMPLE = `# vit-config: ignore=accumulation-divides-batch
model: &model
  model_name: ViT-B_16   # base
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer:
    mlp_dim: 3_072
    num_heads: 12
    num_layers: 12
    dropout_rate: 1e-1
  classifier: 'token'
  representation_size: null

batch: 512
accum_steps: 8
base_lr: 3.0e-2
decay_type: "cosine"
pp:
  train: 'train[:98%]'
  crop: 384
other:
  <<: *model
  hidden_size: 010
lists:
- [1, on, .5]
- a: 1
  b: {c: d}
text: |
  two
  lines
end: yes
`;

/** Pieces that make and break YAML and JSON. */
const PIECES = [
  ...'[]{},:-?&*!|>\'"%@`#~<=. \n\t\r\\/0aé\u2028\ufeff\0\ud800',
  ...[
    '  ',
    '\n  ',
    '\n- ',
    ': ',
    ' #',
    '---\n',
    '\n---\n',
    '...\n',
    '<<: ',
    '&a ',
    '*a',
    '!!str ',
    '!x ',
    'on',
    '1e-5',
    '010',
    'a: 1\n',
    'b:\n  c: ',
    '\r\n',
    '""',
    "''",
    '// ',
    '/* ',
    '*/',
    'null',
    'NaN',
    '"a": ',
    '{"a": [1, 2]}',
  ],
];

const piece = fc.constantFrom(...PIECES);
export const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

/** `base` with a few pieces put in, left out or put in place of others. */
export function mutated(base: string): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(base.length), drop: fc.nat(6), put: fc.oneof(piece, fc.constant('')) });
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) => edits.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), base));
}

const name = fc.constantFrom('a', 'b', 'hidden_size', 'patches.size', 'x-y', '_k', 'on', 'null', 'k9');
const plain = fc.constantFrom(
  '1',
  '-1',
  '16.0',
  '1e-5',
  '010',
  'on',
  '~',
  'null',
  'a b  c',
  'x#y',
  'ViT-B_16',
  '-x',
  './p',
  'a,b',
  '1:30',
  '2024-01-01',
  'http://x',
  'a]',
  '+1_0',
  '.5',
  '-.inf',
  "it's",
  'a: b',
  'x #',
  '=',
  'é×',
);
const flowPlain = fc.constantFrom('1', '-1.5', 'a b', 'on', '1e-5', '.5', 'x*y', '~', 'é', 'a:b', "x'y", '-', '2024-13-01');
const quoted = fc.constantFrom("'x'", '"x y"', "'a: b # c'", '""', "''", "'it''s'", '"\\n"', "'é'", '"a', "'a'b");
const gap = fc.constantFrom('', ' ', '  ');
const flow = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    flowPlain,
    quoted,
    fc
      .tuple(gap, fc.array(tie('value'), { maxLength: 3 }), fc.constantFrom(', ', ',', ' , '))
      .map(([space, items, comma]) => `[${space}${items.join(comma)}${space}]`),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map((entries) => `{${entries.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
  ),
})).value;
const comment = fc.constantFrom('', '', '', ' # c', '  #c × ', '#c', '   ');
const between = fc.constantFrom('', '', '', '\n', '# c\n', '   # c\n', '  \n');

type Lines = (indent: string) => string;
/** Block YAML, mostly of the everyday kind, some of it wrong. */
const block = fc.letrec<{ mapping: Lines; list: Lines; behind: Lines }>((tie) => ({
  mapping: fc.array(fc.tuple(name, tie('behind'), between), { minLength: 1, maxLength: 4 }).map(
    (entries): Lines =>
      (indent) =>
        entries.map(([key, behind, lines], i) => `${i === 0 ? '' : indent}${key}:${behind(indent)}${lines}`).join(''),
  ),
  list: fc
    .array(
      fc.oneof(
        { maxDepth: 3 },
        fc.oneof(plain, flow, quoted).map(
          (value): Lines =>
            () =>
              `${value}\n`,
        ),
        tie('mapping'),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map(
      (items): Lines =>
        (indent) =>
          items.map((item, i) => `${i === 0 ? '' : indent}- ${item(`${indent}  `)}`).join(''),
    ),
  behind: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(gap, comment).map(
      ([space, end]): Lines =>
        () =>
          `${space}${end}\n`,
    ),
    fc.tuple(fc.oneof(plain, flow, quoted), comment).map(
      ([value, end]): Lines =>
        () =>
          ` ${value}${end}\n`,
    ),
    fc.tuple(comment, between, tie('mapping')).map(
      ([end, lines, mapping]): Lines =>
        (indent) =>
          `${end}\n${lines}${indent}  ${mapping(`${indent}  `)}`,
    ),
    fc.tuple(gap, tie('list')).map(
      ([space, list]): Lines =>
        (indent) =>
          `\n${indent}${space}${list(indent + space)}`,
    ),
  ),
}));
export const everyday = fc
  .tuple(
    fc.constantFrom('', '---\n', '# c\n', '--- # c\n', '\n'),
    block.mapping,
    fc.constantFrom('', '', '', '...\n', '... # c\n# d\n', '...\na: 1\n'),
    fc.boolean(),
  )
  .map(([head, mapping, tail, windows]) => {
    const text = head + mapping('') + tail;
    return windows ? text.replaceAll('\n', '\r\n') : text;
  });

/** Every promise of the tree about places, for any text. Returns what is broken. */
export function brokenPlaces({ text, root, comments, anchors, problems }: ConfigDocument): string[] {
  const broken: string[] = [];
  const expectIn = (range: Range, outer: Range, what: string): void => {
    if (!(outer.start <= range.start && range.start <= range.end && range.end <= outer.end))
      broken.push(`${what} ${JSON.stringify(range)} outside ${JSON.stringify(outer)}`);
  };
  const whole = { start: 0, end: text.length };
  const seen = new Set<ConfigNode>();
  const visit = (node: ConfigNode, outer: Range): void => {
    expectIn(node.range, outer, node.kind);
    // A node may stand in many places through aliases; its own places are the same in all of them.
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scalar') {
      if (text.slice(node.range.start, node.range.end) !== node.text) broken.push(`text of ${node.text}`);
    } else if (node.kind === 'sequence') {
      for (const item of node.items) visit(item, isWithin(item.range, node.range) ? node.range : whole);
    } else if (node.kind === 'mapping') {
      for (const { key, keyRange, value, range, alias, merged } of node.entries) {
        expectIn(keyRange, merged ? whole : node.range, `key ${key}`);
        expectIn(keyRange, range, `key ${key} of entry`);
        expectIn(range, merged ? whole : node.range, `entry ${key}`);
        if (alias !== undefined && !merged) expectIn(alias, range, `alias of ${key}`);
        const source = text.slice(keyRange.start, keyRange.end);
        if (!/^["'*>|]/.test(source) && !/[\r\n\x85\u2028\u2029]/.test(source) && source !== key) broken.push(`key ${key} is ${source}`);
        visit(value, alias || merged ? whole : range);
      }
    }
  };
  if (root !== null) visit(root, whole);
  for (const { range } of comments) expectIn(range, whole, 'comment');
  for (const { name, range, aliases } of anchors) {
    if (text.slice(range.start, range.end) !== `&${name}`) broken.push(`anchor ${name}`);
    for (const alias of aliases) if (alias.start < range.end || text.slice(alias.start, alias.end) !== `*${name}`) broken.push(`alias ${name}`);
  }
  for (const { range, related, fixes = [] } of problems) {
    expectIn(range, whole, 'problem');
    if (/[\r\n]./s.test(text.slice(range.start, range.end))) broken.push(`problem over several lines ${JSON.stringify(range)}`);
    for (const place of related ?? []) expectIn(place.range, whole, 'related');
    for (const { edits } of fixes) for (const edit of edits) expectIn(edit.range, whole, 'fix');
  }
  return broken;
}

function isWithin(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
