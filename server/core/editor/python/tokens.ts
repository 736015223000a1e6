/** The words and signs of Python, as far as telling where something can be written takes them. */
import { isLineBreak, lineStart } from '../../syntax/lines';

export interface PythonToken {
  /** `newline` ends a statement; `comment` is one. */
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'newline' | 'comment';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const TOKEN =
  /(?<comment>#[^\r\n]*)|(?<string>[rRbBuUfF]{0,2}(?:'''[^]*?(?:'''|$)|"""[^]*?(?:"""|$)|'(?:\\[^]|[^'\\\r\n])*'?|"(?:\\[^]|[^"\\\r\n])*"?))|(?<number>(?:\d|\.\d)(?:[\d_.]|[eE][-+]?\d|[a-zA-Z])*)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|\\(?:\r\n?|\n)|(?<newline>\r\n?|\n)|(?<sign>[-+*/%@&|^=<>!:]=|\*\*|\/\/|->|[^\s])/gu;

/** Where a statement plainly begins, whatever bracket is still open above it. */
const STATEMENT =
  /(?:def|class|return|import|from|with|if|for|try|raise|del|pass|assert)\b|@\w|[A-Za-z_]\w*(?:\.\w+)+ *=[^=]|[A-Za-z_]\w* = |[A-Za-z_]\w*(?:\.\w*)+[\t ]*(?:\r|\n|$)/y;

/** The tokens of the statement that `offset` is in, and of what follows it up to the statement's end; between `start` and `end`. */
export function statementAt(text: string, start: number, end: number, offset: number): PythonToken[] {
  const part = text.slice(start, end);
  let found: PythonToken[] = [];
  let depth = 0;
  for (const { index, groups = {}, 0: source } of part.matchAll(TOKEN)) {
    const kind = (Object.keys(groups) as PythonToken['kind'][]).find((name) => groups[name] !== undefined);
    if (kind === undefined) continue;
    const token = { kind, start: start + index, end: start + index + source.length, text: source };
    if (kind === 'newline') {
      const ends = depth === 0 || beginsStatement(part, index + source.length, columnOf(part, (found[0]?.start ?? start) - start));
      if (!ends) continue;
      if (token.start >= offset) return found;
      [found, depth] = [[], 0];
    } else if (depth === 0 && source === ';') {
      if (token.start >= offset) return found;
      found = [];
    } else {
      if (kind === 'sign' && '([{'.includes(source)) depth++;
      if (kind === 'sign' && ')]}'.includes(source)) depth = Math.max(0, depth - 1);
      found.push(token);
    }
  }
  return found;
}

/** Whether the line from `at` begins one, indented no deeper than to `column`. */
function beginsStatement(text: string, at: number, column: number): boolean {
  let from = at;
  while (text[from] === ' ' || text[from] === '\t') from++;
  if (from - at > column || from >= text.length || isLineBreak(text.charCodeAt(from))) return false;
  STATEMENT.lastIndex = from;
  return STATEMENT.test(text);
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}
