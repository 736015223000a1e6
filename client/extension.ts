import { type ExtensionContext, workspace } from 'vscode';
import { Client } from './client';
import { registerCommands } from './commands';
import { onDidChangeOtherServers } from './otherServers';
import { registerPanel } from './panel';
import { watchRecognised } from './recognised';
import { registerStatus } from './status';
import { startWhenNeeded } from './waking';

let client: Client | undefined;

export function activate(context: ExtensionContext): void {
  client = new Client(context);
  registerCommands(context, client);
  watchRecognised(context, client);
  registerStatus(context, client);
  registerPanel(context, client);
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => client?.grantTrust()));
  context.subscriptions.push(...onDidChangeOtherServers((servers) => client?.otherServersChanged(servers)));
  startWhenNeeded(context, client);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
