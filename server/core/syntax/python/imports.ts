/** `import`: modules of the libraries that configs use, and other files, which are run once for all of a reading. */
import type { StatementOf } from './ast';
import { Exhausted, type Frame, frameOf, type Interpreter, type Loaded, notFollowed, placed, Raised } from './interpreter';
import type { PythonSource } from './modules';
import { parsePython } from './parse';
import { execute } from './statements';
import { builtin, float, type ModuleValue, type Place, type UnknownValue, type Value } from './values';

const CONFIG_DICT = { ConfigDict: 'ConfigDict', FieldReference: 'FieldReference', FrozenConfigDict: 'FrozenConfigDict' };

/** What of a library's module is followed: name -> builtin. */
const LIBRARIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ml_collections: CONFIG_DICT,
  'ml_collections.config_dict': { ...CONFIG_DICT, create: 'config_dict.create', placeholder: 'placeholder', required_placeholder: 'required_placeholder' },
  copy: { copy: 'copy.copy', deepcopy: 'copy.deepcopy' },
  contextlib: { suppress: 'contextlib.suppress' },
  functools: { partial: 'functools.partial', wraps: 'functools.wraps' },
  math: Object.fromEntries(['sqrt', 'exp', 'log', 'log2', 'log10', 'ceil', 'floor', 'pow', 'prod'].map((name) => [name, `math.${name}`])),
};

/** Libraries whose functions change nothing that a config hands them. */
const HARMLESS = new Set(
  'logging absl typing warnings numpy jax flax optax tensorflow torch os sys re json math itertools collections dataclasses datetime string pprint pathlib time enum'.split(
    ' ',
  ),
);

/** `ml_collections.config_dict.config_dict` is where `ml_collections.config_dict` has it from. */
function libraryOf(dotted: string): string | null {
  const name = dotted === 'ml_collections.config_dict.config_dict' ? 'ml_collections.config_dict' : dotted;
  return Object.hasOwn(LIBRARIES, name) ? name : null;
}

export function importModules(vm: Interpreter, frame: Frame, { names }: StatementOf<'import'>): void {
  for (const name of names) {
    const at = placed(frame, name);
    const found = () => moduleAt(vm, frame.unit.key, name.name, 0, at);
    const [root = name.name] = name.name.split('.');
    const { alias } = name;
    if (alias !== null) bind(vm, frame, alias, () => found() ?? unfollowed(alias, root, at));
    else {
      vm.paths.add(name.name);
      const before = frame.scope.variables.has(root) ? undefined : frame.scope.imports.get(root);
      if (before === undefined && frame.scope.variables.get(root)?.kind === 'module') continue;
      const own = () => (found() === null ? unfollowed(root, root, at) : packageAt(vm, frame.unit.key, root, at));
      // `import a.b` beside `import a.c`: a package is the same for both.
      bind(vm, frame, root, () => {
        const earlier = before?.();
        return earlier?.kind === 'module' ? earlier : own();
      });
    }
  }
}

/** Gives a name to what is imported: when it is first meant, where the import is sure to happen and nothing else has the name. */
function bind(vm: Interpreter, { scope }: Frame, name: string, read: () => Value): void {
  if (scope.parent !== null || vm.doubts > 0 || vm.waiting.length > 0 || vm.tries > 0 || scope.variables.has(name)) return vm.assign(scope, name, read());
  let value: Value | undefined;
  let reading = false;
  scope.imports.set(name, () => {
    // Two modules that have it from each other have it from nowhere.
    if (value !== undefined || reading) return value;
    reading = true;
    value = read();
    reading = false;
    return value;
  });
}

