import { describe, expect, it, test } from 'vitest';
import { Snapshot } from '../../../../server/core/analysis';
import { documentSymbols, type SymbolInfo } from '../../../../server/core/editor';
import { within } from '../../../../server/core/editor/navigation/walk';
import { english } from '../../../../server/core/phrase';
import type { Syntax } from '../../../../server/core/syntax/tree';
import { analyse, B16, edited, LIT_TEXT, R50_B16 } from '../support';

/** `[what is selected] name (kind): detail`, children indented. Fails on a selection outside its symbol, or a child outside its parent. */
function outline(text: string, symbols: readonly SymbolInfo[], depth = 0, parent = { start: 0, end: text.length }): string[] {
  return symbols.flatMap(({ name, detail, kind, range, selectionRange, children }) => {
    expect(within(parent, range) && within(range, selectionRange)).toBe(true);
    const line = `${'  '.repeat(depth)}[${text.slice(selectionRange.start, selectionRange.end)}] ${english(name)} (${kind})${detail === null ? '' : `: ${english(detail)}`}`;
    return [line, ...outline(text, children, depth + 1, range)];
  });
}

function check(text: string, expected: string, syntax: Syntax = 'yaml', fileName?: string): void {
  expect(`\n${outline(text, documentSymbols(analyse(text, syntax, fileName))).join('\n')}\n`).toBe(expected);
}

test('a model with its parts and typed keys', () =>
  check(
    B16,
    `
[ViT-B_16] ViT-B_16 (model): 86.6 M · 17.6 GMACs
  [patches] patches (mapping)
    [size] size (list): [16, 16] · 14×14 + 1 = 197 tokens
  [hidden_size] hidden_size (number): 768
  [transformer] transformer (mapping): 85.1 M · 17.4 GMACs
    [mlp_dim] mlp_dim (number): 3072
    [num_heads] num_heads (number): 12 · head width 64
    [num_layers] num_layers (number): 12
    [attention_dropout_rate] attention_dropout_rate (number): 0.0
    [dropout_rate] dropout_rate (number): 0.0
  [classifier] classifier (text): token
  [representation_size] representation_size (null): null
`,
  ));

test("a hybrid's stem is a part of its own", () => {
  const symbols = outline(R50_B16, documentSymbols(analyse(R50_B16)));
  expect(symbols).toContain('  [resnet] resnet (mapping): 11.9 M · 3.93 GMACs');
  expect(symbols).toContain('    [num_layers] num_layers (list): [3, 4, 9] · effective patch 16×16');
});

test('two towers, of a model without a name', () =>
  check(
    LIT_TEXT,
    `
[out_dim] LiT, an image and a text tower (model): 196 M · 18.9 GMACs
  [out_dim] out_dim (list): [null, 768]
  [image] image (mapping): 85.8 M · 17.6 GMACs
    [patches] patches (mapping)
      [size] size (list): [16, 16] · 14×14 + 1 = 197 tokens
    [hidden_size] hidden_size (number): 768
    [transformer] transformer (mapping): 85.1 M · 17.4 GMACs
      [mlp_dim] mlp_dim (number): 3072
      [num_heads] num_heads (number): 12 · head width 64
      [num_layers] num_layers (number): 12
      [attention_dropout_rate] attention_dropout_rate (number): 0.0
      [dropout_rate] dropout_rate (number): 0.0
    [classifier] classifier (text): token
    [representation_size] representation_size (null): null
  [text_model] text_model (text): text_transformer
  [text] text (mapping): 110 M · 1.36 GMACs
    [width] width (number): 768
    [num_layers] num_layers (number): 12
    [mlp_dim] mlp_dim (number): 3072
    [num_heads] num_heads (number): 12 · head width 64
    [vocab_size] vocab_size (number): 32000
  [pp] pp (mapping)
    [tokenizer_name] tokenizer_name (text): sentencepiece
    [size] size (number): 224
    [max_len] max_len (number): 16
`,
  ));

