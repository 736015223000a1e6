/** Python configs in big_vision's style, read whole. */
import { Snapshot } from '../../../server/core/analysis';
import type { Finding } from '../../../server/core/finding';
import { type InEnglish, inEnglish } from '../../english';

export function snapshot(text: string): Snapshot {
  return Snapshot.of(text, { fileName: 'config.py', syntax: 'python', ignore: [] });
}

export const findingsIn = (text: string): InEnglish<Finding>[] => inEnglish(snapshot(text).findings());

/** A function whose body has these lines, and what every config of a training has. */
export function config(...lines: readonly string[]): string {
  const common = ['config.num_classes = 10', "config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')"];
  const given = (line: string) =>
    lines.some((own) => own.startsWith(line.split(' =')[0] ?? line) || (own.startsWith('config.pp_train') && line.includes('pp=')));
  const body = [...common.filter((line) => !given(line)), ...lines].map((line) => `  ${line}\n`).join('');
  return `import ml_collections\n\n\ndef get_config():\n  config = ml_collections.ConfigDict()\n${body}  return config\n`;
}
