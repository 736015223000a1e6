"""Writes test/golden/tokens: small vocabularies, and what upstream's own preprocess.py makes of texts with them (tensorflow-text).

    VISION_TRANSFORMER=../vision_transformer python test/reference/tokens.py

Needs tensorflow-cpu, tensorflow-text and sentencepiece (to train; what tokenises is tensorflow-text). The vocabularies are trained
on this project's own documentation, English and Chinese. A SentencePiece model holds its normalisation rules, 240 KB for NMT's:
models are stored gzipped.

    python test/reference/tokens.py --vocabulary FILE OUT.json

writes OUT.json alone, for a vocabulary of somebody else's.
"""

import gzip
import hashlib
import io
import json
import os
import pathlib
import random
import sys
import tempfile
import unicodedata

import sentencepiece as spm
import tensorflow as tf
import tensorflow_text as tft
from tensorflow_text.python.ops.bert_tokenizer import BasicTokenizer
from tensorflow_text.tools.wordpiece_vocab import wordpiece_tokenizer_learner_lib as learner

sys.path.insert(0, os.environ['VISION_TRANSFORMER'])
from vit_jax import preprocess  # pylint: disable=wrong-import-position

ROOT = pathlib.Path(__file__).parents[2]
OUT = ROOT / 'test/golden/tokens'

TEXTS = [
    '',
    ' ',
    ' \t\r\n\u3000\u00a0 ',
    'a photo of a cat',
    '  a  photo \t of\na   dog.  ',
    'itap of a cd player',
    'A PHOTO OF A TRUCK',
    "it's the dog's ball, isn't it? they'll say \"no\"",
    "it\u2019s \u201cquoted\u201d \u2014 and\u2026 more",
    'wait... what?!?! -----=====***** (((((nested)))))',
    '!!!!!!!!!!!!!!!! ????????? ,,,,,,,,, ________',
    'hahahahahahahahahaha aaaaaaaaaaaaaaaaaaaaaaaaa',
    'crème brûlée à la façon de Noël, naïve coöperation, ĳsselmeer',
    'cre\u0300me bru\u0302le\u0301e with combining marks; a\u0323\u0302\u0301b\u030a\u0327',
    'Straße STRASSE ẞ ß ſt ﬁ ﬂ ﬀ ﬅ',
    'İstanbul ISTANBUL ıstanbul istanbul',
    'ΟΔΥΣΣΕΥΣ Ὀδυσσεύς ᾳ ᾼ \u0345',
    'Привет, мир! Ёлка й',
    '一张猫的照片。 照片上有一只狗，还有12只鸟',
    '猫の写真 ねこ カタカナ ｶﾀｶﾅ ガ ｶﾞ が か\u3099',
    '고양이 사진 한 장 \u1112\u1161\u11ab',
    '𠮷野家 𝒜𝓁𝓅𝒽𝒶 𝟙𝟚𝟛 ① ½ ㎏ ™ ℡',
    'Ｆｕｌｌ　ｗｉｄｔｈ：１２３！？～〜',
    'emoji 🐱 🐶🏽 👩‍👩‍👧‍👦 🏳️‍🌈 ☺️ 🇩🇪 1️⃣',
    'zero\u200bwidth\u200djoiner\u200cnon\u2060word\ufeffmark\u00adsoft',
    'control\u0000nul\u0001one\u0007bell\u001bescape\u007fdelete\u0085next\u009flast',
    'separators\u2028line\u2029paragraph\u1680ogham\u180emongolian\u202fnarrow\u205fmath\u0b0b',
    'rtl שָׁלוֹם עולם مرحبا بالعالم \u202eoverride\u202c \u2066isolate\u2069',
    'हिन्दी में एक तस्वीर ภาพถ่ายแมว',
    'tatoueẗ \u1e97 \u0149 \u01f0 \u0390 \u03b0 \u0587 \u1f80 \ufb13',
    'Ꭰꭰ ᏸ ꮿ Ა ა ǅ ǆ Ǆ',
    'private \ue000\uf8ff unassigned \U000e0001\U000e0041 replacement \ufffd',
    'under_score hyphen-ated slash/ed back\\slash at@example.com #tag $9.99 50% x^2 `code` ~tilde',
    'https://example.com/a?b=c&d=%20#frag',
    '1234567890 3.14159 1,000,000 1e-5',
    '[CLS] [SEP] [PAD] [UNK] [MASK] [unused1] ##ing',
    '<s> </s> <unk> <pad> <0x41> ▁ ▁▁a <extra>',
    'x' * 99,
    'x' * 100,
    'x' * 101,
    'é' * 60,
    '猫' * 120,
    'ж' * 50 + ' ' + 'ж' * 51,
    'supercalifragilisticexpialidocious' * 4,
    'a photo of a cat and a dog and a bird and a horse ' * 4,
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
    'num_heads: 12 does not divide `hidden_size: 768`; a head would be 76.8 values wide',
    '\n\n\nlines\n\nand\r\nmore\rlines\x0b\x0c',
    'mixed猫cat写真photo',
    'trailing space ',
    '\ufb01\u0301 \u212b \u2126 \u1e9b\u0323 \u0344 \u0958',
    '\u0301starts with a mark',
    '🐱' * 30,
    '\u200d  \u2126 after what becomes nothing, and spaces',
    '\U0001f600\U00010400\U00010428 \U0001d7ce \U00020000\U0002fa1d',
]


