/** Where findings about a checkpoint stand, and how its tensors are shown. */
import type { CheckpointTensor } from '../checkpoint/header';
import { humanCount } from '../count/units';
import type { ModelSpec } from '../dialects/spec';
import type { RelatedPlace } from '../finding';
import { type Phrase, phrase, verbatim } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { placeName, type Range } from '../text';
import { entryAt } from './training-fields';

/** The value of the key that names the checkpoint; of one that the command line names, the model. */
export function checkpointPlace(spec: ModelSpec, document: ConfigDocument): Range {
  return namingPlace(spec, document) ?? spec.anchor;
}

/** That key beside a finding that stands elsewhere. */
export function relatedCheckpoint(spec: ModelSpec, document: ConfigDocument, at: Range, fileName: string): RelatedPlace[] {
  const range = namingPlace(spec, document);
  return range === null || placeName(range) === placeName(at) ? [] : [{ range, message: phrase`the checkpoint, \`${fileName}\`` }];
}

function namingPlace({ checkpoint }: ModelSpec, { root }: ConfigDocument): Range | null {
  const entry = checkpoint === null ? undefined : entryAt(root, checkpoint.key);
  return entry?.alias ?? entry?.value.range ?? null;
}

const LONGEST = 80;

/** `` `embedding/kernel` [16, 16, 3, 768] ``; a name from a file may be anything. */
export function tensorText({ name, shape }: CheckpointTensor): Phrase {
  return verbatim(`${nameText(name)} [${shape.join(', ')}]`);
}

export function nameText(name: string): string {
  const plain = name.replace(/[\p{Cc}`]/gu, '\ufffd');
  return `\`${plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain}\``;
}

/** `1,000 classes`. */
export const classCount = (count: number): Phrase => (count === 1 ? phrase`1 class` : phrase`${humanCount(count)} classes`);
