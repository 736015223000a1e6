/**
 * ModelSpec -> Graph, one file an architecture. Each first plans (reads its fields, checks that the sizes are possible),
 * then emits ops: nothing is emitted for a plan with a problem.
 */
import type { ArchitectureSpec, ModelSpec } from '../dialects/spec';
import { emitBigVisionVit, planBigVisionVit } from './bigVisionVit';
import { GraphBuilder } from './builder';
import { FieldReader } from './fields';
import type { Graph, GraphInput, GraphOutput, GraphResult, Tokenization } from './graph';
import { sizeProblem } from './limits';
import { emitLit, planLit } from './lit';
import { emitMixer, planMixer } from './mixer';
import { emitScenicMixer, planScenicMixer } from './scenicMixer';
import { emitScenicVit, planScenicVit } from './scenicVit';
import { emitTorchVit, planTorchVit } from './torchVit';
import { emitTransUnet, planTransUnet } from './transUnet';
import { emitVit, planVit } from './vit';

/** The graph of a model, or every reason why there is none. Costs the same for a hundred blocks as for one. Never throws. */
export function buildGraph(spec: ModelSpec): GraphResult {
  const reader = new FieldReader();
  const graph = build(spec.architecture, reader);
  if (graph === null || reader.problems.length > 0) return { ok: false, problems: reader.problems };
  const problem = sizeProblem(graph);
  return problem === null ? { ok: true, graph } : { ok: false, problems: [problem] };
}

function build(spec: ArchitectureSpec, reader: FieldReader): Graph | null {
  const b = new GraphBuilder();
  switch (spec.architecture) {
    case 'vit': {
      const plan = planVit(spec, reader);
      if (reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.image);
      const output = emitVit(b, images.tensor, '', plan);
      return { inputs: [images], sections: b.sections, outputs: [named(output, plan.classes)], image: plan.image, textTokens: null };
    }
    case 'mixer': {
      const plan = planMixer(spec, reader);
      if (reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.image);
      const output = emitMixer(b, images.tensor, plan);
      return { inputs: [images], sections: b.sections, outputs: [named(output, plan.classes)], image: plan.image, textTokens: null };
    }
    case 'torch-vit': {
      const plan = planTorchVit(spec, reader);
      if (reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.embedding.image);
      const output = emitTorchVit(b, images.tensor, plan);
      return { inputs: [images], sections: b.sections, outputs: [named(output, plan.classes)], image: plan.embedding.image, textTokens: null };
    }
    case 'trans-unet': {
      const plan = planTransUnet(spec, reader);
      if (plan === null || reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.embedding.image);
      const output = emitTransUnet(b, images.tensor, plan);
      return { inputs: [images], sections: b.sections, outputs: [{ name: 'masks', tensor: output }], image: plan.embedding.image, textTokens: null };
    }
    case 'scenic-vit': {
      const plan = planScenicVit(spec, reader);
      if (reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.image);
      const output = emitScenicVit(b, images.tensor, plan);
      return { inputs: [images], sections: b.sections, outputs: [named(output, plan.classes)], image: plan.image, textTokens: null };
    }
    case 'scenic-mixer': {
      const plan = planScenicMixer(spec, reader);
      if (reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.image);
      const output = emitScenicMixer(b, images.tensor, plan);
      return { inputs: [images], sections: b.sections, outputs: [named(output, plan.classes)], image: plan.image, textTokens: null };
    }
    case 'big-vision-vit': {
      const plan = planBigVisionVit(spec, reader);
      if (reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.image);
      const output = emitBigVisionVit(b, images.tensor, plan);
      return { inputs: [images], sections: b.sections, outputs: [named(output, plan.classes)], image: plan.image, textTokens: null };
    }
    case 'lit': {
      const plan = planLit(spec, reader);
      if (plan === null || reader.problems.length > 0) return null;
      const images = imagesInput(b, plan.image.image);
      const { length, vocabulary } = plan.text;
      const tokens: GraphInput = { name: 'tokens', tensor: b.tensor([1, length], 'int32'), vocabulary };
      const outputs = emitLit(b, images.tensor, tokens.tensor, plan);
      return { inputs: [images, tokens], sections: b.sections, outputs, image: plan.image.image, textTokens: length };
    }
  }
}

function imagesInput(b: GraphBuilder, { imageSize }: Tokenization): GraphInput {
  return { name: 'images', tensor: b.tensor([1, imageSize[0], imageSize[1], 3]) };
}

function named(tensor: GraphOutput['tensor'], classes: number): GraphOutput {
  return { name: classes > 0 ? 'logits' : 'pre_logits', tensor };
}
