/**
 * big_vision's language of preprocessing: `decode|resize(256)|central_crop(224)|value_range(-1, 1)`. Followed only as far as it
 * tells the size of each image.
 */
import { type Phrase, phrase } from '../../phrase';
import type { Range, TextEdit } from '../../text';
import type { Pair } from '../spec';

export interface Step {
  readonly name: string;
  readonly positional: readonly Literal[];
  readonly named: ReadonlyMap<string, Literal>;
}

/** undefined: something that is not read here. */
type Literal = string | number | boolean | null | readonly number[] | undefined;

/** The steps in order; empty ones are skipped, as big_vision does. null where one is no name and no call, of which Python takes no space before. */
export function stepsOf(text: string): readonly Step[] | null {
  const steps: Step[] = [];
  for (const part of text.split('|')) {
    if (part === '') continue;
    const [, name, call] = /^([A-Za-z_][\w.]*)\s*(?:\(([\s\S]*)\))?\s*$/.exec(part) ?? [];
    if (name === undefined) return null;
    const written = argumentsOf(call ?? '');
    const positional = written.flatMap(({ key, value }) => (key === undefined ? [value] : []));
    const named = new Map(written.flatMap(({ key, value }) => (key === undefined ? [] : [[key, value] as const])));
    steps.push({ name, positional, named });
  }
  return steps;
}

