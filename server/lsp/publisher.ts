import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import { keyOf } from './workspace/places';

/** No diagnostics, as they are remembered. */
const NONE = '[]';

interface Sent {
  readonly uri: string;
  readonly version: number | undefined;
  readonly diagnostics: string;
}

/** A version that no document has. */
const CLOSED = Number.NaN;

/** Pushes diagnostics, of open files with their version and of closed ones without: each file's once, and none for a file that has none. */
export class Publisher {
  /** What was sent last, by file. */
  readonly #sent = new Map<string, Sent>();

  constructor(private readonly connection: Connection) {}

  /** Whether the client shows diagnostics of this file that were pushed. */
  shows(uri: string): boolean {
    return (this.#sent.get(keyOf(uri))?.diagnostics ?? NONE) !== NONE;
  }

  /** A client may drop what it shows of a file that it closes or reads anew: what is said next of it is sent, the same or not. */
  closed(uri: string): void {
    const last = this.#sent.get(keyOf(uri));
    if (last !== undefined) this.#sent.set(keyOf(uri), { ...last, version: CLOSED });
  }

  publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const key = keyOf(uri);
    const last = this.#sent.get(key);
    const said = JSON.stringify(diagnostics);
    if (last !== undefined && last.uri === uri && last.version === version && last.diagnostics === said) return;
    const shown = last !== undefined && last.diagnostics !== NONE;
    // Another spelling of the same file would be another file to some clients.
    if (shown && last.uri !== uri) this.#send(last.uri, undefined, []);
    const closed = version === undefined;
    if (closed && said === NONE) {
      this.#sent.delete(key);
      if (!shown || last.uri !== uri) return;
    } else {
      this.#sent.set(key, { uri, version, diagnostics: said });
    }
    this.#send(uri, version, diagnostics);
  }

  #send(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    void this.connection.sendDiagnostics(version === undefined ? { uri, diagnostics } : { uri, version, diagnostics });
  }
}
