import { ProtocolRequestType } from 'vscode-languageserver/node';
import { describeCheckpoint } from '../../core/checkpoint';
import { CHECKPOINT_REQUEST, type FileParams } from '../../protocol';
import { targetOf } from '../targets';
import { pathOf } from '../uris';
import type { Feature } from './feature';

const CheckpointRequest = new ProtocolRequestType<FileParams, string, never, void, void>(CHECKPOINT_REQUEST);

/** What is in a checkpoint file, for a client that shows it. */
export const checkpointFeature: Feature = {
  capabilities: () => ({}),
  listen(dispatcher, { environment, say }) {
    dispatcher.request(CheckpointRequest, '', async (params) => {
      const path = pathOf(targetOf(params).uri ?? '');
      return path === null ? '' : describeCheckpoint(await environment.readCheckpoint(path), say);
    });
  },
};
