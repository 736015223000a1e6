/**
 * No phrase, nor any other object, becomes text without being worded: TypeScript lets `${phrase}` pass, and people read
 * "[object Object]". Here the compiler sees each template literal as a call of a function that takes no objects.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Inside the project, so that packages are found from it. */
const copy = join(root, '.cache', 'coercion');
const text = 'declare function __text(strings: TemplateStringsArray, ...values: (string | number | bigint | boolean | null | undefined)[]): string;\n';

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

function* nodesOf(value: unknown): Generator<Node> {
  if (value === null || typeof value !== 'object') return;
  if ('type' in value && typeof value.type === 'string') yield value as Node;
  for (const part of Object.values(value)) yield* nodesOf(part);
}

/** The source with a tag at each template literal that has none; those of types stay. */
function tagged(source: string): string {
  const nodes = [...nodesOf(parseAst(source, { lang: 'ts' }))];
  const others = new Set(
    nodes.filter(({ type }) => type === 'TaggedTemplateExpression' || type === 'TSLiteralType').flatMap(({ quasi, literal }) => [quasi, literal]),
  );
  const literals = nodes.filter((node) => node.type === 'TemplateLiteral' && !others.has(node)).map(({ start }) => start);
  return literals.sort((a, b) => b - a).reduce((result, start) => `${result.slice(0, start)}__text${result.slice(start)}`, source);
}

test('template literals of the server take no objects', { timeout: 60_000 }, () => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const name of ['server', 'schemas', 'package.json']) cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const file of globSync('server/**/*.ts', { cwd: copy, exclude: ['**/*.d.ts'] })) {
    writeFileSync(join(copy, file), tagged(readFileSync(join(copy, file), 'utf8')));
  }
  writeFileSync(join(copy, 'tag.d.ts'), text);
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['server', 'tag.d.ts'] }));
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/lib/tsc.js'), '--pretty', 'false', '-p', copy], { encoding: 'utf8' });
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith(' '))).toEqual([]);
});
