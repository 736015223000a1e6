import { type Comparison } from '../checkpoint/comparison';
import { type Phrase, phrase, verbatim } from '../phrase';
import { checkpointPlace, nameText, tensorText } from './checkpoint-place';
import type { Rule, RuleFinding } from './rule';

export const checkpointTensors: Rule = {
  code: 'checkpoint-tensors',
  severity: 'error',
  docs: {
    title: 'Tensors that no config explains',
    why: "With every key as the checkpoint has it, some weights would still be missing or of another shape: the file is not whole, or of a model that upstream's can't be. Loading stops. Tensors beside those of the model (a counter of steps) are left unread by upstream; those are information.",
    bad: `model_name: ViT-B_16
checkpoint: without-norm.npz
`,
    good: `model_name: ViT-B_16
checkpoint: ViT-B_16.npz
`,
  },
  checkModel({ spec, comparison }, { document }) {
    const unexplained = comparison?.differences.unexplained ?? null;
    if (comparison === null || unexplained === null) return [];
    const found = findingOf(unexplained, comparison.fileName);
    return found === null ? [] : [{ range: checkpointPlace(spec, document), ...found }];
  },
};

function findingOf(
  { missing, misshapen, extra }: NonNullable<Comparison['differences']['unexplained']>,
  fileName: string,
): Pick<RuleFinding, 'message' | 'severity'> | null {
  if (missing.length > 0) return { message: phrase`\`${fileName}\` lacks ${listed(missing.map(({ name }) => verbatim(nameText(name))))}: loading stops.` };
  if (misshapen.length > 0) {
    const shapes = misshapen.map(({ parameter, tensor }) => phrase`${tensorText(tensor)} for [${parameter.shape.join(', ')}]`);
    return { message: phrase`\`${fileName}\` has ${listed(shapes)}: loading stops.` };
  }
  if (extra.length === 0) return null;
  return {
    severity: 'information',
    message: phrase`\`${fileName}\` also has ${listed(extra.map(({ name }) => verbatim(nameText(name))))}: no part of the model, which upstream leaves unread.`,
  };
}

/** The first three, and how many more there are. */
function listed(all: readonly Phrase[]): Phrase {
  const told = all.slice(0, 3).reduce((before, next) => phrase`${before}, ${next}`);
  return all.length > 3 ? phrase`${told} and ${all.length - 3} more` : told;
}
