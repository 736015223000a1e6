/** An error that says which kind of failure it is. */
import { type Phrase, PhraseError, verbatim } from '../../core/phrase';
import type { RunFailure, RunFailureKind } from '../protocol';

export class RunError extends PhraseError {
  constructor(
    readonly kind: RunFailureKind,
    said: Phrase,
    readonly scope?: string,
  ) {
    super(said);
  }

  get failure(): RunFailure {
    return { kind: this.kind, message: this.said, ...(this.scope === undefined ? {} : { scope: this.scope }) };
  }
}

/** Anything thrown, as a failure. */
export function failureOf(error: unknown): RunFailure {
  return error instanceof RunError ? error.failure : { kind: 'runtime', message: verbatim(error instanceof Error ? error.message : String(error)) };
}

/** Words of ONNX Runtime and of the C++ library for memory they did not get. */
const OUT_OF_MEMORY = /failed to allocate memory|bad_alloc|bad allocation|out of memory/i;

/** An exception of ONNX Runtime as a failure, `said` around its text; its messages name our nodes, which carry the scope of their op. */
export function runtimeFailure(error: unknown, index: number, said: (text: string) => Phrase): RunError {
  const message = error instanceof Error ? error.message : String(error);
  const node = /Name:\s?'([^']+)'/.exec(message)?.[1] ?? /Node:?\s?\(([^)]+)\)/i.exec(message)?.[1] ?? /node(?: with name)? '([^']+)'/i.exec(message)?.[1];
  const scope = node === undefined || !node.includes('/') ? undefined : node.slice(0, node.lastIndexOf('/')).replaceAll('{i}', String(index));
  const text = message.replaceAll('{i}', String(index)).trim();
  return new RunError(OUT_OF_MEMORY.test(message) ? 'memory' : 'runtime', said(text), scope);
}
