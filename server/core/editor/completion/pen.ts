/** From values to text at a site: in the document's style, quoted as was begun, with stops for whoever fills them in. */
import { valueAsText } from '../../dialects/visionTransformer/text';
import { entryLines, inlineText, isMapping, type LeafText, literal, type PlainMapping, type PlainValue } from '../../edit';
import type { Syntax } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import { type Choices, stopAt } from './choices';
import type { Form } from './item';
import { PythonPen } from './pythonPen';
import type { Site } from './site';
import type { Surroundings } from './surroundings';

export interface Style {
  readonly syntax: Syntax;
  readonly step: string;
  readonly eol: string;
}

/** How values are written at a site, whatever the syntax. */
export interface Writing {
  /** A key's name, quoted as the token is. */
  key(key: string): string;
  /** A key that gets its value later. */
  opening(key: string): string;
  /** A key with its value where a key is to stand. */
  entry(key: string, value: PlainValue): string;
  /** Several entries where a key is to stand. */
  entries(mapping: PlainMapping): string;
  /** A value where one is to stand. */
  value(value: PlainValue): string;
  /** What a mapping below its key asks for beside. */
  readonly below: { readonly lead?: string; readonly edits?: readonly TextEdit[] };
}

/** What writes at the site there is: with stops for whoever fills them in where it is a snippet. */
export function penOf(around: Surroundings, form: Form, choices: Choices): Writing {
  const { site, eol, analysis } = around;
  return site.python === undefined ? new Pen(site, around, form, choices) : new PythonPen(site, { eol, text: analysis.text }, form, choices);
}

export class Pen implements Writing {
  #stops = 0;

  constructor(
    private readonly site: Site,
    private readonly style: Style,
    private readonly form: Form,
    private readonly choices: Choices,
  ) {}

  /** `key: value` where a key is to stand; a mapping's lines go on below it. */
  entry(key: string, value: PlainValue): string {
    const name = this.key(key);
    if (!isMapping(value)) return `${name}: ${this.#leaf(value, key)}`;
    if (this.#isInline) return `${name}: ${inlineText(value, this.style.syntax, this.#leaf, key)}`;
    return this.#lines(entryLines({ [key]: value }, this.style.syntax, this.style.step, this.#leaf)).replace(literal(key, this.style.syntax), () => name);
  }

  opening(key: string): string {
    return `${this.key(key)}: `;
  }

  /** Several entries where a key is to stand. */
  entries(mapping: PlainMapping): string {
    const { site, style } = this;
    const lines = entryLines(mapping, style.syntax, style.step, this.#leaf);
    if (!site.flow || site.indent !== null) return this.#lines(lines);
    if (style.syntax === 'yaml') return inlineText(mapping, 'yaml', this.#leaf).slice(1, -1);
    return lines.map((line) => style.eol + style.step + line).join('') + style.eol;
  }

  /** A value where one is to stand. */
  value(value: PlainValue): string {
    const { site, style } = this;
    if (!isMapping(value)) return this.#quoted(value);
    if (this.#isInline) return inlineText(value, style.syntax, this.#leaf);
    const lines = entryLines(value, style.syntax, style.step, this.#leaf).map((line) => style.step + line);
    return site.flow ? this.#lines(['{', ...lines, '}']) : style.eol + site.indent + this.#lines(lines);
  }

  /** What a mapping below its key in block style asks for: no white space between the colon and the line break. */
  get below(): { readonly lead: string; readonly edits: readonly TextEdit[] } {
    const { space } = this.site;
    return { lead: '', edits: space.start === space.end ? [] : [{ range: space, newText: '' }] };
  }

  /** Quoted as the token is; JSON knows one kind of quotes only. */
  key(key: string): string {
    const { quote } = this.site;
    return this.style.syntax === 'json' || quote === '' ? literal(key, this.style.syntax) : `${quote}${key}${quote}`;
  }

  get #isInline(): boolean {
    return this.site.flow && (this.site.indent === null || this.style.syntax === 'yaml');
  }

  #lines(lines: readonly string[]): string {
    return lines.join(this.style.eol + (this.site.indent ?? ''));
  }

  #quoted(value: PlainValue): string {
    const { quote, path } = this.site;
    const text = valueAsText(value, path, this.style.syntax);
    return typeof value === 'string' && quote !== '' && this.style.syntax === 'yaml' && !/["'\\]/.test(value) ? `${quote}${value}${quote}` : text;
  }

  readonly #leaf: LeafText = (value, path) => {
    const { syntax } = this.style;
    const text = valueAsText(value, path, syntax);
    if (this.form === 'plain') return text;
    this.#stops++;
    const bare = (choice: PlainValue) =>
      typeof choice === 'string' && syntax === 'json' ? JSON.stringify(choice).slice(1, -1) : valueAsText(choice, path, syntax);
    const stop = stopAt(this.#stops, bare(value), this.choices(path)?.map(bare) ?? null);
    return typeof value === 'string' && syntax === 'json' ? `"${stop}"` : stop;
  };
}
