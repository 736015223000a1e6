/** From values to Python at a site: statements, dicts in braces, keywords of `dict(`. */
import { valueAsText } from '../../dialects/visionTransformer/text';
import {
  assignments,
  configDictName,
  dictText,
  isMapping,
  type LeafText,
  type PlainMapping,
  type PlainValue,
  pythonLiteral,
  quotesOf,
  type Target,
} from '../../edit';
import { type Choices, stopAt } from './choices';
import type { Form } from './item';
import type { Writing } from './pen';
import type { PythonForm, Site } from './site';

export class PythonPen implements Writing {
  #stops = 0;
  readonly #form: PythonForm;
  readonly #target: Target;

  /** `eol` and `text`: of the file. */
  constructor(
    private readonly site: Site,
    private readonly file: { readonly eol: string; readonly text: string },
    private readonly form: Form,
    private readonly choices: Choices,
  ) {
    this.#form = site.python?.form ?? 'statement';
    const { lists, quote } = quotesOf(file.text);
    const style = { lists, quote: site.quote === '' ? quote : site.quote };
    this.#target = { access: site.python?.access ?? '', configDict: true, className: configDictName(file.text), style };
  }

  key(key: string): string {
    return this.#form === 'braces' ? pythonLiteral(key, this.#target.style) : key;
  }

  opening(key: string): string {
    return this.key(key) + SIGNS[this.#form];
  }

  entry(key: string, value: PlainValue): string {
    if (this.#form !== 'statement') return this.opening(key) + this.#inline(value, key);
    return this.#behindAccess(this.#statements({ [key]: value }, this.#target.access));
  }

  entries(mapping: PlainMapping): string {
    if (this.#form === 'statement') return this.#behindAccess(this.#statements(mapping, this.#target.access));
    const items = Object.entries(mapping).map(([key, value]) => this.opening(key) + this.#inline(value, key));
    return items.join(this.site.indent === null ? ', ' : `,${this.file.eol}${this.site.indent}`);
  }

  value(value: PlainValue): string {
    const { className, access } = this.#target;
    const { indent } = this.site;
    if (!isMapping(value)) return this.#leaf(value, this.site.path);
    if (this.#form !== 'statement') return this.#inline(value, '');
    const entries = Object.values(value);
    const whole = className === null || (entries.length < 2 && !entries.some(isMapping)) || indent === null;
    if (whole) return className === null ? this.#inline(value, '') : `${className}(${this.#inline(value, '')})`;
    return this.#lines([`${className}()`, ...this.#statements(value, access)]);
  }

  get below(): Record<string, never> {
    return {};
  }

  /** One for each key, of a mapping's keys too; where the first does not begin its line all are one. */
  #statements(mapping: PlainMapping, access: string): string[] {
    const { indent } = this.site;
    return Object.entries(mapping).flatMap(([key, value]) =>
      indent === null && isMapping(value)
        ? [`${access}.${key} = ${this.#inline(value, key)}`]
        : assignments({ ...this.#target, access }, { key, value }, this.#leaf),
    );
  }

  /** What the first statement begins with stands there already. */
  #behindAccess(lines: readonly string[]): string {
    return this.#lines(lines).slice(this.#target.access.length + 1);
  }

  #lines(lines: readonly string[]): string {
    return lines.join(this.site.indent === null ? '; ' : this.file.eol + this.site.indent);
  }

  #inline(value: PlainValue, path: string): string {
    if (this.#form !== 'keywords' || !isMapping(value)) return dictText(value, this.#target.style, this.#leaf, path);
    const items = Object.entries(value).map(([key, inner]) => `${key}=${this.#inline(inner, path === '' ? key : `${path}.${key}`)}`);
    return `dict(${items.join(', ')})`;
  }

  readonly #leaf: LeafText = (value, path) => {
    const text = this.#text(value, path);
    if (this.form === 'plain') return text;
    this.#stops++;
    return stopAt(this.#stops, text, this.choices(path)?.map((choice) => this.#text(choice, path)) ?? null);
  };

  #text(value: PlainValue, path: string): string {
    return typeof value === 'number' ? valueAsText(value, path, 'python') : pythonLiteral(value, this.#target.style);
  }
}

const SIGNS: Readonly<Record<PythonForm, string>> = { statement: ' = ', braces: ': ', keywords: '=' };
