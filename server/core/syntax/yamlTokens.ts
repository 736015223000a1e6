import { type CST, Lexer, Parser } from 'yaml';
import { MAX_DEPTH } from './limits';
import type { Comment } from './tree';

/** A lexeme that the composed document no longer places: a tag, an anchor, an alias. */
export interface Placed {
  readonly offset: number;
  readonly source: string;
}

export interface Tokens {
  readonly tokens: readonly CST.Token[];
  readonly comments: readonly Comment[];
  /** Tags, in source order. */
  readonly tags: readonly Placed[];
  /** Anchors (`&base`), in source order. */
  readonly anchors: readonly Placed[];
  /** Aliases (`*base`), in source order. */
  readonly aliases: readonly Placed[];
  /** Offsets of tabs outside quoted and block scalars and comments: PyYAML refuses them all. */
  readonly tabs: readonly number[];
  /** Opening brackets that are not closed, or by a bracket of the other kind. */
  readonly unclosed: readonly Placed[];
  /** Where collections nest too deeply to read on; the tokens are then of no use. */
  readonly tooDeep: number | null;
}

/** A document's concrete syntax, with what gets lost when it is composed. The parser's own depth is held in bounds. */
export function tokensOf(text: string): Tokens {
  const parser = new Parser();
  const found = {
    tokens: [] as CST.Token[],
    comments: [] as Comment[],
    tags: [] as Placed[],
    anchors: [] as Placed[],
    aliases: [] as Placed[],
    tabs: [] as number[],
  };
  const open: Placed[] = [];
  const unclosed: Placed[] = [];
  let scalar = false;
  let blockHeader = false;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    for (const token of parser.next(lexeme)) found.tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) return { ...found, unclosed, tooDeep: offset };
    if (scalar) {
      if (!blockHeader) addTabs(found.tabs, lexeme, offset);
      scalar = false;
      blockHeader = false;
      continue;
    }
    switch (lexeme[0]) {
      case SCALAR_NEXT:
        scalar = true;
        break;
      case '[':
      case '{':
        open.push({ offset, source: lexeme });
        break;
      case ']':
      case '}': {
        const bracket = open.pop();
        if (bracket !== undefined && (bracket.source === '[') !== (lexeme === ']')) unclosed.push(bracket);
        break;
      }
      case FLOW_BROKEN_OFF:
        // No more than the parser nests.
        unclosed.push(...open.splice(0));
        break;
      case '|':
      case '>':
        blockHeader = true;
        break;
      case '#':
        found.comments.push({ range: { start: offset, end: offset + lexeme.length }, text: lexeme.slice(1).trim() });
        break;
      case '!':
        found.tags.push({ offset, source: lexeme });
        break;
      case '&':
        found.anchors.push({ offset, source: lexeme });
        break;
      case '*':
        found.aliases.push({ offset, source: lexeme });
        break;
      case ' ':
      case '\t':
        addTabs(found.tabs, lexeme, offset);
        break;
    }
  }
  for (const token of parser.end()) found.tokens.push(token);
  return { ...found, unclosed: [...unclosed, ...open], tooDeep: null };
}

/** The control lexeme of yaml's lexer that stands in front of plain and block scalars. */
const SCALAR_NEXT = '\x1f';

/** The one that says: the line below is indented too little to belong to the open brackets. */
const FLOW_BROKEN_OFF = '\x18';

function addTabs(tabs: number[], lexeme: string, offset: number): void {
  for (let at = lexeme.indexOf('\t'); at !== -1; at = lexeme.indexOf('\t', at + 1)) tabs.push(offset + at);
}