def documentation():
  """Lines of this project's documents, and names of things in photos."""
  files = [ROOT / 'README.md', ROOT / 'CONTRIBUTING.md', *sorted((ROOT / 'docs').glob('*.md')), *sorted((ROOT / 'l10n/zh-cn').glob('*.json'))]
  lines = [line.strip() for file in files for line in file.read_text().splitlines() if line.strip()]
  things = 'cat dog bird horse truck car house flower tree person ball player photo painting drawing sketch'.split()
  return lines + [f'a {adjective} photo of a {thing}.' for thing in things for adjective in ('bad', 'good', 'large', 'small', 'blurry')] * 3


def fuzz(count, seed):
  """Texts from pieces that stand for the classes of characters above."""
  generator = random.Random(seed)
  alphabets = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJK', '0123456789', ' \t\n', '  ', ".,;:!?'\"()-_/[]<>", 'éèüñçøßİıŁœ', '\u0300\u0301\u0323\u0345\u3099',
               '猫写真的一张照片', 'かながカタカナ', '가나다', '🐱🐶👩\u200d🏽', '\u200b\u200d\ufeff\u00ad\u2060', 'ＡＢｃ１！', 'Σσς', '▁', '\u0000\u0001\u007f\u0085',
               '\u2028\u1680\u3000\u00a0', 'ﬁ½①㎏']
  words = sorted({word for line in documentation() for word in line.split()})
  texts = []
  for _ in range(count):
    parts = []
    for _ in range(generator.randint(1, 12)):
      if generator.random() < 0.5:
        parts.append(generator.choice(words) + generator.choice(['', ' ', ' ']))
      else:
        alphabet = generator.choice(alphabets)
        parts.append(''.join(generator.choice(alphabet) for _ in range(generator.randint(1, 6))))
    texts.append(''.join(parts))
  # As the command line would get them: no lone surrogates, nothing else left out.
  return texts


