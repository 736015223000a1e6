/** Wraps every handler of the server: none can take the server down, and none answers a question nobody asks any more. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type ProtocolNotificationType,
  type ProtocolRequestType,
  ResponseError,
} from 'vscode-languageserver/node';

export type RequestHandler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

export class Dispatcher {
  constructor(readonly connection: Connection) {}

  /**
   * A handler that throws is logged and answered with `fallback`; a cancelled request is answered as cancelled. A ResponseError
   * is an answer: what it says is for the person who asked.
   */
  request<P, R, PR, E, RO>(type: ProtocolRequestType<P, R, PR, E, RO>, fallback: R, handler: RequestHandler<P, R>): void {
    this.connection.onRequest<unknown, void>(type.method, (params: P, token: CancellationToken) => this.#answer(type.method, fallback, handler, params, token));
  }

  notification<P, RO>(type: ProtocolNotificationType<P, RO>, handler: (params: P) => void | Promise<void>): void {
    this.connection.onNotification(type, (params) => this.guard(type.method, () => handler(params)));
  }

  /** Work outside a handler (timers, run events): errors are logged under its name. */
  guard(name: string, work: () => void | Promise<void>): void {
    try {
      const pending = work();
      if (pending instanceof Promise) pending.catch((error: unknown) => this.logError(name, error));
    } catch (error) {
      this.logError(name, error);
    }
  }

  logError(name: string, error: unknown): void {
    try {
      this.connection.console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } catch {
      // Work that ends after the connection has nobody left to tell.
    }
  }

  async #answer<P, R>(name: string, fallback: R, handler: RequestHandler<P, R>, params: P, token: CancellationToken): Promise<R | ResponseError<void>> {
    const cancelled = () => new ResponseError<void>(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    if (token.isCancellationRequested) return cancelled();
    const begun = performance.now();
    let result = fallback;
    try {
      result = await handler(params, token);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      this.logError(name, error);
    }
    this.connection.tracer.log(`${name} took ${(performance.now() - begun).toFixed(1)} ms`);
    return token.isCancellationRequested ? cancelled() : result;
  }
}
