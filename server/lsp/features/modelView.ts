import { ProtocolRequestType } from 'vscode-languageserver/node';
import type { PlacedModel } from '../../core/analysis';
import { type BuiltInfo, type KeyPlace, modelView, nameOf, type PartInfo } from '../../core/editor';
import { type Say } from '../../core/phrase';
import { type BuiltView, MODEL_REQUEST, type ModelParams, type ModelView, type PartView, type PlaceView } from '../../protocol';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import { runView } from '../runView';
import { imageOf, modelOf, targetOf } from '../targets';
import { weightsName } from '../weights';
import { type Feature, type FeatureContext, mayRun } from './feature';

const ModelRequest = new ProtocolRequestType<ModelParams, ModelView | null, never, void, void>(MODEL_REQUEST);

export const modelViewFeature: Feature = {
  capabilities: () => ({}),
  listen(dispatcher, context) {
    dispatcher.request(ModelRequest, null, async (params) => {
      const target = targetOf(params);
      const document = context.documents.get(target.uri ?? '');
      if (document === undefined) return null;
      // The image is by the settings.
      await context.ready(document);
      const placed = modelOf(document, context.ids, target);
      return placed === undefined ? null : viewOf(document, placed, context);
    });
  },
};

function viewOf(document: OpenDocument, { base, analysis, model }: PlacedModel, context: FeatureContext): ModelView {
  const { runs, ids, say } = context;
  const { uri, version, text, snapshot } = document;
  const id = ids.of(model);
  const run = runs.last(uri, id, model);
  const { name, kind, anchor, problems, built } = modelView(analysis, model, run?.state ?? null);
  const placesOf = (places: readonly KeyPlace[]): PlaceView[] => places.map(({ key, range }) => ({ key, range: toRange(text, range, base) }));
  return {
    uri,
    version,
    id,
    name: say(name),
    kind: say(kind),
    anchor: toRange(text, anchor, base),
    models: snapshot
      .models()
      .map((other) => ({ id: ids.of(other.model), name: say(nameOf(other.model.spec)), range: toRange(text, other.model.spec.anchor, other.base) })),
    problems: problems.map(({ message, places }) => ({ message: say(message), places: placesOf(places) })),
    built: built === null ? null : builtView(built, placesOf, imageOf(document, context).path, say),
    weights: weightsName(document, model),
    run: run === null ? null : runView(run, say),
    mayRun: mayRun(context) === 'yes',
  };
}

function builtView(
  { towers, joint, image, ...figures }: BuiltInfo,
  placesOf: (places: readonly KeyPlace[]) => PlaceView[],
  path: string | null,
  say: Say,
): BuiltView {
  const partView = ({ title, detail, steps, places, ...part }: PartInfo): PartView => ({
    ...part,
    title: say(title),
    detail: detail === null ? '' : say(detail),
    steps: steps.map((step) => ({ ...step, title: say(step.title) })),
    places: placesOf(places),
  });
  return {
    ...figures,
    towers: towers.map((tower) => ({ ...tower, parts: tower.parts.map(partView) })),
    joint: joint === null ? null : partView(joint),
    image: { ...image, path, places: placesOf(image.places) },
  };
}
