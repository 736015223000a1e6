import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/core/rules';
import { SYNTAX_DOCS } from '../../../server/core/rules/syntax-docs';
import { checkFixes, findingsIn } from './check';

const pages = [...RULES.map((rule) => ({ ...rule, syntax: rule.syntax ?? ('yaml' as const) })), ...SYNTAX_DOCS.filter(({ docs }) => docs.bad !== '')];

describe.each(pages)('the page of $code', ({ code, severity, docs, syntax }) => {
  it('has a bad example that has this finding and no other', () => {
    expect(findingsIn(docs.bad, syntax).map((finding) => [finding.code, finding.severity])).toEqual([[code, severity]]);
  });

  it('has a good example that has none', () => {
    expect(findingsIn(docs.good, syntax)).toEqual([]);
  });

  it('has a bad example whose fixes mend it', () => {
    for (const finding of findingsIn(docs.bad, syntax)) checkFixes(docs.bad, syntax, finding);
  });
});
