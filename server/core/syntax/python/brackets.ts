/**
 * Inside brackets a line's end means nothing, so one bracket that is not closed yet would make an expression of all that
 * comes after. Where the next statement plainly begins (`def`, `return`, `config.x =`), what was opened before is taken
 * for a slip, and blanked: offsets stay as they are.
 */
import type { PythonComment } from './ast';

const STATEMENT = /(?:def|class|return|import|from|with|try|raise|del|pass|global|assert)\b|@\w|[A-Za-z_]\w*(?:\.\w+)+ *=[^=]|[A-Za-z_]\w* = /y;
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * Tokens that matter: strings, comments, numbers such as `1.` and `1.e5` (the parser knows no point without a digit behind it: it gets
 * `1_` for it), line ends with the indentation behind them, brackets.
 */
const TOKEN =
  /[rRbBuUfF]{0,2}(?:'''(?:\\[^]|(?!''')[^])*(?:'''|$)|"""(?:\\[^]|(?!""")[^])*(?:"""|$)|'(?:\\[^]|[^'\\\n])*'?|"(?:\\[^]|[^"\\\n])*"?)|#[^\n]*|(?<![\w.])\d[\d_]*\.(?=[eE][+-]?\d|[^\w.]|$)|\n[ \t]*|[()[\]{}]/g;

export interface Scanned {
  /** What the parser is to read: the text, same length, without the brackets that nothing closes. */
  readonly source: string;
  readonly comments: readonly PythonComment[];
}

interface Bracket {
  readonly at: number;
  readonly sign: string;
  /** Of the line on which the outermost of the open brackets stands. */
  readonly indent: number;
}

export function scanned(text: string): Scanned {
  const comments: PythonComment[] = [];
  const open: Bracket[] = [];
  let balanced = true;
  const points: number[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('#')) {
      const line = token.trimEnd();
      comments.push({ start: index, end: index + line.length, text: line.slice(1).trim() });
    } else if ('([{'.includes(token)) open.push({ at: index, sign: token, indent: 0 });
    else if (token.endsWith('.')) points.push(index + token.length - 1);
    else if (token in PAIRS && open.pop()?.sign !== PAIRS[token]) balanced = false;
  }
  const closed = balanced && open.length === 0 ? text : replaced(text, unclosed(text), ' ');
  return { source: replaced(closed, points, '_'), comments };
}

function unclosed(text: string): number[] {
  const found: number[] = [];
  const open: Bracket[] = [];
  let indent = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('\n')) {
      const width = token.length - 1;
      const outer = open[0];
      if (outer === undefined) indent = width;
      else if (width <= outer.indent && beginsStatement(text, index + token.length)) {
        found.push(...open.splice(0).map(({ at }) => at));
        indent = width;
      }
    } else if ('([{'.includes(token)) {
      open.push({ at: index, sign: token, indent: open[0]?.indent ?? indent });
    } else if (token in PAIRS) {
      const opening = open.findLastIndex(({ sign }) => sign === PAIRS[token]);
      if (opening !== -1)
        found.push(
          ...open
            .splice(opening)
            .slice(1)
            .map(({ at }) => at),
        );
    }
  }
  return found;
}

function replaced(text: string, places: readonly number[], sign: string): string {
  if (places.length === 0) return text;
  let result = '';
  let from = 0;
  for (const at of [...places].sort((a, b) => a - b)) {
    result += text.slice(from, at) + sign;
    from = at + 1;
  }
  return result + text.slice(from);
}

function beginsStatement(text: string, at: number): boolean {
  STATEMENT.lastIndex = at;
  return STATEMENT.test(text);
}
