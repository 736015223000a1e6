/** What the JSON Schemas say of a key: for hovers and completion, and for the words of structure findings. */

import bigVisionMixer from '../../../schemas/big-vision-mixer.schema.json';
import bigVisionTraining from '../../../schemas/big-vision-training.schema.json';
import bigVisionVit from '../../../schemas/big-vision-vit.schema.json';
import litModel from '../../../schemas/lit-model.schema.json';
import mixerModel from '../../../schemas/mixer-model.schema.json';
import namedModel from '../../../schemas/named-model.schema.json';
import scenicMixer from '../../../schemas/scenic-mixer.schema.json';
import scenicTraining from '../../../schemas/scenic-training.schema.json';
import scenicVit from '../../../schemas/scenic-vit.schema.json';
import training from '../../../schemas/training.schema.json';
import vitModel from '../../../schemas/vit-model.schema.json';
import vitPytorch from '../../../schemas/vit-pytorch.schema.json';
import type { Phrase } from '../phrase';
import type { ConfigDocument, Syntax } from '../syntax/tree';
import { entryOf, valueAt } from '../syntax/tree';
import { layoutOf as bigVisionLayout } from './bigVision/layout';
import type { Recognition } from './dialect';
import { layoutOf as scenicLayout } from './scenic/layout';
import { typeInWords, typesOf } from './schemaTypes';
import { isUpstreamLit, upstreamModel } from './visionTransformer/catalogue';
import type { Layout, ModelKind } from './visionTransformer/keys';
import { layoutOf, textOf } from './visionTransformer/keys';

export { typeInWords, typesOf } from './schemaTypes';

/** A schema for one form of mapping: the four kinds of model, or a training config. */
export type SchemaName = ModelKind | 'training';

/** The forms of other programs' configs. */
export type ForeignForm = 'big-vision-vit' | 'big-vision-mixer' | 'big-vision-training' | 'scenic-vit' | 'scenic-mixer' | 'scenic-training' | 'vit-pytorch';

export type FormName = SchemaName | ForeignForm;

/** The parts of JSON Schema that are read here. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly additionalProperties?: boolean;
  readonly allOf?: readonly { readonly $ref?: string; readonly if?: unknown }[];
}

export interface ValueDocs {
  readonly value: string;
  /** null where the value speaks for itself. */
  readonly description: Phrase | null;
}

export interface FieldDocs {
  /** The last part of the path. */
  readonly key: string;
  /** What it is, in Markdown; null for a key that nothing is said of. */
  readonly markdown: Phrase | null;
  /** The types of JSON it may have. */
  readonly types: readonly string[];
  /** The same in words: `a whole number`, `a pair of whole numbers`, `a mapping`. */
  readonly type: Phrase;
  /** Whether upstream fails without it. */
  readonly required: boolean;
  /** Upstream's default; undefined when there is none. */
  readonly default: unknown;
  readonly examples: readonly unknown[];
  /** The values it is limited to; empty when it is not. */
  readonly values: readonly ValueDocs[];
  /** Whether it holds further keys. */
  readonly mapping: boolean;
}

const SCHEMAS: Readonly<Record<FormName, Schema>> = {
  vit: vitModel,
  mixer: mixerModel,
  lit: litModel,
  named: namedModel,
  training,
  'big-vision-vit': bigVisionVit,
  'big-vision-mixer': bigVisionMixer,
  'big-vision-training': bigVisionTraining,
  'scenic-vit': scenicVit,
  'scenic-mixer': scenicMixer,
  'scenic-training': scenicTraining,
  'vit-pytorch': vitPytorch,
};
const BY_FILE: Readonly<Record<string, Schema>> = { 'vit-model.schema.json': vitModel };

