"""Writes samples/checkpoints and test/golden/digits.json: two small models of upstream's own code, trained on handwritten digits, saved as upstream saves them.

    VISION_TRANSFORMER=../vision_transformer FLAXFORMER=../flaxformer python test/reference/digits.py

Needs the packages of test/reference/model/requirements.txt, and optax, pillow, scikit-learn and sentencepiece. The images are the
"Optical Recognition of Handwritten Digits" of the UCI Machine Learning Repository (E. Alpaydin, C. Kaynak, 1998, CC BY 4.0), which
scikit-learn ships: 1797 of 8x8 pixels, here drawn 96 pixels large. The last 297 are not trained on; some of them are the samples.

- digits.npz: a ViT with ten classes.
- digits-lit.npz, digits-lit.model: a LiT model, that ViT's tower locked, and a text_transformer that learns captions of the digits,
  with its SentencePiece vocabulary.
"""

import io
import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import ml_collections
import numpy as np
import optax
import PIL.Image
import sentencepiece
from sklearn import datasets

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'model'))
# pylint: disable=wrong-import-position
from upstream import models_lit, models_vit
from vit_jax.test_utils import _save as save

OUT = pathlib.Path(__file__).parents[2] / 'samples' / 'checkpoints'
GOLDEN = pathlib.Path(__file__).parents[1] / 'golden' / 'digits.json'
SIZE = 32
TRAINED = 1500
NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
# Held-out images that are given as samples, one of each class where they are needed.
SHOWN = {'digit-3.png': 3, 'digit-7.png': 7}

IMAGE = {
    'patches': {'size': (8, 8)},
    'hidden_size': 32,
    'transformer': {'mlp_dim': 64, 'num_heads': 4, 'num_layers': 3, 'dropout_rate': 0.0, 'attention_dropout_rate': 0.0},
    'classifier': 'token',
    'representation_size': None,
}
TEXT = {'width': 32, 'num_layers': 2, 'mlp_dim': 64, 'num_heads': 2, 'vocab_size': 0}
MAX_LEN = 12
CAPTIONS = ['{}', 'a {}', 'the digit {}', 'the number {}', 'a photo of the digit {}', 'a photo of a {}', 'a handwritten {}', 'a drawing of the number {}']


def picture(pixels):
  """8x8 values from 0 to 16 -> a picture 96 pixels large, dark ink on white."""
  grey = PIL.Image.fromarray((255 - pixels * (255 / 16)).round().astype(np.uint8)).resize((96, 96), PIL.Image.Resampling.BICUBIC)
  return grey.convert('RGB')


def resized(images):
  """As upstream's preprocess.py: bilinear without antialiasing, whole levels, then [-1, 1]."""
  shape = (images.shape[0], SIZE, SIZE, 3)
  levels = jnp.floor(jax.image.resize(images.astype(np.float32), shape, 'linear', antialias=False))
  return levels / 255 * 2 - 1


def jittered(rng, images):
  """Shifted by a few pixels, a little lighter or darker, so that 1500 images are enough."""
  shifts = rng.integers(-8, 9, (len(images), 2))
  moved = np.stack([np.roll(image, shift, (0, 1)) for image, shift in zip(images, shifts)])
  contrast = rng.uniform(0.7, 1.0, (len(images), 1, 1, 1))
  return (255 - (255 - moved) * contrast).astype(np.uint8)


def fit(loss, params, batches, steps, rate):
  schedule = optax.warmup_cosine_decay_schedule(0, rate, steps // 20, steps)
  optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=0.02))
  state = optimizer.init(params)

  @jax.jit
  def step(params, state, *batch):
    value, gradient = jax.value_and_grad(loss)(params, *batch)
    updates, state = optimizer.update(gradient, state, params)
    return optax.apply_updates(params, updates), state, value

  for i in range(steps):
    params, state, value = step(params, state, *next(batches))
    if i % 200 == 0:
      print(f'  step {i}: loss {float(value):.4f}')
  return params


def train_classifier(images, labels, rng):
  model = models_vit.VisionTransformer(num_classes=10, **ml_collections.ConfigDict(IMAGE))
  params = model.init(jax.random.PRNGKey(0), resized(images[:1]), train=False)['params']

  def loss(params, inputs, targets):
    logits = model.apply({'params': params}, inputs, train=False)
    return optax.softmax_cross_entropy(logits, optax.smooth_labels(jax.nn.one_hot(targets, 10), 0.05)).mean()

  def batches():
    while True:
      chosen = rng.integers(0, TRAINED, 64)
      yield resized(jittered(rng, images[chosen])), labels[chosen]

  params = fit(loss, params, batches(), 3000, 2e-3)
  found = jnp.argmax(model.apply({'params': params}, resized(images[TRAINED:]), train=False), -1)
  print(f'classes right of those held out: {float((found == labels[TRAINED:]).mean()):.3f}')
  return params


