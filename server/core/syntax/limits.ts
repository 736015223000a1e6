/** Bounds that keep reading, and every walk over what was read, short. Far beyond any config a person writes. */

/** UTF-16 units of a whole file: some 30,000 lines of config. The worst of such texts takes a second to read. */
export const MAX_TEXT = 512 * 1024;

/** UTF-16 units of one YAML document that has to be read by the library, at worst some three microseconds for each. */
export const MAX_DOCUMENT = 384 * 1024;

/** UTF-16 units of a YAML document that is read again without a quote that is not closed. */
export const MAX_REPAIRED = 32 * 1024;

/** Collections inside collections, aliases followed. Consumers may recurse over the tree. */
export const MAX_DEPTH = 100;

/** Nodes that aliases and merge keys may add to a document when all of them are written out. */
export const MAX_ALIASED_NODES = 20_000;

/** Problems reported of one document: of a file that is no YAML at all the first few say enough. */
export const MAX_PROBLEMS = 50;