const PATHS: Readonly<Record<FormName, readonly string[]>> = {
  vit: pathsBelow('vit', ''),
  mixer: pathsBelow('mixer', ''),
  lit: pathsBelow('lit', ''),
  named: pathsBelow('named', ''),
  training: pathsBelow('training', ''),
  'big-vision-vit': pathsBelow('big-vision-vit', ''),
  'big-vision-mixer': pathsBelow('big-vision-mixer', ''),
  'big-vision-training': pathsBelow('big-vision-training', ''),
  'scenic-vit': pathsBelow('scenic-vit', ''),
  'scenic-mixer': pathsBelow('scenic-mixer', ''),
  'scenic-training': pathsBelow('scenic-training', ''),
  'vit-pytorch': pathsBelow('vit-pytorch', ''),
};

/** The schema itself at a dotted path below a form's root (items of lists by their index); undefined for a key it does not know. */
export function schemaAt(form: FormName, path: string): Schema | undefined {
  let at: Schema | undefined = SCHEMAS[form];
  if (path === '') return at;
  for (const key of path.split('.')) {
    at = at === undefined ? undefined : childOf(resolved(at), key);
  }
  return at === undefined ? undefined : resolved(at);
}

function childOf(schema: Schema, key: string): Schema | undefined {
  if (schema.items !== undefined && /^\d+$/.test(key)) return schema.items;
  return schema.properties !== undefined && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
}

/** A schema with the file it refers to, own words first. */
function resolved(schema: Schema): Schema {
  const file = schema.allOf?.[0]?.$ref;
  const target = file === undefined ? undefined : BY_FILE[file];
  return target === undefined ? schema : { ...target, ...schema };
}

/** Every dotted path a form has, in the schema's order. */
export function pathsOf(form: FormName): readonly string[] {
  return PATHS[form];
}

function pathsBelow(form: FormName, path: string): string[] {
  return Object.keys(schemaAt(form, path)?.properties ?? {}).flatMap((key) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...pathsBelow(form, at)];
  });
}

/** What is known of a key, `transformer.num_heads` of form `vit`; null for a key the form does not have. */
export function schemaOf(form: FormName, path: string, syntax?: Syntax): FieldDocs | null {
  const schema = schemaAt(form, path);
  if (schema === undefined || path === '') return null;
  const dot = path.lastIndexOf('.');
  const key = path.slice(dot + 1);
  const parent = schemaAt(form, path.slice(0, Math.max(dot, 0)));
  return {
    key,
    markdown: describing(schema),
    types: typesOf(schema),
    type: typeInWords(schema, syntax),
    required: parent?.required?.includes(key) ?? false,
    default: schema.default,
    examples: schema.examples ?? [],
    values: (schema.enum ?? []).map((value, i) => ({ value: String(value), description: descriptionOf(schema, i) })),
    mapping: schema.properties !== undefined,
  };
}

/** The keys a mapping can hold, in the schema's order; `path` is empty for the form's root. `$schema` is left out. */
export function keysOf(form: FormName, path: string): FieldDocs[] {
  const keys = Object.keys(schemaAt(form, path)?.properties ?? {}).filter((key) => key !== '$schema');
  return keys.flatMap((key) => schemaOf(form, path === '' ? key : `${path}.${key}`) ?? []);
}

/** A place in one of the schemas. */
export interface SchemaPlace {
  readonly form: FormName;
  /** Dotted path within the form. */
  readonly path: string;
}

/** Which schema a dotted path of a recognised document falls under, and the path within it. */
export function formAt(document: ConfigDocument, recognition: Recognition, path: string): SchemaPlace {
  if (recognition.dialect === 'big_vision') return inBigVision(document, path);
  if (recognition.dialect === 'scenic') return inScenic(document, path);
  if (recognition.dialect === 'vit_pytorch') return { form: 'vit-pytorch', path };
  const layout = layoutOf(document, recognition);
  if (recognition.form === 'training' && !`${path}.`.startsWith('model.')) return { form: 'training', path };
  const inner = recognition.form === 'training' ? path.slice('model.'.length) : path;
  return { form: layout === null || layout.model === null ? 'vit' : kindByName(layout), path: inner };
}

