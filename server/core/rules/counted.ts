/** Fixes that no rule has made say what the mended model counts: the text is read again with each, and the model in it built. */

import type { Figures } from '../count/figures';
import type { Dialect } from '../dialects/dialect';
import type { Finding, Fix } from '../finding';
import { type Phrase } from '../phrase';
import { readEdited } from '../syntax';
import { alsoSaying } from '../title';
import { figuresOf, parametersText } from './consequences';
import type { RuleContext } from './rule';

/** Longer texts are not read again and again. */
const LONGEST = 16_384;
/** Fixes of a document that are counted; of more, nobody reads the titles. */
const MOST = 16;

/** The findings, each fix with what becomes of the parameters where it makes a difference to them. */
export function withCounts(findings: readonly Finding[], context: RuleContext, dialect: Dialect): Finding[] {
  const { document, models, recognition } = context;
  const [model] = models;
  let left = document.text.length > LONGEST || models.length > 1 ? 0 : MOST;
  const counted = (fix: Fix): Fix => {
    if (left-- <= 0) return fix;
    let title: Phrase | undefined;
    const said = (): Phrase => {
      const specs = dialect.models(readEdited(document, fix.edits), recognition);
      const after = specs.length === 1 ? figuresOf(specs[0] ?? null) : null;
      return alsoSaying(fix.title, difference(model?.figures ?? null, after));
    };
    return {
      ...fix,
      // When somebody asks: with each key that is typed there are findings, and seldom is one of them to be mended.
      get title() {
        title ??= said();
        return title;
      },
    };
  };
  return findings.map((finding) => (finding.fixes.length === 0 ? finding : { ...finding, fixes: finding.fixes.map(counted) }));
}

function difference(before: Figures | null, after: Figures | null): Phrase | null {
  return before !== null && before.parameters === after?.parameters ? null : parametersText(before, after);
}
