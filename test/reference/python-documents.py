"""What Python makes of some dozens of YAML and JSON texts, right and wrong ones, as JSON.

    pip install pyyaml
    python test/reference/python-documents.py > test/unit/syntax/python-documents.json

Each answer is {syntax, text, documents}, or {syntax, text, refused} with the error's words where Python raises. YAML is
read by PyYAML's safe_load_all, JSON by json.loads. Dates are texts, sets are mappings to null, tuples are mappings of
one key, NaN and the infinities are the texts "nan", "inf" and "-inf".
"""
import datetime
import json
import math

import yaml

YAML = [
    # Documents
    "", "\n", "# only a comment\n", "---\n", "--- # comment\n", "---\na: 1\n", "a: 1\n---\nb: 2\n", "a: 1\n---\n",
    "---\n---\na: 1\n", "# c\n---\na: 1\n", "\ufeffa: 1\n", "\ufeff---\na: 1\n", "%YAML 1.1\n---\na: 1\n",
    "a: 1\n...\n%YAML 1.1\n---\nb: 2\n", "a: 1\n%YAML 1.1\n---\nb: 2\n", "a: 1\n...\n", "a: 1\n... # c\n# d\n",
    "a: 1\n...\n# c\n---\nb: 2\n", "a: 1\n...\nb: 2\n", "--- a\n--- b\n", "---\ta: 1\n", "---a: 1\n", "--- |\n x\n",
    "a: |\n  x\n---\nb: 1\n", "a: 1 ---\n", "a:\n  ---\n", "- a\n---\n- b\n", "a: 1\r\n---\r\nb: 2\r\n", "a: 1\r---\rb: 2\r",
    "a: ...\n", "a: 1\n# c\n---\n# d\nb: 2\n", "%FOO bar\n---\na: 1\n",
    # Plain structure
    "a: 1\nb:\n  c: 2\n  d: [1, 2]\n", "a:\n- 1\n- 2\nb: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n  - d\n", "- - a\n  - b\n",
    "- a: 1\n- a: 2\n", "a: {b: 1, c: [d, e]}\n", "a: []\nb: {}\n", "[a, b,]\n", "{a: 1,}\n", "{a, b: }\n", "{a:1}\n",
    "a: [a: b, c: d]\n", "a: [? b: c]\n", "{? a : b}\n", "? a\n: 1\n", "? a\nb: 1\n", "a:\n\n\n  b: 1\n", "a: b c  d # e\n",
    "a: b#c\n", "a:b: 1\n", "-a: 1\n", "a: -b\n", "a: 'it''s'\n", 'a: "x\\ty\\u00e9\\x41"\n', 'a: "x\n  y\n\n  z"\n',
    "a: |\n  x\n   y\n\nb: 1\n", "a: >\n  x\n  y\n\n  z\n", "a: |-\n  x\n", "a: |+\n  x\n\n", "a: |2\n   x\n", "a: x\n  y\n  z\n",
    "a: 1\r\nb: [1,\r\n  2]\r\n", "a: 1\rb: 2\r", "a: [\n  1,\n  2\n]\n", "a: {\n  b: 1\n}\n", "a: [\n  1, # one\n  2]\n",
    "a: {\nb: 1\n}\nc: 2\n", "a: [\n1,\n2\n]\nc: 2\n", "- [1,\n2]\n- {a: 'x]',\nb: 2} # c\n", "a: {b: [1,\n2],\r\nc: 3\r\n}\r\nd: 4\r\n", "a: [1,\nb: 2\nc: [3]\n",
    "a: !!set {x, y}\n", "a: !!omap [x: 1, y: 2]\n", "a: ! 5\n", "!!map {a: !!seq [1]}\n", "a: 2024-01-01\n", "'a': 1\n\"b\": 2\n",
    "a: b\u2028c: d\n", "a: x\ufeffy\n", "a: \U0001f600 # \U0001f600\n", "a: 'x: y'\n", "a: http://x/y\n", "a: x,y\n", "a: (1, 2)\n",
    "a: train[:98%]\n", "{a: 'x', \"b\": \"y\"}\n", '{"a":1}\n', "a: ~\nb: null\nc:\n", "1: a\n'1': b\n", "null: 1\n", "=: 1\n",
    "__proto__: 1\nconstructor: 2\n", "a: +1\n", "a: .5\n", "a: [.5, -1, 1_000, 010, 1e-5, on]\n",
    # Anchors, aliases, merge keys
    "a: &x 1\nb: *x\n", "a: &x {b: 1}\nc: *x\n", "a: &x\nb: *x\n", "&x a: 1\nb: *x\n", "a: [&x 1, *x]\n",
    "a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\n", "a: &x {b: 1}\nd: {b: 3, <<: *x}\n", "a: {<<: [{b: 1, c: 1}, {b: 2, d: 2}]}\n",
    "a: {<<: {b: 2, c: 3}, <<: {c: 4}, b: 1}\n", "a: &x {b: 1, b: 2}\nd: {<<: *x}\n", "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y}\n",
    "'<<': {a: 1}\n", "{<<: {}}\n", "a: &x 1\n---\nb: 2\n",
    # Refused
    "a: 1\n---\nb: *x\n", "a: *x\n", "x: &a 1\ny: &a 2\n", "{<<: 3}\n", "{<<: [1]}\n", "a: =\n", "a: <<\n", "? [a]\n: 1\n", "? {a: 1}\n: 1\n",
    "{[1]: 2}\n", "a: !foo 1\n", "a: !foo {b: 1}\n", "a: !!python/object:os.system 1\n", "a: !!map [1]\n", "a: !!seq {}\n",
    "a: !!str [1]\n", "a: !e!x 1\n", "a: &\u00e9 1\n", "a: *\n", "a: &\n", "[a,,b]\n", "a: b: c\n", "a: 'x'y\n", 'a: "\\q"\n',
    "a: \x01\n", "a: \x7f\n", "a: \x00\n", "a: '\x01'\n", "# \x02\na: 1\n", "a:\tb\n", "a: 1\t\n", "a: b\tc\n", "a: b\t# c\n", "\ta: b\n",
    "a: 1\n\t\nb: 2\n", "a: [1,\t2]\n", "a:\n\tb: 1\n", "a: @x\n", "a: `x\n", "a: %x\n", "a: 1\n b: 2\n", "a:\n  b: 1\n c: 2\n",
    "a:\n  b: 1\n   c: 2\n", "  a: 1\nb: 2\n", "a: 1\nhid\nb: 2\n", "a: 1\nb 2\n", "a: [1, 2\nb: 3\n", "a: {b: 1\nc: 3\n", "a: [1}\n", "a: ]\n",
    "]\n", "a: }\n", "a: ,\n", "a: -\n", "a: - b\n", "a: ?\n", "a: 'x\n", 'a: "x\nb: 1\n', "a: '''\n", 'a: "x\\"\n', "a: [1] 2\n", "a: {x: 1}y\n",
    "a: [a]: b\n", "a: {b: c}: d\n", 'a: "b": c\n', "--- a: 1\n", "a: |0\n x\n", "a: |+-\n x\n", "a: | x\n y\n", "a: 1\n- b\n",
    "- a\nb: 1\n", "a: 1\n: 2\n", "{: 1}\n", "a: 'x\n---\ny'\n", "import os\nx = {'a': 1}\n", "a: 1\n]: 2\n",
]

