import { type DocumentAnalysis, Snapshot } from '../../../server/core/analysis';
import type { PythonModules } from '../../../server/core/syntax';

/** Two models of one file, the second made of the first. */
export const MODELS = `import ml_collections

MODELS = {}


def _listed(get_config):
  """Keeps the config under the name of its model."""
  config = get_config().lock()
  MODELS[config.get('model_name')] = config
  return get_config


@_listed
def get_b16_config():
  """ViT-B/16."""
  config = ml_collections.ConfigDict()
  config.model_name = 'ViT-B_16'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 4 * 768
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
  config.transformer.attention_dropout_rate = 0.0
  config.transformer.dropout_rate = 0.0
  config.classifier = 'token'
  config.representation_size = None
  return config


@_listed
def get_b32_config():
  """ViT-B/32."""
  config = get_b16_config()
  config.model_name = 'ViT-B_32'
  config.patches.size = (32, 32)
  return config
`;

/** The same keys as a dict and as keywords. */
export const LITERALS = `from ml_collections import ConfigDict


def get_config():
  config = ConfigDict({
      'model_name': 'small',
      'patches': {'size': (16, 16)},
      'hidden_size': 384,
      'classifier': 'token',
  })
  config.transformer = ConfigDict(dict(num_layers=12, num_heads=6, mlp_dim=1536))
  return config
`;

/** What trainings have in common, as a module of its own. */
export const COMMON = `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.dataset = 'cifar10'
  config.batch = 512
  config.batch_eval = 512
  config.accum_steps = 8
  config.total_steps = 10_000
  config.warmup_steps = 500
  config.base_lr = 0.03
  config.decay_type = 'cosine'
  config.pp = ml_collections.ConfigDict({'train': 'train[:98%]', 'test': 'test', 'crop': 384})
  config.model = None
  return config
`;

/** A training over two modules, for the model that it is given. */
export const TRAINING = `import common
import models


# vit-config: args=b32
def get_config(model):
  config = common.get_config()
  get_model_config = getattr(models, f'get_{model}_config')
  config.model = get_model_config()
  config.base_lr = 0.01
  config.model.transformer.dropout_rate = 0.1
  return config
`;

/** Modules in memory, by their names. */
export function modulesOf(files: Readonly<Record<string, string>>): PythonModules {
  const sources = new Map(Object.entries(files).map(([name, text]) => [name, { key: `file:///configs/${name}.py`, text }]));
  return { find: (_, dotted) => sources.get(dotted.slice(dotted.lastIndexOf('.') + 1)) ?? null };
}

export const MODULES = modulesOf({ models: MODELS, common: COMMON });

export function pythonSnapshot(text: string, modules: PythonModules = MODULES): Snapshot {
  return Snapshot.of(text, { fileName: 'configs.py', syntax: 'python', ignore: [], modules });
}

/** The analysis of the config with a name. */
export function configOf(text: string, name: string, modules: PythonModules = MODULES): DocumentAnalysis {
  const found = pythonSnapshot(text, modules).documents.find(({ analysis }) => analysis.document.python?.name === name);
  if (found === undefined) throw new Error(`there is no config ${name}`);
  return found.analysis;
}

/** A fixture with `$0` where the cursor is, and the config that it is in. */
export function pythonCursor(fixture: string, modules: PythonModules = MODULES): { analysis: DocumentAnalysis; offset: number } {
  const offset = fixture.indexOf('$0');
  if (offset < 0) throw new Error('the fixture has no $0');
  const placed = pythonSnapshot(fixture.replace('$0', ''), modules).at(offset);
  if (placed === undefined) throw new Error(`there is no config at $0 in ${fixture}`);
  return { analysis: placed.analysis, offset };
}