/** The model's arguments stand under `model`. */
function inBigVision(document: ConfigDocument, path: string): SchemaPlace {
  if (!`${path}.`.startsWith('model.')) return { form: 'big-vision-training', path };
  const form = bigVisionLayout(document)?.module === 'mlp_mixer' ? 'big-vision-mixer' : 'big-vision-vit';
  return { form, path: path.slice('model.'.length) };
}

/** So it does here. Of a model that is none of the baselines, the keys of a ViT are as good as any. */
function inScenic(document: ConfigDocument, path: string): SchemaPlace {
  if (!`${path}.`.startsWith('model.')) return { form: 'scenic-training', path };
  return { form: scenicLayout(document)?.kind === 'mixer' ? 'scenic-mixer' : 'scenic-vit', path: path.slice('model.'.length) };
}

/** Whether the schema is one of upstream's own configs, whose usual values its models give. */
export const isUpstreams = (form: FormName): form is SchemaName => !/^(?:big-vision|scenic|vit-pytorch)/.test(form);

/** A config that only names its model may go on with any key of that model. */
function kindByName({ kind, model }: Layout): ModelKind {
  if (kind !== 'named') return kind;
  const named = upstreamModel(textOf(entryOf(model, 'model_name')?.value) ?? '');
  if (named === undefined || 'hidden_size' in named) return 'vit';
  return isUpstreamLit(named) ? 'lit' : 'mixer';
}

/** What is known of a key of a recognised document, by its dotted path from the root (`model.transformer.num_heads`). */
export function fieldDocs(document: ConfigDocument, recognition: Recognition, path: string): FieldDocs | null {
  if (recognition.form === 'training' && path === 'model') return schemaOf(trainingForm(recognition), path);
  const at = formAt(document, recognition, path);
  return schemaOf(at.form, at.path);
}

/** The form of a training config as a whole. */
export function trainingForm({ dialect }: Recognition): FormName {
  if (dialect === 'scenic') return 'scenic-training';
  return dialect === 'big_vision' ? 'big-vision-training' : 'training';
}

const BERT_KEYS = ['config', 'num_classes'];

/** The keys a mapping of a recognised document can hold, by its dotted path; `` for the root. */
export function keyDocs(document: ConfigDocument, recognition: Recognition, path: string): FieldDocs[] {
  const at = formAt(document, recognition, path);
  const keys = keysOf(at.form, at.path);
  if (at.form !== 'lit' || at.path !== 'text') return keys;
  const tower = textOf(valueAt(document.root, `${path.slice(0, -'text'.length)}text_model`));
  if (tower === 'bert') return keys.filter(({ key }) => BERT_KEYS.includes(key));
  return tower === 'text_transformer' ? keys.filter(({ key }) => key !== 'config') : keys;
}

/** What is said of the value of an enumeration. */
export function descriptionOf({ enumDescriptions }: Schema, index: number): Phrase | null {
  const description = enumDescriptions?.[index];
  return description === undefined ? null : whole(description);
}

/** The first clause of it, to stand in brackets. */
export function briefOf({ enumDescriptions }: Schema, index: number): Phrase | null {
  const [clause] = enumDescriptions?.[index]?.split(/[;.](?:\s|$)/, 1) ?? [];
  return clause === undefined ? null : whole(clause.replace(/^[A-Z](?=[a-z]*(?:[\s-]|$))/, (first) => first.toLowerCase()));
}

/** Every text that is shown of keys and values, as it is in English. */
export function schemaTexts(): string[] {
  const schemas = Object.entries(PATHS).flatMap(([form, paths]) => paths.flatMap((path) => schemaAt(form as FormName, path) ?? []));
  return schemas.flatMap((schema) => {
    const values = (schema.enum ?? []).flatMap((_, i) => [descriptionOf(schema, i), briefOf(schema, i)]);
    return [describing(schema), ...values].flatMap((said) => said?.text ?? []);
  });
}

function describing({ markdownDescription, description }: Schema): Phrase | null {
  const text = markdownDescription ?? description;
  return text === undefined ? null : whole(text);
}

/** A text of a schema: without values, and a key of translations as it stands. */
const whole = (text: string): Phrase => ({ text, values: [] });