describe('a training config', () => {
  const nested = B16.trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

  it('holds its model', () => {
    const text = `dataset: cifar10\nbatch: 512\ntotal_steps: 10_000\nmodel:\n${nested}\n`;
    const lines = outline(text, documentSymbols(analyse(text)));
    expect(lines.slice(0, 7)).toEqual([
      '[dataset] Training on cifar10 (training): 10,000 steps · batch 512',
      '  [dataset] dataset (text): cifar10',
      '  [batch] batch (number): 512',
      '  [total_steps] total_steps (number): 10_000',
      '  [ViT-B_16] ViT-B_16 (model): 86.1 M · 55.5 GMACs',
      '    [patches] patches (mapping)',
      '      [size] size (list): [16, 16] · 24×24 + 1 = 577 tokens',
    ]);
    expect(lines.some((line) => line.includes('model_name'))).toBe(false);
  });
  it('names its model', () =>
    check(
      'model_name: Mixer-B_16\nbatch: 64\n',
      `
[model_name] Training (training): batch 64
  [Mixer-B_16] Mixer-B_16 (model): 59.9 M · 12.6 GMACs
  [batch] batch (number): 64
`,
    ));
  it('measures inference', () =>
    check(
      'model_name: ViT-B_16\nimage_size: 224\nbatch: 1\nsteps: 3\n',
      `
[model_name] Inference time (training): batch 1
  [ViT-B_16] ViT-B_16 (model): 86.6 M · 17.6 GMACs
  [image_size] image_size (number): 224
  [batch] batch (number): 1
  [steps] steps (number): 3
`,
    ));
  it('takes its model by an alias: the keys stand at the anchor', () => {
    const text = `base: &base\n${nested}\nbatch: 8\nmodel: *base\n`;
    const lines = outline(text, documentSymbols(analyse(text)));
    expect(lines.slice(1, 3)).toEqual(['  [base] base (mapping)', '    [model_name] model_name (text): ViT-B_16']);
    expect(lines.slice(-2)).toEqual(['  [batch] batch (number): 8', '  [model] ViT-B_16 (model): 86.6 M · 17.6 GMACs']);
  });
});

test('aliases say what they stand for, merged keys stand where they are typed', () =>
  check(
    'w: &w 768\nt: &t {mlp_dim: 3072, num_layers: 12}\npatches: {size: [16, 16]}\nhidden_size: *w\ntransformer: {<<: *t, num_heads: 12}\n',
    `
[w] Vision Transformer (model): 86.6 M · 17.6 GMACs
  [w] w (number): 768
  [t] t (mapping)
    [mlp_dim] mlp_dim (number): 3072
    [num_layers] num_layers (number): 12
  [patches] patches (mapping)
    [size] size (list): [16, 16] · 14×14 + 1 = 197 tokens
  [hidden_size] hidden_size (number): *w · 768
  [transformer] transformer (mapping): 85.1 M · 17.4 GMACs
    [num_heads] num_heads (number): 12 · head width 64
`,
  ));

test('JSON', () =>
  check(
    '{\n\t"model_name": "ViT-B_16",\n\t"": [\n\t\t1,\n\t\t{}\n\t],\n\t"image_size": 224\n}',
    `
[ViT-B_16] ViT-B_16 (model): 86.6 M · 17.6 GMACs
  [""] "" (list): [1, …]
  ["image_size"] image_size (number): 224
`,
    'json',
  ));

test("a model that can't be built keeps its outline", () =>
  check(
    edited(edited(R50_B16, 'num_heads: 12', 'num_heads: 10'), 'classifier: token\nrepresentation_size: null\n', ''),
    `
[R50+ViT-B_16] R50+ViT-B_16 (model): can't be built
  [patches] patches (mapping)
    [size] size (list): [1, 1]
  [hidden_size] hidden_size (number): 768
  [transformer] transformer (mapping)
    [mlp_dim] mlp_dim (number): 3072
    [num_heads] num_heads (number): 10
    [num_layers] num_layers (number): 12
    [attention_dropout_rate] attention_dropout_rate (number): 0.0
    [dropout_rate] dropout_rate (number): 0.1
  [resnet] resnet (mapping)
    [num_layers] num_layers (list): [3, 4, 9]
    [width_factor] width_factor (number): 1.0
`,
  ));

test('half-typed: a name that is none, a key without a value', () =>
  check(
    'model_name: 16\nhidden_size:\ntransformer\n',
    `
[model_name] Vision Transformer (model): can't be built
  [model_name] model_name (number): 16
  [hidden_size] hidden_size (null)
  [transformer] transformer (null)
`,
  ));

test('recognised by its name alone', () => check('image_size: 224\n', '\n[image_size] image_size (number): 224\n'));

test('nothing of files that are not ours, or hold nothing', () => {
  for (const [text, fileName] of [
    ['hidden_size: 768\n', 'bert.yaml'],
    ['', 'a.vit.yaml'],
    ['- 1\n', 'a.vit.yaml'],
    ['{}\n', 'a.vit.yaml'],
  ] as const)
    check(text, '\n\n', 'yaml', fileName);
});

test('each document has a root of its own', () => {
  const { documents } = Snapshot.of(`${B16}---\nport: 80\n---\n${B16}`, { fileName: 'a.yaml', syntax: 'yaml', ignore: [] });
  expect(documents.map(({ analysis }) => documentSymbols(analysis).map(({ name }) => english(name)))).toEqual([['ViT-B_16'], [], ['ViT-B_16']]);
});
