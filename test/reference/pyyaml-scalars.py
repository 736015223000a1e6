"""What PyYAML's safe_load makes of a few hundred scalars, as JSON.

    pip install pyyaml
    python test/reference/pyyaml-scalars.py > test/unit/syntax/pyyaml-scalars.json

Each answer is [text, type, value]: type is that of Python, the value is a JSON value, with floats as Python's repr
(NaN and infinities have no JSON), and `error` in place of the type where safe_load raises.
"""
import json
import sys

import yaml

WORDS = """~ null Null NULL nULL none None NONE true True TRUE tRUE false False FALSE fALSE yes Yes YES yEs no No NO nO
on On ON oN off Off OFF oFF y Y n N t f = == << < .inf .Inf .INF .iNF inf Inf -.inf -.Inf +.inf +.INF .nan .NaN .NAN
.nAN nan NaN -.nan infinity -Infinity ViT-B_16 token gap 1st 3072px 16x16 16,16 1,000 12a a12 _1 1_ __ -a --1 +-1 .a
1.2.3 1.. ... .. . - + -- +. -. .e3 e3 1e 1e+ v1.0 #""".split()

INTEGERS = """0 -0 +0 1 -1 +1 7 10 16 224 768 3072 86567656 00 000 01 07 010 -010 +010 0777 08 09 018 0_8 0_7 0_ 0__ 0_10
1_ 1_0 1_000 1_000_000 10_000_ -1_000 +1_0 1__0 _10 0b0 0b1 0b101 0b1_0 -0b11 0b 0b2 0b_ 0B1 0x0 0x10 0xff 0xFF 0XFF
0xg 0x 0x_ 0x_f -0x10 +0x1F 0x1_F 0o0 0o7 0o10 0O10 0o8 -0o10 0o_1 9007199254740993 123456789012345678901234567890
1:30 1:60 1:59 01:30 0:30 1:2:3 12:30:45 -1:30 +1:30 1:300 190:20:30 1_0:30 1: :1 1:30: 10:5 1:05 100:00 23:59:59 1:3_0
2147483648 -2147483649 1e3 -0x_ 0b_1 0b1_""".split()

FLOATS = """0.0 -0.0 +0.0 1.0 1. .5 0.5 -.5 +.5 -1.5 +1.5 1.5e3 1.5e+3 1.5e-3 1.5E+3 1.5E-3 1.5E3 1e5 1e-5 1e+5 1E-5 1E5
-1e-5 +1e-5 1.e-5 1.e5 .5e-3 .5e3 -.5e-3 1.0e-5 1.0E-05 5e-4 3e-3 3.0e-3 1_0.5 1_0.5_0 1_000.5 1_0e3 1_0.0e+3 0.1_ 1._
._5 .5_ .5_5 0_.5 1e400 1.0e+400 -1e400 1.0e-400 1e-400 1.5e 1.5e+ 1.5e+-3 1.5.5 1:30.5 1:30. 1:60.5 0:0.5 -1:30.5
1:2:3.5 1:30.5_0 1:30._ 00.5 01.5 08.5 012e3 012.e+3 12e03 1e1_0 1.0e+1_0 0x1.8 0x1p3 1.0f 1.0L .0 0. 3.14159
685_230.15e+03 1e05 123456789.123456789 0.1e+1 1.7976931348623157e+308 5.0e-324""".split()

DATES = ["2024-01-01", "2024-1-1", "2024-13-01", "2024-02-30", "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29",
         "0000-01-01", "0001-01-01", "0099-02-29", "9999-12-31", "2024-01-00", "2024-00-01", "24-01-01", "2024-01",
         "2024-01-01T00:00:00", "2024-01-01 12:30:45", "2024-01-01 24:00:00", "2024-01-01 12:60:00",
         "2024-01-01 12:00:60", "2024-1-1 1:02:03", "2024-1-1 1:2:3", "2024-01-01T12:00:00Z", "2024-01-01T12:00:00.5",
         "2024-01-01T12:00:00+01:00", "2024-01-01T12:00:00-23:59", "2024-01-01T12:00:00+24:00",
         "2024-01-01T12:00:00+1", "2024-01-01t12:00:00 +01", "2024-01-01  12:00:00", "2024-01-01T12:00", "20240101",
         "2024-01-01T12:00:00.", "2024-13-01T12:00:00", "2024-01-01T12:00:00+99:99"]

# As they stand in a file, with tag and quotes.
TAGGED = ["!!str 16", "!!str 1e-5", "!!str on", "!!str null", "!!str", "!!str '16'", "!!int 16", "!!int '16'",
          '!!int "0x10"', "!!int 010", "!!int 0o10", "!!int 1_0", "!!int '1:30'", "!!int 08", "!!int abc", "!!int 1.5",
          "!!int ''", "!!int -5", "!!int +5", "!!int 0b11", "!!int '0b12'", "!!int '-0'", "!!int ' 5'", "!!float 1",
          "!!float 1e-5", "!!float '1e5'", "!!float 010", "!!float .5", "!!float -.5", "!!float inf", "!!float .inf",
          "!!float -.inf", "!!float nan", "!!float .nan", "!!float infinity", "!!float abc", "!!float ''",
          "!!float 1_0.5", "!!float 1:30", "!!float 1:30.5", "!!float 0x10", "!!float 1e", "!!float 5.", "!!bool yes",
          "!!bool 'on'", "!!bool True", "!!bool TRUE", "!!bool tRuE", "!!bool off", "!!bool y", "!!bool 1", "!!null x",
          "!!null ''", "!!null 1", "! 16", "! '16'", "!<tag:yaml.org,2002:int> 5", "!foo 1", "!!foo 1",
          "!!python/tuple x", "!!timestamp 2024-01-01", "!!timestamp '2024-02-30'", "!!timestamp abc"]

QUOTED = ["'16'", '"16"', "'on'", '"null"', "'1e-5'", '""', "''", "'~'", '"\\x41\\u00e9"', "'it''s'", '"a\\\\b"']


def reading(source):
    try:
        value = yaml.safe_load("a: " + source)["a"]
    except Exception as error:  # ValueError, KeyError, AttributeError and YAMLError: whatever ends the program
        return [source, "error", type(error).__name__]
    kind = type(value).__name__
    if kind in ("date", "datetime"):
        return [source, kind, value.isoformat()]
    if kind == "float":
        return [source, kind, repr(value)]
    if kind == "int" and abs(value) >= 2**53:
        return [source, kind, str(value)]
    return [source, kind, value]


def main():
    sources = list(dict.fromkeys(WORDS[:-1] + INTEGERS + FLOATS + DATES + TAGGED + QUOTED + [""]))
    rows = ",\n".join(json.dumps(reading(source)) for source in sources)
    sys.stdout.write("[\n" + rows + "\n]\n")


main()
