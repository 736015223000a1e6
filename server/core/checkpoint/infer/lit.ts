/** LiT: an image tower under `img/`, a text tower under `txt/`. */
import { phrase } from '../../phrase';
import type { CheckpointNames } from '../names';
import { Clues } from './clues';
import type { InferredSize } from './imageSize';
import { type InferredKey, Refused } from './inference';
import { inferVit, transformerKeys } from './vit';

export function inferLit(names: CheckpointNames): InferredKey[] {
  const model = new Clues(names, '', '');
  const image = new Clues(names, 'img/', 'image.');
  const text = new Clues(names, 'txt/', '');
  const heads = [image.find('head/kernel', 2), text.find('head/kernel', 2)];
  model.says(
    'out_dim',
    heads.map((head) => head?.shape[1] ?? null),
    heads,
  );
  let size: InferredSize | undefined;
  inferVit(image, { imageSize: (inferred) => (size = inferred) });
  // pp.size is one number; a tower's own image_size can be a pair.
  if (size !== undefined && typeof size.value !== 'number') image.says('image_size', size.value, size.evidence, size.note);

  const bert = [...names.tensors.keys()].some((name) => name.startsWith('txt/BertEncoder_0/'));
  const length = bert ? bertKeys(text) : textTransformerKeys(text);
  text.assumes('pp.tokenizer_name', bert ? 'bert' : 'sentencepiece', phrase`what upstream uses with this text tower`);
  if (size !== undefined && typeof size.value === 'number') text.says('pp.size', size.value, size.evidence, size.note);
  if (length === null) text.assumes('pp.max_len', 16, phrase`what upstream uses; BERT's weights fit texts of any length`);
  else text.says('pp.max_len', length.shape[1] ?? 16, [length]);
  return [...model.keys, ...image.keys, ...text.keys];
}

/** Null: the length of a text shapes no weight. */
function bertKeys(text: Clues): null {
  const at = 'BertEncoder_0/';
  const { size, tensor } = text.size('text.config', [`${at}embedder/embedders_token_ids/embedding`, 2, 1], [`${at}layer_norm/scale`, 1, 0]);
  const config = size === 768 ? 'base' : size === 1024 ? 'large' : null;
  if (config === null)
    throw new Refused('unsupported', phrase`The BERT of this checkpoint is ${size} wide (\`${tensor.tensor.name}\`); upstream has base, 768, and large, 1024.`);
  text.says('text_model', 'bert', [tensor]);
  text.says('text.config', config, [tensor]);
  return null;
}

function textTransformerKeys(text: Clues): ReturnType<Clues['find']> {
  const { tensor: embedding } = text.size('text.vocab_size', ['Embed_0/embedding', 2, 0]);
  const [vocabulary = 1, width = 1] = embedding.shape;
  text.says('text_model', 'text_transformer', [embedding]);
  text.says('text.width', width, [embedding]);
  transformerKeys(text, 'text.', 'Encoder_0', text.count('Encoder_0/encoderblock_'), width);
  text.says('text.vocab_size', vocabulary, [embedding]);
  return text.size('pp.max_len', ['pos_embedding', 3, 1]).tensor;
}
