/** The texts of --help. */
import type { Command } from './command';
import { table } from './table';

export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, usage, summary }) => [`  vit-config ${name} ${usage.replace(' [options]', '')}`, summary]);
  return `vit-config reads Vision Transformer configs (ViT, hybrids, MLP-Mixer, LiT) and says what is wrong with
them, what they cost, and whether they run.

${table(rows, ['left', 'left']).join('\n')}

  vit-config COMMAND --help   more about a command
  vit-config --version

Start with: vit-config check my.vit.yaml
`;
}

export function commandHelp({ name, usage, description, options, examples }: Command): string {
  const rows = [...Object.entries(options), ['help', { type: 'boolean', short: 'h', help: 'this help' }] as const].map(([option, spec]) => {
    const value = spec.type === 'boolean' ? '' : ` ${('placeholder' in spec ? spec.placeholder : undefined) ?? 'VALUE'}`;
    return [`  ${spec.short === undefined ? '    ' : `-${spec.short}, `}--${option}${value}`, spec.help];
  });
  return `vit-config ${name} ${usage}

${description}

Options:
${table(rows, ['left', 'left']).join('\n')}
${examples.length === 0 ? '' : `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}\n`}`;
}
