/** Name and totals of the model, and the run. */
import { humanBytes, humanCount, humanFlops, humanMacs, humanParameters } from '../../server/core/count/units';
import type { BuiltView } from '../../server/protocol';
import { el, type VElement } from './element';
import { fill, type Scene } from './scene';

export function header(scene: Scene): VElement {
  const { view, built, words, actions } = scene;
  return el(
    'header',
    { key: 'header' },
    el('h1', { key: 'name' }, view.name),
    el('p.kind', { key: 'kind' }, view.kind),
    view.models.length < 2
      ? null
      : el(
          'label.models',
          { key: 'models' },
          el('span', {}, words.modelOfFile),
          el(
            'select',
            { on: { change: (event) => actions.choose((event.target as HTMLSelectElement).value) } },
            view.models.map(({ id, name }, i) => el('option', { key: `${i} ${id}`, attributes: { value: id, selected: id === view.id } }, name)),
          ),
        ),
    built === null ? null : totals(scene, built),
    runControls(scene),
  );
}

function totals({ words, stale }: Scene, built: BuiltView): VElement {
  const figure = (name: string, text: string, more: string) => el('div', { key: name }, el('dt', {}, name), el('dd', {}, text), el('dd.more', {}, more));
  return el(
    'dl.totals',
    { key: 'totals', attributes: { class: stale ? 'stale' : '' } },
    figure(words.parameters, humanParameters(built.parameters), built.parameters < 100_000 ? '' : humanCount(built.parameters)),
    figure(words.compute, humanMacs(built.macs), humanFlops(built.flops)),
    figure(words.weights, humanBytes(built.weightBytes), 'float32'),
    figure(words.activations, humanBytes(built.activationBytes), words.atPeak),
  );
}

function runControls({ view, words, actions, trusted }: Scene): VElement {
  const { run, mayRun, built, weights } = view;
  const going = run?.state === 'running' || run?.state === 'queued';
  const why = !trusted ? words.notTrusted : !mayRun ? words.noRuntime : built === null ? words.notBuilt : '';
  const disabled = why !== '' && !going;
  return el(
    'div.controls',
    { key: 'controls' },
    el(
      'button.primary',
      {
        // One button, so that the focus stays while its meaning changes.
        key: 'button',
        attributes: { type: 'button', 'aria-disabled': disabled ? 'true' : null, 'aria-describedby': disabled ? 'why' : null, class: going ? 'secondary' : '' },
        on: { click: () => (going ? actions.cancel() : disabled ? undefined : actions.run()) },
      },
      // With random weights: of a run with others it is not the same again.
      going ? words.cancel : run === null || run.trained ? words.runOnImage : words.runAgain,
    ),
    // It stays while something runs, so that the focus does, too.
    weights === null
      ? null
      : el(
          'button.primary.secondary',
          {
            key: 'weights',
            attributes: { type: 'button', 'aria-disabled': disabled || going ? 'true' : null, 'aria-describedby': disabled ? 'why' : null },
            on: { click: () => (disabled || going ? undefined : actions.runWithWeights()) },
          },
          fill(words.runWith, weights),
        ),
    disabled ? el('span.note', { key: 'why', attributes: { id: 'why' } }, why) : null,
    going && run.total > 0 ? el('progress', { key: 'progress', attributes: { max: run.total, value: run.done, 'aria-label': words.running } }) : null,
    run === null || disabled
      ? null
      : el('span.result', { key: 'result', attributes: { class: run.state, 'aria-hidden': 'true' } }, run.state === 'failed' ? run.description : run.title),
    // Progress is not read aloud step by step; that it began and what came of it is.
    el('span.unseen', { key: 'live', attributes: { role: 'status', 'aria-live': 'polite' } }, run === null ? '' : going ? words.running : run.description),
  );
}
