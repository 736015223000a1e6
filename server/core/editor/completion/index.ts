/**
 * Completion: where the cursor is (`site`, read off the text), what there is around it (`surroundings`, the analysis of the
 * text without what is being typed), which keys, values and whole configs fit, and what each would decide (`describe`, the
 * analysis of the text with it).
 */
import type { DocumentAnalysis } from '../../analysis';
import type { Recognition } from '../../dialects/dialect';
import { type SchemaName, schemaOf } from '../../dialects/schemaDocs';
import type { ConfigNode } from '../../syntax/tree';
import type { CompletionInfo } from './item';
import { keyItems } from './keys';
import { wholeConfigs } from './models';
import { sitesIn } from './site';
import { Surroundings } from './surroundings';
import { begins } from './trigger';
import type { UpstreamFigures } from './upstream';
import { valueItems } from './values';

export type { CompletionInfo, Form } from './item';
export { snippetPrefix, TRAINING_PREFIX } from './models';
export { PATH_TRIGGERS, type PathItem, type PathSite, pathSite } from './paths';
export { mayBegin, TRIGGERS } from './trigger';
export { UpstreamFigures } from './upstream';

/** What fits at an offset of a document, the usual first. `sign` is what was typed to ask, null where a person asked outright. */
export function completions(analysis: DocumentAnalysis, offset: number, upstream: UpstreamFigures, sign: string | null): CompletionInfo[] {
  const { text, options, document } = analysis;
  const recognition = analysis.recognition ?? presumed(analysis);
  if (recognition === null) return [];
  const sites = sitesIn(analysis, offset).filter((site) => sign === null || begins(sign, site, text, options.syntax));
  if (sites.length === 0 || (document.python === undefined && isInsideText(document.root, text, offset))) return [];
  const items = new Map<string, CompletionInfo>();
  sites.forEach((site, i) => {
    const around = new Surroundings(analysis, recognition, site, upstream);
    for (const item of i === 0 ? itemsAt(around, sign) : keyItems(around)) {
      const name = `${item.kind} ${item.label}`;
      if (!items.has(name)) items.set(name, item);
    }
  });
  return [...items.values()];
}

/** So many keys of upstream's training, and no other, are one. */
const PLAINLY_TRAINING = 6;

/** A Python config that is just begun: of a few keys, or none, one more model where a file has models; a training that has no model yet. */
function presumed({ document: { root, python }, file }: DocumentAnalysis): Recognition | null {
  if (python === undefined || root?.kind !== 'mapping' || root.open !== undefined) return null;
  const all = (...forms: readonly SchemaName[]) => root.entries.every(({ key }) => forms.some((form) => schemaOf(form, key) !== null));
  const dialect = 'vision_transformer';
  if (all('training') && root.entries.length >= PLAINLY_TRAINING) return { dialect, form: 'training', evidence: [] };
  const besideModels = file.some(({ recognition }) => recognition?.dialect === dialect && recognition.form === 'model');
  return besideModels && all('vit', 'mixer', 'lit') ? { dialect, form: 'model', evidence: [] } : null;
}

function itemsAt(around: Surroundings, sign: string | null): CompletionInfo[] {
  const { site, syntax } = around;
  const place = around.place(site.path);
  // Behind the space may come a line break as well, which a list that is open would swallow; and no mapping begins with [.
  if (((sign === ' ' && syntax === 'yaml') || sign === '[') && around.isMapping(place)) return [];
  // A line of its own below a key is for a value where the key holds no others.
  const isValue = site.kind === 'value' || (site.path !== '' && around.docs(place) !== null && !around.isMapping(place));
  return [...wholeConfigs(around), ...(isValue ? valueItems(around) : keyItems(around))];
}

/** Whether an offset is inside a quoted text of several lines, which is nobody's key. */
function isInsideText(node: ConfigNode | null, text: string, offset: number): boolean {
  if (node === null || offset <= node.range.start || offset >= node.range.end) return false;
  if (node.kind === 'scalar') return node.quoted && /[\r\n]/.test(text.slice(node.range.start, node.range.end));
  if (node.kind === 'unknown') return false;
  const inner = node.kind === 'mapping' ? node.entries.map(({ value }) => value) : node.items;
  return inner.some((value) => isInsideText(value, text, offset));
}
