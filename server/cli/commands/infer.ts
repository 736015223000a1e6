import { basename, dirname, relative, resolve } from 'node:path';
import { readHeader } from '../../checkpoint';
import { configFromCheckpoint, type Inference } from '../../core/checkpoint';
import { english } from '../../core/phrase';
import { syntaxOf } from '../../core/syntax';
import { assertFree, PlaceError, partPath } from '../../exporter';
import { reasonOf } from '../../files';
import { InputError, UsageError } from '../arguments';
import type { Command } from '../command';
import { complain, EXIT, FORMAT_OPTION, writeJson } from '../command';
import type { Host } from '../host';

export const infer: Command = {
  name: 'infer',
  summary: 'the config that a checkpoint must have had',
  usage: 'WEIGHTS [options]',
  description: `Reads the names and shapes of the tensors in a .npz or .safetensors file, never their values, and prints the
config of the model they are the weights of, as YAML: ViT, hybrids, MLP-Mixer and LiT as upstream names their
parts, and ViT as big_vision does. What the tensors don't say stands in comments. The number of heads is in them.

Exit code: 0 printed or written, 1 these are not the weights of such a model, 2 unusable arguments or a file
that can't be read or written.

--format json prints
  {"file", "ok", "naming", "architecture", "modelName", "config", "keys": [{"key", "value",
   "evidence": [{"name", "shape"}], "note"}], "error"}
evidence are the tensors that say so. modelName is that of the released model with these numbers, else null.
error is null where ok is true; else it is a sentence, architecture and config are null, and keys empty.`,
  options: {
    output: { type: 'string', short: 'o', placeholder: 'FILE', help: 'write the config to FILE: as JSON where it ends in .json, as Python in .py' },
    force: { type: 'boolean', help: 'replace FILE if it exists' },
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json, on the standard output' },
  },
  examples: ['vit-config infer ViT-B_16.npz', 'vit-config infer ViT-B_16.npz --output my.vit.yaml', 'vit-config infer ViT-B_16.npz --output mine.py'],

  async run(args, host) {
    const [file, second] = args.files;
    if (file === undefined) throw new UsageError('infer needs a checkpoint: a .npz or .safetensors file');
    if (second !== undefined) throw new UsageError(`infer takes one file, got "${file}" and "${second}"`);
    const output = args.value('output');
    const asJson = args.value('format') === 'json';
    const read = await readHeader(resolve(host.cwd, file), host.checkpoints);
    if (!read.ok) throw new InputError(`${file}: ${english(read.problem)}`);
    // As the config will find it: from its own folder.
    const path = output === undefined ? file : relative(dirname(resolve(host.cwd, output)), resolve(host.cwd, file));
    const result = configFromCheckpoint(read.header, path.replaceAll('\\', '/'), { syntax: output === undefined ? 'yaml' : syntaxOf(output) });
    if (!result.ok) {
      if (asJson) writeJson(host, inferenceJson(file, result));
      else complain(host, `${file}: ${english(result.reason)}`);
      return EXIT.failed;
    }
    if (output !== undefined) await write(host, output, result.text, args.flag('force'));
    if (asJson) writeJson(host, inferenceJson(file, result.inferred));
    else host.out.write(output === undefined ? result.text : `${output}: the config of ${basename(file)}\n`);
    return EXIT.ok;
  },
};

function inferenceJson(file: string, inference: Inference) {
  if (!inference.ok) {
    const { naming, reason } = inference;
    return { file, ok: false, naming, architecture: null, modelName: null, config: null, keys: [], error: english(reason) };
  }
  const { naming, architecture, modelName, config, keys } = inference;
  return {
    file,
    ok: true,
    naming,
    architecture,
    modelName,
    config,
    keys: keys.map(({ key, value, evidence, note }) => ({
      key,
      value,
      evidence: evidence.map(({ name, shape }) => ({ name, shape })),
      note: note === null ? null : english(note),
    })),
    error: null,
  };
}

/** The file is there whole or not at all. Throws InputError. */
async function write(host: Host, output: string, text: string, force: boolean): Promise<void> {
  const path = resolve(host.cwd, output);
  const part = partPath(path);
  try {
    await assertFree(host, path, () => force);
    const file = await host.create(part);
    try {
      await file.write(new TextEncoder().encode(text));
    } finally {
      await file.close();
    }
    await host.rename(part, path);
  } catch (error) {
    if (error instanceof PlaceError) throw new InputError(`${output}: ${error.message}${error.problem === 'exists' ? '; --force replaces it' : ''}`);
    await host.remove(part);
    if (error instanceof Error && 'code' in error) throw new InputError(`${output}: ${english(reasonOf(error))}`);
    throw error;
  }
}
