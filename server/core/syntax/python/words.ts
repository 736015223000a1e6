/** Whether a text may hold a config at all: a look at its words, before anything is parsed. */
export function mayHoldConfigs(text: string): boolean {
  return /\bml_collections\b|\bConfigDict\b|\bget_(?:\w+_)?config\b/.test(text);
}
