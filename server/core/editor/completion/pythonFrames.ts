/** The brackets of a Python statement that are open at the cursor, and what of the config they hold. */

import type { PythonToken } from '../python/tokens';
import { nameOf } from './names';

/** Something that is open at the cursor. */
export interface Frame {
  /** `wrapper`: of a ConfigDict, which takes a dict; `list`: a list or tuple; `other`: whatever is no part of a config. */
  readonly kind: 'braces' | 'keywords' | 'wrapper' | 'list' | 'other';
  /** Of the mapping or list; null where there is no telling. */
  readonly path: string | null;
  readonly open: number;
  /** `key`: a key stands there, `colon`: its colon or `=` too, `done`: a whole entry or item, `sign`: half a sum, `start`: nothing since the last comma. */
  state: 'start' | 'key' | 'colon' | 'done' | 'sign';
  key: string;
  keyStart: number;
  /** Where the last entry ends. */
  end: number;
  /** The name that a call inside would be of: `ml_collections.ConfigDict`. */
  callee: string;
}

/**
 * The innermost brackets that are still open behind these tokens, and the ones they are in; they are a value that goes to
 * `path`. null where none are, or where a call or a sum is under way. `callee`: what the first brackets are a call of.
 */
export function framesAt(
  text: string,
  tokens: readonly PythonToken[],
  path: string,
  at: number,
  callee: string,
): { frame: Frame; holder: Frame | undefined } | null {
  const frames: Frame[] = [];
  const outer: Frame = { kind: 'other', path, open: at, state: 'colon', key: '', keyStart: at, end: at, callee };
  for (const [i, { kind, text: sign, start, end }] of tokens.entries()) {
    const frame = frames.at(-1) ?? outer;
    if (kind === 'sign' && '([{'.includes(sign)) {
      frames.push(opened(frame, sign, start));
      frame.callee = '';
    } else if (kind === 'sign' && ')]}'.includes(sign)) {
      if (frames.pop() === undefined) return null;
      Object.assign(frames.at(-1) ?? outer, { state: 'done', end });
    } else if (sign === ',') Object.assign(frame, { state: 'start', callee: '' });
    else if (frame.state === 'key' && sign === (frame.kind === 'braces' ? ':' : '=')) Object.assign(frame, { state: 'colon', callee: '' });
    else if (frame.state === 'start' && isKey(frame, kind) && frame.callee === '' && !goesOn(tokens[i + 1])) {
      Object.assign(frame, { state: 'key', key: nameOf(text, { start, end }), keyStart: start, end });
    } else if (kind === 'name' || sign === '.') frame.callee += sign;
    else Object.assign(frame, { state: kind === 'sign' ? 'sign' : 'done', end, callee: '' });
  }
  const frame = frames.at(-1);
  return frame === undefined || frame.callee !== '' ? null : { frame, holder: frames.at(-2) };
}

function opened(frame: Frame, sign: string, open: number): Frame {
  const { callee, state, kind, path: own, key } = frame;
  const isValue = state === 'colon';
  // The dict that a ConfigDict is made of is itself.
  const passes = (kind === 'wrapper' || kind === 'keywords') && state === 'start';
  const path = isValue ? (kind === 'other' ? own : own === null ? null : own === '' ? key : `${own}.${key}`) : passes ? own : null;
  const base: Omit<Frame, 'kind'> = { path, open, state: 'start', key: '', keyStart: open, end: open + 1, callee: '' };
  if (sign === '{') return { ...base, kind: callee === '' ? 'braces' : 'other' };
  if (sign === '[' || callee === '') return { ...base, kind: isValue && callee === '' ? 'list' : 'other' };
  if (/(?:^|\.)(?:Frozen)?ConfigDict$/.test(callee)) return { ...base, kind: 'wrapper' };
  return { ...base, kind: callee === 'dict' || callee === 'update' ? 'keywords' : 'other' };
}

function isKey({ kind }: Frame, token: PythonToken['kind']): boolean {
  return kind === 'braces' ? token === 'string' : kind === 'keywords' && token === 'name';
}

/** Whether a name is only the beginning of something: `dict(` as an argument. */
function goesOn(next: PythonToken | undefined): boolean {
  return next?.text === '(' || next?.text === '.' || next?.text === '[';
}
