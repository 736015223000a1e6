/** The architecture from top to bottom: boxes for parts, shapes on the edges between them, two towers beside each other where there are two. */
import { shapeText } from '../../server/core/editor/format';
import type { BuiltView, TowerView } from '../../server/protocol';
import { el, type VElement } from './element';
import { moveFocus } from './keyboard';
import { partBox } from './partBox';
import type { Scene } from './scene';

export function drawing(scene: Scene, built: BuiltView): VElement {
  const { words } = scene;
  return el(
    'section.architecture',
    { key: 'architecture', attributes: { 'aria-labelledby': 'architecture' } },
    el('h2', { attributes: { id: 'architecture' } }, words.architecture),
    el(
      'div.drawing',
      { attributes: { class: built.joint === null ? '' : 'joined' }, on: { keydown: (event) => moveFocus(event as KeyboardEvent) } },
      el(
        'div.towers',
        { key: 'towers' },
        built.towers.map((tower) => towerChain(scene, built, tower)),
      ),
      jointChain(scene, built),
    ),
  );
}

/** `Image tower`, `Text tower`; the empty text for a model with one. */
export function towerTitle({ words }: Scene, name: string): string {
  if (name === 'image') return words.imageTower;
  return name === 'text' ? words.textTower : name;
}

function towerChain(scene: Scene, built: BuiltView, { name, input, parts }: TowerView): VElement {
  const title = towerTitle(scene, name);
  const into = (i: number) => parts[i - 1]?.outputShape ?? input.shape;
  return el(
    'div.tower',
    { key: name },
    title === '' ? null : el('h3', { key: 'title' }, title),
    el(
      'ol.chain',
      { key: 'chain', attributes: { 'aria-label': title === '' ? scene.words.architecture : title } },
      el('li', { key: 'input' }, el('span.end', {}, input.name)),
      parts.map((part, i) => el('li', { key: part.id }, edge(scene, into(i)), partBox(scene, built, part, into(i)))),
      built.joint === null
        ? el('li', { key: 'output' }, edge(scene, into(parts.length)), el('span.end', {}, built.outputs.map((output) => output.name).join(', ')))
        : el('li.to-joint', { key: 'output' }, edge(scene, into(parts.length), false)),
    ),
  );
}

/** What both towers end in. */
function jointChain(scene: Scene, built: BuiltView): VElement | null {
  if (built.joint === null) return null;
  return el(
    'div.joint',
    { key: 'joint' },
    el('div.join', { key: 'join', attributes: { 'aria-hidden': 'true' } }),
    edge(scene, null),
    partBox(scene, built, built.joint, []),
    el(
      'ul.outputs',
      { key: 'outputs', attributes: { 'aria-label': scene.words.outputs } },
      built.outputs.map(({ name, shape }) => el('li', { key: name }, el('span.end', {}, name), ' ', el('span.shape', {}, shapeText(shape)))),
    ),
  );
}

/** The way into the next box; without its tip, to where the towers meet. */
function edge({ words }: Scene, shape: readonly number[] | null, tip = true): VElement {
  return el(
    'div.edge',
    { key: 'edge' },
    el(
      'svg:svg',
      { attributes: { viewBox: tip ? '0 0 10 28' : '0 0 10 34', 'aria-hidden': 'true' } },
      el('svg:path', { attributes: { d: tip ? 'M5 0V26M1.5 22 5 26.5 8.5 22' : 'M5 0V34' } }),
    ),
    shape === null ? null : el('span.shape', { key: 'shape' }, el('span.unseen', {}, `${words.shape} `), shapeText(shape)),
  );
}
