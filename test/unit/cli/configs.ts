/** Configs the tests of the command line share. */

/** A ViT so small that every command is quick on it. */
export const TINY = `model_name: tiny
image_size: 32
patches:
  size: [16, 16]
hidden_size: 8
transformer:
  mlp_dim: 16
  num_heads: 2
  num_layers: 1
classifier: token
num_classes: 10
`;

/** Three heads do not divide a width of eight. */
export const BROKEN = TINY.replace('num_heads: 2', 'num_heads: 3');

export const PAIR = `${TINY}---\n${TINY.replace('model_name: tiny', 'model_name: wider').replaceAll(': 8', ': 16')}`;
