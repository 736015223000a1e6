/** The whole page. */
import { costs } from './costs';
import { drawing } from './drawing';
import { el, type VElement, type VNode } from './element';
import { header } from './header';
import { imageSection } from './imageSection';
import { placeLinks } from './places';
import { runSection } from './runSection';
import type { Scene } from './scene';

export function page(scene: Scene): VNode[] {
  const { view, built, stale } = scene;
  return [
    header(scene),
    ...(stale ? [problems(scene)] : []),
    ...(built === null
      ? []
      : [
          el(
            'div.content',
            { key: 'content', attributes: { class: stale ? 'stale' : '' } },
            drawing(scene, built),
            el(
              'div.side',
              { key: 'side' },
              imageSection(scene, built.image),
              costs(scene, built),
              view.run === null || stale ? null : runSection(scene, built, view.run),
            ),
          ),
        ]),
  ];
}

function problems({ view, words, actions, built }: Scene): VElement {
  return el(
    'section.problems',
    { key: 'problems', attributes: { 'aria-labelledby': 'problems' } },
    // Without a reason there is no model: its text is no config for the moment.
    el('h2', { attributes: { id: 'problems' } }, view.problems.length === 0 ? words.noModel : words.cannotBeBuilt),
    view.problems.length === 0
      ? null
      : el(
          'ul',
          { key: 'list' },
          view.problems.map(({ message, places }, i) => el('li', { key: String(i) }, el('span', {}, message), placeLinks(places, actions, words))),
        ),
    built === null ? null : el('p.note', { key: 'stale' }, words.stale),
  );
}

/** What is shown while there is no model. */
export function emptyPage(words: Scene['words'], file: boolean): VNode[] {
  return [
    el(
      'section.empty',
      { key: 'empty' },
      el('h1', {}, words.nothing),
      el('p', {}, file ? words.nothingInFile : words.nothingOpen),
      el('p.note', {}, words.nothingHint),
    ),
  ];
}
