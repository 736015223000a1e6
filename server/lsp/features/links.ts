import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DocumentLink, DocumentLinkRequest } from 'vscode-languageserver/node';
import { fileLinks } from '../../core/editor';
import { toRange } from '../convert';
import { pathOf } from '../uris';
import type { Feature } from './feature';

export const linkFeature: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  listen(dispatcher, { documents, client, environment }) {
    dispatcher.request(DocumentLinkRequest.type, [], async ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      // A path in a text that is no file on this machine is relative to nothing.
      const config = document === undefined ? null : pathOf(uri);
      if (document === undefined || config === null) return [];
      const found = document.snapshot.documents.flatMap(({ base, analysis }) =>
        fileLinks(analysis).map(({ range, path }) => ({ range: toRange(document.text, range, base), path: resolve(dirname(config), path) })),
      );
      const links = found.map(async ({ range, path }): Promise<DocumentLink[]> => {
        if (!(await environment.isFile(path))) return [];
        return [{ range, target: pathToFileURL(path).href, ...(client.linkTooltips ? { tooltip: `Open ${path}` } : {}) }];
      });
      return (await Promise.all(links)).flat();
    });
  },
};