JSON = [
    "{}", "[]", "null", " 1 ", '{"a": 1, "b": [1, 2.0, true, null, "x"]}', '{"a": NaN, "b": -Infinity, "c": Infinity}',
    "[-0, -0.0, 1e400, 1E5, 1e-5, 1.5e+3, 123456789012]", '{"a": 1, "a": 2}', '{"__proto__": 1}', '"\\u00e9\\n\\/"', '"\u2028 \ufeff"',
    "\r\n\t{\r\n}\t", '{"": 1}', '"\\ud83d\\ude00"',
    "", " ", "{", "}", "[", "]", '{"a"', '{"a":', '{"a": 1', '{"a": 1,', '{"a": 1,}', "[1,]", "[,]", "[1,,2]", "{,}", '{"a" 1}', '{"a": 1 "b": 2}',
    "[1 2]", '{"a":, "b": 1}', "{a: 1}", "{'a': 1}", "['a']", "{1: 2}", "[010]", "[+1]", "[.5]", "[1.]", "[0x10]", "[1_000]", "[1e]", "[-]",
    "[nan]", "[+Infinity]", "[None]", "[True]", "[tru]", "[undefined]", '"x', '"\\q"', '"\\u12"', '"\t"', '"a\nb"', '"\\', "// c\n{}", "{} // c", "/* c */{}",
    "{} /* c", "# c\n{}", "{} {}", "{}}", "[}", "{]", '{"a": [1, 2}', "\ufeff{}", "\x00", "{\u00a0}", "[1;2]", "[1/2]", ":", ",", '{"a"::1}', '{[]: 1}',
]


def plain(value):
    if isinstance(value, dict):
        return {str(key) if key is not None else "null": plain(item) for key, item in value.items()}
    if isinstance(value, set):
        return {key: None for key in sorted(value)}
    if isinstance(value, tuple):
        return {value[0]: plain(value[1])}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def answer(syntax, text):
    try:
        documents = list(yaml.safe_load_all(text)) if syntax == "yaml" else [json.loads(text)]
    except (yaml.YAMLError, ValueError) as error:
        return {"syntax": syntax, "text": text, "refused": str(getattr(error, "problem", None) or error).split("\n")[0]}
    return {"syntax": syntax, "text": text, "documents": [plain(document) for document in documents]}


def main():
    answers = [answer("yaml", text) for text in YAML] + [answer("json", text) for text in JSON]
    print("[\n" + ",\n".join(json.dumps(item) for item in answers) + "\n]")


main()
