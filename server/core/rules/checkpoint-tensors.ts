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

type Unexplained = NonNullable<Comparison['differences']['unexplained']>;

function findingOf({ missing, misshapen, extra }: Unexplained, fileName: string): Pick<RuleFinding, 'message' | 'severity'> | null {
  const [message] = wantingTexts({ missing, misshapen }, fileName);
  if (message !== undefined) return { message };
  if (extra.length === 0) return null;
  return {
    severity: 'information',
    message: phrase`\`${fileName}\` also has ${listed(extra.map(({ name }) => verbatim(nameText(name))))}: no part of the model, which upstream leaves unread.`,
  };
}

/** What keeps the weights from loading, a sentence each: first what is missing. */
export function wantingTexts({ missing, misshapen }: Pick<Unexplained, 'missing' | 'misshapen'>, fileName: string): readonly Phrase[] {
  const shapes = misshapen.map(({ parameter, tensor }) => phrase`${tensorText(tensor)} for [${parameter.shape.join(', ')}]`);
  return [
    ...(missing.length === 0 ? [] : [phrase`\`${fileName}\` lacks ${listed(missing.map(({ name }) => verbatim(nameText(name))))}: loading stops.`]),
    ...(shapes.length === 0 ? [] : [phrase`\`${fileName}\` has ${listed(shapes)}: loading stops.`]),
  ];
}

/** The first three, and how many more there are. */
function listed(all: readonly Phrase[]): Phrase {
  const told = all.slice(0, 3).reduce((before, next) => phrase`${before}, ${next}`);
  return all.length > 3 ? phrase`${told} and ${all.length - 3} more` : told;
}
