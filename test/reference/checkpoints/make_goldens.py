"""Writes test/golden/checkpoints/: checkpoints as upstream writes them, and what upstream computes from them. See README.md beside this file.

    make_goldens.py              the small models
    make_goldens.py --full DIR   models of full size, into a folder outside of the repository
"""

import argparse
import copy
import dataclasses
import functools
import json
import pathlib
import resource
import sys
import tempfile
import time

# pylint: disable=wrong-import-order,g-import-not-at-top
REFERENCE = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(REFERENCE), str(REFERENCE / 'model')]
import flax
import jax
import jax.numpy as jnp
import ml_collections
import numpy as np
import yaml

import big_vision_models
from cases import Case
from cases import SAMPLE_TOKENS
from cases import SMALL
import files
from forward import checkpoint_name
from forward import encoded
from forward import fnv1a
from forward import tokens_of
from forward import values
from pictures import GOLDEN as PICTURES
from pictures import as_model_input
from upstream import checkpoint
from upstream import model_configs
from upstream import models_lit
from upstream import models_mixer
from upstream import models_vit

GOLDEN = REFERENCE.parent / 'golden' / 'checkpoints'
# Of a tensor turned around, relative to the largest value of an output: what the tests tolerate.
LEAST_EFFECT = 1e-4
# What they add is the same for all keys, which softmax takes away, or for all channels, which the norms that follow take away.
WITHOUT_EFFECT = [('key', 'bias'), ('token_mixing', 'Dense_1', 'bias')]


def model_of(case, num_classes):
  config = ml_collections.ConfigDict({key: value for key, value in case.config.items() if key not in ('model_name', 'pp')})
  if 'text_model' in config:
    return models_lit.LitModel(**config, pp=ml_collections.ConfigDict(case.config['pp']), model_name=case.name)
  kind = models_mixer.MlpMixer if 'hidden_dim' in config else models_vit.VisionTransformer
  return kind(num_classes=num_classes, **config)


def initial(case):
  """A new model's parameters, as shapes and as a function that makes them."""
  model = model_of(case, case.num_classes)
  inputs, options = {'inputs': jnp.zeros((1, *case.image_size, 3))}, {'train': False}
  if 'text_model' in case.config:
    inputs, options = {'images': inputs['inputs'], 'tokens': jnp.ones((1, case.config['pp']['max_len']), jnp.int32)}, {}
  init = lambda: flax.core.unfreeze(model.init(jax.random.PRNGKey(0), **inputs, **options)['params'])
  return jax.eval_shape(init), init


def made_up(case):
  """Parameters by the rule of forward.py, all of them random."""
  flat = flax.traverse_util.flatten_dict(initial(case)[0])
  return flax.traverse_util.unflatten_dict({path: values(checkpoint_name(path), leaf.shape) for path, leaf in flat.items()})


def loaded(case, path):
  """What upstream makes of the file for this config."""
  if case.big_vision is not None:
    return big_vision_models.load(case, path)
  if case.pretrained is None:
    return files.read(path)
  init = initial(case)[1]()
  if case.pretrained.keys() == {'image_size'}:
    # Upstream puts the new model's head in even where nothing is new about it; to see what the rest computes, that is the trained one.
    init['head'] = files.read(path)['head']
  return checkpoint.load_pretrained(pretrained_path=str(path), init_params=init, model_config=ml_collections.ConfigDict(case.config))


def outputs_of(case, params, images):
  params = files.as_float32(params)
  if 'text_model' in case.config:
    image, text, out = program(case, None)(params, images, jnp.asarray(tokens_for(case), jnp.int32)[None])
    return {'img/normalized': image, 'txt/normalized': text, 't': out['t']}
  if case.big_vision is not None:
    return program(case, None)(params, images)
  if case.num_classes == 0:
    return {'pre_logits': program(case, 0)(params, images)}
  # Behind a new head, which is zeros, nothing can be seen of the rest.
  return {'logits': program(case, case.num_classes)(params, images), 'pre_logits': program(case, 0)(params, images)}


@functools.cache
def program(case, num_classes):
  """The compiled forward pass."""
  if case.big_vision is not None:
    return jax.jit(big_vision_models.program(case))
  model = model_of(case, num_classes)
  if 'text_model' in case.config:
    return jax.jit(lambda p, i, t: model.apply({'params': p}, images=i, tokens=t))
  return jax.jit(lambda p, i: model.apply({'params': p}, i, train=False))


