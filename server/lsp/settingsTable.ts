/**
 * Every setting there is. package.json, docs/settings.md and what the server reads all come from this table (`npm run docs`
 * writes the first two; their words are in package.nls.json).
 */

/** What a setting holds. None is a program to run, and the only path is that of an image. */
export type SettingKind = 'flag' | 'choice' | 'codes' | 'image-path';

/** A setting of each folder, read by the server, or of the whole window, read by the language client. */
export interface Setting<T = unknown> {
  /** Below `vitConfig.`. */
  readonly key: string;
  readonly kind: SettingKind;
  readonly scope: 'resource' | 'window';
  /** Not taken from a workspace that is not trusted. */
  readonly restricted?: true;
  /** JSON Schema of its values, the default included. */
  readonly schema: { readonly type: string; readonly default: unknown; readonly [keyword: string]: unknown };
  /** What a typed value means; undefined where it is none, and the default holds. */
  read(value: unknown): T | undefined;
}

const flag = (key: string, preset: boolean): Setting<boolean> => ({
  key,
  kind: 'flag',
  scope: 'resource',
  schema: { type: 'boolean', default: preset },
  read: (value) => (typeof value === 'boolean' ? value : undefined),
});

const codes = (key: string): Setting<readonly string[]> => ({
  key,
  kind: 'codes',
  scope: 'resource',
  schema: { type: 'array', items: { type: 'string' }, uniqueItems: true, default: [] },
  read: (value) => (Array.isArray(value) ? value.filter((code) => typeof code === 'string') : undefined),
});

const imagePath = (key: string): Setting<string | null> => ({
  key,
  kind: 'image-path',
  scope: 'resource',
  restricted: true,
  schema: { type: 'string', default: '' },
  read: (value) => (typeof value === 'string' ? value.trim() || null : undefined),
});

const choice = (key: string, values: readonly [string, ...string[]]): Setting<string> => ({
  key,
  kind: 'choice',
  scope: 'window',
  schema: { type: 'string', enum: values, default: values[0] },
  read: (value) => values.find((allowed) => allowed === value),
});

/** Those the server reads, by the name it has for them. */
export const SERVER_SETTINGS = {
  /** Codes of findings that are not shown. */
  ignore: codes('diagnostics.ignore'),
  /** Whether files that are not open are checked, too. */
  workspace: flag('diagnostics.workspace', true),
  /** Image to run on, absolute or relative to the file's workspace folder; null for the one that comes with the tool. */
  image: imagePath('run.image'),
  codeLens: flag('codeLens.enable', true),
  /** Whether lenses say what has changed since the file was saved. */
  codeLensChange: flag('codeLens.change', true),
  inlayHints: flag('inlayHints.enable', true),
} satisfies Readonly<Record<string, Setting>>;

/** Those the language client reads by itself. */
const CLIENT_SETTINGS: readonly Setting[] = [choice('trace.server', ['off', 'messages', 'verbose'])];

/** In the order people see them. */
export const SETTINGS: readonly Setting[] = [...Object.values(SERVER_SETTINGS), ...CLIENT_SETTINGS];
