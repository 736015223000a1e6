import type { Range } from '../../server/core/text';

/** Whether a range is one of a text of that length. */
export function within({ start, end }: Range, length: number): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length;
}
