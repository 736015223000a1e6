import { ProtocolRequestType } from 'vscode-languageserver/node';
import { dialectOf } from '../../core/dialects';
import { modelLine, nameOf } from '../../core/editor';
import { type FileParams, type FileStatus, STATUS_REQUEST } from '../../protocol';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import { runView } from '../runView';
import { targetOf } from '../targets';
import { weightsName } from '../weights';
import type { Feature, FeatureContext } from './feature';

const StatusRequest = new ProtocolRequestType<FileParams, FileStatus, never, void, void>(STATUS_REQUEST);

/** Of a file that is no config of ours. */
const NONE: FileStatus = { dialect: null, form: null, evidence: [], models: [] };

export const statusFeature: Feature = {
  capabilities: () => ({}),
  listen(dispatcher, context) {
    dispatcher.request(StatusRequest, NONE, async (params) => {
      const document = context.documents.get(targetOf(params).uri ?? '');
      if (document !== undefined) await context.ready(document);
      return document === undefined ? NONE : statusOf(document, context);
    });
  },
};

function statusOf(document: OpenDocument, { runs, ids, say }: FeatureContext): FileStatus {
  const { snapshot, text, uri } = document;
  const recognised = snapshot.documents.flatMap(({ base, analysis: { recognition } }) => (recognition === null ? [] : [{ base, recognition }]));
  const [first] = recognised;
  if (first === undefined) return NONE;
  // What is said of one document need not be said of each.
  const evidence = new Map<string, FileStatus['evidence'][number]>();
  for (const { base, recognition } of recognised) {
    for (const { reason: said, range } of recognition.evidence) {
      const reason = say(said);
      if (!evidence.has(reason)) evidence.set(reason, { reason, range: range === null ? null : toRange(text, range, base) });
    }
  }
  return {
    dialect: dialectOf(first.recognition).title,
    form: first.recognition.form,
    evidence: [...evidence.values()],
    models: snapshot.models().map(({ base, model }) => {
      const id = ids.of(model);
      const run = runs.last(uri, id, model);
      return {
        id,
        name: say(nameOf(model.spec)),
        range: toRange(text, model.spec.anchor, base),
        line: say(modelLine(model)),
        built: model.figures !== null,
        weights: weightsName(document, model),
        run: run === null ? null : runView(run, say),
      };
    }),
  };
}
