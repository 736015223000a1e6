import type { PlaceView } from '../../server/protocol';
import type { Words } from '../panel/words';
import { el, type VElement } from './element';
import { type Actions, fill } from './scene';

/** The keys that decide something, each a way to its line in the config. */
export function placeLinks(places: readonly PlaceView[], actions: Actions, words: Words): VElement | null {
  if (places.length === 0) return null;
  return el(
    'ul.places',
    { key: 'places', attributes: { 'aria-label': words.decidedBy } },
    places.map(({ key, range }, i) =>
      el(
        'li',
        { key: `${key} ${i}` },
        el('button.place', { attributes: { type: 'button', title: fill(words.goTo, key) }, on: { click: () => actions.reveal(range) } }, key),
      ),
    ),
  );
}
