import { type CodeLens, CodeLensRequest } from 'vscode-languageserver/node';
import { type LensAction, lenses } from '../../core/editor';
import { SHOW_MODEL_COMMAND } from '../../protocol';
import { CANCEL_RUN, RUN, SHOW_RUN } from '../commands';
import { toRange } from '../convert';
import { type Feature, mayRun, runOf } from './feature';

/** `none` is a lens that only says something: clients show it without making it a link. */
const COMMANDS: Readonly<Record<LensAction, string>> = { run: RUN, cancel: CANCEL_RUN, show: SHOW_RUN, model: SHOW_MODEL_COMMAND, none: '' };

export const lensFeature: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: false } }),
  listen(dispatcher, context) {
    dispatcher.request(CodeLensRequest.type, [], ({ textDocument: { uri } }) => {
      const document = context.documents.get(uri);
      if (document === undefined || !document.settings.codeLens) return [];
      const lensContext = { runOf: runOf(context, document), mayRun: mayRun(context), showsModel: context.commands.includes(SHOW_MODEL_COMMAND) };
      return document.snapshot.documents.flatMap(({ base, analysis }) =>
        lenses(analysis, lensContext).map(({ range, title, action, model }): CodeLens => {
          const lspRange = toRange(document.text, range, base);
          const target = { uri, id: context.ids.of(model), position: lspRange.start };
          return { range: lspRange, command: { title, command: COMMANDS[action], arguments: action === 'none' ? [] : [target] } };
        }),
      );
    });
  },
};
