# Every way to lay out a text.
import ml_collections; import copy as _copy


def get_semicolons():
  config = ml_collections.ConfigDict(); config.a = 1; config.b = 2
  if config.a: config.c = 3
  else: config.c = 4
  for i in (1, 2): config[f'd{i}'] = i; config.last = i
  return config


def get_continued():
  config = \
      ml_collections.ConfigDict()
  config.a = 1 + \
      2
  config . b = (1 +
                # a comment between
                2)
  config.c = [
      1,  # one

      2,
  ]
  config.d = {  # a dict
      'x':
          1,
      'y': (
          2
      ),
  }
  return (
      config
  )


def get_one_line(): return ml_collections.ConfigDict({'a': 1})


def get_tabs():
	config = ml_collections.ConfigDict()
	if True:
		config.a = 1
	return config


def get_uneven():
      config = ml_collections.ConfigDict()
      if True:
       config.a = 1
      # a comment at a strange place
  # and one further out
      config.b = 2

      return config


def get_unicode():
  config = ml_collections.ConfigDict()
  größe = 16
  config.größe = größe
  config['schlüssel 😀'] = '😀'; config.behind = 'é'
  return config


def get_comments():
  # config.a = 5
  config = ml_collections.ConfigDict()  # config.b = 6
  """config.c = 7"""
  'a string as statement'
  ...
  pass
  config.d = 8  # type: ignore
  # unknown: (nothing)
  return config  # done


def get_parentheses():
  config = (ml_collections.ConfigDict())
  (config).a = (((1)))
  (config.b) = 2
  config.c = -(-(3))
  config.d = not (not (4))
  return ((config))


if True:
  def get_conditional():
    # unknown: * a
    return ml_collections.ConfigDict({'a': 1})
