/**
 * Whether a Python config is for big_vision's train.py: it names a module of big_vision's models, beside arguments that this
 * module takes or beside keys that this trainer reads. Nothing else is taken for one.
 */
import { type Phrase, phrase } from '../../phrase';
import type { ConfigDocument, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Evidence, Recognition } from '../dialect';
import { layoutOf, type Module } from './layout';

/** Arguments that tell whose model it is. */
const ARGUMENTS: Readonly<Record<Module, readonly string[]>> = {
  vit: ['variant', 'pool_type', 'posemb', 'rep_size', 'head_zeroinit', 'dtype_mm', 'remat_policy'],
  mlp_mixer: ['variant', 'stoch_depth', 'tokens_mlp_dim', 'channels_mlp_dim'],
};
/** What train.py reads and hardly another program does. */
const TRAINER = ['optax_name', 'init_head_bias', 'model_init', 'model_load', 'pp_modules', 'ckpt_steps', 'grad_clip_norm', 'total_epochs', 'evals', 'input'];

export function detect(document: ConfigDocument, _fileName: string | null): Recognition | null {
  const layout = document.python === undefined ? null : layoutOf(document);
  if (layout === null) return null;
  const { root, module, model } = layout;
  // A ViT of vision_transformer or of scenic says its patches so.
  if (entryOf(model, 'patches') !== undefined) return null;
  const own = evidence(model, ARGUMENTS[module], phrase`an argument of ${module} in big_vision`);
  const beside = evidence(root, TRAINER, phrase`a key of big_vision's train.py`);
  if (own.length === 0 && beside.length < 2) return null;
  const name = entryOf(root, 'model_name');
  const named = { reason: phrase`\`model_name\` is ${module}, a module of big_vision's models`, range: name?.value.range ?? null };
  return { dialect: 'big_vision', form: 'training', evidence: [named, ...own, ...beside] };
}

function evidence(mapping: MappingNode | null, keys: readonly string[], what: Phrase): Evidence[] {
  return keys.flatMap((key) => {
    const entry = entryOf(mapping, key);
    return entry === undefined ? [] : [{ reason: phrase`\`${key}\`, ${what}`, range: entry.keyRange }];
  });
}
