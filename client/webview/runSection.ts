/** What the last run took and gave: time by block beside its compute, and the outputs. */
import { bareMacs, duration, memory, shapeText, share } from '../../server/core/editor/format';
import type { BuiltView, PartView, RunView } from '../../server/protocol';
import { bar } from './bar';
import { columnHead, groupHead, partGroups } from './costs';
import { type Child, el, type VElement } from './element';
import { blockRows } from './geometry';
import { fill, type Scene } from './scene';

/** Null for a run that has not come to a good end; the header says what there is to say of it. */
export function runSection(scene: Scene, built: BuiltView, run: RunView): VElement | null {
  const { words } = scene;
  if (run.state !== 'ok') return null;
  return el(
    'section.run',
    { key: 'run', attributes: { 'aria-labelledby': 'run' } },
    el('h2', { attributes: { id: 'run' } }, words.lastRun),
    timings(scene, run),
    classes(scene, run),
    outputs(scene, run),
    blocks(scene, built),
    el('p.note', { key: 'note' }, run.trained ? fill(words.weightsOf, run.weights ?? '') : words.smokeTest),
  );
}

function timings({ words }: Scene, run: RunView): VElement {
  const figure = (name: string, text: string | null): Child => (text === null ? null : el('div', { key: name }, el('dt', {}, name), el('dd', {}, text)));
  const time = (ms: number | null) => (ms === null ? null : duration(ms));
  return el(
    'dl.timings',
    { key: 'timings' },
    figure(words.forward, time(run.forwardMs)),
    figure(words.build, time(run.buildMs)),
    figure(words.session, time(run.sessionMs)),
    figure(words.peakMemory, run.peakRssBytes === null ? null : memory(run.peakRssBytes)),
  );
}

/** What the model sees, where its weights know. */
function classes({ words }: Scene, { top }: RunView): VElement | null {
  if (top.length === 0) return null;
  return el(
    'table.classes',
    { key: 'classes' },
    el('caption', {}, words.mostProbable),
    el('thead', {}, el('tr', {}, [words.classHead, words.probability].map(columnHead))),
    el(
      'tbody',
      {},
      top.map(({ index, name, probability }) =>
        el(
          'tr',
          { key: `${index}` },
          el('th', { attributes: { scope: 'row' } }, name),
          el('td', {}, el('span.figure', { key: 'figure' }, share(probability, 1) || '0 %'), bar('probability', probability, 1)),
        ),
      ),
    ),
  );
}

/** As the lens's details have them. */
const decimals = (value: number): string => value.toPrecision(3).replace('-', '−');

function outputs({ words }: Scene, run: RunView): VElement {
  return el(
    'table.values',
    { key: 'outputs' },
    el('caption', {}, words.outputs),
    el('thead', {}, el('tr', {}, [words.output, words.mean, words.deviation].map(columnHead))),
    el(
      'tbody',
      {},
      run.outputs.map(({ name, shape, mean, std }) =>
        el(
          'tr',
          { key: name },
          el('th', { attributes: { scope: 'row' } }, name, ' ', el('span.shape', {}, shapeText(shape))),
          el('td', {}, decimals(mean)),
          el('td', {}, decimals(std)),
        ),
      ),
      run.similarity === null
        ? null
        : el('tr', { key: 'similarity' }, el('th', { attributes: { scope: 'row', colspan: 2 } }, words.similarity), el('td', {}, decimals(run.similarity))),
    ),
  );
}

interface Timed {
  readonly name: string;
  readonly ms: number;
  readonly macs: number;
}

function blocks(scene: Scene, built: BuiltView): VElement | null {
  const { words } = scene;
  const groups = partGroups(scene, built).map(({ title, parts }) => ({ title, rows: parts.flatMap((part) => timedBlocks(scene, part)) }));
  const all = groups.flatMap(({ rows }) => rows);
  if (all.length === 0) return null;
  const longest = Math.max(...all.map(({ ms }) => ms));
  const largest = Math.max(...all.map(({ macs }) => macs));
  const row = ({ name, ms, macs }: Timed, i: number) =>
    el(
      'tr',
      { key: `${i} ${name}` },
      el('th', { attributes: { scope: 'row' } }, name),
      el('td', {}, el('span.pair', {}, bar('time', ms, longest), bar('macs', macs, largest), el('span.figure', {}, milliseconds(ms)))),
      el('td', {}, bareMacs(macs)),
    );
  return el(
    'table.blocks',
    { key: 'blocks' },
    el('caption', {}, words.timeByBlock),
    el('thead', { key: 'head' }, el('tr', {}, columnHead(words.block), keyHead('time', words.time), keyHead('macs', 'MACs'))),
    groups.map(({ title, rows }, i) => (rows.length === 0 ? null : el('tbody', { key: `${i} ${title}` }, groupHead(title, 3), rows.map(row)))),
  );
}

const keyHead = (kind: string, text: string): VElement =>
  el('th', { key: kind, attributes: { scope: 'col' } }, el(`span.key.${kind}`, { attributes: { 'aria-hidden': 'true' } }), text);

function timedBlocks({ words }: Scene, part: PartView): Timed[] {
  const { title } = part;
  return blockRows(part).map(({ from, to, ms, macs }) => {
    const numbered = from === to ? `${title} ${from}` : fill(words.blocksFromTo, title, from, to);
    return { name: part.blockMs?.length === 1 ? title : numbered, ms, macs };
  });
}

/** Blocks of small models take less than a millisecond. */
const milliseconds = (ms: number): string => (ms < 10 ? `${ms.toPrecision(2)} ms` : duration(ms));
