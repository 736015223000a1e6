/** The analysis itself, in process and warm: from text to figures and findings. */
import { Snapshot } from '../../server/core/analysis';
import { bar, line, median, ms, section, times } from './measure';
import { manyDocuments, thirtyLines } from './texts';

const OPTIONS = { fileName: 'bench.vit.yaml', syntax: 'yaml', ignore: [] } as const;

/** Everything an editor asks for after a change; throws if the text is not what was meant to be measured. */
function analyse(text: string, models: number, previous?: Snapshot): Snapshot {
  const snapshot = Snapshot.of(text, OPTIONS, previous);
  const findings = snapshot.findings();
  const figures = snapshot.models().map(({ model }) => model.figures);
  if (figures.length !== models || figures.includes(null)) throw new Error(`expected ${models} models with figures`);
  const problem = findings.find(({ severity }) => severity === 'error' || severity === 'warning');
  if (problem !== undefined) throw new Error(`the text to measure with has a finding: ${problem.message}`);
  return snapshot;
}

export async function analysis(): Promise<void> {
  section('Analysis, in process and warm: text -> figures and findings');
  await times(300, (n) => analyse(thirtyLines(n), 1));
  const single = median(await times(500, (n) => analyse(thirtyLines(1000 + n), 1)));
  line('a config of 30 lines', ms(single), bar(single, 1, 'ms'));

  const text = manyDocuments(300);
  const lines = text.split('\n').length - 1;
  await times(2, () => analyse(text, 300));
  const cold = median(await times(9, () => analyse(text, 300)));
  line(`300 different ones, ${lines} lines`, ms(cold), bar(cold, 50, 'ms'));

  let snapshot = analyse(text, 300);
  const middle = text.indexOf('hidden_size', text.length / 2);
  const keystroke = median(
    await times(25, (n) => {
      snapshot = analyse(`${text.slice(0, middle)}# ${n}\n${text.slice(middle)}`, 300, snapshot);
    }),
  );
  line('the same after a keystroke', ms(keystroke), bar(keystroke, 50, 'ms'));
}
