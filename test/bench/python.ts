/** A Python file of upstream's 28 models, in process and warm, beside the same models in YAML. */
import { stringify } from 'yaml';
import { type AnalysisOptions, Snapshot } from '../../server/core/analysis';
import { inlayHints, lenses } from '../../server/core/editor';
import catalogue from '../golden/catalogue.json';
import { bar, line, median, ms, section, times } from './measure';
import { manyModels } from './pythonText';

const PYTHON: AnalysisOptions = { fileName: 'models.py', syntax: 'python', ignore: [] };
const YAML: AnalysisOptions = { fileName: 'models.vit.yaml', syntax: 'yaml', ignore: [] };

/** Everything an editor asks for after a change; throws if the text is not what was meant to be measured. */
function analyse(text: string, models: number, options: AnalysisOptions, previous?: Snapshot): Snapshot {
  const snapshot = Snapshot.of(text, options, previous);
  const problem = snapshot.findings().find(({ severity }) => severity === 'error' || severity === 'warning');
  if (problem !== undefined) throw new Error(`the text to measure with has a finding: ${problem.code}`);
  const figures = snapshot.models().map(({ model }) => model.figures);
  if (figures.length !== models || figures.includes(null)) throw new Error(`expected ${models} models with figures, got ${figures.length}`);
  for (const { analysis } of snapshot.documents) {
    lenses(analysis, { runOf: () => null, mayRun: 'yes' });
    inlayHints(analysis, { start: 0, end: text.length });
  }
  return snapshot;
}

interface Measured {
  readonly first: number;
  readonly keystroke: number;
}

async function measure(text: string, models: number, options: AnalysisOptions): Promise<Measured> {
  // A comment of its own in each round: nothing is known of the text from the one before.
  await times(150, (n) => analyse(`# warm ${n}\n${text}`, models, options));
  const first = median(await times(40, (n) => analyse(`# ${n}\n${text}`, models, options)));
  // As typed: a digit more, or one less, in the dropout of a model in the middle.
  const middle = text.indexOf('0.1', text.length / 2) + 3;
  let snapshot = analyse(text, models, options);
  const keystroke = median(
    await times(60, (n) => {
      snapshot = analyse(`${text.slice(0, middle)}${'1'.repeat(1 + (n % 3))}${text.slice(middle)}`, models, options, snapshot);
    }),
  );
  return { first, keystroke };
}

export async function python(): Promise<void> {
  const { text, models } = manyModels();
  section(`A Python file of ${models} models, ${text.split('\n').length - 1} lines: text -> figures, findings, lenses, hints`);
  const ours = await measure(text, models, PYTHON);
  line('the whole file', ms(ours.first), bar(ours.first, 20, 'ms'));
  line('the same after a keystroke', ms(ours.keystroke), bar(ours.keystroke, 10, 'ms'));
  const yaml = Object.values(catalogue)
    .map((config) => stringify(config))
    .join('---\n');
  const theirs = await measure(yaml, models, YAML);
  const ratio = (a: number, b: number) => `the Python file takes ${(a / b).toFixed(1)} times as long`;
  line(`the models as YAML, ${yaml.split('\n').length - 1} lines`, ms(theirs.first), ratio(ours.first, theirs.first));
  line('the same after a keystroke', ms(theirs.keystroke), ratio(ours.keystroke, theirs.keystroke));
}
