import { phrase } from '../phrase';
import { checkpointPlace } from './checkpoint-place';
import type { Rule } from './rule';

export const checkpointFile: Rule = {
  code: 'checkpoint-file',
  severity: 'warning',
  docs: {
    title: "The checkpoint is not there or can't be read",
    why: '`checkpoint` names a `.npz` or `.safetensors` file, relative to the config. It is missing, which is no more than a warning, as configs are checked where their weights are not; or it is not whole, an error: cut off by a download that broke, a pointer of Git LFS, a pickle of PyTorch under another name. Of the files that upstream puts together from `pretrained_dir` and a name, only one that is there and broken is told, as training may run elsewhere.',
    bad: `model_name: ViT-B_16
checkpoint: no-such-file.npz
`,
    good: `model_name: ViT-B_16
checkpoint: ViT-B_16.npz
`,
  },
  checkModel({ spec, checkpoint }, { document }) {
    if (checkpoint === null || checkpoint.ok || spec.checkpoint === null) return [];
    const { path, required } = spec.checkpoint;
    if (checkpoint.kind === 'missing') return required ? [{ range: checkpointPlace(spec, document), message: phrase`There is no file \`${path}\`.` }] : [];
    const message = phrase`\`${checkpoint.fileName}\` is no checkpoint that can be read. ${checkpoint.problem}`;
    return [{ severity: 'error', range: checkpointPlace(spec, document), message }];
  },
};
