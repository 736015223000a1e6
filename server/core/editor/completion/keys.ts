import { type FieldDocs, type FormName, isUpstreams } from '../../dialects/schemaDocs';
import { INFERENCE_KEYS, measuresInference, TOOL_KEYS } from '../../dialects/visionTransformer/keys';
import { valueAsText } from '../../dialects/visionTransformer/text';
import { isMapping, plainValue } from '../../edit';
import { type Phrase, type PhraseValue, phrase } from '../../phrase';
import { besides } from '../format';
import { nodeText } from '../python/entries';
import { describeKey } from './describe';
import { type CompletionInfo, type Form, itemAt } from './item';
import { penOf } from './pen';
import type { Place, Surroundings } from './surroundings';
import { choicesOf, usualValue } from './usual';

/** What a key is of, where the config does not tell yet what it is. */
const FORM_NAMES: Readonly<Record<FormName, PhraseValue>> = {
  vit: 'Vision Transformer',
  named: 'Vision Transformer',
  mixer: 'MLP-Mixer',
  lit: 'LiT',
  training: phrase`training`,
  'big-vision-vit': 'big_vision',
  'big-vision-mixer': 'big_vision',
  'big-vision-training': 'big_vision',
  'scenic-vit': 'scenic',
  'scenic-mixer': 'scenic',
  'scenic-training': 'scenic',
  'vit-pytorch': 'ViT-pytorch',
};

/** Where a key stands among others; the lower the further up. */
const RANKS = { needed: 0, upstreams: 1, other: 2, otherPurpose: 3, perForm: 10, merged: 100 } as const;

/** The keys that fit the site and are not there yet: those that are needed first, then those that upstream's own configs have. */
export function keyItems(around: Surroundings): CompletionInfo[] {
  const places = around.keys(around.site.path);
  const form = places[0]?.form;
  const present = presentKeys(around);
  const found: { rank: number; item: CompletionInfo }[] = [];
  const { site } = around;
  const closed = isClosed(around);
  for (const place of places) {
    const docs = around.docs(place);
    if (docs === null || present.get(docs.key) === 'own' || !adopts(around, place) || (closed && !present.has(docs.key))) continue;
    if (site.python !== undefined && isUpstreams(place.form) && place.form !== 'training' && TOOL_KEYS.includes(docs.key)) continue;
    const foreign = place.form !== form;
    const rank = rankOf(around, place, docs, present) + (foreign ? RANKS.perForm : 0) + (present.has(docs.key) ? RANKS.merged : 0);
    found.push({ rank, item: keyItem(around, place, docs, foreign ? FORM_NAMES[place.form] : null) });
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

/** Whether a ConfigDict came in locked: it takes no keys but those it has. Of one that the function locks or unlocks itself there is no telling. */
function isClosed(around: Surroundings): boolean {
  const { site, document, analysis } = around;
  if (document.python === undefined || around.mapping(site.path)?.python?.locked !== true) return false;
  const { start, end } = analysis.extent;
  return !/\block\b|\bunlock(?:ed)?\b/.test(analysis.text.slice(start, end));
}

/** Above lines that would be its own, a key has to be one that they fit. */
function adopts(around: Surroundings, place: Place): boolean {
  const { orphan } = around.site;
  return orphan === null || (around.isMapping(place) && (orphan === '' || around.docs(around.inside(place, orphan)) !== null));
}

/** What the mapping has already: itself, or by a merge or a call, which a key of its own would override. */
function presentKeys(around: Surroundings): Map<string, 'own' | 'merged'> {
  const { named, token, path } = around.site;
  const present = new Map<string, 'own' | 'merged'>();
  for (const { key, keyRange, merged } of around.mapping(path)?.entries ?? []) {
    if (named && keyRange.start === token.start) continue;
    if (merged === undefined && keyRange.origin === undefined) present.set(key, 'own');
    else if (!present.has(key)) present.set(key, 'merged');
  }
  return present;
}

function rankOf(around: Surroundings, place: Place, { key, required }: FieldDocs, present: ReadonlyMap<string, unknown>): number {
  if (place.form === 'training' && !place.path.includes('.')) {
    if (key === 'model') return present.has('model_name') ? RANKS.otherPurpose : RANKS.needed;
    const { root } = around.document;
    const forInference = [...INFERENCE_KEYS, 'image_size', 'num_classes', 'model_name', 'trainer'].includes(key);
    const inference = root?.kind === 'mapping' && measuresInference(root);
    if (forInference !== inference) return RANKS.otherPurpose;
  }
  if (required) return RANKS.needed;
  return around.template(place) === undefined ? RANKS.other : RANKS.upstreams;
}

function keyItem(around: Surroundings, place: Place, docs: FieldDocs, form: PhraseValue | null): CompletionInfo {
  const { site } = around;
  const { key } = docs;
  const text = (as: Form): string => {
    const pen = penOf(around, as, (path) =>
      choicesOf(
        around,
        path
          .split('.')
          .slice(1)
          .reduce((at, name) => around.inside(at, name), place),
      ),
    );
    if (site.named) return pen.key(key);
    if (site.orphan !== null) return `${pen.key(key)}:`;
    const value = usualValue(around, place);
    return value === undefined ? pen.opening(key) : pen.entry(key, value);
  };
  return itemAt(site, {
    label: key,
    kind: 'key',
    detail: besides(form, inheritedDetail(around, key) ?? detailOf(docs, around)),
    text,
    describe: (edits, say) => describeKey(around, place, docs, edits, say),
  });
}

/** Of a key that came in by a call: `overrides 768 from get_b16_config`. */
function inheritedDetail(around: Surroundings, key: string): Phrase | null {
  const entry = around.mapping(around.site.path)?.entries.find((candidate) => candidate.key === key);
  const origin = entry?.value.range.origin ?? entry?.keyRange.origin;
  const text = entry === undefined || entry.value.kind === 'mapping' ? null : nodeText(entry.value);
  return origin === undefined || text === null || around.site.named ? null : phrase`overrides ${text} from ${origin.name}`;
}

/** `a whole number · required`, `a number · default 0.1`. */
function detailOf(docs: FieldDocs, { syntax }: Surroundings): Phrase {
  if (docs.required) return phrase`${docs.type} · required`;
  const fallback = docs.default === undefined ? undefined : plainValue(docs.default);
  return fallback === undefined || isMapping(fallback) ? docs.type : phrase`${docs.type} · default ${valueAsText(fallback, docs.key, syntax)}`;
}
