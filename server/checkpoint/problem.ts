/** What is wrong with a checkpoint file, told to people. */
import { humanCount } from '../core/count/units';
import { type Phrase, PhraseError, phrase } from '../core/phrase';

/** The one error that reading a checkpoint rejects with, whatever is in the file. */
export class CheckpointError extends PhraseError {
  constructor(
    said: Phrase,
    readonly kind: 'missing' | 'unreadable' = 'unreadable',
    /** False where the same bytes may be read another time: no permission, a failing disk. */
    readonly lasting = true,
  ) {
    super(said);
  }
}

/** Says of which tensor it is. */
export const problemOf = (name: string, problem: Phrase) => new CheckpointError(phrase`\`${shown(name)}\`: ${problem}`);

/** What `work` resolves with; problems it has are said to be this tensor's. */
export async function ofTensor<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CheckpointError && error.lasting ? problemOf(name, error.said) : error;
  }
}

export const overlap = (first: string, second: string) =>
  new CheckpointError(phrase`The values of \`${shown(first)}\` and \`${shown(second)}\` overlap in the file.`);

const LONGEST = 120;

/** A name as it can stand in a sentence; those of a broken file may be anything. */
export function shown(name: string): string {
  const plain = name.replace(/[\p{Cc}`]/gu, '\ufffd');
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
}

export const shownShape = (shape: readonly number[]) => shown(`[${shape.join(', ')}]`);

/** `1,024` */
export const count = humanCount;

/** Throws CheckpointError, without the tensor's name, if the sizes can't be those of a tensor. */
export function assertShape(shape: readonly unknown[]): asserts shape is readonly number[] {
  if (shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)) return;
  throw new CheckpointError(phrase`Its shape is \`${shown(JSON.stringify(shape))}\`; sizes are whole numbers of at least 0.`);
}
