import type { Finding } from '../../finding';
import type { ConfigDocument } from '../../syntax/tree';
import type { Recognition } from '../dialect';

export function structure(_document: ConfigDocument, _recognition: Recognition): readonly Finding[] {
  return [];
}
