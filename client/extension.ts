import { type ExtensionContext, workspace } from 'vscode';
import { Client } from './client';
import { registerCommands } from './commands';

let client: Client | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  client = new Client(context);
  registerCommands(context, client);
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => client?.grantTrust()));
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
