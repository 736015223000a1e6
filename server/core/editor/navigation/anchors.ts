/** YAML anchors: what is at an offset, and giving them other names. */
import { type Phrase, phrase } from '../../phrase';
import { brief } from '../../syntax/problems';
import type { Anchor, ConfigDocument } from '../../syntax/tree';
import { contains, type Range, type TextEdit } from '../../text';

/** An anchor, found at itself or at one of its aliases. */
export interface AnchorPlace {
  readonly anchor: Anchor;
  /** `&base` or `*base`. */
  readonly range: Range;
  /** `base`, without the sign. */
  readonly name: Range;
}

/** null where there is no anchor, and at an alias without one. */
export function anchorAt({ anchors }: ConfigDocument, offset: number): AnchorPlace | null {
  for (const anchor of anchors) {
    const range = [anchor.range, ...anchor.aliases].find((place) => contains(place, offset));
    if (range !== undefined) return { anchor, range, name: nameIn(range) };
  }
  return null;
}

export type Renaming = { readonly ok: true; readonly edits: readonly TextEdit[] } | { readonly ok: false; readonly problem: Phrase };

/** Another name for an anchor and all its aliases, or why it can't have it. */
export function renameAnchor({ anchors }: ConfigDocument, anchor: Anchor, name: string): Renaming {
  // YAML itself would take more, but the program that reads the config stops at it.
  if (!/^[\w-]+$/.test(name)) {
    return { ok: false, problem: phrase`PyYAML takes only A-Z, a-z, 0-9, - and _ in the name of an anchor, not "${brief(name)}"` };
  }
  if (name !== anchor.name && anchors.some((other) => other.name === name)) {
    return { ok: false, problem: phrase`There is an anchor &${name} in this document already; PyYAML stops at a second one` };
  }
  return { ok: true, edits: [anchor.range, ...anchor.aliases].map((range) => ({ range: nameIn(range), newText: name })) };
}

function nameIn({ start, end }: Range): Range {
  return { start: start + 1, end };
}
