/** From the arguments of the process to the exit code. */
import { nearest } from '../core/edit';
import { VERSION } from '../version';
import { InputError, parseArguments, UsageError } from './arguments';
import type { Command } from './command';
import { complain, EXIT } from './command';
import { check } from './commands/check';
import { classify } from './commands/classify';
import { embedCommand } from './commands/embed';
import { exportCommand } from './commands/export';
import { infer } from './commands/infer';
import { lsp } from './commands/lsp';
import { runCommand } from './commands/run';
import { search } from './commands/search';
import { show } from './commands/show';
import { commandHelp, overview } from './help';
import type { Host } from './host';

export const COMMANDS: readonly Command[] = [check, show, runCommand, classify, embedCommand, search, exportCommand, infer, lsp];

/** Runs `vit-config ARGS`; resolves to the exit code and never rejects for anything a user can do. */
export async function main(args: readonly string[], host: Host): Promise<number> {
  const [first, ...rest] = args;
  try {
    if (first === undefined) {
      host.err.write(overview(COMMANDS));
      return EXIT.unusable;
    }
    if (first === '--help' || first === '-h' || first === 'help') return help(rest[0], host);
    if (first === '--version' || first === '-v' || first === 'version') {
      host.out.write(`vit-config ${VERSION}\n`);
      return EXIT.ok;
    }
    const command = find(first);
    const parsed = parseArguments(rest, { ...command.options, help: { type: 'boolean', short: 'h', help: 'this help' } });
    if (parsed.flag('help')) return help(command.name, host);
    return await command.run(parsed, host);
  } catch (error) {
    if (error instanceof InputError) {
      complain(host, error.message);
      return EXIT.unusable;
    }
    if (!(error instanceof UsageError)) throw error;
    const name = COMMANDS.find((command) => command.name === first)?.name;
    complain(host, error.message);
    host.err.write(`see vit-config ${name === undefined ? '--help' : `${name} --help`}\n`);
    return EXIT.unusable;
  }
}

function help(name: string | undefined, host: Host): number {
  host.out.write(name === undefined || name.startsWith('-') ? overview(COMMANDS) : commandHelp(find(name)));
  return EXIT.ok;
}

function find(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  if (name.startsWith('-')) throw new UsageError(`a command must come first, got ${name}`);
  const near = nearest(
    name,
    COMMANDS.map((candidate) => candidate.name),
  );
  // A file alone: most likely check was meant.
  const hint = near !== null ? `; did you mean ${near}?` : /[./\\]/.test(name) ? `; did you mean "vit-config check ${name}"?` : '';
  throw new UsageError(`there is no command "${name}"${hint}`);
}
