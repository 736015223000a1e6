/** Where parameters, compute and memory go: a table whose figures have bars under them. */
import { humanBytes, humanParameters } from '../../server/core/count/units';
import { bareMacs, share } from '../../server/core/editor/format';
import type { BuiltView, PartView } from '../../server/protocol';
import { bar } from './bar';
import { towerTitle } from './drawing';
import { el, type VElement } from './element';
import type { Scene } from './scene';

/** Parts under the name of their tower, where there are two. */
export interface PartGroup {
  readonly title: string;
  readonly parts: readonly PartView[];
}

export function partGroups(scene: Scene, { towers, joint }: BuiltView): PartGroup[] {
  const groups = towers.map(({ name, parts }) => ({ title: towerTitle(scene, name), parts }));
  return joint === null ? groups : [...groups, { title: '', parts: [joint] }];
}

/** A group's heading within a table of some columns. */
export function groupHead(title: string, columns: number): VElement | null {
  if (title === '') return null;
  return el('tr.group', { key: 'group' }, el('th', { attributes: { scope: 'rowgroup', colspan: columns } }, title));
}

/** The head of a column. */
export const columnHead = (text: string): VElement => el('th', { attributes: { scope: 'col' } }, text);

export function costs(scene: Scene, built: BuiltView): VElement {
  const { words } = scene;
  return el(
    'section.costs',
    { key: 'costs', attributes: { 'aria-labelledby': 'costs' } },
    el('h2', { attributes: { id: 'costs' } }, words.costs),
    el(
      'table',
      { attributes: { 'aria-labelledby': 'costs' } },
      el('thead', { key: 'head' }, el('tr', {}, [words.part, words.parameters, 'MACs', words.activations].map(columnHead))),
      partGroups(scene, built).map(({ title, parts }, i) =>
        el(
          'tbody',
          { key: `${i} ${title}` },
          groupHead(title, 4),
          // As in the hover, what costs nothing (a pooling) has no row.
          parts.filter(({ parameters, macs }) => parameters + macs > 0).map((part) => row(scene, built, part)),
        ),
      ),
      el(
        'tfoot',
        { key: 'foot' },
        el(
          'tr',
          {},
          el('th', { attributes: { scope: 'row' } }, words.whole),
          el('td', {}, humanParameters(built.parameters)),
          el('td', {}, bareMacs(built.macs)),
          el('td', {}, humanBytes(built.activationBytes)),
        ),
      ),
    ),
  );
}

function row({ current }: Scene, built: BuiltView, part: PartView): VElement {
  return el(
    'tr',
    { key: part.id, attributes: { class: current.has(part.id) ? 'current' : '' } },
    el('th', { key: 'part', attributes: { scope: 'row' } }, part.title),
    el('td', {}, amount(humanParameters(part.parameters), share(part.parameters, built.parameters)), bar('parameters', part.parameters, built.parameters)),
    el('td', {}, amount(bareMacs(part.macs), share(part.macs, built.macs)), bar('macs', part.macs, built.macs)),
    // Peaks don't add up to the whole's, so there is no share.
    el('td', {}, amount(humanBytes(part.activationBytes), ''), bar('activations', part.activationBytes, built.activationBytes)),
  );
}

function amount(figure: string, percent: string): VElement {
  return el('span.amount', { key: 'amount' }, el('span.share', {}, percent), ' ', el('span.figure', {}, figure));
}
