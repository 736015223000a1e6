import { UPSTREAM_MODELS, upstreamModel } from '../dialects/visionTransformer/catalogue';
import { setValue } from '../edit/edits';
import { nearest } from '../edit/nearest';
import type { Fix } from '../finding';
import { phrase, verbatim } from '../phrase';
import { titled } from '../title';
import { valueText, vitOf } from './fields';
import type { Rule } from './rule';
import { entryAt, trainingOf } from './training-fields';

/** Released models without AugReg checkpoints. */
const WITHOUT = new Set(['testing', 'testing-unpooled', 'ViT-L_32', 'R50+ViT-B_16', 'ViT-H_14']);

/** `R_Ti_16` -> `R+ViT-Ti_16`: as the first part of a checkpoint's name, and as a model's. */
export const AUGREG: ReadonlyMap<string, string> = new Map(
  Object.keys(UPSTREAM_MODELS)
    .filter((name) => !/^(?:Mixer|LiT)-|-gap-norep$/.test(name) && !WITHOUT.has(name))
    .map((name) => [name.replace('ViT-', '').replace('+', '_'), name]),
);

export const augregCheckpoint: Rule = {
  code: 'augreg-checkpoint',
  severity: 'warning',
  counted: true,
  docs: {
    title: 'The checkpoint is of another model',
    why: "`model_or_filename` chooses the AugReg checkpoint: by the model's short name (`B_16`, `R_Ti_16`), for which the best is looked up, or by a whole file name, which begins with that. A short name that does not exist ends in an `IndexError`; a checkpoint of another model does not fit the weights of this one.",
    bad: `model: {model_name: ViT-B_16}
model_or_filename: Ti_16
dataset: cifar10
`,
    good: `model: {model_name: ViT-B_16}
model_or_filename: B_16
dataset: cifar10
`,
  },
  checkDocument(context) {
    const found = trainingOf(context);
    const entry = entryAt(context.document.root, 'model_or_filename');
    if (found === null || entry?.value.kind !== 'scalar' || typeof entry.value.value !== 'string' || entry.value.value === '') return [];
    const checkpoint = entry.value.value;
    const [short = checkpoint] = checkpoint.split('-');
    const of = AUGREG.get(short);
    const { name } = found.model.spec;
    const own = name.known ? name.value.replace(/-gap-norep$/, '') : null;
    const ownShort = [...AUGREG].find(([, model]) => model === own)?.[0];
    const fixes = (to: string | undefined | null): Fix[] => {
      const edit = to === undefined || to === null ? null : setValue(context.document, 'model_or_filename', to);
      const none = setValue(context.document, 'model_or_filename', null);
      return [
        ...(edit === null
          ? []
          : [{ title: titled(`model_or_filename: ${to}`, phrase`the best AugReg checkpoint of ${AUGREG.get(to ?? '') ?? ''}`), edits: [edit] }]),
        ...(none === null || own === null ? [] : [{ title: titled('model_or_filename: null', phrase`starts from ${own}.npz`), edits: [none] }]),
      ];
    };
    /** Another name makes it another model where all its numbers come from the name. */
    const renamed = (to: string): Fix[] => {
      const { spec } = found.model;
      const width = vitOf(spec.architecture)?.hiddenSize;
      const edit = width?.known && width.source === 'upstream-model' ? setValue(context.document, spec.name.key, to) : null;
      return edit === null ? [] : [{ title: titled(`model_name: ${to}`, phrase`the model of this checkpoint`), edits: [edit] }];
    };
    if (of === undefined) {
      // A name with a hyphen is a file, which may be anyone's own.
      if (checkpoint.includes('-')) return [];
      return [
        {
          range: entry.value.range,
          message: phrase`No AugReg model is called \`${valueText(checkpoint)}\`: looking up its checkpoint fails.`,
          fixes: fixes(ownShort ?? nearest(checkpoint, AUGREG.keys())),
        },
      ];
    }
    // Where the file is known, it tells itself what it is of.
    if (own === null || upstreamModel(own) === undefined || own === of || found.model.comparison !== null) return [];
    return [
      {
        range: entry.value.range,
        message: phrase`\`${valueText(checkpoint)}\` is a checkpoint of ${of}, and the model is ${own}: their weights do not fit.`,
        related: name.range === null ? [] : [{ range: name.range, message: verbatim(`\`model_name: ${own}\``) }],
        fixes: [...fixes(ownShort), ...renamed(of)],
      },
    ];
  },
};
