import { basename } from 'node:path';
import { ProtocolRequestType } from 'vscode-languageserver/node';
import { runTitle } from '../../core/editor';
import { RUNNING_REQUEST, type RunningView } from '../../protocol';
import type { Feature } from './feature';

const RunningRequest = new ProtocolRequestType<null, RunningView[], never, void, void>(RUNNING_REQUEST);

/** What can be cancelled, for a client to choose from. */
export const runningFeature: Feature = {
  capabilities: () => ({}),
  listen(dispatcher, { runs, exports }) {
    dispatcher.request(RunningRequest, [], () => [
      ...runs.underWay().map(({ state, job: { name, uri, id } }) => ({ name, title: runTitle(state), target: { uri, id } })),
      ...exports.underWay().map(({ name, output }) => ({ name, title: `writing ${basename(output)}`, target: { output } })),
    ]);
  },
};
