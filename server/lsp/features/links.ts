import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DocumentLink, DocumentLinkRequest } from 'vscode-languageserver/node';
import { type FileLink, fileLinks } from '../../core/editor';
import { CHECKPOINT_COMMAND } from '../../protocol';
import { configPath } from '../checkpoints';
import { toRange } from '../convert';
import type { OpenDocument } from '../documents';
import type { Feature, FeatureContext } from './feature';

export const linkFeature: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  listen(dispatcher, context) {
    const { documents, client, environment, commands, say } = context;
    dispatcher.request(DocumentLinkRequest.type, [], async ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      if (document === undefined) return [];
      const found = document.snapshot.documents.flatMap(({ base, analysis }) =>
        fileLinks(analysis).map((link) => ({ link, range: toRange(document.text, link.range, base) })),
      );
      const links = found.map(async ({ link, range }): Promise<DocumentLink[]> => {
        for (const path of pathsOf(link, document, context)) {
          if (!(await environment.isFile(path))) continue;
          const target = pathToFileURL(path).href;
          // As text a checkpoint is a screen of rubbish.
          const shown = link.checkpoint !== null && commands.includes(CHECKPOINT_COMMAND);
          const tooltip = shown ? say`Show what is in ${path}` : say`Open ${path}`;
          return [{ range, target: shown ? commandUri(target) : target, ...(client.linkTooltips ? { tooltip } : {}) }];
        }
        return [];
      });
      return (await Promise.all(links)).flat();
    });
  },
};

/** The files a link may lead to, the likelier first. A path in a text that is no file on this machine is relative to nothing. */
function pathsOf({ path, checkpoint }: FileLink, { uri }: OpenDocument, { checkpoints }: FeatureContext): readonly string[] {
  if (checkpoint !== null) return checkpoints.pathsOf([checkpoint], uri);
  const config = configPath(uri);
  return config === null ? [] : [resolve(dirname(config), path)];
}

const commandUri = (target: string): string => `command:${CHECKPOINT_COMMAND}?${encodeURIComponent(JSON.stringify([target]))}`;
