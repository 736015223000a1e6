import { nearest } from '../edit/nearest';
import { valueText } from './fields';
import type { Rule, RuleFinding } from './rule';
import { directivesOf } from './silence';

/** `codes` are all that a finding can have. */
export function unknownIgnoreCode(codes: () => ReadonlySet<string>): Rule {
  return {
    code: 'unknown-ignore-code',
    severity: 'information',
    docs: {
      title: 'A comment silences a finding that does not exist',
      why: 'A comment `# vit-config: ignore=code` silences findings by their code. One that names no code silences nothing, so the finding it is meant for stays, or will come back unnoticed.',
      bad: `# vit-config: ignore=head-divide-width
model_name: ViT-B_16
`,
      good: `# vit-config: ignore=heads-divide-width
model_name: ViT-B_16
`,
    },
    checkDocument({ document }) {
      const { directives, bad } = directivesOf(document);
      const unknown = directives.flatMap(({ codes: named }) => named.filter(({ code }) => !codes().has(code)));
      return [
        ...bad.map(
          ({ range, text }): RuleFinding => ({
            range,
            message: `\`vit-config: ${valueText(text)}\` says nothing to this tool: it reads \`vit-config: ignore=code, code\`.`,
          }),
        ),
        ...unknown.map(({ code, range }): RuleFinding => {
          const near = nearest(code, codes());
          return {
            range,
            message: `No finding has the code \`${valueText(code)}\`${near === null ? '' : `; \`${near}\` is one`}.`,
            fixes: near === null ? [] : [{ title: near, edits: [{ range, newText: near }] }],
          };
        }),
      ];
    },
  };
}
