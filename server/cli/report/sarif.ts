/** Findings as SARIF 2.1.0 (OASIS standard), which code-scanning services read. */

import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RelatedPlace, Severity } from '../../core/finding';
import { english } from '../../core/phrase';
import { PAGES } from '../../core/rules';
import type { PlacedRange } from '../place';
import type { Source } from '../source';

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** In SARIF a `{0}` would be a placeholder (3.11.5); a literal brace is doubled. */
function text(message: string): { readonly text: string } {
  return { text: message.replaceAll(/\{(\d+)\}/g, '{{$1}}') };
}

/** Lines and columns from 1, columns in UTF-16 units, the end exclusive. */
function region({ start, end }: PlacedRange) {
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** Relative to where the command was started, or a file URL. */
function artifact(path: string, cwd: string): { readonly uri: string } {
  const inside = !isAbsolute(path) && !path.startsWith('..');
  return { uri: inside ? path.split(/[\\/]/).map(encodeURIComponent).join('/') : pathToFileURL(resolve(cwd, path)).href };
}

const RULES = PAGES.map(({ code, severity, docs, syntax }) => ({
  id: code,
  shortDescription: { text: docs.title },
  fullDescription: { text: docs.why },
  help: {
    text: `${docs.title}\n\n${docs.why}`,
    markdown: `${docs.why}\n${docs.bad === '' ? '' : `\n${fenced(docs.bad, syntax)}\nBetter:\n\n${fenced(docs.good, syntax)}`}`,
  },
  defaultConfiguration: { level: LEVEL[severity] },
}));

function fenced(config: string, syntax: string): string {
  return `\`\`\`${syntax}\n${config.trimEnd()}\n\`\`\`\n`;
}

const RULE_INDEX: ReadonlyMap<string, number> = new Map(RULES.map(({ id }, i) => [id, i]));

export interface SarifInput {
  readonly sources: readonly Source[];
  /** Files that could not be read, one line each. */
  readonly problems: readonly string[];
  readonly exitCode: number;
  readonly version: string;
  readonly cwd: string;
}

export function sarifLog({ sources, problems, exitCode, version, cwd }: SarifInput): object {
  const results = sources.flatMap((source) => {
    const artifactLocation = artifact(source.path, cwd);
    const location = (range: PlacedRange, at = artifactLocation) => ({ physicalLocation: { artifactLocation: at, region: region(range) } });
    const relatedLocation = (place: RelatedPlace) => {
      const text = source.textOf(place);
      return location(text.place(place.range), artifact(text.path, cwd));
    };
    return source.findings.map((finding) => ({
      ruleId: finding.code,
      ruleIndex: RULE_INDEX.get(finding.code) ?? -1,
      level: LEVEL[finding.severity],
      message: text(english(finding.message)),
      locations: [location(source.place(finding.range))],
      relatedLocations: finding.related.map((place, id) => ({ id, ...relatedLocation(place), message: text(english(place.message)) })),
      fixes: finding.fixes.map(({ title, edits }) => ({
        description: text(english(title)),
        artifactChanges: [
          {
            artifactLocation,
            replacements: edits.map(({ range, newText }) => ({ deletedRegion: region(source.place(range)), insertedContent: { text: newText } })),
          },
        ],
      })),
    }));
  });
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'vit-config', semanticVersion: version, rules: RULES } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            exitCode,
            toolExecutionNotifications: problems.map((problem) => ({ level: 'error', message: text(problem) })),
          },
        ],
        artifacts: sources.map(({ path }) => ({ location: artifact(path, cwd) })),
        results,
      },
    ],
  };
}
