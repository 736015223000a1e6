/**
 * The model panel, on the extension's side: it follows the config that is edited and sends its page what to show. Only this file is
 * there from the start; the rest is evaluated when the panel is first shown.
 */
import { commands, type ExtensionContext, Uri, window } from 'vscode';
import { type ModelParams, SHOW_MODEL_COMMAND } from '../../server/protocol';
import type { Client } from '../client';
import type { ModelPanel } from './modelPanel';
import { VIEW_TYPE } from './viewType';

export function registerPanel(context: ExtensionContext, client: Client): void {
  let panel: Promise<ModelPanel> | undefined;
  const load = () => {
    panel ??= import('./modelPanel').then(({ ModelPanel }) => new ModelPanel(context, client));
    return panel;
  };
  context.subscriptions.push(
    commands.registerCommand(SHOW_MODEL_COMMAND, async (argument: unknown) => (await load()).show(modelParams(argument))),
    window.registerWebviewPanelSerializer(VIEW_TYPE, { deserializeWebviewPanel: async (restored, state) => (await load()).restore(restored, state) }),
  );
}

/** What a lens or a hover hands over, or the menu of an editor, which knows the file only; null from the palette. */
function modelParams(argument: unknown): ModelParams | null {
  if (argument instanceof Uri) return { uri: argument.toString() };
  const { uri, id, position } = argument !== null && typeof argument === 'object' ? (argument as Record<string, unknown>) : {};
  if (typeof uri !== 'string') return null;
  const { line, character } = position !== null && typeof position === 'object' ? (position as Record<string, unknown>) : {};
  return {
    uri,
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof line === 'number' && typeof character === 'number' ? { position: { line, character } } : {}),
  };
}
