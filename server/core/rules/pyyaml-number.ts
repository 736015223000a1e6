import { literal } from '../edit/literal';
import type { Fix } from '../finding';
import { type Phrase, phrase, verbatim } from '../phrase';
import type { ConfigNode, ScalarNode, Syntax } from '../syntax/tree';
import { titled } from '../title';
import { valueText } from './fields';
import type { Rule, RuleFinding } from './rule';

/** Keys whose value upstream calculates with. */
const NUMERIC = new Set(
  `size hidden_size mlp_dim num_heads num_layers attention_dropout_rate dropout_rate representation_size head_bias_init width_factor hidden_dim num_blocks
   tokens_mlp_dim channels_mlp_dim width vocab_size out_dim max_len crop resize image_size num_classes batch batch_eval accum_steps shuffle_buffer prefetch
   total_steps warmup_steps base_lr grad_norm_clip eval_every progress_every checkpoint_every steps initial_steps`.split(/\s+/),
);

/** Keys that want text. Anywhere else who writes `on` or `yes` means true, and that is what is read. */
const TEXT = new Set(
  `model_name classifier text_model tokenizer_name config dataset decay_type optim_dtype model_type trainer train test pretrained_dir model_or_filename
   tfds_manual_dir tfds_data_dir log_dir`.split(/\s+/),
);

/** Of a file full of them the first say enough. */
const MOST = 50;

export const pyyamlNumber: Rule = {
  code: 'pyyaml-number',
  severity: 'error',
  docs: {
    title: 'The program reads another value than the eye',
    why: 'PyYAML goes by YAML 1.1: `1e-5` is text to it (a float needs a point and a signed exponent: `1.0e-5`), `010` is eight, `1:30` is ninety, `on` and `no` are booleans. Where a number is wanted and text is read it is an error: the training fails far from here, with a comparison of float and str.',
    safe: 'A number that is read as text, where only a number can stand, is written so that it is read as that number.',
    bad: `model: {model_name: ViT-B_16}
dataset: cifar10
base_lr: 3e-2
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
base_lr: 3.0e-2
`,
  },
  checkDocument({ document }) {
    const findings: RuleFinding[] = [];
    walk(document.root, '', new Set(), (node, key) => {
      const { consumer } = node;
      if (consumer === undefined || Object.is(consumer.value, consumer.looksLike) || findings.length >= MOST) return;
      // 1e400 is beyond any number: whoever wants one there says so.
      if (consumer.looksLike === Number.POSITIVE_INFINITY || consumer.looksLike === Number.NEGATIVE_INFINITY) return;
      if (typeof consumer.value === 'boolean' && !TEXT.has(key)) return;
      const wanted = NUMERIC.has(key);
      findings.push({
        severity: wanted && typeof consumer.value === 'string' ? 'error' : 'warning',
        range: node.range,
        message: phrase`${consumer.by === 'PyYAML' ? 'PyYAML' : phrase`Python's json`} reads \`${valueText(node.text)}\` as ${kind(consumer.value)}, not as ${kind(consumer.looksLike)}.`,
        fixes: fixes(node, consumer, wanted, document.syntax),
      });
    });
    return findings;
  },
};

/** What the eye sees first, then what the program reads now, written so that both agree. */
function fixes(node: ScalarNode, { value, looksLike }: NonNullable<ScalarNode['consumer']>, wanted: boolean, syntax: Syntax): Fix[] {
  const found: Fix[] = [];
  const propose = (meant: ScalarNode['value'], consequence: Phrase) => {
    const newText = typeof meant === 'number' && !Number.isFinite(meant) && syntax === 'json' ? null : pointed(node, meant, syntax);
    if (newText !== null && newText !== node.text) found.push({ title: titled(valueText(newText), consequence), edits: [{ range: node.range, newText }] });
  };
  // Text where a number is wanted helps nobody.
  if (!wanted || typeof looksLike === 'number') propose(looksLike, phrase`${kind(looksLike)}, as it looks`);
  if (typeof value !== 'boolean' && (!wanted || typeof value === 'number')) propose(value, phrase`${kind(value)}, as it is read now`);
  // Text where a number is wanted stops the program: nobody meant that, and there is one number it looks like.
  const [only, other] = found;
  return wanted && typeof value === 'string' && only !== undefined && other === undefined ? [{ ...only, safe: true }] : found;
}

/** Keeps a float written with an exponent in that form: `1e-5` -> `1.0e-5`. */
function pointed(node: ScalarNode, meant: ScalarNode['value'], syntax: Syntax): string {
  const scientific = /^([-+]?)(\d*)(\.\d*)?[eE]([-+]?)(\d+)$/.exec(node.text);
  if (typeof meant !== 'number' || scientific === null || syntax === 'json') return literal(meant, syntax);
  // A whole number stays one: upstream wants no float for a count.
  if (Number.isSafeInteger(meant)) return String(meant);
  const [, sign = '', digits = '', fraction = '.0', exponentSign = '', exponent = '0'] = scientific;
  return `${sign}${digits === '' ? '0' : digits}${fraction === '.' ? '.0' : fraction}e${exponentSign === '' ? '+' : exponentSign}${exponent}`;
}

function kind(value: ScalarNode['value']): Phrase {
  if (value === null) return verbatim('null');
  if (typeof value === 'string') return phrase`the text "${valueText(value)}"`;
  return typeof value === 'boolean' ? phrase`the boolean ${String(value)}` : phrase`the number ${value}`;
}

/** All scalars with the key above them; each node once, however many aliases lead to it. */
function walk(node: ConfigNode | null, key: string, seen: Set<ConfigNode>, visit: (node: ScalarNode, key: string) => void): void {
  const open: [ConfigNode, string][] = node === null ? [] : [[node, key]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, name] = next;
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.kind === 'scalar') visit(at, name);
    else if (at.kind === 'sequence') for (const item of at.items) open.push([item, name]);
    else if (at.kind === 'mapping') for (const entry of at.entries) open.push([entry.value, entry.key]);
  }
}
