/** The config that a checkpoint must have had, as the text of a file. */
import { valueAsText } from '../dialects/visionTransformer/text';
import { assignments } from '../edit/python';
import { UPSTREAM_STYLE } from '../edit/python/literal';
import { entryLines, type PlainMapping } from '../edit/write';
import { english, phrase, type Say } from '../phrase';
import type { Syntax } from '../syntax/tree';
import type { CheckpointHeader } from './header';
import { type Inferred, inferConfig, type Refusal } from './infer';

export interface InferredText {
  readonly ok: true;
  readonly text: string;
  readonly inferred: Inferred;
}

export interface ConfigTextOptions {
  /** Of JSON, which has no comments, the config alone. */
  readonly syntax?: Syntax;
  /** Of the comments. */
  readonly say?: Say;
  readonly eol?: string;
}

/**
 * The whole text of a config for the model whose weights these are; `path` becomes its `checkpoint`. In comments stands what the
 * tensors do not say.
 */
export function configFromCheckpoint(
  header: CheckpointHeader,
  path: string,
  { syntax = 'yaml', say = english, eol = '\n' }: ConfigTextOptions = {},
): InferredText | Refusal {
  const inferred = inferConfig(header);
  if (!inferred.ok) return inferred;
  const notes = new Map(inferred.keys.flatMap(({ key, note }) => (note === null ? [] : [[key, say(note)] as const])));
  const config = { checkpoint: path, ...inferred.config };
  if (syntax === 'python') {
    const body = pythonFunction(config, notes);
    const lines = [...remarks(header, inferred, say).map((line) => `# ${line}`), ...body];
    return { ok: true, text: lines.map((line) => line + eol).join(''), inferred };
  }
  const leaves = entryLines(config, syntax, '  ', (value, key) => {
    const text = valueAsText(value, key, syntax);
    const note = notes.get(key);
    return note === undefined || syntax === 'json' ? text : `${text} # ${note}`;
  });
  const lines =
    syntax === 'json' ? ['{', ...leaves.map((line) => `  ${line}`), '}'] : [...remarks(header, inferred, say).map((line) => `# ${line}`), ...leaves];
  return { ok: true, text: lines.map((line) => line + eol).join(''), inferred };
}

/** A module in upstream's style; a note stands behind the statement that writes its key. */
function pythonFunction(config: PlainMapping, notes: ReadonlyMap<string, string>): string[] {
  const className = 'ml_collections.ConfigDict';
  const target = { access: 'config', configDict: true, className, style: UPSTREAM_STYLE };
  const statements = Object.entries(config).flatMap(([key, value]) => assignments(target, { key, value }));
  const body = statements.map((statement) => {
    const [access = '', value = ''] = statement.split(' = ', 2);
    const key = access.slice('config.'.length);
    // The type of a ConfigDict's first value stays: a rate that is 0 could never become 0.1.
    const line = /^\d+$/.test(value) ? `${access} = ${valueAsText(Number(value), key, 'python')}` : statement;
    const own = [...notes].flatMap(([path, note]) => (path === key || (!value.endsWith('()') && path.startsWith(`${key}.`)) ? [note] : []));
    return own.length === 0 ? line : `${line}  # ${own.join('; ')}`;
  });
  const lines = [`config = ${className}()`, ...body, 'return config'];
  return ['import ml_collections', '', '', 'def get_config():', ...lines.map((line) => `  ${line}`)];
}

function remarks({ tensors }: CheckpointHeader, { naming }: Inferred, say: Say): string[] {
  const lines = [say(phrase`Read from the names and shapes of a checkpoint's ${tensors.length} tensors.`)];
  if (naming === 'big_vision') lines.push(say(phrase`They are named as in big_vision; the loader of vision_transformer doesn't know these names.`));
  return lines;
}
