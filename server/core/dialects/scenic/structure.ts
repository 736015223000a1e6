import type { Finding } from '../../finding';
import { phrase } from '../../phrase';
import type { ConfigDocument } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Recognition } from '../dialect';
import { checkMapping } from '../schemaCheck';
import { layoutOf, PREFIX } from './layout';

/** Findings about the model's structure, in source order; none of a model that is none of the baselines. Never throws. */
export function structure(document: ConfigDocument, _recognition: Recognition): readonly Finding[] {
  const layout = layoutOf(document);
  if (layout === null || layout.kind === null) return [];
  const { root, model, kind } = layout;
  const place = entryOf(root, 'model')?.keyRange ?? model.range;
  const checked = {
    document,
    form: kind === 'mixer' ? 'scenic-mixer' : 'scenic-vit',
    prefix: PREFIX,
    program: PROGRAMS[kind],
    // HybridViT pools nothing by a classifier that it does not know.
    unread: (path: string) => (kind === 'vit' ? path.startsWith('resnet') : path === 'positional_embedding' || path === 'classifier'),
  } as const;
  const patches = entryOf(model, 'patches')?.value;
  const grid = kind === 'mixer' ? undefined : entryOf(patches, 'grid');
  const findings = checkMapping(checked, model, '', place);
  if (grid !== undefined) {
    const message = phrase`\`patches.grid\` is not read: ${PROGRAMS[kind]} cuts patches by \`patches.size\`.`;
    findings.push({
      code: 'unknown-key',
      severity: entryOf(patches, 'size') === undefined ? 'error' : 'warning',
      message,
      range: grid.keyRange,
      related: [],
      fixes: [],
    });
  }
  if (kind === 'hybrid' && entryOf(model, 'resnet') === undefined && model.open === undefined) {
    const message = phrase`\`model.resnet\` is missing: ${PROGRAMS[kind]} reads it without a default`;
    findings.push({ code: 'missing-key', severity: 'error', message, range: place, related: [], fixes: [] });
  }
  return findings.sort((a, b) => a.range.start - b.range.start);
}

const PROGRAMS = { vit: "scenic's ViT", hybrid: "scenic's HybridViT", mixer: "scenic's Mixer" } as const;
