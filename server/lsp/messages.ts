/** What the server says to a person unasked, with actions where the client has commands for them. */

import { MessageType, ShowMessageNotification, ShowMessageRequest } from 'vscode-languageserver/node';
import { type Phrase, phrase, type Say } from '../core/phrase';
import { EXECUTE_NOTIFICATION } from '../protocol';
import type { Dispatcher } from './dispatcher';

/** A button of a message; left out where the client has not said that it has the command. */
export interface MessageAction {
  readonly title: Phrase;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** Commands of our own client that messages name. */
export const SHOW_LOG = 'vitConfig.showLog';
export const REVEAL = 'vitConfig.reveal';

export const showLog: MessageAction = { title: phrase`Show Log`, command: SHOW_LOG, arguments: [] };
/** VS Code's own view. */
export const showProblems: MessageAction = { title: phrase`Open Problems`, command: 'workbench.actions.view.problems', arguments: [] };

export type Tell = (kind: 'info' | 'warning', message: Phrase, actions?: readonly MessageAction[]) => void;

export class Messages {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly commands: readonly string[],
    private readonly say: Say,
  ) {}

  readonly tell: Tell = (kind, said, actions = []) => {
    const { connection } = this.dispatcher;
    const message = this.say(said);
    const type = kind === 'info' ? MessageType.Info : MessageType.Warning;
    const offered = actions.filter(({ command }) => this.commands.includes(command)).map((action) => ({ ...action, title: this.say(action.title) }));
    // Without a choice to make, not a request: that would leave an answer to wait for.
    if (offered.length === 0) return void connection.sendNotification(ShowMessageNotification.type, { type, message });
    this.dispatcher.guard('showMessage', async () => {
      const chosen = await connection.sendRequest(ShowMessageRequest.type, { type, message, actions: offered.map(({ title }) => ({ title })) });
      const action = offered.find(({ title }) => title === chosen?.title);
      if (action !== undefined) await connection.sendNotification(EXECUTE_NOTIFICATION, { command: action.command, arguments: action.arguments });
    });
  };
}
