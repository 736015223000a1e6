/** Shell patterns for shells that pass them on unexpanded: `*`, `**`, `?`, `[a-z]`, `{a,b}`. Paths have `/` between their parts. */

const MAGIC = /[*?[\]{}]/;

export function isGlob(pattern: string): boolean {
  return MAGIC.test(pattern);
}

/** The directory a walk must start from: the parts before the first one that is a pattern; empty for the current directory. */
export function globBase(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex(isGlob);
  const base = parts.slice(0, first).join('/');
  return base === '' && pattern.startsWith('/') ? '/' : base;
}

/** Matches whole paths. As in shells, `*` and `?` do not match a leading dot nor a slash. */
export function globMatcher(pattern: string): RegExp {
  let source = '';
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    const startsPart = i === 0 || pattern[i - 1] === '/';
    if (character === '*' && pattern[i + 1] === '*' && startsPart && (pattern[i + 2] === '/' || i + 2 === pattern.length)) {
      const last = i + 2 === pattern.length;
      source += last ? '(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+' : '(?:(?!\\.)[^/]+/)*';
      i += last ? 1 : 2;
    } else if (character === '*') {
      source += `${startsPart ? '(?!\\.)' : ''}[^/]*`;
    } else if (character === '?') {
      source += `${startsPart ? '(?!\\.)' : ''}[^/]`;
    } else if (character === '[') {
      const set = /^\[([!^]?)(\]?[^\]/]+)\]/.exec(pattern.slice(i));
      if (set === null) source += '\\[';
      else {
        source += `[${set[1] === '' ? '' : '^'}${(set[2] ?? '').replace(/[\\\][^]/g, '\\$&')}]`;
        i += set[0].length - 1;
      }
    } else if (character === '{' && pattern.includes('}', i)) {
      braces++;
      source += '(?:';
    } else if (character === '}' && braces > 0) {
      braces--;
      source += ')';
    } else if (character === ',' && braces > 0) {
      source += '|';
    } else {
      source += character.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    }
  }
  source += ')'.repeat(braces);
  return compiled(source, pattern);
}

/** A set such as `[z-a]` is no pattern: it then stands for itself. */
function compiled(source: string, pattern: string): RegExp {
  try {
    return new RegExp(`^${source}$`, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  }
}
