import { type ExtensionContext, workspace } from 'vscode';
import { Client } from './client';
import { registerCommands } from './commands';

let client: Client | undefined;

export function activate(context: ExtensionContext): void {
  client = new Client(context);
  registerCommands(context, client);
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => client?.grantTrust()));
  client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
