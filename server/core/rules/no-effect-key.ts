import { WHOLE_KEYS } from '../dialects/visionTransformer/keys';
import { removeEntry, replaceValue, setValue } from '../edit/edits';
import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import type { Entry } from '../syntax/tree';
import { titled } from '../title';
import { moved } from './moved';
import type { Rule, RuleContext, RuleFinding } from './rule';
import { entryAt, isInference } from './training-fields';

interface Idle {
  readonly key: string;
  readonly why: Phrase;
  /** Only where this is so; always where left out. */
  readonly when?: (entry: Entry, context: RuleContext) => boolean;
  /** What there is to choose from before the key is taken away, which changes nothing. */
  readonly choices?: (entry: Entry, context: RuleContext) => readonly Fix[];
  /** All that is offered, where taking the key away is not it. */
  readonly instead?: (path: string, context: RuleContext) => readonly Fix[];
}

const IN_TRAINING: readonly Idle[] = [
  { key: 'optim_dtype', why: phrase`the optimizer always keeps its momentum in bfloat16` },
  { key: 'pp.resize', why: phrase`the input pipeline resizes to \`pp.crop\` directly` },
  {
    key: 'checkpoint_every',
    why: phrase`checkpoints are written at each evaluation, every \`eval_every\` steps; only 0 (none but the last) is told apart`,
    when: ({ value }, context) => {
      const evalEvery = evalEveryOf(context);
      return value.kind === 'scalar' && typeof value.value === 'number' && value.value !== 0 && evalEvery !== null && evalEvery !== value.value;
    },
    choices: ({ value }, context) => {
      const evalEvery = evalEveryOf(context);
      const wanted = value.kind === 'scalar' && typeof value.value === 'number' ? value.value : 0;
      // Without evaluations there are no checkpoints either, which another rule speaks of.
      if (evalEvery === null || evalEvery <= 0) return [];
      const asIs = replaceValue(context.document, 'checkpoint_every', evalEvery);
      const asWanted = wanted > 0 ? setValue(context.document, 'eval_every', wanted, 'checkpoint_every') : null;
      return [
        ...(asIs === null ? [] : [{ title: titled(`checkpoint_every: ${evalEvery}`, phrase`what happens, written down`), edits: [asIs] }]),
        ...(asWanted === null
          ? []
          : [{ title: titled(`eval_every: ${wanted}`, phrase`a checkpoint every ${wanted} steps, and an evaluation`), edits: [asWanted] }]),
      ];
    },
  },
];

function evalEveryOf({ models, document }: RuleContext): number | null {
  const [model] = models;
  if (model !== undefined) return model.spec.training?.evalEvery.known === true ? model.spec.training.evalEvery.value : null;
  // A training that others add their model to.
  const value = entryAt(document.root, 'eval_every')?.value;
  return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : null;
}

const IN_INFERENCE: readonly Idle[] = [
  { key: 'steps', why: phrase`as many passes are measured as \`initial_steps\` says` },
  { key: 'log_dir', why: phrase`logs go to the working directory that the command line names` },
];

const IN_LIT: readonly Idle[] = [
  { key: 'image.num_classes', why: phrase`the image tower's output width is the first number of \`out_dim\`` },
  ...WHOLE_KEYS.map((key) => ({
    key: `image.${key}`,
    why: phrase`\`${key}\` is read beside \`image\`, for both towers`,
    instead: (path: string, { document }: RuleContext) => moved(document, path, path.replace('image.', ''), 'image'),
  })),
  { key: 'pp.crop', why: phrase`the preprocessing takes \`crop\` as an argument of the call, not from the config` },
];

export const noEffectKey: Rule = {
  code: 'no-effect-key',
  severity: 'information',
  docs: {
    title: 'Nothing reads this key, or not its value',
    why: "Some keys are set in upstream's own configs and read nowhere: `optim_dtype` (the momentum is bfloat16), `pp.resize`, the number in `checkpoint_every` (a checkpoint is written at each evaluation), `steps` and `log_dir` of the config for measuring inference time, `pp.crop` and `image.num_classes` of LiT. `checkpoint` and `labels`, which this tool reads, stand at the top, not in LiT's `image`. Changing them changes nothing.",
    bad: `model: {model_name: ViT-B_16}
dataset: cifar10
optim_dtype: float32
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
`,
  },
  checkDocument(context) {
    const { document, recognition, models } = context;
    if (recognition.form === 'training') return idle(isInference(document.root) ? IN_INFERENCE : IN_TRAINING, '', context);
    const [model] = models;
    return model?.spec.architecture.architecture === 'lit' ? idle(IN_LIT, model.spec.prefix, context) : [];
  },
};

function idle(keys: readonly Idle[], prefix: string, context: RuleContext): RuleFinding[] {
  return keys.flatMap(({ key, why, when, choices, instead }): RuleFinding[] => {
    const path = prefix + key;
    const entry = entryAt(context.document.root, path);
    if (entry === undefined || when?.(entry, context) === false) return [];
    const message = phrase`\`${key}\` has no effect: ${why}.`;
    if (instead !== undefined) return [{ range: entry.keyRange, message, fixes: instead(path, context) }];
    const fixes: Fix[] = [...(choices?.(entry, context) ?? [])];
    const removal = choices !== undefined && fixes.length === 0 ? null : removeEntry(context.document, path);
    if (removal !== null) fixes.push({ title: titled(phrase`Remove ${key}`, phrase`nothing changes`), edits: [removal] });
    return [{ range: entry.keyRange, message, fixes }];
  });
}
