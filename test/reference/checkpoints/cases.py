"""The models whose checkpoints are proof: every architecture, every option, every form of file, every adaptation of upstream's loader."""

import dataclasses
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from forward import lit, resnet, vit

# What `vit-config run` feeds a text tower that has no text: 9 tokens of 211, and 16 of BERT's (server/runner/tokens.ts).
SAMPLE_TOKENS = {
    9: [101, 189, 47, 152, 172, 73, 0, 0, 0],
    16: [101, 27379, 6719, 22010, 24988, 10557, 1270, 5482, 19757, 20739, 17513, 0, 0, 0, 0, 0],
}


@dataclasses.dataclass(frozen=True, eq=False)
class Case:
  """A config, the checkpoint it is run with, and the image it is shown."""

  name: str
  config: dict
  image_size: list
  num_classes: int = 10
  # How the parts of a block are numbered: `published` as in the files upstream offers, `linen` as its code names them today.
  numbering: str = 'published'
  # A form of files.py, and whether GroupNorm parameters are [1, 1, 1, C].
  form: str = 'npz'
  group_norm_axes: bool = False
  picture: str = 'lake-420.jpg'
  tokens: list | None = None
  # What upstream's `load_pretrained` has to adapt: image_size, num_classes, representation_size of the checkpoint, where they differ.
  pretrained: dict | None = None
  # Of big_vision's own ViT: how it pools and whether its blocks are stacked. The config is what upstream would call the same model.
  big_vision: dict | None = None
  # The checkpoint is too large for the repository, and its values are a rule that the test knows too (`values` in forward.py).
  by_rule: bool = False

  @property
  def file(self):
    extension = 'safetensors' if self.form.startswith('safetensors') else 'npz'
    return f'{self.slug}.{extension}'

  @property
  def trained(self):
    """The case as the checkpoint was made."""
    if self.pretrained is None:
      return self
    more = dict(self.pretrained)
    config = dict(self.config)
    if 'representation_size' in more:
      config['representation_size'] = more.pop('representation_size')
    return dataclasses.replace(self, config=config, pretrained=None, **more)

  @property
  def slug(self):
    return self.name.replace(',', '').replace(' ', '-')


def tiny(classifier='token', layers=2, **more):
  return vit([8, 8], 18, 28, 3, layers, classifier, **more)


def mixer(patch, hidden, blocks, tokens, channels):
  return {'patches': {'size': patch}, 'hidden_dim': hidden, 'num_blocks': blocks, 'tokens_mlp_dim': tokens, 'channels_mlp_dim': channels}


SMALL_TEXT = {'width': 24, 'num_layers': 2, 'mlp_dim': 34, 'num_heads': 3, 'vocab_size': 211}

NO_POSITIONS = tiny(layers=1)
NO_POSITIONS['transformer']['add_position_embedding'] = False

THREE_STAGES = vit([1, 2], 24, 40, 3, 1, representation_size=20, resnet=resnet([2, 1, 1], 0.5))

ARCHITECTURES = [
    Case('token', tiny(), [32, 40]),
    Case('token, linen names', tiny(), [32, 40], numbering='linen'),
    Case('token, odd patches, pixels left over', vit([5, 7], 30, 44, 5, 3), [33, 40], 7, picture='owl-gray.png'),
    Case('token, twelve blocks', vit([8, 8], 8, 12, 2, 12), [24, 24], 5),
    Case('token, representation', tiny(representation_size=20), [24, 24], 6),
    Case('token, no head', tiny(), [24, 24], 0),
    Case('gap, no blocks', tiny('gap', layers=0), [24, 24], 5),
    Case('token, no position embedding', NO_POSITIONS, [24, 24], 5),
    Case('gap', tiny('gap'), [32, 32], picture='owl-rgba.png'),
    Case('gap, representation', tiny('gap', representation_size=20), [24, 32], 6, numbering='linen'),
    Case('unpooled', tiny('unpooled'), [24, 32], 9),
    Case('token_unpooled', tiny('token_unpooled'), [24, 32], 9),
    Case('token_unpooled, representation, no head', tiny('token_unpooled', representation_size=20), [24, 24], 0),
    Case('gap, no transformer', vit([8, 8], 24, 0, 0, None, 'gap'), [24, 32], 9),
    Case('unpooled, no transformer', vit([8, 8], 24, 0, 0, None, 'unpooled', representation_size=20), [24, 32], 9),
    Case('token, no transformer', vit([8, 8], 24, 0, 0, None), [24, 32], 9),
    Case('hybrid, root only', vit([2, 2], 24, 40, 3, 1, resnet=resnet([], 1.0)), [61, 75], 8, numbering='linen'),
    Case('hybrid, one stage', vit([1, 1], 24, 40, 3, 1, 'gap', resnet=resnet([1], 0.5)), [45, 64], 8, group_norm_axes=True),
    Case('hybrid, three stages', THREE_STAGES, [50, 66], 8, form='npz compressed', group_norm_axes=True),
    Case('mixer', mixer([8, 8], 24, 2, 12, 40), [32, 32], numbering='linen'),
    Case('mixer, odd size', mixer([7, 10], 28, 3, 17, 30), [37, 43], picture='owl-rgba.png'),
    Case('mixer, no head', mixer([8, 8], 24, 1, 24, 40), [32, 32], 0),
    Case('lit, text transformer', lit(tiny(), 'text_transformer', SMALL_TEXT, [18, 18], 9), [24, 24], 0, tokens=SAMPLE_TOKENS[9]),
    Case('lit, image without head', lit(tiny('gap'), 'text_transformer', SMALL_TEXT, [None, 18], 16), [32, 32], 0, numbering='linen'),
    Case('lit, bert', lit(tiny(), 'bert', {'config': 'base'}, [40, 40], 11), [24, 24], 0, by_rule=True),
    Case('lit, bert without head', lit(vit([8, 8], 768, 24, 2, 1), 'bert', {'config': 'base'}, [None, None], 16), [24, 24], 0, by_rule=True),
]

