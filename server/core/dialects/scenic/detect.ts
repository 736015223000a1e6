/**
 * Whether a Python config is a training of scenic: one of the baselines by its name, or any model that cuts patches and has none of
 * upstream's `transformer`, beside keys that scenic's trainers read.
 */
import { type Phrase, phrase } from '../../phrase';
import type { ConfigDocument, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Evidence, Recognition } from '../dialect';
import { textOf } from '../visionTransformer/keys';
import { layoutOf } from './layout';

/** What scenic's trainers read and hardly another program does. */
const TRAINER = ['dataset_configs', 'trainer_name', 'num_training_epochs', 'model_dtype_str', 'data_dtype_str', 'lr_configs', 'optimizer_configs'];
/** What they read and others too. */
const COMMON = ['dataset_name', 'experiment_name', 'rng_seed'];

export function detect(document: ConfigDocument, _fileName: string | null): Recognition | null {
  const layout = document.python === undefined ? null : layoutOf(document);
  if (layout === null) return null;
  const { root, model, kind } = layout;
  const own = evidence(root, TRAINER, phrase`a key of scenic's trainers`);
  const beside = [...own, ...evidence(root, COMMON, phrase`a key of scenic's trainers`)];
  const patches = evidence(model, ['patches', 'patch_size'], phrase`how an image is cut`, 'model.');
  // Upstream has them in `transformer`.
  const flat =
    entryOf(model, 'transformer') === undefined ? evidence(model, ['num_heads', 'num_layers', 'mlp_dim'], phrase`a key of the encoder`, 'model.') : [];
  const name = entryOf(root, 'model_name')?.value;
  // Any program may call a model `vit_classification`.
  const tells = kind !== null && (textOf(name) !== 'vit_classification' || own.length > 1);
  if (name !== undefined && tells) {
    const named = { reason: phrase`\`model_name\` is one of scenic's baselines`, range: name.range };
    return { dialect: 'scenic', form: 'training', evidence: [named, ...beside, ...patches, ...flat] };
  }
  // Of a model that is none of the baselines nothing more is said; upstream's it is not.
  const elsewhere = entryOf(model, 'transformer') === undefined && entryOf(model, 'text_model') === undefined;
  return patches.length > 0 && elsewhere && own.length > 1 ? { dialect: 'scenic', form: 'training', evidence: [...patches, ...flat, ...beside] } : null;
}

function evidence(mapping: MappingNode, names: readonly string[], what: Phrase, prefix = ''): Evidence[] {
  return names.flatMap((name) => {
    const entry = entryOf(mapping, name);
    return entry === undefined ? [] : [{ reason: phrase`\`${prefix + name}\`, ${what}`, range: entry.keyRange }];
  });
}
