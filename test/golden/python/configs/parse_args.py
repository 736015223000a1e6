"""Arguments as big_vision passes them."""
import ml_collections as mlc


def parse_arg(arg, lazy=False, **spec):
  arg = arg or ''
  spec = {k: with_default(v) for k, v in spec.items()}
  result = mlc.ConfigDict(type_safe=False)
  if arg and ',' not in arg and '=' not in arg:
    if arg in spec or not spec:
      arg = f'{arg}=True'
    else:
      arg = f'{list(spec.keys())[0]}={arg}'
  raw = {part.split('=')[0]: part.split('=', 1)[-1] if '=' in part else 'True' for part in arg.split(',') if part}
  for name, (default, convert) in spec.items():
    value = raw.pop(name, None)
    result[name] = convert(value) if value is not None else default
  if raw:
    if not lazy:
      raise ValueError(f'left over: {raw}')
    for k, v in raw.items():
      result[k] = v
  return result


def with_default(v):
  if isinstance(v, bool):
    def strict(x):
      assert x.lower() in {'true', 'false', ''}
      return x.lower() == 'true'
    return (v, strict)
  if isinstance(v, (tuple, list)):
    assert len(v) == 2 and isinstance(v[1], type)
    return (v[0], v[1])
  return (v, type(v))


def get_config(arg=None):
  arg = parse_arg(arg, variant='B/16', runlocal=False, res=224)
  config = mlc.ConfigDict()
  config.input = {}
  config.input.batch_size = 1024 if not arg.runlocal else 8
  config.model_name = 'vit'
  config.model = dict(variant=arg.variant, pool_type='gap', posemb='sincos2d')
  config.pp = f'decode|resize({arg.res})'
  config.evals = {}
  config.evals.val = dict(type='classification', data=dict(name='imagenet2012', split='validation'))
  config.evals.real = dict(**config.evals.val)
  config.evals.real.pp_fn = 'x'
  if arg.runlocal:
    config.input.batch_size = 2
  return config


def get_given(arg='variant=S/32,runlocal'):
  arg = parse_arg(arg, variant='B/16', runlocal=False, res=(224, int))
  config = mlc.ConfigDict()
  config.variant = arg.variant
  config.runlocal = arg.runlocal
  config.res = arg.res
  return config


def get_single(arg='384'):
  config = parse_arg(arg, res=224, runlocal=False)
  config.seed = 0
  config.res = str(config.res)
  return config
