import { DocumentAnalysis } from '../../analysis';
import { modelsOf } from '../../dialects';
import type { Recognition } from '../../dialects/dialect';
import { type FieldDocs, formAt, isUpstreams, keyDocs, keysOf, type SchemaName, type SchemaPlace, schemaOf, trainingForm } from '../../dialects/schemaDocs';
import type { ModelSpec } from '../../dialects/spec';
import { upstreamModel } from '../../dialects/visionTransformer/catalogue';
import { hasArchitectureKey, textOf, WHOLE_KEYS } from '../../dialects/visionTransformer/keys';
import { plainAt, templateOf } from '../../dialects/visionTransformer/template';
import type { PlainValue } from '../../edit';
import { eolOf } from '../../edit/lines';
import type { ConfigDocument, MappingNode, Syntax } from '../../syntax/tree';
import { entryOf, valueAt } from '../../syntax/tree';
import type { Site } from './site';
import { stepOf } from './step';
import type { UpstreamFigures } from './upstream';

/** A key and its value in one of the schemas, and where that is in the document. */
export interface Place extends SchemaPlace {
  /** Dotted path from the document's root. */
  readonly full: string;
}

/** What there is around the cursor: the document as it is without what is being typed. */
export class Surroundings {
  readonly document: ConfigDocument;
  readonly recognition: Recognition;
  /** The document's model; null while there is nothing of one. */
  readonly model: ModelSpec | null;
  readonly syntax: Syntax;
  readonly eol: string;
  /** One step of indentation, as the document has it. */
  readonly step: string;

  constructor(
    readonly analysis: DocumentAnalysis,
    recognition: Recognition,
    readonly site: Site,
    readonly upstream: UpstreamFigures,
  ) {
    const around = withoutTyped(analysis, site);
    this.document = around.document;
    // A file known by its content may for the moment not be.
    this.recognition = around.recognition ?? recognition;
    this.model = around.models[0]?.spec ?? (around.recognition === null ? modelsOf(around.document, recognition)[0] : undefined) ?? null;
    this.syntax = analysis.options.syntax;
    this.eol = eolOf(analysis.text);
    this.step = stepOf(analysis.text);
  }

  /** The mapping at a path from the root; null where there is none yet. */
  mapping(path: string): MappingNode | null {
    const node = path === '' ? this.document.root : valueAt(this.document.root, path);
    return node?.kind === 'mapping' ? node : null;
  }

  /** Where the value of a key stands in the schemas. */
  place(full: string): Place {
    if (this.recognition.form === 'training' && full === 'model') return { form: trainingForm(this.recognition), path: full, full };
    return { ...this.#formAt(full), full };
  }

  /** The keys that fit the mapping at a path: those of its form; while nothing tells its form, those of the others behind. */
  keys(full: string): Place[] {
    const at = this.#formAt(full);
    const docs = at.form === 'mixer' ? keysOf(at.form, at.path) : keyDocs(this.document, this.recognition, full);
    const fits = ({ key }: FieldDocs) => full === '' || !WHOLE_KEYS.includes(key);
    const found = docs.filter(fits).map(({ key }) => below({ ...at, full }, key));
    if (!isUpstreams(at.form) || at.form === 'training' || at.path !== '' || !isOpen(this.mapping(full))) return found;
    const others: readonly SchemaName[] = full === '' ? ['vit', 'mixer', 'lit', 'training'] : ['vit', 'mixer'];
    for (const form of others) {
      const more = keysOf(form, '').filter((docs) => fits(docs) && found.every(({ path }) => path !== docs.key));
      found.push(...more.map(({ key }) => below({ form, path: '', full }, key)));
    }
    return found;
  }

  docs({ form, path }: Place): FieldDocs | null {
    return schemaOf(form, path, this.syntax);
  }

  /** A key of the mapping that is the value of a place. */
  inside(place: Place, key: string): Place {
    return this.#isModel(place) ? below({ ...this.#modelForm(), full: place.full }, key) : below(place, key);
  }

  /** Whether the value is a mapping. */
  isMapping(place: Place): boolean {
    return this.#isModel(place) || (this.docs(place)?.mapping ?? false);
  }

  /** What the upstream model that this one is most like has there; undefined where it has nothing. */
  template(place: Place): PlainValue | undefined {
    const { path, full } = place;
    const form = this.#isModel(place) ? this.#modelForm().form : place.form;
    if (!isUpstreams(form)) return undefined;
    if (this.#isModel(place)) return templateOf(form, null, '').values;
    const root = full.slice(0, Math.max(0, full.length - path.length - 1));
    const owner = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    return plainAt(templateOf(form, this.mapping(root), owner).values, path);
  }

  #isModel({ form, path }: Place): boolean {
    return (form === 'training' || form === 'big-vision-training' || form === 'scenic-training') && path === 'model';
  }

  /** The form of the model in a training config. */
  #modelForm(): SchemaPlace {
    return this.#formAt('model');
  }

  /** Of a model that is still empty, `model_type` alone tells the form. */
  #formAt(full: string): SchemaPlace {
    const at = formAt(this.document, this.recognition, full);
    const empty = at.form === 'vit' && this.recognition.form === 'training' && this.mapping('model') === null;
    return empty && textOf(entryOf(this.document.root, 'model_type')?.value) === 'Mixer' ? { ...at, form: 'mixer' } : at;
  }
}

function below({ form, path, full }: Place, key: string): Place {
  const join = (owner: string) => (owner === '' ? key : `${owner}.${key}`);
  return { form, path: join(path), full: join(full) };
}

/** Whether nothing says yet which kind of model a mapping is going to be. */
function isOpen(mapping: MappingNode | null): boolean {
  if (mapping === null) return true;
  return !hasArchitectureKey(mapping) && upstreamModel(textOf(entryOf(mapping, 'model_name')?.value) ?? '') === undefined;
}

/** The document with nothing, or with what does no harm, in place of what is half-typed. */
function withoutTyped(analysis: DocumentAnalysis, site: Site): DocumentAnalysis {
  const { kind, token, named, orphan, flow, lead, edits, python } = site;
  // Of half a statement nobody knows what comes of it and the next line.
  if (python?.form === 'statement' && !named) return analysis.edited([{ range: python.statement, newText: 'pass' }]);
  if (named || (token.start === token.end && orphan === null)) return analysis;
  const standIn = kind === 'value' ? (python !== undefined ? 'None' : flow ? 'null' : '') : orphan !== null ? `${lead}_:` : '';
  return analysis.edited([...edits, { range: token, newText: standIn }]);
}
