/** What package.json tells VS Code, against what the server understands. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import { COMMANDS } from '../../server/lsp/commands';

test("the palette's commands are not the server's, which the language client registers itself", () => {
  for (const { command } of manifest.contributes.commands) expect(COMMANDS).not.toContain(command);
});

test("the editors' general servers get the schema that says nothing, for the files that are ours by name", () => {
  const { jsonValidation, yamlValidation } = manifest.contributes;
  expect([jsonValidation, yamlValidation].flat().map(({ fileMatch }) => fileMatch)).toEqual(['*.vit.json', ['*.vit.yaml', '*.vit.yml']]);
  for (const { url } of [...jsonValidation, ...yamlValidation]) {
    const schema = JSON.parse(readFileSync(new URL(`../../${url}`, import.meta.url), 'utf8'));
    // Red Hat's YAML heads every file with this.
    expect(schema.name).toBe('ViT Config');
    expect(Object.keys(schema).filter((key) => !/^\$|^name$/.test(key))).toEqual([]);
  }
});