/** Split at commas outside of quotes and brackets. */
function argumentsOf(call: string): { key: string | undefined; value: Literal }[] {
  const found = call.match(/(?:"[^"]*"|'[^']*'|\([^()]*\)|\[[^[\]]*\]|[^,])+/g) ?? [];
  return found.map((text) => {
    const [, key, value = text] = /^\s*([A-Za-z_]\w*)\s*=(?!=)([\s\S]*)$/.exec(text) ?? [];
    return { key, value: literalOf(value.trim()) };
  });
}

function literalOf(text: string): Literal {
  const quoted = /^(["'])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  const list = /^[([]([\s\S]*)[)\]]$/.exec(text)?.[1];
  if (list !== undefined) {
    const items = list
      .split(',')
      .filter((item) => item.trim() !== '')
      .map((item) => literalOf(item.trim()));
    return items.every((item) => typeof item === 'number') ? items : undefined;
  }
  if (/^[-+]?\d+(?:_\d+)*$/.test(text)) return Number(text.replaceAll('_', ''));
  return text === 'None' ? null : text === 'True' ? true : text === 'False' ? false : undefined;
}

/** The size of images after all steps, or why it is not known, in words that can stand after "because". */
export type Size = Pair | { readonly unknown: Phrase };

/** Steps that give each image the size they are told. */
const SIZING: ReadonlyMap<string, string> = new Map([
  ['resize', 'size'],
  ['inception_crop', 'size'],
  ['decode_jpeg_and_inception_crop', 'size'],
  ['random_crop', 'crop_size'],
  ['central_crop', 'crop_size'],
]);
/** Steps that give an image a size that depends on what it was. */
const SCALING: ReadonlySet<string> = new Set(['decode', 'resize_small', 'resize_long']);
/** Steps that work on an image and leave its size. */
const PRESERVING: ReadonlySet<string> = new Set([
  'flip_lr',
  'value_range',
  'vgg_value_range',
  'clip_value_range',
  'randaug',
  'random_jpeg',
  'rgb_to_grayscale_to_rgb',
]);
/** Steps that leave images alone, unless they are told to work on them. */
const BESIDE: ReadonlySet<string> = new Set(['onehot', 'setdefault', 'strfmt', 'tuplify', 'i21k_label_names', 'clip_i1k_label_names', 'coco_captions']);

/** `before`: what the data set gives. */
export function sizeAfter(text: string, before: Size): Size {
  const steps = stepsOf(text);
  if (steps === null) return { unknown: phrase`its steps can't be read` };
  let sizes = new Map<string, Size>([['image', before]]);
  for (const step of steps) {
    const channels = step.name === 'decode' ? (step.named.get('channels') ?? step.positional[0] ?? 3) : 3;
    if (channels !== 3) return { unknown: phrase`its images have not three channels` };
    const [from, to] = [keyOf(step, 'inkey'), keyOf(step, 'outkey')];
    const size = sizes.get(from) ?? NONE;
    const told = SIZING.get(step.name);
    if (told !== undefined) sizes.set(to, sized(step, told));
    else if (SCALING.has(step.name)) sizes.set(to, scaled(step, size));
    else if (PRESERVING.has(step.name)) sizes.set(to, size);
    else if (step.name === 'copy') sizes.set(textAt(step, 1, 'outkey'), sizes.get(textAt(step, 0, 'inkey')) ?? NONE);
    else if (step.name === 'keep') sizes = new Map([...sizes].filter(([key]) => step.positional.includes(key)));
    else if (step.name === 'drop') sizes = new Map([...sizes].filter(([key]) => !step.positional.includes(key)));
    else if (to !== 'image' || !BESIDE.has(step.name)) sizes.set(to, { unknown: phrase`what ${step.name} does to images is not known` });
  }
  return sizes.get('image') ?? NONE;
}

const NONE: Size = { unknown: phrase`no image is left` };

/** `key` stands for both. */
function keyOf({ named }: Step, which: 'inkey' | 'outkey'): string {
  const key = named.get('key') ?? named.get(which);
  return typeof key === 'string' ? key : 'image';
}

function textAt({ positional, named }: Step, index: number, name: string): string {
  return String(named.get(name) ?? positional[index]);
}

function sized({ name, positional, named }: Step, argument: string): Size {
  const size = named.has(argument) ? named.get(argument) : positional[0];
  if (typeof size === 'number') return [size, size];
  if (size instanceof Array && size.length === 2) return [size[0] ?? 0, size[1] ?? 0];
  return { unknown: phrase`${name} gives no fixed size` };
}

function scaled({ name, positional, named }: Step, before: Size): Size {
  const side = name === 'decode' ? undefined : (positional[0] ?? named.get('smaller_size') ?? named.get('longer_size'));
  // Of a square both sides are the smaller and the longer one.
  if (typeof side === 'number' && !('unknown' in before) && before[0] === before[1]) return [side, side];
  return { unknown: phrase`${name} leaves each image its own shape` };
}

/**
 * Another size for the images of a pipeline, where its last step of a fixed size stands in the text as it is; null where it was put
 * together, or stands elsewhere. `range` is that of the pipeline's value.
 */
export function resized(text: string, range: Range, pipeline: string, [height, width]: Pair): TextEdit | null {
  const names = [...SIZING.keys()].join('|');
  const typed = [...text.slice(range.start, range.end).matchAll(new RegExp(`\\b(?:${names})\\((?:(?:crop_)?size=)?(\\d+)\\b`, 'dg'))];
  const meant = (stepsOf(pipeline) ?? []).filter(({ name }) => SIZING.has(name));
  const last = typed.at(-1);
  if (range.origin !== undefined || last === undefined || typed.length !== meant.length) return null;
  const [from, to] = last.indices?.[1] ?? [0, 0];
  return { range: { start: range.start + from, end: range.start + to }, newText: height === width ? String(height) : `(${height}, ${width})` };
}

/** The classes of the labels that a training takes: the length of the last one-hot encoding kept as `labels`; null where there is none, or it is not known. */
export function encodedClasses(pipeline: string): number | null {
  let classes: number | null = null;
  for (const { name, positional, named } of stepsOf(pipeline) ?? []) {
    const argument = (key: string, index: number) => (named.has(key) ? named.get(key) : positional[index]);
    const key = argument('key', 1) ?? 'labels';
    if (name === 'onehot') {
      const depth = argument('depth', 0);
      if ((argument('key_result', 2) ?? key) === 'labels') classes = typeof depth === 'number' ? depth : null;
    } else if (classes !== null && [...named.values(), ...positional].includes('labels') && name !== 'keep') {
      // Whatever else is done to the labels.
      classes = null;
    }
  }
  return classes;
}
