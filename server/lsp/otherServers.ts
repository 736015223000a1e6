/** What is ours to say of a document that another server validates in the same editor. */
import { withoutCommon } from '../core/editor';
import type { Finding } from '../core/finding';
import type { OtherServers } from '../protocol';
import type { OpenDocument } from './documents';

/** In the language jsonc these are allowed, or no more than a warning; Python's json refuses them all the same. */
const ALLOWED_IN_JSONC = ['json-comment', 'json-trailing-comma'];

/** All findings but those that an active server for the document's language says as well. Fixes are offered for all of them. */
export function findingsBeside({ json, yaml }: OtherServers, { snapshot, languageId }: OpenDocument): Finding[] {
  const { syntax } = snapshot.options;
  if (json && syntax === 'json' && languageId === 'json') return withoutCommon(snapshot, []);
  if (json && syntax === 'json' && languageId === 'jsonc') return withoutCommon(snapshot, ALLOWED_IN_JSONC);
  if (yaml && syntax === 'yaml' && languageId === 'yaml') return withoutCommon(snapshot, []);
  return snapshot.findings();
}
