/** What became of images that were embedded, for people and programs. */
import { humanCount } from '../core/count/units';
import { duration, memory } from '../core/editor/format';
import { english } from '../core/phrase';
import type { RunProgress } from '../runner/protocol';
import type { Embedded } from './embedding';
import type { Feature } from './feature';
import { shownPath } from './files';
import { DEFAULT_INDEX } from './indexPlace';
import { table } from './table';
import type { ModelWeights } from './weights';

export interface EmbedOutcome {
  /** The index's directory, as it was typed. */
  readonly index: string;
  readonly model: string;
  readonly feature: Feature;
  readonly weights: Pick<Extract<ModelWeights, { kind: 'checkpoint' }>, 'fileName' | 'adaptations'>;
  /** How the images came into the index. */
  readonly embedded: number;
  readonly kept: number;
  /** Images that have left it. */
  readonly gone: number;
  readonly seconds: number;
  readonly made: Embedded;
}

/** Lines with an empty line before the last, which says how to go on. */
export function embedText({ index, model, feature, weights, embedded, kept, gone, seconds, made }: EmbedOutcome): string {
  const rows = [
    ['images', imagesText(embedded, kept, gone, made.failed.length)],
    ['features', `${humanCount(feature.dimensions)} values each, ${feature.name} of ${model}`],
    ['weights', weights.fileName],
    ...weights.adaptations.map((line) => ['', line]),
    ...(embedded === 0 ? [] : [['time', `${timeText(seconds)}, ${rateText(embedded / seconds)}`]]),
    ...(made.peakRssBytes === null ? [] : [['memory', `${memory(made.peakRssBytes)} at its peak`]]),
  ];
  const lines = table(
    rows.map(([key = '', value = '']) => [`  ${key}`, value]),
    ['left', 'left'],
  );
  const at = index === DEFAULT_INDEX ? '' : ` --index ${/^[\w./\\:-]+$/.test(index) ? index : `"${index}"`}`;
  return `${index}\n${lines.join('\n')}\n\nvit-config search${at} ${feature.name === 'img/normalized' ? 'IMAGE_OR_TEXT' : 'IMAGE'} ranks them\n`;
}

function imagesText(embedded: number, kept: number, gone: number, failed: number): string {
  const said = (count: number, text: string) => (count === 0 ? [] : [`${humanCount(count)} ${text}`]);
  const changes = [...(kept > 0 ? [...said(embedded, 'embedded now'), ...said(kept, 'as they were')] : []), ...said(gone, 'gone'), ...said(failed, 'failed')];
  return `${humanCount(embedded + kept)} in the index${changes.length === 0 ? '' : `: ${changes.join(', ')}`}`;
}

export function embedJson({ index, model, feature, weights, embedded, kept, gone, seconds, made }: EmbedOutcome, cwd: string) {
  return {
    index,
    model,
    feature: feature.name,
    dimensions: feature.dimensions,
    images: embedded + kept,
    embedded,
    kept,
    gone,
    failed: unembeddedText(made, cwd),
    weights: weights.fileName,
    adaptations: weights.adaptations,
    seconds,
    imagesPerSecond: embedded === 0 ? null : embedded / seconds,
    peakRssBytes: made.peakRssBytes,
  };
}

/** Images without a feature, and why. */
export function unembeddedText({ failed }: Embedded, cwd: string): { readonly path: string; readonly reason: string }[] {
  return failed.map(({ path, reason }) => {
    const said = english(reason);
    return { path: shownPath(cwd, path), reason: said.startsWith(`${path} `) ? said.slice(path.length + 1) : said };
  });
}

export interface EmbedProgress {
  readonly progress: RunProgress;
  readonly seconds: number;
  /** Images to embed. */
  readonly wanted: number;
}

/** How far it is, how fast, and how long it will take. */
export function embedProgressText(label: string, { progress: { phase, done, total }, seconds, wanted }: EmbedProgress): string {
  if (phase === 'building' || total === 0) return `${label}: building`;
  const images = (wanted * done) / total;
  const rate = images / seconds;
  const left = done === 0 ? '' : `, ${rateText(rate)}, ${timeText((wanted - images) / rate)} left`;
  return `${label}: ${humanCount(Math.floor(images))} of ${humanCount(wanted)} images${left}`;
}

const rateText = (rate: number) => `${rate < 10 ? rate.toFixed(1) : humanCount(Math.round(rate))} images/s`;

/** Embedding may take hours. */
function timeText(seconds: number): string {
  if (seconds < 100) return duration(seconds * 1000);
  return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
