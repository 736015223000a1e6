/**
 * Whether a Python config is a training of scenic: one of the baselines by its name, a model whose encoder is flat (`num_heads`
 * beside `hidden_size`), or any without upstream's `transformer` beside keys that scenic's trainers read.
 */
import { type Phrase, phrase } from '../../phrase';
import type { ConfigDocument, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Evidence, Recognition } from '../dialect';
import { hasKey, TRAINING_KEYS } from '../visionTransformer/keys';
import { layoutOf } from './layout';

/** What scenic's trainers read and upstream's do not. */
const TRAINER = [
  'dataset_configs',
  'dataset_name',
  'trainer_name',
  'num_training_epochs',
  'model_dtype_str',
  'data_dtype_str',
  'experiment_name',
  'lr_configs',
  'optimizer_configs',
  'rng_seed',
];

export function detect(document: ConfigDocument, _fileName: string | null): Recognition | null {
  const layout = document.python === undefined ? null : layoutOf(document);
  if (layout === null) return null;
  const { root, model, kind } = layout;
  const beside = evidence(root, TRAINER, phrase`a key of scenic's trainers`);
  const name = entryOf(root, 'model_name');
  const named = kind === null || name === undefined ? [] : [{ reason: phrase`\`model_name\` is one of scenic's baselines`, range: name.value.range }];
  const patches = evidence(model, ['patches', 'patch_size'], phrase`how an image is cut`, 'model.');
  // Upstream has them in `transformer`.
  const flat =
    entryOf(model, 'transformer') === undefined ? evidence(model, ['num_heads', 'num_layers', 'mlp_dim'], phrase`a key of the encoder`, 'model.') : [];
  if (named.length > 0) return { dialect: 'scenic', form: 'training', evidence: [...named, ...beside, ...patches, ...flat] };
  // Of a model that is none of the baselines nothing more is said; upstream's it is not.
  const elsewhere = entryOf(model, 'transformer') === undefined && entryOf(model, 'text_model') === undefined;
  const enough = patches.length > 0 && elsewhere && (beside.length > 1 || (flat.length > 1 && !hasKey(root, TRAINING_KEYS)));
  return enough ? { dialect: 'scenic', form: 'training', evidence: [...patches, ...flat, ...beside] } : null;
}

function evidence(mapping: MappingNode, names: readonly string[], what: Phrase, prefix = ''): Evidence[] {
  return names.flatMap((name) => {
    const entry = entryOf(mapping, name);
    return entry === undefined ? [] : [{ reason: phrase`\`${prefix + name}\`, ${what}`, range: entry.keyRange }];
  });
}