def wordpiece_vocabulary():
  counts = {}
  # Words as tensorflow-text's basic tokenizer makes them, and not a copy of its rules.
  for line in BasicTokenizer(lower_case=True).tokenize(documentation()).to_list():
    for word in line:
      counts[word.decode()] = counts.get(word.decode(), 0) + 1
  reserved = ['[PAD]', '[unused1]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
  return learner.learn(sorted(counts.items()), vocab_size=2500, reserved_tokens=reserved)


def sentencepiece_model(rules=None, **options):
  writer = io.BytesIO()
  if rules is not None:
    file = tempfile.NamedTemporaryFile('w', suffix='.tsv')  # pylint: disable=consider-using-with
    for rule in rules:
      to, original = rule.split('\t', 1)
      file.write(' '.join(f'{ord(c):x}' for c in original) + '\t' + ' '.join(f'{ord(c):x}' for c in to) + '\n')
    file.flush()
    options['normalization_rule_tsv'] = file.name
  spm.SentencePieceTrainer.train(sentence_iterator=iter(documentation()), model_writer=writer, minloglevel=2, num_threads=1, **options)
  return writer.getvalue()


# Rules of a few characters, each of the kinds that there are: longer over shorter, to nothing, to several, to and from spaces.
RULES = ['a\t\u00e1', 'ss\t\u00df', ' \t\u3000', ' \t\t', '\t\u0001', '\t\u200d', 'cat\t\u732b', 'cat photo\t\u732b\u5199', 'x  y \t\u2126', 'm\tmm', 'MMM\tmmm']
MODELS = {
    # As the models of upstream's text_transformer: T5's way, no begin, padding first.
    'unigram': dict(model_type='unigram', vocab_size=1200, pad_id=0, eos_id=1, unk_id=2, bos_id=-1),
    'unigram-bytes': dict(model_type='unigram', vocab_size=1500, byte_fallback=True, character_coverage=0.98, user_defined_symbols=['<extra>', '猫写', 'photo of'],
                                    control_symbols=['<ctl>'], rules=RULES),
    'bpe': dict(model_type='bpe', vocab_size=1200, character_coverage=0.995, normalization_rule_name='identity', remove_extra_whitespaces=False,
                user_defined_symbols=['<extra>', 'ing']),
    'bpe-bytes': dict(model_type='bpe', vocab_size=1500, byte_fallback=True, character_coverage=0.98, add_dummy_prefix=False, rules=RULES),
    'suffix': dict(model_type='unigram', vocab_size=1000, treat_whitespace_as_suffix=True, normalization_rule_name='identity'),
}


def ids_of(name, path, texts, length):
  tokenizer = preprocess.get_tokenizer(name)(vocab_path=str(path), max_len=length)
  if name == 'bert':
    return tokenizer(texts).tolist()
  return [tokenizer.preprocess_tf(tf.constant(text)).numpy().tolist() for text in texts]


def without_padding(ids):
  """The ids up to the last that is not the padding at the end, which the reader fills in again."""
  end = len(ids)
  while end > 1 and ids[end - 1] == ids[end - 2]:
    end -= 1
  return ids[:end]


def golden(name, path, texts):
  """All texts at 64 ids, what upstream's models mostly cut at (16) for those that were written by hand."""
  cases = [(16, texts[:len(TEXTS)]), (64, texts)]
  return [{'length': length, 'ids': [' '.join(map(str, without_padding(ids))) for ids in ids_of(name, path, some, length)]} for length, some in cases]


def characters():
  """How tensorflow-text prepares each character, where that is not the character itself. Only those that Python's Unicode knows."""
  known = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000 and unicodedata.category(chr(c)) not in ('Cn', 'Co')]
  prepared = BasicTokenizer(lower_case=True).lower_case(tf.constant([chr(c).encode() for c in known])).numpy()
  # Between two letters, to see what separates words: nothing, what is dropped or what stands alone.
  words = BasicTokenizer(lower_case=True).tokenize(tf.constant([f'x{chr(c)}x'.encode() for c in known])).to_list()
  blocks = {}
  for c, lowered, parts in zip(known, prepared, words):
    blocks.setdefault(c >> 8, hashlib.sha256()).update(f'{c:x} {lowered.decode()} {" ".join(p.decode() for p in parts)}\n'.encode())
  return {'known': ranges(known), 'blocks': {f'{block:x}': digest.hexdigest()[:12] for block, digest in blocks.items()}}


def ranges(numbers):
  """[first, last, first, last, ...]"""
  out = []
  for n in numbers:
    if out and out[-1] == n - 1:
      out[-1] = n
    else:
      out += [n, n]
  return out


def write(path, value):
  path.write_text(json.dumps(value, ensure_ascii=True, separators=(',', ':')) + '\n')


def main():
  OUT.mkdir(parents=True, exist_ok=True)
  if sys.argv[1:2] == ['--vocabulary']:
    path = sys.argv[2]
    texts = TEXTS + fuzz(3000, 2)
    write(pathlib.Path(sys.argv[3]), {'texts': texts, 'cases': golden('bert' if path.endswith('.txt') else 'sentencepiece', path, texts)})
    return
  vocabulary = OUT / 'wordpiece.txt'
  vocabulary.write_text('\n'.join(wordpiece_vocabulary()) + '\n')
  texts = TEXTS + fuzz(120, 1)
  result = {'tensorflow_text': tft.__version__, 'texts': texts, 'wordpiece': golden('bert', vocabulary, texts)}
  for name, options in MODELS.items():
    model = sentencepiece_model(**options)
    (OUT / f'{name}.model.gz').write_bytes(gzip.compress(model, 9, mtime=0))
    with tempfile.NamedTemporaryFile(suffix='.model') as file:
      file.write(model)
      file.flush()
      result[name] = golden('sentencepiece', file.name, texts)
  write(OUT / 'ids.json', result)
  write(OUT / 'characters.json', characters())


if __name__ == '__main__':
  main()