export function importFrom(vm: Interpreter, frame: Frame, { module: dotted, level, names, start, end }: StatementOf<'importFrom'>): void {
  const from = frame.unit.key;
  const module = () => (dotted === '' ? null : moduleAt(vm, from, dotted, level, placed(frame, { start, end })));
  if (names === null) {
    const scope = module()?.scope;
    for (const name of [...(scope?.imports.keys() ?? []), ...(scope?.variables.keys() ?? [])]) {
      const value = scope?.own(name);
      if (value !== undefined && !name.startsWith('_')) vm.assign(frame.scope, name, value);
    }
    return;
  }
  for (const { name, alias, ...span } of names) {
    const at = placed(frame, span);
    const bound = alias ?? name;
    bind(vm, frame, bound, () => {
      const holder = module();
      const own = holder === null ? undefined : memberOf(holder, name, at);
      const value = own ?? moduleAt(vm, from, dotted === '' ? name : `${dotted}.${name}`, level, at);
      return value ?? unfollowed(bound, dotted.split('.')[0] ?? '', at);
    });
  }
}

function unfollowed(name: string, root: string, at: Place): UnknownValue {
  return { kind: 'unknown', reason: notFollowed(name), dotted: name, at, ...(HARMLESS.has(root) ? { harmless: true } : {}) };
}

/** An attribute of a module: null where it has none. */
export function importedModule(vm: Interpreter, module: ModuleValue, name: string, at: Place): Value | null {
  const own = memberOf(module, name, at);
  if (own !== undefined) return own;
  const dotted = `${module.name}.${name}`;
  const below = libraryOf(dotted) !== null ? moduleAt(vm, null, dotted, 0, at) : null;
  if (below !== null) return below;
  if (vm.paths.has(dotted) || [...vm.paths].some((path) => path.startsWith(`${dotted}.`))) return packageAt(vm, module.from, dotted, at);
  const [root = ''] = module.name.split('.');
  return module.unit === null ? unfollowed(dotted, root, at) : null;
}

function memberOf(module: ModuleValue, name: string, at: Place): Value | undefined {
  const library = libraryOf(module.name);
  if (library !== null && module.unit === null) {
    if (library === 'math' && name === 'pi') return float(Math.PI, at);
    const known = LIBRARIES[library];
    return known !== undefined && Object.hasOwn(known, name) ? builtin(known[name] as string, null, at) : undefined;
  }
  return module.scope?.own(name);
}

/** A package that some `import a.b` brings, whether it has a file of its own or not. */
function packageAt(vm: Interpreter, from: string | null, dotted: string, at: Place): ModuleValue {
  return moduleAt(vm, from, dotted, 0, at) ?? { kind: 'module', name: dotted, from, scope: null, unit: null, at };
}

function moduleAt(vm: Interpreter, from: string | null, dotted: string, level: number, at: Place): ModuleValue | null {
  const library = level === 0 ? libraryOf(dotted) : null;
  if (library !== null) return { kind: 'module', name: library, from: null, scope: null, unit: null, at };
  const source = vm.modules?.find(from, dotted, level) ?? null;
  if (source === null) return null;
  const { scope, unit } = loadedModule(vm, source);
  return { kind: 'module', name: dotted, from, scope, unit, at };
}

function loadedModule(vm: Interpreter, source: PythonSource): Loaded {
  const known = vm.loaded.get(source.key);
  if (known !== undefined) return known;
  const earlier = vm.parses.get(source.key);
  const parsed = parsePython(source.text, earlier);
  vm.parses.set(source.key, parsed);
  return vm.aside(() => {
    const unit = { key: source.key, text: source.text, body: parsed.body, comments: parsed.comments };
    const loaded = { unit, scope: vm.scope(null) };
    vm.loaded.set(source.key, loaded);
    runModule(vm, frameOf(unit, loaded.scope, false));
    return loaded;
  });
}

/** Runs the statements of a module, to where they end. */
export function runModule(vm: Interpreter, frame: Frame): void {
  try {
    execute(vm, frame, frame.unit.body);
  } catch (error) {
    if (!(error instanceof Raised) && !(error instanceof Exhausted)) throw error;
  }
}