def vocabulary(texts):
  model = io.BytesIO()
  sentencepiece.SentencePieceTrainer.train(
      sentence_iterator=iter(texts), model_writer=model, vocab_size=120, model_type='bpe', normalization_rule_name='identity', minloglevel=2)
  return model.getvalue()


def tokenizer(proto):
  """As upstream's preprocess.py: an end token behind the text, and in the room that is left."""
  words = sentencepiece.SentencePieceProcessor(model_proto=proto)
  eos = words.piece_to_id('</s>')

  def tokens(text):
    ids = (words.encode(text) + [eos])[:MAX_LEN - 1]
    return ids + [eos] * (MAX_LEN - len(ids))

  return tokens, words.vocab_size()


def lit_model(vocab_size):
  return models_lit.LitModel(
      image=ml_collections.ConfigDict(IMAGE),
      text_model='text_transformer',
      text=ml_collections.ConfigDict({**TEXT, 'vocab_size': vocab_size}),
      pp=ml_collections.ConfigDict({'tokenizer_name': 'sentencepiece', 'size': SIZE, 'max_len': MAX_LEN}),
      out_dim=(None, IMAGE['hidden_size']),
      model_name='digits-lit')


def train_lit(tower, images, labels, rng):
  texts = [caption.format(word) for number, name in enumerate(NAMES) for word in (name, str(number)) for caption in CAPTIONS]
  proto = vocabulary(texts)
  tokens, size = tokenizer(proto)
  model = lit_model(size)
  every = np.array([[tokens(caption.format(word)) for word in (name, str(number)) for caption in CAPTIONS] for number, name in enumerate(NAMES)], np.int32)
  params = model.init(jax.random.PRNGKey(1), images=resized(images[:1]), tokens=every[0, :1])['params']
  # Locked: the image tower is the classifier's, without its head. The temperature starts where LiT starts it.
  locked = {name: value for name, value in tower.items() if name != 'head'}
  free = {'txt': params['txt'], 't': jnp.full_like(params['t'], np.log(10.0))}

  def loss(free, inputs, texts):
    image, text, out = model.apply({'params': {**free, 'img': locked}}, images=inputs, tokens=texts)
    scores = image @ text.T * out['t']
    same = jnp.arange(10)
    return (optax.softmax_cross_entropy_with_integer_labels(scores, same).mean() + optax.softmax_cross_entropy_with_integer_labels(scores.T, same).mean()) / 2

  by_class = [np.flatnonzero(labels[:TRAINED] == number) for number in range(10)]

  def batches():
    while True:
      chosen = np.array([rng.choice(of) for of in by_class])
      yield resized(jittered(rng, images[chosen])), every[np.arange(10), rng.integers(0, every.shape[1], 10)]

  free = fit(loss, free, batches(), 2500, 1e-3)
  params = {**free, 'img': locked}
  asked = np.array([tokens(f'a photo of the digit {name}') for name in NAMES], np.int32)
  image, text, _ = model.apply({'params': params}, images=resized(images[TRAINED:]), tokens=asked)
  print(f'zero-shot right of those held out: {float((jnp.argmax(image @ text.T, -1) == labels[TRAINED:]).mean()):.3f}')
  return params, proto


def golden(tower, params, proto):
  """What upstream's models say of the sample images, read from their files."""
  texts = [f'a photo of the digit {name}' for name in NAMES]
  images = resized(np.stack([np.asarray(PIL.Image.open(OUT / name)) for name in SHOWN]))
  logits = models_vit.VisionTransformer(num_classes=10, **ml_collections.ConfigDict(IMAGE)).apply({'params': tower}, images, train=False)
  tokens, size = tokenizer(proto)
  ids = [tokens(text) for text in texts]
  image, text, out = lit_model(size).apply({'params': params}, images=images, tokens=np.array(ids, np.int32))
  probabilities = jax.nn.softmax(image @ text.T * out['t'])
  return {
      'images': list(SHOWN),
      'logits': logits.tolist(),
      'texts': texts,
      'tokens': ids,
      'cosines': (image @ text.T).tolist(),
      'probabilities': probabilities.tolist(),
  }


def main():
  rng = np.random.default_rng(0)
  digits = datasets.load_digits()
  pictures = [picture(pixels) for pixels in digits.images]
  images, labels = np.stack([np.asarray(image) for image in pictures]), digits.target
  OUT.mkdir(parents=True, exist_ok=True)
  for name, number in SHOWN.items():
    pictures[TRAINED + int(np.flatnonzero(labels[TRAINED:] == number)[0])].save(OUT / name, optimize=True)
  tower = train_classifier(images, labels, rng)
  save(tower, str(OUT / 'digits.npz'))
  params, proto = train_lit(tower, images, labels, rng)
  save(params, str(OUT / 'digits-lit.npz'))
  (OUT / 'digits-lit.model').write_bytes(proto)
  GOLDEN.write_text(json.dumps(golden(tower, params, proto), indent=1) + '\n')


if __name__ == '__main__':
  main()
