/** What a command is, and what its exit code says. */
import type { Arguments, OptionSpecs } from './arguments';
import { UsageError } from './arguments';
import type { Host } from './host';
import { printable } from './paint';

export const EXIT = {
  ok: 0,
  /** The config has errors, or its forward pass failed. */
  failed: 1,
  /** Arguments that can't be used, a file that can't be read or written. */
  unusable: 2,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;

export interface Command {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** What follows the command's name: `FILE [options]`. */
  readonly usage: string;
  /** Paragraphs of its own help. */
  readonly description: string;
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
  /** Resolves to the exit code. Throws UsageError for arguments it can't use. */
  run(args: Arguments, host: Host): Promise<number>;
}

export const FORMAT_OPTION = { type: 'string', short: 'f', placeholder: 'FORMAT' } as const;
export const MODEL_OPTION = {
  type: 'string',
  short: 'm',
  placeholder: 'NAME',
  help: 'of a file with several models: the one of this model_name or Python function, or the Nth',
} as const;
export const IGNORE_OPTION = {
  type: 'string',
  multiple: true,
  placeholder: 'CODE',
  help: 'leave out findings of this code; may be given several times',
} as const;
export const STDIN_OPTION = { type: 'string', placeholder: 'NAME', help: 'the name to give to what is read from the standard input (FILE is -)' } as const;
export const WEIGHTS_OPTION = { type: 'string', short: 'w', placeholder: 'FILE' } as const;

/** A paragraph on Python files, for the commands whose help is read first. */
export const PYTHON_HELP = `Of a Python file (FILE.py) all configs are meant: what its functions return, and what its variables are. FILE.py:NAME is
the one of that function or variable, FILE.py:ARGS what get_config returns for these arguments (vit.py:b16,cifar10), and
FILE.py:NAME:ARGS what another function does. Nothing of it is run; docs/python.md says what is followed.`;

export const SEED_OPTION = {
  type: 'string',
  placeholder: 'N',
  help: 'seed of the random weights (default 0); the same seed gives the same weights',
} as const;

/** Throws UsageError. */
export function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(seed <= 0xffff_ffff)) throw new UsageError(`--seed must be a whole number from 0 to 4294967295, got "${text}"`);
  return seed;
}

/** What --top says. Throws UsageError. */
export function topOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`--top must be a whole number from 1 on, got "${text}"`);
  return Number(text);
}

export function writeJson(host: Host, value: unknown): void {
  host.out.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** One line on the error output: `vit-config: a.vit.yaml: there is no such file or directory`. */
export function complain(host: Host, problem: string): void {
  host.err.write(`vit-config: ${printable(problem)}\n`);
}
