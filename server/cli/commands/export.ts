import { basename, dirname, resolve } from 'node:path';
import type { Figures } from '../../core/count/figures';
import { humanBytes, humanCount } from '../../core/count/units';
import type { Graph } from '../../core/model/graph';
import { reasonOf } from '../../files';
import type { ExportOptions } from '../../onnx';
import { VERSION } from '../../version';
import { InputError, UsageError } from '../arguments';
import type { Command } from '../command';
import { complain, EXIT, MODEL_OPTION, SEED_OPTION, STDIN_OPTION, seedOf } from '../command';
import type { Host } from '../host';
import { findingsFor, openOne, selectModels } from '../models';
import { paintFor } from '../paint';
import { progressLine } from '../progress';
import { findingsText } from '../report';

class Interrupted extends Error {}

export const exportCommand: Command = {
  name: 'export',
  summary: 'write the model as an ONNX file',
  usage: 'FILE --output MODEL.onnx [options]',
  description: `Writes the model as ONNX: standard operators, float32 weights of random numbers (nobody has trained them) or zeros.
Weights beyond 1 GiB go into MODEL.onnx.data beside it. The inputs and what they must hold are described in the
file's metadata. A file that already exists is only replaced with --force, and only once the new one is whole.

Exit code: 0 written, 1 the model can't be built, 2 unusable arguments or a file that can't be read or written.`,
  options: {
    output: { type: 'string', short: 'o', placeholder: 'MODEL.onnx', help: 'the file to write' },
    zeros: { type: 'boolean', help: 'all weights zero, which compresses to almost nothing' },
    seed: SEED_OPTION,
    force: { type: 'boolean', help: 'replace files that exist' },
    model: MODEL_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: ['vit-config export samples/models/ViT-Ti_16.vit.yaml --output vit-ti.onnx'],

  async run(args, host) {
    const output = args.value('output');
    if (output === undefined) throw new UsageError('export needs --output MODEL.onnx');
    const zeros = args.flag('zeros');
    const seed = seedOf(args.value('seed'));
    if (zeros && seed !== undefined) throw new UsageError('--seed is for random weights; it has no place beside --zeros');
    const stdinName = args.value('stdin-filename');
    const source = await openOne(host, 'export', args.files, stdinName === undefined ? {} : { stdinName });
    const models = selectModels(source, args.value('model'));
    const [entry] = models;
    if (entry === undefined) throw new InputError(`${source.path}: no model in this file`);
    if (models.length > 1)
      throw new InputError(`${source.path} has ${models.length} models; pick one with --model ${models.map(({ label }) => `"${label}"`).join(' or ')}`);
    const { graph, figures } = entry.model;
    if (!graph.ok || figures === null) {
      host.err.write(findingsText(source, findingsFor(source, models), paintFor(host, host.err), host.err.columns));
      complain(host, `${source.path}: ${entry.label} can't be built${graph.ok ? '' : `: ${graph.problems.map(({ message }) => message).join('; ')}`}`);
      return EXIT.failed;
    }
    const path = resolve(host.cwd, output);
    await assertWritable(host, output, path, figures, args.flag('force'));
    return write(
      host,
      output,
      path,
      graph.graph,
      { weights: zeros ? 'zeros' : 'random', ...(seed === undefined ? {} : { seed }), modelName: entry.label },
      figures,
    );
  },
};

/** Throws InputError for a place that can't take the model, before anything is written. */
async function assertWritable(host: Host, output: string, path: string, figures: Figures, force: boolean): Promise<void> {
  for (const [shown, file] of [
    [output, path],
    [dataPath(output), dataPath(path)],
  ] as const) {
    const info = await host.stat(file).catch(() => null);
    if (info?.kind === 'directory') throw new InputError(`${shown}: is a directory; --output names the file to write`);
    if (info !== null && !force) throw new InputError(`${shown}: exists already; --force replaces it`);
  }
  const directory = dirname(path);
  const info = await host.stat(directory).catch((error: unknown) => reasonOf(error));
  if (typeof info === 'string' || info.kind !== 'directory') {
    throw new InputError(`${dirname(output)}: ${typeof info === 'string' ? info : 'is not a directory'}, so ${basename(output)} can't be written there`);
  }
  const free = await host.freeBytes(directory).catch(() => Number.POSITIVE_INFINITY);
  if (figures.weightBytes > free)
    throw new InputError(`${output}: the weights take ${humanBytes(figures.weightBytes)}, only ${humanBytes(free)} are free there`);
}

const dataPath = (path: string) => `${path}.data`;
const partPath = (path: string) => `${path}.part`;

async function write(host: Host, output: string, path: string, graph: Graph, options: ExportOptions, figures: Figures): Promise<number> {
  // Reading ONNX's schema takes longer than all else a command does to start.
  const { ExportError, exportOnnx } = await import('../../onnx');
  const progress = progressLine(host);
  const files = new Map<string, Awaited<ReturnType<Host['create']>>>();
  let interrupted = false;
  let written = 0;
  const release = host.onInterrupt(() => {
    interrupted = true;
  });
  const to = async (target: string, chunk: Uint8Array) => {
    if (interrupted) throw new Interrupted();
    let file = files.get(target);
    if (file === undefined) {
      file = await host.create(partPath(target));
      files.set(target, file);
    }
    await file.write(chunk);
    written += chunk.length;
    progress.show(`writing ${basename(target)}: ${humanBytes(written)} of ${humanBytes(figures.weightBytes)}`);
  };
  try {
    const summary = await exportOnnx(
      graph,
      { ...options, producerVersion: VERSION },
      { model: (chunk) => to(path, chunk), data: (chunk) => to(dataPath(path), chunk), dataName: basename(dataPath(path)) },
    );
    for (const file of files.values()) await file.close();
    for (const target of files.keys()) await host.rename(partPath(target), target);
    // An older model's data beside a new one that has none would only mislead.
    if (!summary.external) await host.remove(dataPath(path));
    progress.end();
    const data = summary.external ? ` and ${dataPath(basename(output))}, which must stay beside it` : '';
    host.out.write(
      `${output}${data}: ${humanCount(summary.parameters)} ${options.weights === 'zeros' ? 'weights, all zero' : `random weights (seed ${options.seed ?? 0})`}, ${humanBytes(written)}\n`,
    );
    return EXIT.ok;
  } catch (error) {
    progress.end();
    for (const [target, file] of files) {
      // The file may be closed already; what counts is that it goes.
      await file.close().catch((closing: unknown) => closing);
      await host.remove(partPath(target));
    }
    if (error instanceof Interrupted) {
      complain(host, 'interrupted, nothing was written');
      return EXIT.interrupted;
    }
    if (error instanceof ExportError) {
      complain(host, `${options.modelName ?? 'the model'} can't be exported: ${error.message}`);
      return EXIT.failed;
    }
    if (error instanceof Error && 'code' in error) throw new InputError(`${output}: ${reasonOf(error)}`);
    throw error;
  } finally {
    release();
  }
}
