import { phrase } from '../phrase';
import type { Rule } from './rule';
import { entryAt, isInference } from './training-fields';

export const datasetEmpty: Rule = {
  code: 'dataset-empty',
  severity: 'warning',
  docs: {
    title: 'The data set is empty',
    why: "`dataset` names a TensorFlow dataset, such as cifar10, or a directory with `train` and `test`. Empty or null it has to come from the command line (`--config.dataset=...`), without which the training does not start. In a Python config, as upstream's for AugReg, that is how it is meant, and nothing is said of it.",
    bad: `model: {model_name: ViT-B_16}
dataset: ''
total_steps: 10000
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
total_steps: 10000
`,
  },
  checkDocument({ document, recognition }) {
    // In a Python config it is a place-holder: upstream's command line fills it in, as it does any key.
    if (recognition.form !== 'training' || document.syntax === 'python' || isInference(document.root)) return [];
    const entry = entryAt(document.root, 'dataset');
    if (entry?.value.kind !== 'scalar' || (entry.value.value !== null && entry.value.value !== '')) return [];
    const { range } = entry.value;
    return [
      {
        range: range.start === range.end ? entry.keyRange : range,
        message: phrase`\`dataset\` is empty: unless the command line gives one (\`--config.dataset=...\`), the training does not start.`,
      },
    ];
  },
};
