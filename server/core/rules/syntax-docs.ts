import type { Severity } from '../finding';
import type { Syntax, SyntaxProblem } from '../syntax/tree';
import type { RuleDocs } from './rule';

/** A page of the docs for a finding that no rule file makes. */
export interface CodeDocs {
  readonly code: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  readonly syntax: Syntax;
}

/** The pages of what the readers of YAML, JSON and Python find. */
export const SYNTAX_DOCS: readonly (CodeDocs & { readonly code: SyntaxProblem['code'] })[] = [
  {
    code: 'syntax',
    severity: 'error',
    syntax: 'yaml',
    docs: {
      title: 'The file can not be read',
      why: "The text is not YAML or JSON at this place, or not such as PyYAML and Python's json take. Everything that can be read is still checked.",
      safe: "In JSON Python's words (`None`, `True`), quotes that are missing or single, a comma missing at the end of a line; in YAML a space missing behind a colon, a tab behind a value. Only where the whole document can be read then.",
      bad: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12
`,
      good: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`,
    },
  },
  {
    code: 'duplicate-key',
    severity: 'warning',
    syntax: 'yaml',
    docs: {
      title: 'A key is set twice',
      why: "PyYAML and Python's json keep the last of equal keys and drop the others without a word.",
      safe: 'A key that is set to the same value again.',
      bad: `model_name: ViT-B_16
model_name: ViT-L_16
`,
      good: `model_name: ViT-L_16
`,
    },
  },
  {
    code: 'json-comment',
    severity: 'error',
    syntax: 'json',
    docs: {
      title: 'JSON has no comments',
      why: "Editors show comments in JSON gladly, but Python's json stops at the first.",
      bad: `{
  // the base model
  "model_name": "ViT-B_16"
}
`,
      good: `{
  "model_name": "ViT-B_16"
}
`,
    },
  },
  {
    code: 'json-trailing-comma',
    severity: 'error',
    syntax: 'json',
    docs: {
      title: 'A comma stands behind the last value',
      why: "Python's json stops at it: `Expecting property name enclosed in double quotes`.",
      safe: 'A comma behind the last item says nothing.',
      bad: `{
  "model_name": "ViT-B_16",
}
`,
      good: `{
  "model_name": "ViT-B_16"
}
`,
    },
  },
  {
    code: 'config-dict-type',
    severity: 'error',
    syntax: 'python',
    docs: {
      title: "A value is of another type than the ConfigDict's field",
      why: 'A field keeps the type of its first value: a later one of another type raises a TypeError, also from the command line (`--config.base_lr=1e-3` over `base_lr = 1`). An int over a float is taken, a list over a tuple, and None over anything.',
      safe: 'A whole number with a point, or a number in quotes, where the field is a number.',
      bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.transformer.dropout_rate = 0
  config.transformer.dropout_rate = 0.1
  return config
`,
      good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.transformer.dropout_rate = 0.0
  config.transformer.dropout_rate = 0.1
  return config
`,
    },
  },
  {
    code: 'config-dict-locked',
    severity: 'error',
    syntax: 'python',
    docs: {
      title: 'A new key is set on a locked ConfigDict',
      why: "Behind `config.lock()` only keys that are there can be set, so that a slip does not go unnoticed; upstream's `get_config` of configs/common.py returns a locked config. A new key raises an AttributeError, `with config.unlocked():` allows it.",
      bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.lock()
  config.classifier = 'gap'
  return config
`,
      good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.lock()
  with config.unlocked():
    config.classifier = 'gap'
  return config
`,
    },
  },
  {
    code: 'config-dict-key',
    severity: 'error',
    syntax: 'python',
    docs: {
      title: 'A key is none that a ConfigDict takes',
      why: 'ConfigDict sorts its keys, which fails for numbers beside texts, and takes a dot in a key for the way to another key.',
      bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model = ml_collections.ConfigDict({'model_name': 'ViT-B_16'})
  config.dataset = 'cifar10'
  config.names = {'first': 'cat', 2: 'dog'}
  return config
`,
      good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model = ml_collections.ConfigDict({'model_name': 'ViT-B_16'})
  config.dataset = 'cifar10'
  config.names = {'first': 'cat', '2': 'dog'}
  return config
`,
    },
  },
  {
    code: 'too-large',
    severity: 'error',
    syntax: 'yaml',
    docs: {
      title: 'The file is too large to be read as a config',
      why: 'Very long texts, very deep nesting and aliases that multiply are not read to their end, so that the editor stays responsive. No config comes near these limits.',
      bad: '',
      good: '',
    },
  },
];
