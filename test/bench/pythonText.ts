/** The catalogue of upstream's models as a Python file in its style: each a function, most of them overrides of another. */
import catalogue from '../golden/catalogue.json';

type Value = string | number | null | readonly Value[] | { readonly [key: string]: Value };
type Config = { readonly [key: string]: Value };

/** Such a file: the text, and how many configs are in it. */
export function manyModels(): { readonly text: string; readonly models: number } {
  const configs = Object.entries(catalogue as unknown as Readonly<Record<string, Config>>);
  const written: (readonly [string, Config])[] = [];
  const functions = configs.map(([name, config]) => {
    const lines = linesOf(config, written);
    written.push([name, config]);
    return `@_register\ndef ${functionOf(name)}():\n  """Returns the ${name} config."""\n${lines.map((line) => `  ${line}\n`).join('')}  return config\n`;
  });
  return { text: `${HEAD}\n\n${functions.join('\n\n')}`, models: configs.length };
}

const HEAD = `"""Models to measure with."""

import ml_collections

CONFIGS = {}


def _register(get_config):
  """Keeps the config by its name."""
  config = get_config().lock()
  CONFIGS[config.get('model_name')] = config
  return get_config
`;

const functionOf = (name: string): string => `get_${name.replace(/\W+/g, '_').toLowerCase()}_config`;

type Written = readonly (readonly [string, Config])[];

/** From scratch, or from that model of the same width written before which takes the fewest statements. */
function linesOf(config: Config, written: Written): string[] {
  let best = ['config = ml_collections.ConfigDict()', ...assignments('config', config, {}, written)];
  for (const [name, base] of written) {
    if (base.hidden_size !== config.hidden_size || base.hidden_dim !== config.hidden_dim || hasMore(base, config)) continue;
    const lines = [`config = ${functionOf(name)}()`, ...assignments('config', config, base, written)];
    if (lines.length < best.length) best = lines;
  }
  return best;
}

/** Whether a base has a key that the config does not. */
function hasMore(base: Config, config: Config): boolean {
  return Object.entries(base).some(([key, value]) => {
    const own = config[key];
    return own === undefined || (isConfig(value) && isConfig(own) && hasMore(value, own));
  });
}

function assignments(target: string, config: Config, base: Config, written: Written): string[] {
  return Object.entries(config).flatMap(([key, value]): string[] => {
    const before = base[key];
    if (JSON.stringify(before) === JSON.stringify(value)) return [];
    const place = `${target}.${key}`;
    if (!isConfig(value)) return [`${place} = ${key.endsWith('_rate') ? Number(value).toFixed(1) : python(value)}`];
    const whole = written.find(([, other]) => JSON.stringify(other) === JSON.stringify(value));
    if (whole !== undefined) return [`${place} = ${functionOf(whole[0])}()`];
    if (isConfig(before) && !hasMore(before, value)) return assignments(place, value, before, written);
    if (key === 'patches') return [`${place} = ml_collections.ConfigDict(${python(value)})`];
    return [`${place} = ml_collections.ConfigDict()`, ...assignments(place, value, {}, written)];
  });
}

const isConfig = (value: Value | undefined): value is Config => typeof value === 'object' && value !== null && !Array.isArray(value);

function python(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `(${value.map(python).join(', ')}${value.length === 1 ? ',' : ''})`;
  return `{${Object.entries(value)
    .map(([key, item]) => `'${key}': ${python(item)}`)
    .join(', ')}}`;
}