FORMS = [
    Case('compressed', tiny(), [24, 24], form='npz compressed'),
    Case('float16', tiny(), [24, 24], form='npz float16'),
    Case('float64', tiny(layers=1), [24, 24], form='npz float64'),
    Case('columns first', tiny(layers=1), [24, 24], form='npz fortran'),
    Case('safetensors', tiny(), [24, 24], form='safetensors', numbering='linen'),
    Case('safetensors, bfloat16', tiny(), [24, 24], form='safetensors bfloat16'),
    Case('safetensors, float16', mixer([8, 8], 24, 1, 24, 40), [24, 24], form='safetensors float16'),
]

ADAPTED = [
    Case('token, 4x4 to 6x6', tiny(), [48, 48], pretrained={'image_size': [32, 32]}),
    Case('token, 6x6 to 4x4', tiny(layers=1), [32, 32], pretrained={'image_size': [48, 48]}),
    Case('token, 4x4 to 5x5', tiny(layers=1), [40, 40], pretrained={'image_size': [32, 32]}, numbering='linen'),
    Case('gap, 4x4 to 5x5', tiny('gap', layers=1), [40, 40], pretrained={'image_size': [32, 32]}),
    Case('gap, 7x7 to 3x3', tiny('gap', layers=1), [24, 24], pretrained={'image_size': [56, 56]}),
    Case('unpooled, 3x3 to 4x4', tiny('unpooled', layers=1), [32, 32], pretrained={'image_size': [24, 24]}),
    Case('token, 14x14 to 24x24', vit([16, 16], 8, 12, 2, 1), [384, 384], pretrained={'image_size': [224, 224]}, form='npz compressed'),
    Case('token, 1x1 to 3x3', tiny(layers=1), [24, 24], pretrained={'image_size': [8, 8]}),
    Case('token, other classes', tiny(layers=1), [24, 24], 7, pretrained={'num_classes': 21}),
    Case('gap, other classes, biased head', tiny('gap', layers=1, head_bias_init=-6.9), [24, 24], 7, pretrained={'num_classes': 21}),
    Case('token, other classes, representation', tiny(layers=1, representation_size=20), [24, 24], 7, pretrained={'num_classes': 21}),
    Case('token, representation dropped', tiny(layers=1), [24, 24], pretrained={'representation_size': 20}),
    Case('token, representation of the same width dropped', tiny(layers=1), [24, 24], pretrained={'representation_size': 18}),
    Case('token, all at once', tiny(), [48, 48], 7, pretrained={'image_size': [32, 32], 'num_classes': 21, 'representation_size': 20}),
    Case('mixer, other classes', mixer([8, 8], 24, 1, 24, 40), [32, 32], 7, pretrained={'num_classes': 21}),
    Case('hybrid, 2x2 to 3x3', vit([2, 2], 24, 40, 3, 1, resnet=resnet([], 0.5)), [24, 24], 7, pretrained={'image_size': [16, 16], 'num_classes': 21}),
]

BIG_VISION = [
    Case('big_vision, token', tiny(), [24, 32], numbering='linen', big_vision={'pool_type': 'tok'}),
    Case('big_vision, stacked blocks', tiny('gap', layers=3), [24, 24], numbering='linen', big_vision={'pool_type': 'gap', 'scan': True}),
    Case('big_vision, beside an optimizer', tiny('gap', layers=1, representation_size=20), [24, 24], numbering='linen', big_vision={'pool_type': 'gap', 'prefix': 'params/'}),
]

SMALL = ARCHITECTURES + FORMS + ADAPTED + BIG_VISION
