/** Findings that say why a graph can't be, at the keys that decided it. */
import { fieldsOf } from '../dialects/fields';
import type { ModelSpec } from '../dialects/spec';
import type { Fix } from '../finding';
import type { GraphProblem } from '../model/graph';
import { type Phrase, phrase } from '../phrase';
import { isAssumed, relatedTo } from './fields';
import type { AnalysedModel, RuleFinding } from './rule';

/** Whether a problem would be none at another image size than the one that was taken for want of a told one. */
export function restsOnAssumption({ architecture }: ModelSpec, { keys }: GraphProblem): boolean {
  return fieldsOf(architecture).some((field) => isAssumed(field) && keys.includes(field.key));
}

/** Whether there is no graph for want of what the config can't tell, and not by a fault of it: then nothing is found either. */
export function lacksOnlyUntold({ spec, graph }: AnalysedModel): boolean {
  return !graph.ok && graph.problems.length > 0 && graph.problems.every((problem) => problem.untold !== undefined || restsOnAssumption(spec, problem));
}

/** One finding for each problem of this code; `consequence` is a sentence on what the program does. */
export function findingsOfGraph(
  { spec, graph }: AnalysedModel,
  code: GraphProblem['code'],
  consequence: Phrase,
  fixesOf: (problem: GraphProblem) => readonly Fix[],
): RuleFinding[] {
  if (graph.ok) return [];
  return graph.problems.flatMap((problem): RuleFinding[] => {
    if (problem.code !== code || restsOnAssumption(spec, problem)) return [];
    const fields = fieldsOf(spec.architecture);
    const deciding = problem.keys.flatMap((key) => fields.find((field) => field.key === key && field.range !== null) ?? []);
    const [first] = deciding;
    const range = first?.range ?? spec.anchor;
    const related = relatedTo(spec, range, ...deciding.filter((field) => field.known));
    return [{ range, message: phrase`${problem.message} ${consequence}`, related, fixes: () => fixesOf(problem) }];
  });
}