def assert_every_tensor_matters(case, params, images, outputs):
  """A golden that stays the same when a tensor's values change places says nothing of that tensor."""
  flat = flax.traverse_util.flatten_dict(files.as_float32(params))
  for path, value in flat.items():
    values_there = np.asarray(value)
    # A new head is zeros.
    if not values_there.any() or path[-3:] in WITHOUT_EFFECT or path[-2:] in WITHOUT_EFFECT:
      continue
    # In twelve layers of BERT the bias of a query is hardly felt.
    if case.by_rule and path[-2:] == ('query', 'bias'):
      continue
    turned = {**flat, path: -values_there.ravel()[::-1].reshape(values_there.shape)}
    changed = outputs_of(case, flax.traverse_util.unflatten_dict(turned), images)
    apart = max(float(abs(changed[name] - outputs[name]).max() / abs(outputs[name]).max()) for name in outputs if outputs[name].any())
    if apart < LEAST_EFFECT:
      sys.exit(f'{case.name}: {"/".join(path)} has an effect of {apart} only')


def tokens_for(case):
  if case.tokens is not None:
    return case.tokens
  return tokens_of(case.config['pp']['max_len'], case.config['text'].get('vocab_size', 30522))[0].tolist()


def config_text(case):
  """As a person would write it."""
  config = {'model_name': case.name, **copy.deepcopy(case.config)}
  if 'text_model' in config:
    config['pp']['size'] = case.image_size[0]
  else:
    config.update(image_size=list(case.image_size), num_classes=case.num_classes)
  return yaml.safe_dump(config, sort_keys=False, default_flow_style=None, width=120)


def prove(case, folder):
  """Writes the checkpoint and the config; returns the rest of the golden."""
  (folder / f'{case.slug}.vit.yaml').write_text(config_text(case))
  # What is too large for the repository is written by the test itself.
  with tempfile.TemporaryDirectory() as scratch:
    path = pathlib.Path(scratch if case.by_rule else folder) / case.file
    if case.big_vision is not None:
      big_vision_models.write(case, path)
    else:
      files.write(made_up(case.trained), path, case)
    started = time.time()
    images = jnp.asarray(as_model_input(case.picture, case.image_size))
    outputs = outputs_of(case, loaded(case, path), images)
    jax.block_until_ready(outputs)
    if folder == GOLDEN:
      assert_every_tensor_matters(case, loaded(case, path), images, outputs)
    golden = {'name': case.name, 'config': f'{case.slug}.vit.yaml', 'picture': case.picture}
    if not case.by_rule:
      golden['weights'] = case.file
    else:
      with np.load(path) as stored:
        listing = sorted(f'{name}{list(stored[name].shape)}'.replace(' ', '') for name in stored.files)
        golden['byRule'] = {'count': len(listing), 'hash': fnv1a('\n'.join(listing))}
    size = path.stat().st_size
  if 'text_model' in case.config:
    golden['tokens'] = tokens_for(case)
  if case.pretrained is not None:
    golden['pretrained'] = case.pretrained
  golden['outputs'] = {key: encoded(value) for key, value in outputs.items()}
  peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
  print(f'{case.name}: {size / 2**20:.2f} MiB, {time.time() - started:.1f} s, at most {peak:.0f} MiB up to here', flush=True)
  return golden


def full_size():
  """Four models of upstream, and one of them on larger images with other classes."""
  config = lambda name: json.loads(model_configs.MODEL_CONFIGS[name].to_json())
  vit = Case('ViT-B_16', config('ViT-B_16'), [224, 224], 1000)
  lit = config('LiT-B16B_2')
  return [
      vit,
      dataclasses.replace(vit, name='ViT-B_16 at 384', image_size=[384, 384], pretrained={'image_size': [224, 224]}),
      Case('R50+ViT-B_16', config('R50+ViT-B_16'), [224, 224], 1000, group_norm_axes=True),
      Case('Mixer-B_16', config('Mixer-B_16'), [224, 224], 1000, numbering='linen'),
      Case('LiT-B16B_2', lit, [224, 224], 0, form='npz bfloat16 compressed', tokens=SAMPLE_TOKENS[lit['pp']['max_len']]),
  ]


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('--full', type=pathlib.Path)
  full = parser.parse_args().full
  folder, cases = (GOLDEN, SMALL) if full is None else (full, full_size())
  folder.mkdir(parents=True, exist_ok=True)
  goldens = [prove(case, folder) for case in cases]
  (folder / 'cases.json').write_text(json.dumps(goldens, indent=1) + '\n')


if __name__ == '__main__':
  main()
