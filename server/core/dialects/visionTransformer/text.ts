/** A config as text: what writes a whole one, or a value of one, asks here. */
import { literal, type PlainValue } from '../../edit/literal';
import { entryLines, type PlainMapping } from '../../edit/write';
import type { Syntax } from '../../syntax/tree';

/** Keys whose numbers upstream writes with a decimal point, and Python reads as floats. */
const DECIMAL: ReadonlySet<string> = new Set([
  'attention_dropout_rate',
  'base_lr',
  'dropout',
  'dropout_rate',
  'grad_clip_norm',
  'grad_norm_clip',
  'head_bias_init',
  'init_head_bias',
  'lr',
  'stoch_depth',
  'wd',
]);

/** A value that is no mapping, as upstream's people would write it at a dotted path: `0.0` for a rate, `[16, 16]`, `ViT-B_16`. */
export function valueAsText(value: PlainValue, path: string, syntax: Syntax): string {
  const key = path.slice(path.lastIndexOf('.') + 1);
  return typeof value === 'number' && Number.isInteger(value) && DECIMAL.has(key) ? `${value}.0` : literal(value, syntax);
}

export interface TextStyle {
  readonly syntax: Syntax;
  /** One step of indentation; two spaces by default. */
  readonly step?: string;
  readonly eol?: string;
}

/** The text of a whole file that holds nothing but this config. */
export function configText(config: PlainMapping, { syntax, step = '  ', eol = '\n' }: TextStyle): string {
  const lines = entryLines(config, syntax, step, (value, path) => valueAsText(value, path, syntax));
  const all = syntax === 'json' ? ['{', ...lines.map((line) => step + line), '}'] : lines.length === 0 ? ['{}'] : lines;
  return all.map((line) => line + eol).join('');
}
