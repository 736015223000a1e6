"""Writes test/golden/fields.json: which keys upstream needs and what its defaults are.

Read off the source without running it: the fields of its Flax modules, what configs/common.py sets, its data set presets
and its config for measuring inference time.

    VISION_TRANSFORMER=../vision_transformer python test/reference/fields.py
"""

import ast
import importlib.util
import json
import os
import pathlib
import sys

checkout = os.environ.get('VISION_TRANSFORMER')
if checkout is None:
    sys.exit('Set VISION_TRANSFORMER to a checkout of google-research/vision_transformer.')
package = pathlib.Path(checkout) / 'vit_jax'

MODULES = {
    'models_vit.py': ['VisionTransformer', 'Encoder'],
    'models_mixer.py': ['MlpMixer'],
    'models_lit.py': ['LitModel', 'BertModel', 'TextTransformer'],
}


def fields(path, class_name):
    """The annotated fields of a class: those without a default, and the others with theirs where it is a plain value."""
    tree = ast.parse(path.read_text())
    node = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == class_name)
    required, defaults = [], {}
    for statement in node.body:
        if not isinstance(statement, ast.AnnAssign):
            continue
        if statement.value is None:
            required.append(statement.target.id)
        elif isinstance(statement.value, ast.Constant):
            defaults[statement.target.id] = statement.value.value
    return {'required': required, 'defaults': defaults}


def config(name):
    """A module of vit_jax/configs, loaded by path: importing the package would pull in jax and tensorflow."""
    spec = importlib.util.spec_from_file_location(name, package / 'configs' / f'{name}.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


common = config('common')
result = {
    'classes': {name: fields(package / file, name) for file, names in MODULES.items() for name in names},
    'common': common.get_config().to_dict(),
    'presets': {name: preset.to_dict() for name, preset in common.DATASET_PRESETS.items()},
    'inference': config('inference_time').get_config().to_dict(),
}
target = pathlib.Path(__file__).parent.parent / 'golden' / 'fields.json'
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(result, indent=1) + '\n')
print(f'written to {target}')
