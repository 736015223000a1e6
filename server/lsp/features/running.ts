import { basename } from 'node:path';
import { ProtocolRequestType } from 'vscode-languageserver/node';
import { runTitle } from '../../core/editor';
import { RUNNING_REQUEST, type RunningView } from '../../protocol';
import type { Feature } from './feature';

const RunningRequest = new ProtocolRequestType<null, RunningView[], never, void, void>(RUNNING_REQUEST);

/** What can be cancelled, for a client to choose from. */
export const runningFeature: Feature = {
  capabilities: () => ({}),
  listen(dispatcher, { runs, exports, say }) {
    dispatcher.request(RunningRequest, [], () => [
      ...runs.underWay().map(({ state, job: { name, uri, id } }) => ({ name: say(name), title: say(runTitle(state)), target: { uri, id } })),
      ...exports.underWay().map(({ name, output }) => ({ name: say(name), title: say`writing ${basename(output)}`, target: { output } })),
    ]);
  },
};
