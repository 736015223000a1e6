import { basename, dirname, resolve } from 'node:path';
import type { Figures } from '../../core/count/figures';
import { humanBytes, humanCount } from '../../core/count/units';
import { english } from '../../core/phrase';
import { assertPlace, dataPath, ExportCancelled, type ExportJob, exportToFile, PlaceError } from '../../exporter';
import { reasonOf } from '../../files';
import { ExportError } from '../../onnx/exportError';
import { InputError, UsageError } from '../arguments';
import type { Command } from '../command';
import { complain, EXIT, MODEL_OPTION, SEED_OPTION, STDIN_OPTION, seedOf } from '../command';
import type { Host } from '../host';
import { findingsFor, openOne, selectOne } from '../models';
import { paintFor } from '../paint';
import { progressLine } from '../progress';
import { findingsText } from '../report';

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
    const entry = selectOne(source, args.value('model'));
    const { graph, figures } = entry.model;
    if (!graph.ok || figures === null) {
      host.err.write(findingsText(source, findingsFor(source, [entry]), paintFor(host, host.err), host.err.columns));
      complain(host, `${source.path}: ${entry.label} can't be built${graph.ok ? '' : `: ${graph.problems.map(({ message }) => english(message)).join('; ')}`}`);
      return EXIT.failed;
    }
    const path = resolve(host.cwd, output);
    const force = args.flag('force');
    const job: ExportJob = {
      graph: graph.graph,
      path,
      options: { weights: zeros ? 'zeros' : 'random', ...(seed === undefined ? {} : { seed }), modelName: entry.label },
      mayReplace: () => force,
    };
    try {
      await assertPlace(host, path, figures.weightBytes, job.mayReplace);
      return await write(host, output, job, figures);
    } catch (error) {
      if (error instanceof PlaceError) throw new InputError(placeText(error, output, path));
      throw error;
    }
  },
};

/** The path as it was typed, what is wrong with it, and what would help. */
function placeText({ problem, path: at, message }: PlaceError, output: string, path: string): string {
  const shown = at === path ? output : at === dataPath(path) ? dataPath(output) : dirname(output);
  const help = { directory: '; --output names the file to write', exists: '; --force replaces it', folder: '', space: '' };
  return `${shown}: ${message}${help[problem]}`;
}

async function write(host: Host, output: string, job: ExportJob, figures: Figures): Promise<number> {
  const progress = progressLine(host);
  const abort = new AbortController();
  const release = host.onInterrupt(() => abort.abort(new ExportCancelled()));
  const { weights, seed = 0, modelName } = job.options;
  try {
    const { parameters, external, bytes } = await exportToFile(
      host,
      job,
      (path, written) => progress.show(`writing ${basename(path)}: ${humanBytes(written)} of ${humanBytes(figures.weightBytes)}`),
      abort.signal,
    );
    progress.end();
    const data = external ? ` and ${dataPath(basename(output))}, which must stay beside it` : '';
    host.out.write(
      `${output}${data}: ${humanCount(parameters)} ${weights === 'zeros' ? 'weights, all zero' : `random weights (seed ${seed})`}, ${humanBytes(bytes)}\n`,
    );
    return EXIT.ok;
  } catch (error) {
    progress.end();
    if (error instanceof ExportCancelled) {
      complain(host, 'interrupted, nothing was written');
      return EXIT.interrupted;
    }
    if (error instanceof ExportError) {
      complain(host, `${modelName ?? 'the model'} can't be exported: ${error.message}`);
      return EXIT.failed;
    }
    if (error instanceof Error && 'code' in error) throw new InputError(`${output}: ${english(reasonOf(error))}`);
    throw error;
  } finally {
    release();
  }
}
