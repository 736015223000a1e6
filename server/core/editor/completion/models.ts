import type { SchemaName } from '../../dialects/schemaDocs';
import { isUpstreamLit, isUpstreamMixer, UPSTREAM_MODELS, type UpstreamModel } from '../../dialects/visionTransformer/catalogue';
import { trainingConfig } from '../../dialects/visionTransformer/template';
import type { PlainMapping } from '../../edit';
import { type Phrase, phrase, verbatim } from '../../phrase';
import { describeConfig } from './describe';
import { type CompletionInfo, itemAt } from './item';
import { penOf } from './pen';
import type { Surroundings } from './surroundings';

/**
 * What to type for a whole model: upstream's name in small letters, without `_` before a number and without `norep`, `+`
 * as `-`. `ViT-B_16` is `vit-b16`, `R50+ViT-L_32` is `r50-vit-l32`.
 */
export function snippetPrefix(name: string): string {
  if (name.startsWith('testing')) return `vit-${name}`;
  return name
    .toLowerCase()
    .replace('+', '-')
    .replace(/-norep$/, '')
    .replace('_', name.startsWith('LiT') ? '-' : '');
}

/** What to type for upstream's fine-tuning of ViT-B/16. */
export const TRAINING_PREFIX = 'vit-training';

/** Whole configs that fit the site: where a file, or the mapping of a model, is still empty. */
export function wholeConfigs(around: Surroundings): CompletionInfo[] {
  const forms = formsThatFit(around);
  if (forms.length === 0) return [];
  const models = Object.entries(UPSTREAM_MODELS)
    .filter(([, model]) => forms.includes(formOf(model)))
    .sort(([, a], [, b]) => forms.indexOf(formOf(a)) - forms.indexOf(formOf(b)) || Number(isTest(a)) - Number(isTest(b)));
  return [
    ...models.map(([name]) => configItem(around, snippetPrefix(name), verbatim(`${name} · ${around.upstream.cost(name)}`), around.upstream.config(name))),
    ...(forms.includes('training')
      ? [configItem(around, TRAINING_PREFIX, phrase`fine-tuning of ${'ViT-B_16'} on ${'cifar10'}`, trainingConfig('cifar10'))]
      : []),
  ];
}

function formsThatFit(around: Surroundings): readonly SchemaName[] {
  const { path, named, orphan } = around.site;
  const own = around.mapping(path)?.entries ?? [];
  // Keys that keep things for anchors and other tools are no part of a model.
  if (named || orphan !== null || own.some(({ key }) => !/^(?:\$schema$|x-|_|\.)/.test(key))) return [];
  if (path === '') return around.recognition.form === 'training' ? [] : ['vit', 'mixer', 'lit', 'training'];
  const place = around.place(path);
  if (place.form === 'training' && place.path === 'model') return around.keys('model')[0]?.form === 'mixer' ? ['mixer', 'vit'] : ['vit', 'mixer'];
  return place.form === 'lit' && place.path === 'image' ? ['vit'] : [];
}

function formOf(model: UpstreamModel): SchemaName {
  if (isUpstreamMixer(model)) return 'mixer';
  return isUpstreamLit(model) ? 'lit' : 'vit';
}

function isTest({ model_name }: UpstreamModel): boolean {
  return model_name.startsWith('testing');
}

function configItem(around: Surroundings, label: string, detail: Phrase, config: PlainMapping): CompletionInfo {
  const { site } = around;
  const pen = penOf(around, 'plain', () => null);
  const written = site.kind === 'key' ? pen.entries(config) : pen.value(config);
  const form = site.kind === 'value' && !site.flow ? pen.below : {};
  return itemAt(site, { label, kind: 'model', detail, ...form, text: () => written, describe: (_, say) => describeConfig(around, config, written, say) });
}
