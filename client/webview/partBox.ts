/** A box of the drawing. */
import { humanParameters } from '../../server/core/count/units';
import { share } from '../../server/core/editor/format';
import type { BuiltView, PartView } from '../../server/protocol';
import { bar } from './bar';
import { el, type VElement } from './element';
import { placeLinks } from './places';
import { fill, type Scene } from './scene';
import { stepList } from './steps';

/** `shape` is what comes in. A part that does little (a pooling, a norm) is a line or two high. */
export function partBox(scene: Scene, built: BuiltView, part: PartView, shape: readonly number[]): VElement {
  const { actions, words, open, current } = scene;
  const isCurrent = current.has(part.id);
  const [first] = part.places;
  const classes = [
    part.repeat > 1 ? 'stacked' : '',
    part.detail === '' ? 'plain' : '',
    part.detail === '' && part.parameters === 0 ? 'bare' : '',
    isCurrent ? 'current' : '',
  ];
  return el(
    'div.part',
    { key: 'part', attributes: { class: classes.join(' ') } },
    el(
      'button.go',
      {
        key: 'go',
        attributes: {
          type: 'button',
          'data-part': part.id,
          'aria-current': isCurrent ? 'true' : null,
          title: first === undefined ? null : fill(words.goTo, first.key),
        },
        on: { click: () => first !== undefined && actions.reveal(first.range) },
      },
      el('span.title', { key: 'title' }, part.title, part.repeat > 1 ? el('span.repeat', {}, ` × ${part.repeat}`) : null),
      part.parameters > 0 ? figures(scene, built, part) : null,
      part.detail === '' ? null : el('span.detail', { key: 'detail' }, ' ', part.detail),
      part.parameters > 0 ? bar('parameters', part.parameters, built.parameters) : null,
    ),
    placeLinks(part.places, actions, words),
    part.steps.length === 0 ? null : foldButton(scene, part, open.has(part.id)),
    part.steps.length === 0 || !open.has(part.id) ? null : stepList(part, shape, idOf(part)),
  );
}

function figures({ words }: Scene, built: BuiltView, { parameters }: PartView): VElement {
  return el(
    'span.figures',
    { key: 'figures' },
    ' ',
    el('span.figure', {}, humanParameters(parameters), el('span.unseen', {}, ` ${words.parameters}`)),
    ' ',
    el('span.share', {}, share(parameters, built.parameters)),
  );
}

const idOf = (part: PartView): string => `steps-${part.id}`;

function foldButton({ actions, words }: Scene, part: PartView, isOpen: boolean): VElement {
  return el(
    'button.fold',
    {
      key: 'fold',
      attributes: { type: 'button', 'aria-expanded': String(isOpen), 'aria-controls': isOpen ? idOf(part) : null },
      on: { click: () => actions.toggle(part.id) },
    },
    el('svg:svg', { attributes: { viewBox: '0 0 10 10', 'aria-hidden': 'true' } }, el('svg:path', { attributes: { d: 'M3 1.5 7 5 3 8.5' } })),
    part.repeat > 1 ? fill(words.oneBlock, part.repeat) : words.inside,
    el('span.unseen', {}, ` (${part.title})`),
  );
}
