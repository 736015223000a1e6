/** The image as the model takes it: stretched to its size, cut into patches, with what no patch reaches. */
import { times } from '../../server/core/editor/format';
import type { ImageView } from '../../server/protocol';
import type { Words } from '../panel/words';
import { el, type VElement } from './element';
import { gridLines, hasClassToken } from './geometry';
import { placeLinks } from './places';
import { fill, type Scene } from './scene';

export function imageSection(scene: Scene, image: ImageView): VElement {
  const { words, imageCurrent } = scene;
  return el(
    'section.image',
    { key: 'image', attributes: { 'aria-labelledby': 'image', class: imageCurrent ? 'current' : '' } },
    el('h2', { attributes: { id: 'image', 'aria-current': imageCurrent ? 'true' : null } }, words.image),
    el('figure', {}, picture(scene, image), caption(scene, image)),
    placeLinks(image.places, scene.actions, words),
  );
}

function picture({ image: source, words, actions }: Scene, image: ImageView): VElement {
  const [height, width] = image.size;
  const description = fill(words.imageAlt, times(image.size), times(image.grid));
  return el(
    'div.picture',
    {
      // A wide image fills the column; of a high one the height is held.
      style: { 'aspect-ratio': `${width} / ${height}`, '--aspect': String(width / height) },
      attributes: source === null ? { role: 'img', 'aria-label': description } : {},
    },
    source === null ? null : el('img', { key: source, attributes: { src: source, alt: description }, on: { error: () => actions.imageFailed(source) } }),
    overlay(image),
  );
}

/** Lines of both directions from which on they are drawn finer. */
const DENSE = 40;

/** In units of a pixel of the model's input. */
function overlay({ size: [height, width], grid, effectivePatch, lostPixels }: ImageView): VElement {
  const [down, across] = [gridLines(height, grid[0], effectivePatch[0]), gridLines(width, grid[1], effectivePatch[1])];
  const [bottom, right] = lostPixels;
  const d = [...down.at.map((y) => `M0 ${y}H${width - right}`), ...across.at.map((x) => `M${x} 0V${height - bottom}`)].join('');
  const hatch = Math.max(width, height) / 40;
  const lost = [
    ...(right === 0 ? [] : [`M${width - right} 0H${width}V${height}H${width - right}Z`]),
    ...(bottom === 0 ? [] : [`M0 ${height - bottom}H${width - right}V${height}H0Z`]),
  ].join('');
  return el(
    'svg:svg',
    {
      key: 'overlay',
      attributes: {
        class: down.at.length + across.at.length > DENSE ? 'dense' : '',
        viewBox: `0 0 ${width} ${height}`,
        'aria-hidden': 'true',
        preserveAspectRatio: 'none',
      },
    },
    el('svg:path.line-under', { key: 'under', attributes: { d } }),
    el('svg:path.line', { key: 'line', attributes: { d } }),
    bottom + right === 0
      ? null
      : [
          el(
            'svg:pattern',
            { key: 'hatch', attributes: { id: 'hatch', width: hatch, height: hatch, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' } },
            el('svg:rect.hatch-ground', { attributes: { width: hatch, height: hatch } }),
            el('svg:rect.hatch', { attributes: { width: hatch / 2, height: hatch } }),
          ),
          el('svg:path.lost', { key: 'lost', attributes: { d: lost, fill: 'url(#hatch)' } }),
        ],
  );
}

function caption({ words, image: source }: Scene, image: ImageView): VElement {
  const { size, grid, effectivePatch, tokens } = image;
  const text = hasClassToken(image) ? words.patchesAndClassToken : words.patches;
  const steps: readonly [number, number] = [gridLines(size[0], grid[0], effectivePatch[0]).step, gridLines(size[1], grid[1], effectivePatch[1]).step];
  return el(
    'figcaption',
    {},
    el('p', { key: 'tokens' }, fill(text, times(grid), times(effectivePatch), tokens)),
    lostText(words, image),
    Math.max(...steps) === 1 ? null : el('p', { key: 'thinned' }, fill(words.thinned, times(steps))),
    source === null ? el('p', { key: 'none' }, words.noImage) : null,
  );
}

function lostText(words: Words, { lostPixels: [rows, columns], size }: ImageView): VElement | null {
  if (rows + columns === 0) return null;
  const rowsText = rows === 1 ? words.oneRow : fill(words.rows, rows);
  const columnsText = columns === 1 ? words.oneColumn : fill(words.columns, columns);
  const both = columns === 0 ? rowsText : rows === 0 ? columnsText : fill(words.rowsAndColumns, rowsText, columnsText);
  const text = fill(rows + columns === 1 ? words.lostOne : words.lost, both, times(size));
  return el('p.warning', { key: 'lost' }, el('span.swatch', { attributes: { 'aria-hidden': 'true' } }), text);
}
