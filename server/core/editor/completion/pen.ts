/** From values to text at a site: in the document's style, quoted as was begun, with stops for whoever fills them in. */
import { valueAsText } from '../../dialects/visionTransformer/text';
import { entryLines, inlineText, isMapping, type LeafText, literal, type PlainMapping, type PlainValue } from '../../edit';
import type { Syntax } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import type { Form } from './item';
import type { Site } from './site';

export interface Style {
  readonly syntax: Syntax;
  readonly step: string;
  readonly eol: string;
}

/** The values to choose from at a path below what is written, the first of them usual; null where anything may stand. */
export type Choices = (path: string) => readonly PlainValue[] | null;

export class Pen {
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
    const choices = this.choices(path);
    this.#stops++;
    const bare = (choice: PlainValue) =>
      typeof choice === 'string' && syntax === 'json' ? JSON.stringify(choice).slice(1, -1) : valueAsText(choice, path, syntax);
    const stop =
      choices === null || choices.length < 2
        ? `\${${this.#stops}:${escaped(bare(value))}}`
        : `\${${this.#stops}|${choices.map((choice) => escaped(bare(choice)).replace(/[,|]/g, '\\$&')).join(',')}|}`;
    return typeof value === 'string' && syntax === 'json' ? `"${stop}"` : stop;
  };
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
