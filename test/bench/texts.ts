/** Texts to measure with: distinct, valid, and always the same. */
import type { Position } from 'vscode-languageserver-protocol/node';

const PATCHES = [8, 14, 16, 32];

/** A ViT config of 30 lines; different `n` give different numbers and names. */
export function thirtyLines(n: number): string {
  const heads = 1 + (n % 16);
  const width = heads * 64;
  const patch = PATCHES[n % PATCHES.length];
  return `# Experiment ${n}
# What is tried here: width ${width} with ${heads} heads,
# at ${4 + (n % 20)} layers and patches of ${patch} pixels.
model_name: bench-${n}

# Input
image_size: [${16 * 14 * (n % 2 === 0 ? 1 : 2)}, ${16 * 14}]
patches:
  size: [${patch}, ${patch}]

# Width of the tokens
hidden_size: ${width}

# The encoder
transformer:
  # four times the width, as usual
  mlp_dim: ${4 * width}
  num_heads: ${heads}
  num_layers: ${4 + (n % 20)}
  # regularisation
  attention_dropout_rate: 0.0
  dropout_rate: 0.${n % 5}

# The head
classifier: ${n % 3 === 0 ? 'gap' : 'token'}
representation_size: ${n % 4 === 0 ? width : 'null'}
head_bias_init: 0.0
num_classes: ${10 + n}

# end of experiment ${n}
`;
}

/** Several of them as documents of one file. */
export function manyDocuments(count: number): string {
  return Array.from({ length: count }, (_, n) => thirtyLines(n)).join('---\n');
}

/** A training config with the names of its classes in it, one a line: `lines` lines of JSON. */
export function longJson(lines: number): string {
  const head = {
    model: {
      model_name: 'ViT-B_16',
      patches: { size: [16, 16] },
      hidden_size: 768,
      transformer: { mlp_dim: 3072, num_heads: 12, num_layers: 12, attention_dropout_rate: 0, dropout_rate: 0.1 },
      classifier: 'token',
      representation_size: null,
    },
    dataset: 'imagenet2012',
    pp: { train: 'train[:99%]', test: 'validation', crop: 384 },
    batch: 512,
    accum_steps: 8,
    base_lr: 0.03,
    warmup_steps: 500,
    total_steps: 20000,
    decay_type: 'cosine',
    class_names: [] as string[],
  };
  const have = JSON.stringify(head, null, 2).split('\n').length + 1;
  head.class_names = Array.from({ length: lines - have }, (_, i) => `class ${i}, of the ${i % 7} kind`);
  return `${JSON.stringify(head, null, 2)}\n`;
}

/** Where an offset is, in lines and columns. */
export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, character: offset - (before.lastIndexOf('\n') + 1) };
}
