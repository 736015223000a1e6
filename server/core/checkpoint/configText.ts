/** The config that a checkpoint must have had, as the text of a file. */
import { valueAsText } from '../dialects/visionTransformer/text';
import { entryLines } from '../edit/write';
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
  const leaves = entryLines(config, syntax, '  ', (value, key) => {
    const text = valueAsText(value, key, syntax);
    const note = notes.get(key);
    return note === undefined || syntax === 'json' ? text : `${text} # ${note}`;
  });
  const lines =
    syntax === 'json' ? ['{', ...leaves.map((line) => `  ${line}`), '}'] : [...remarks(header, inferred, say).map((line) => `# ${line}`), ...leaves];
  return { ok: true, text: lines.map((line) => line + eol).join(''), inferred };
}

function remarks({ tensors }: CheckpointHeader, { naming }: Inferred, say: Say): string[] {
  const lines = [say(phrase`Read from the names and shapes of a checkpoint's ${tensors.length} tensors.`)];
  if (naming === 'big_vision') lines.push(say(phrase`They are named as in big_vision; the loader of vision_transformer doesn't know these names.`));
  return lines;
}
