/** Whether a text may hold a config at all: a look at its words, before anything is parsed. */
export function mayHoldConfigs(text: string): boolean {
  return /\bml_collections\b|\bConfigDict\b|\bdef get_config\b/.test(text);
}
