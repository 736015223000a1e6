/** One step of a text's indentation: that of the first line which is indented deeper than one that opens something; two spaces where none is. */
export function stepOf(text: string): string {
  const deeper = /^([\t ]*)(?![\s#]).*[:{[][\t ]*(?:#.*)?(?:\r\n?|\n)(?:[\t ]*(?:\r\n?|\n))*\1([\t ]+)[^\s-]/m.exec(text);
  return deeper?.[2] ?? '  ';
}
