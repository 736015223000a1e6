import { type Disposable, extensions, workspace } from 'vscode';
import type { OtherServers } from '../server/protocol';

/** Which other servers validate our documents in this window: those that are here and not told otherwise. */
export function otherServers(): OtherServers {
  return { json: validates('vscode.json-language-features', 'json', 'json.validate.enable'), yaml: validates('redhat.vscode-yaml', 'yaml', 'yaml.validate') };
}

function validates(extension: string, languageId: string, setting: string): boolean {
  return extensions.getExtension(extension) !== undefined && workspace.getConfiguration(undefined, { languageId }).get(setting) !== false;
}

/** Calls back when an extension came or went, or a setting was changed, so that others validate than before. */
export function onDidChangeOtherServers(listener: (servers: OtherServers) => void): Disposable[] {
  let known = otherServers();
  const look = () => {
    const now = otherServers();
    if (now.json === known.json && now.yaml === known.yaml) return;
    known = now;
    listener(now);
  };
  return [
    extensions.onDidChange(look),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('json.validate') || change.affectsConfiguration('yaml.validate')) look();
    }),
  ];
}
