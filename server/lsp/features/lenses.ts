import { type CodeLens, CodeLensRequest, type Command } from 'vscode-languageserver/node';
import type { ModelAnalysis } from '../../core/analysis';
import { type LensAction, type LensInfo, lenses, lensText } from '../../core/editor';
import { SHOW_MODEL_COMMAND } from '../../protocol';
import { CANCEL_RUN, RUN, SHOW_RUN } from '../commands';
import { toRange } from '../convert';
import { imageOf } from '../targets';
import { weightsName } from '../weights';
import { type Feature, type FeatureContext, mayRun, runOf } from './feature';

/** VS Code's page where a workspace is trusted. */
const MANAGE_TRUST = 'workbench.trust.manage';

/** `none` is a lens that only says something: clients show it without making it a link. */
const COMMANDS: Readonly<Record<Exclude<LensAction, 'trust'>, string>> = {
  run: RUN,
  'run-weights': RUN,
  cancel: CANCEL_RUN,
  show: SHOW_RUN,
  model: SHOW_MODEL_COMMAND,
  none: '',
};

export const lensFeature: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: false } }),
  listen(dispatcher, context) {
    dispatcher.request(CodeLensRequest.type, [], async ({ textDocument: { uri } }) => {
      const document = context.documents.get(uri);
      if (document === undefined || !document.snapshot.recognised) return [];
      await context.ready(document);
      if (!document.settings.codeLens) return [];
      const savedCosts = document.settings.codeLensChange ? await context.saved.costsOf(document) : null;
      const { name } = imageOf(document, context);
      return document.snapshot.documents.flatMap((placed) => {
        const lensContext = {
          runOf: runOf(context, document),
          mayRun: mayRun(context),
          weightsOf: (model: ModelAnalysis) => weightsName(document, model),
          showsModel: context.commands.includes(SHOW_MODEL_COMMAND),
          ...(name === null ? {} : { image: name }),
          ...(savedCosts === null ? {} : { savedCost: savedCosts(placed) }),
        };
        return lenses(placed.analysis, lensContext).map((lens): CodeLens => {
          const range = toRange(document.text, lens.range, placed.base);
          return { range, command: commandOf(lens, { uri, id: context.ids.of(lens.model), position: range.start }, context) };
        });
      });
    });
  },
};

function commandOf({ title: said, action }: LensInfo, target: object, { commands, say }: FeatureContext): Command {
  const title = lensText(say(said));
  if (action === 'trust') return { title, command: commands.includes(MANAGE_TRUST) ? MANAGE_TRUST : '', arguments: [] };
  const argument = action === 'run-weights' ? { ...target, weights: 'checkpoint' } : target;
  return { title, command: COMMANDS[action], arguments: action === 'none' ? [] : [argument] };
}
