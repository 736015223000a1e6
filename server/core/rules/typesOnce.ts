/** A value of a wrong type in a Python config is told once: what ConfigDict raises comes first, before upstream reads it. */
import type { Finding } from '../finding';
import { placeName } from '../text';

/** `found` without the second telling of a value that ConfigDict refuses; its fixes go to the first where that has none. */
export function typesOnce(found: readonly Finding[]): Finding[] {
  const refused = new Set(found.flatMap(({ code, range }) => (code === 'config-dict-type' ? [placeName(range)] : [])));
  if (refused.size === 0) return [...found];
  const again = new Map(
    found.flatMap((finding) => (finding.code === 'wrong-type' && refused.has(placeName(finding.range)) ? [[placeName(finding.range), finding] as const] : [])),
  );
  return found.flatMap((finding) => {
    if ([...again.values()].includes(finding)) return [];
    const second = finding.code === 'config-dict-type' ? again.get(placeName(finding.range)) : undefined;
    return [second === undefined || finding.fixes.length > 0 ? finding : { ...finding, fixes: second.fixes }];
  });
}
