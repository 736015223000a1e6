import { type Released, releasedCheckpoint } from '../dialects/bigVision/released';
import { decodeVariant } from '../dialects/bigVision/variants';
import type { BigVisionVitSpec, Field, ModelSpec } from '../dialects/spec';
import { setValue } from '../edit/edits';
import type { PlainValue } from '../edit/literal';
import { phrase } from '../phrase';
import { type ConfigDocument, type Entry, entryOf, valueAt } from '../syntax/tree';
import { titled } from '../title';
import { labelOf, placeOf } from './fields';
import type { Rule, RuleFinding } from './rule';

export const modelInit: Rule = {
  code: 'model-init',
  severity: 'error',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'The checkpoint to start from is of another model',
    why: "big_vision loads `model_init` parameter by parameter and stops with a ValueError at each that only one side has, unless `model_load` names it in `dont_load`: a class token (`cls`) where `pool_type` is not `tok`, position embeddings beside `posemb='sincos2d'`, a pre_logits layer that `rep_size` does not ask for. Of parameters that both have shapes are not compared: of another size, or with another number of classes, the first step stops instead. What is known of the names that vit.py gives to released checkpoints is held against the config.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='B/32', pool_type='gap')
  config.model_init = 'howto-i21k-B/32'
  config.model_load = dict(dont_load=['head/kernel', 'head/bias'])
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='B/32', pool_type='tok')
  config.model_init = 'howto-i21k-B/32'
  config.model_load = dict(dont_load=['head/kernel', 'head/bias'])
  return config
`,
  },
  checkModel({ spec }, { document }) {
    const vit = spec.architecture;
    const init = entryOf(document.root, 'model_init');
    if (vit.architecture !== 'big-vision-vit' || init?.value.kind !== 'scalar' || typeof init.value.value !== 'string') return [];
    const released = releasedCheckpoint(init.value.value);
    const spared = sparedBy(document);
    if (released === null || spared === null) return [];
    const sizes = ofSizes(spec, vit, released, init, document);
    // What is of another size is of another model: nothing else is worth saying.
    return sizes.length > 0 ? sizes : ofParts(spec, vit, released, init, spared, document);
  },
};

/** Whether `dont_load` leaves a parameter as the model starts it; null where that is not known. */
function sparedBy(document: ConfigDocument): ((parameter: string) => boolean) | null {
  const patterns = valueAt(document.root, 'model_load.dont_load');
  const load = entryOf(document.root, 'model_load')?.value;
  if (load?.kind === 'unknown' || (load?.kind === 'mapping' && load.open !== undefined)) return null;
  if (patterns === undefined) return () => false;
  if (patterns.kind !== 'sequence') return null;
  const compiled: RegExp[] = [];
  for (const item of patterns.items) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return null;
    try {
      compiled.push(new RegExp(`^(?:${item.value})$`));
    } catch {
      // A pattern of Python's that JavaScript does not have.
      return null;
    }
  }
  return (parameter) => compiled.some((pattern) => pattern.test(parameter));
}

function ofSizes(spec: ModelSpec, vit: BigVisionVitSpec, { variant }: Released, init: Entry, document: ConfigDocument): RuleFinding[] {
  const decoded = decodeVariant('vit', variant);
  if ('fault' in decoded) return [];
  const { sizes, patch } = decoded;
  const other = (
    [
      ['width', vit.width],
      ['depth', vit.depth],
      ['mlp_dim', vit.mlpDim],
    ] as const
  ).find(([key, field]) => field.known && field.value !== sizes.get(key))?.[1];
  const cut = vit.patchSize.known && patch !== null && vit.patchSize.value.join() !== patch.join() ? vit.patchSize : undefined;
  const field: Field<unknown> | undefined = other ?? cut;
  if (field === undefined) return [];
  const edit = field.known && field.source === 'derived' && vit.variant.known ? setValue(document, vit.variant.key, variant) : null;
  return [
    {
      range: placeOf(spec, field),
      message: phrase`\`model_init\` ${String(value(init))} is a ${variant}, whose weights have other shapes than this model's. The first step fails.`,
      related: [{ range: init.value.range, message: phrase`the checkpoint of a ${variant}` }],
      fixes: edit === null ? [] : [{ title: titled(`variant: ${variant}`, phrase`as the checkpoint`), edits: [edit] }],
    },
  ];
}

const value = (entry: Entry) => (entry.value.kind === 'scalar' ? entry.value.value : null);

function ofParts(
  spec: ModelSpec,
  vit: BigVisionVitSpec,
  released: Released,
  init: Entry,
  spared: (parameter: string) => boolean,
  document: ConfigDocument,
): RuleFinding[] {
  const findings: RuleFinding[] = [];
  const name = String(value(init));
  const found = (field: Field<unknown>, parameter: string, theirs: boolean, meant: PlainValue): void => {
    if (spared(parameter)) return;
    const edit = setValue(document, field.key, meant);
    const written = meant === true ? 'True' : meant === false ? 'False' : String(meant);
    findings.push({
      range: field.range ?? init.value.range,
      message: theirs
        ? phrase`\`model_init\` ${name} has the parameter \`${parameter}\`, for which this model has no place. Loading it fails.`
        : phrase`\`model_init\` ${name} lacks the parameter \`${parameter}\` of this model. Loading it fails.`,
      related: field.range === null ? [] : [{ range: init.value.range, message: phrase`the checkpoint of a ${released.variant}` }],
      fixes: edit === null ? [] : [{ title: titled(`${labelOf(spec, field.key)}: ${written}`, phrase`as the checkpoint`), edits: [edit] }],
    });
  };
  const { poolType, posemb, repSize, numClasses } = vit;
  if (poolType.known && poolType.value === 'map') found(poolType, 'MAPHead_0/probe', false, released.poolType);
  else if (poolType.known && (poolType.value === 'tok') !== (released.poolType === 'tok'))
    found(poolType, 'cls', released.poolType === 'tok', released.poolType);
  if (posemb.known && posemb.value !== released.posemb) found(posemb, 'pos_embedding', released.posemb === 'learn', released.posemb);
  if (repSize.known && (repSize.value !== null) !== released.represented) found(repSize, 'pre_logits/kernel', released.represented, released.represented);
  if (numClasses.known && numClasses.value === 0 && !spared('head/kernel')) found(numClasses, 'head/kernel', true, released.classes);
  else if (numClasses.known && numClasses.value !== released.classes && !spared('head/kernel')) {
    findings.push({
      range: placeOf(spec, numClasses),
      message: phrase`\`model_init\` ${name} has a head of ${released.classes} classes, which is loaded over this one of ${numClasses.value}. The first step fails; \`model_load\` with \`dont_load\` keeps the own head.`,
      related: [{ range: init.value.range, message: phrase`the checkpoint of a ${released.variant}` }],
    });
  }
  return findings;
}
