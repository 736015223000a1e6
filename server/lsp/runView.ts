import { classText, describeRun, lensText, runTitle } from '../core/editor';
import { type Say } from '../core/phrase';
import type { RunView } from '../protocol';
import type { Run } from './runs';

/** A run as clients show it. */
export function runView({ state, job }: Run, say: Say): RunView {
  const ok = state.kind === 'ok' ? state : null;
  const { done, total } = state.kind === 'running' ? state : { done: 0, total: 0 };
  return {
    state: state.kind,
    title: lensText(say(runTitle(state))),
    description: say(describeRun(job.name, state)),
    done,
    total,
    buildMs: ok?.buildMs ?? null,
    sessionMs: ok?.sessionMs ?? null,
    forwardMs: ok?.forwardMs ?? null,
    peakRssBytes: ok?.peakRssBytes ?? null,
    outputs: (ok?.outputs ?? []).map(({ name, shape, mean, std }) => ({ name, shape, mean, std })),
    similarity: ok?.similarity ?? null,
    weights: ok === null ? null : say(ok.weights),
    trained: ok?.trained ?? job.weights !== null,
    top: (ok?.top ?? []).map((found) => ({ index: found.index, name: say(classText(found)), probability: found.probability })),
    image: job.image,
  };
}
