/** The pages of the structure findings in docs/diagnostics.md. */
import type { Severity } from '../../../finding';
import type { RuleDocs } from '../../../rules/rule';

export interface StructureDocs {
  readonly code: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
}

export const STRUCTURE_DOCS: readonly StructureDocs[] = [
  {
    code: 'wrong-type',
    severity: 'error',
    docs: {
      title: 'A value is of another type than the key takes.',
      why: 'Upstream hands most values to JAX as shapes. A number in quotes, a float such as `768.0` or the text `None` where null is meant fails there, often far from the key that caused it, with a message about shapes or types. What counts is what the Python program reads, so `768.0` is not the whole number 768.',
      safe: "A number in quotes, `768.0`, Python's `None` and tuples, `patches: 16`: the same value, spelt as the program reads it.",
      bad: 'hidden_size: "768"\nrepresentation_size: None',
      good: 'hidden_size: 768\nrepresentation_size: null',
    },
  },
  {
    code: 'missing-key',
    severity: 'error',
    docs: {
      title: 'A key without which the model cannot be built is not there.',
      why: "Upstream's classes have no default for these keys and refuse to be built without them. `transformer` counts too: a model without an encoder says so with `transformer: null`. The fix fills in the values of the upstream model that is named, or else of the one most like the config.",
      bad: 'patches:\n  size: [16, 16]\nhidden_size: 768\ntransformer:\n  mlp_dim: 3072\n  num_layers: 12',
      good: 'patches:\n  size: [16, 16]\nhidden_size: 768\ntransformer:\n  mlp_dim: 3072\n  num_heads: 12\n  num_layers: 12',
    },
  },
  {
    code: 'unknown-key',
    severity: 'error',
    docs: {
      title: 'A key that upstream does not have.',
      why: "A model's keys become arguments of a Python class, which refuses one it does not know. Under `patches` and `resnet`, under `pp` and at the top of a training config such a key is not refused but never read, so that a slip goes unnoticed: there it is a warning, and in training configs, which may hold keys of one's own, only where a known key was plainly meant. In a file recognised by its content alone, which another program may read too, a key that resembles none of upstream's is information. Keys that begin with `x-`, `_` or `.` are left alone.",
      safe: 'A key that upstream stops at and that differs in a letter or two from one of its keys, and from no other as little.',
      bad: 'patches:\n  size: [16, 16]\nhiden_size: 768\ntransformer:\n  mlp_dim: 3072\n  num_heads: 12\n  num_layers: 12',
      good: 'patches:\n  size: [16, 16]\nhidden_size: 768\ntransformer:\n  mlp_dim: 3072\n  num_heads: 12\n  num_layers: 12',
    },
  },
  {
    code: 'out-of-range',
    severity: 'error',
    docs: {
      title: 'A number is smaller or larger than the key can be.',
      why: 'A width of 0 divides by zero when weights are initialised. Other numbers out of range go through in silence and do something else than they say: a negative `num_layers` builds no block at all, a ResNet stage of 0 units builds one, and a dropout rate above 1 shows in training only.',
      bad: 'transformer:\n  mlp_dim: 3072\n  num_heads: 12\n  num_layers: -12',
      good: 'transformer:\n  mlp_dim: 3072\n  num_heads: 12\n  num_layers: 12',
    },
  },
  {
    code: 'not-allowed-value',
    severity: 'error',
    docs: {
      title: 'A word is none of those the key takes.',
      why: 'Upstream compares such values with a few fixed words: `classifier` with `token`, `gap`, `unpooled` and `token_unpooled`, `decay_type` with `cosine` and `linear`. Anything else ends in an error when the model is built or the first step is taken.',
      safe: 'A word that differs in capitals, hyphens and the like only.',
      bad: 'classifier: cls',
      good: 'classifier: token',
    },
  },
];
