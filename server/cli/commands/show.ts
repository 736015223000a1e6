import { mismatches } from '../../core/checkpoint';
import type { Pair } from '../../core/dialects/spec';
import { valueCount, verdict } from '../../core/editor/checkpointText';
import { CheckpointReader } from '../checkpoints';
import type { Command } from '../command';
import { EXIT, FORMAT_OPTION, IGNORE_OPTION, MODEL_OPTION, PYTHON_HELP, STDIN_OPTION, WEIGHTS_OPTION, writeJson } from '../command';
import { figuresText } from '../figures';
import { findingsFor, openOne, selectModels } from '../models';
import { overviewText } from '../overview';
import { paintFor } from '../paint';
import { countBySeverity, diagnosticsJson, findingsText } from '../report';
import type { SourceModel } from '../source';
import { assertCode } from './check';

export const show: Command = {
  name: 'show',
  summary: 'what a config costs: parameters, compute, memory',
  usage: 'FILE [options]',
  description: `Prints what each model of a config is and costs: parameters, multiply-accumulates (MACs) and FLOPs of one
forward pass of one image, tokens, memory, and how they spread over the parts of the model. Exact figures,
computed from the model's operations; nothing is run. Of a file with several models a table tells what each costs;
--model, or a name behind the file's, picks one, and --full prints all of each. Findings follow, as in check.

${PYTHON_HELP}

Exit code: 0 figures for all models and no errors, 1 otherwise, 2 unusable arguments or an unreadable file.

--format json prints
  {"file", "models": [{"name", "config", "dialect", "architecture", "imageSize": [h, w], "tokens",
   "effectivePatch": [h, w], "parameters", "macs", "flops", "weightBytes", "activationBytes",
   "outputs": [{"name", "shape"}],
   "scopes": [{"name", "parameters", "macs"}],
   "checkpoint": {"file", "format", "tensors", "values", "model", "fits", "differs": [key]}}], "diagnostics": [...]}
with diagnostics as in check. A model that can't be built has null for every figure and empty lists. "config" is the
function or variable of a Python file, null in others. "checkpoint" is null where the config names none or its file is
not there; its "model" is the released one, or null.`,
  options: {
    format: { ...FORMAT_OPTION, choices: ['text', 'json'], help: 'text (default) or json' },
    model: MODEL_OPTION,
    full: { type: 'boolean', help: 'all of each model, where a file has several' },
    weights: { ...WEIGHTS_OPTION, help: 'hold the models against this checkpoint, in place of the one that the config names' },
    ignore: IGNORE_OPTION,
    'stdin-filename': STDIN_OPTION,
  },
  examples: [
    'vit-config show samples/models/ViT-B_16.vit.yaml',
    'vit-config show vit_jax/configs/models.py',
    'vit-config show vit_jax/configs/models.py:get_b16_config',
    'vit-config show many.vit.yaml --model ViT-L_16 --format json',
  ],

  async run(args, host) {
    const ignore = args.values('ignore');
    for (const code of ignore) assertCode(code);
    const stdinName = args.value('stdin-filename');
    const checkpoints = await CheckpointReader.of(host, args.value('weights'));
    const source = await openOne(host, 'show', args.files, { ignore, checkpoints, ...(stdinName === undefined ? {} : { stdinName }) });
    const models = selectModels(source, args.value('model'));
    const findings = findingsFor(source, models);
    if (args.value('format') === 'json') {
      writeJson(host, { file: source.path, models: models.map(modelJson), diagnostics: diagnosticsJson(source, findings) });
    } else {
      const paint = paintFor(host, host.out);
      if (models.length > 1 && !args.flag('full')) host.out.write(overviewText(models, source.path, paint));
      else for (const model of models) host.out.write(figuresText(model, source.path, paint));
      if (models.length === 0) host.out.write(`${source.path}: no model in this file\n\n`);
      host.out.write(findingsText(source, findings, paint, host.out.columns));
    }
    const complete = models.length > 0 && models.every(({ model }) => model.figures !== null);
    return complete && countBySeverity(findings).error === 0 ? EXIT.ok : EXIT.failed;
  },
};

/** null where the config does not say. */
function imageSizeOf({ model }: SourceModel): Pair | null {
  const { architecture } = model.spec;
  const { imageSize } = architecture.architecture === 'lit' ? architecture.image : architecture;
  return imageSize.known ? imageSize.value : null;
}

function modelJson(entry: SourceModel) {
  const { spec, figures } = entry.model;
  return {
    name: entry.name,
    config: entry.config,
    dialect: spec.dialect,
    architecture: spec.architecture.architecture,
    imageSize: imageSizeOf(entry),
    tokens: figures?.tokens ?? null,
    effectivePatch: figures?.effectivePatch ?? null,
    parameters: figures?.parameters ?? null,
    macs: figures?.macs ?? null,
    flops: figures?.flops ?? null,
    weightBytes: figures?.weightBytes ?? null,
    activationBytes: figures?.activationBytes ?? null,
    outputs: (figures?.outputs ?? []).map(({ name, shape }) => ({ name, shape })),
    scopes: (figures?.parts ?? []).map(({ name, parameters, macs }) => ({ name, parameters, macs })),
    checkpoint: checkpointJson(entry),
  };
}

function checkpointJson({ model: { spec, comparison } }: SourceModel) {
  if (comparison === null || spec.checkpoint === null) return null;
  const { header, differences } = comparison;
  return {
    file: spec.checkpoint.path,
    format: header.format,
    tensors: header.tensors.length,
    values: valueCount(comparison),
    model: differences.inference.ok ? differences.inference.modelName : null,
    fits: verdict(comparison).fits,
    differs: mismatches(comparison).map(({ key }) => key),
  };
}
