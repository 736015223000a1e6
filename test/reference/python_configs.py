"""What CPython and ml_collections make of Python configs, as JSON.

    pip install ml_collections numpy
    python test/reference/python_configs.py > test/golden/python/configs.json
    python test/reference/python_configs.py PROGRAMS.json > OUTCOMES.json    (a list of texts; test/fuzz/pythonPrograms.ts)

The corpus is the package test/golden/python/configs. For each file is said what each of its top-level functions gives
when it is called without arguments, `get_config` with the arguments of a `# vit-config: args=` comment, and any of them
as often as a `# call: NAME ARGUMENTS` comment says; and what the ConfigDicts at the top of the module are after its
import. Each call is made on modules imported anew; where the text mentions VIT_PROBE, with and without it in the environment.

A value is a JSON value, but for
  {"float": repr}  {"int": digits} from 2**53 on  {"tuple": [..]}  {"config": {..}}  {"dict": {..}}
  {"configPairs": [[key, value], ..]}, {"dictPairs": ..} where some key is no string
  {"required": true} for a required placeholder  {"cycle": true}  {"other": type} for whatever else.
`useless` says why a config can't be iterated, and so not be used. A result that is no ConfigDict is {"other": type}. An exception is {"raises": {type, message, frames: [[file, function, line], ..]}}, outermost frame first. `lines` are those
of the file that the call comes to.
"""
import ast
import importlib
import json
import os
import re
import signal
import sys
import tempfile
import traceback

import ml_collections
from ml_collections.config_dict import config_dict as cd

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden", "python")


def encoded(value, above=()):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, cd.FieldReference):
        try:
            return encoded(value.get(), above)
        except cd.RequiredValueError:
            return {"required": True}
    if type(value) is int:
        return value if abs(value) < 2**53 else {"int": str(value)}
    if type(value) is float:
        return {"float": repr(value)}
    if id(value) in above:
        return {"cycle": True}
    above = above + (id(value),)
    if type(value) is list:
        return [encoded(item, above) for item in value]
    if type(value) is tuple:
        return {"tuple": [encoded(item, above) for item in value]}
    if isinstance(value, ml_collections.ConfigDict):
        return mapping("config", value._fields, above)  # pylint: disable=protected-access
    if type(value) is dict:
        return mapping("dict", value, above)
    return {"other": type(value).__name__}


def mapping(kind, fields, above):
    if all(isinstance(key, str) for key in fields):
        return {kind: {key: encoded(value, above) for key, value in fields.items()}}
    return {kind + "Pairs": [[encoded(key, above), encoded(value, above)] for key, value in fields.items()]}


def too_long(*_):
    raise TimeoutError("this takes too long")


def outcome(run, root, traced=None):
    """What a run gives; of the file `traced`, the lines that it comes to."""
    lines = set()

    def trace(frame, event, _):
        if frame.f_code.co_filename != traced:
            return None
        if event == "line":
            lines.add(frame.f_lineno)
        return trace

    try:
        signal.setitimer(signal.ITIMER_REAL, 5)
        if traced is not None:
            sys.settrace(trace)
        try:
            value = run()
        finally:
            sys.settrace(None)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException as error:  # whatever ends the program: SystemExit too  # pylint: disable=broad-except
        frames = [[os.path.relpath(frame.filename, root), frame.name, frame.lineno]
                  for frame in traceback.extract_tb(error.__traceback__)
                  if os.path.abspath(frame.filename).startswith(os.path.abspath(root) + os.sep)]
        return {"raises": {"type": type(error).__name__, "message": str(error)[:200], "frames": frames}, **reached(lines)}
    if not isinstance(value, ml_collections.ConfigDict):
        return {"other": type(value).__name__, **reached(lines)}
    try:
        value.to_dict()
    except Exception as error:  # keys that can't be sorted  # pylint: disable=broad-except
        return {"value": encoded(value), "useless": f"{type(error).__name__}: {error}"[:200], **reached(lines)}
    return {"value": encoded(value), **reached(lines)}


def reached(lines):
    """The lines as ranges, `12-15 18`."""
    ranges = []
    for line in sorted(lines):
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return {"lines": " ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)} if ranges else {}


def fresh(name):
    """The module, with everything of its package forgotten first."""
    package = name.split(".")[0]
    for module in [m for m in sys.modules if m == package or m.startswith(package + ".")]:
        del sys.modules[module]
    return importlib.import_module(name)


def required(node):
    """Whether a function can't be called without arguments."""
    args = node.args
    return (len(args.args) + len(args.posonlyargs) > len(args.defaults) or any(d is None for d in args.kw_defaults))


def calls_of(text):
    """[function, label, arguments] for each call that is to be made."""
    functions = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            functions[node.name] = node
    calls = [[name, None, ()] for name, node in functions.items() if not required(node)]
    for given in re.findall(r"^# vit-config: args=(.*)$", text, re.M)[:1]:
        calls = [call for call in calls if call[0] != "get_config"] + [["get_config", given, (given,)]]
    for name, arguments in re.findall(r"^# call: (\w+) (.*)$", text, re.M):
        calls.append([name, "# call: " + arguments, eval(f"({arguments},)")])  # pylint: disable=eval-used
    return calls


def outcomes(module_name, text, root):
    """Everything about one file."""
    imported = outcome(lambda: fresh(module_name) and None, root)
    if "raises" in imported:
        return {"import": imported["raises"], "functions": [], "variables": {}}
    module = sys.modules[module_name]
    # A name that was imported is the other module's.
    assigned = {target.id for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Assign, ast.AnnAssign))
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name)}
    variables = {name: encoded(value) for name, value in vars(module).items()
                 if isinstance(value, ml_collections.ConfigDict) and name in assigned}
    functions = []
    for probe in (None, "set") if "VIT_PROBE" in text else (None,):
        if probe is not None:
            os.environ["VIT_PROBE"] = probe
        for name, label, arguments in calls_of(text):
            function = getattr(fresh(module_name), name)
            result = outcome(lambda function=function, arguments=arguments: function(*arguments), root, sys.modules[module_name].__file__)
            functions.append({"name": name, "args": label, **result})
        os.environ.pop("VIT_PROBE", None)
    return {"functions": functions, "variables": variables}


def corpus():
    sys.path.insert(0, CORPUS)
    folder = os.path.join(CORPUS, "configs")
    result = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".py") and file != "__init__.py":
            with open(os.path.join(folder, file), encoding="utf8", newline="") as stream:
                text = stream.read()
            result[file] = outcomes("configs." + file[:-3], text, folder)
    return result


def programs(file):
    with open(file, encoding="utf8") as stream:
        texts = json.load(stream)
    result = []
    with tempfile.TemporaryDirectory() as root:
        sys.path.insert(0, root)
        for i, text in enumerate(texts):
            path = os.path.join(root, f"program_{i}.py")
            with open(path, "w", encoding="utf8") as stream:
                stream.write(text)
            importlib.invalidate_caches()
            result.append(outcomes(f"program_{i}", text, root))
            sys.modules.pop(f"program_{i}", None)
    return result


def main():
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGALRM, too_long)
    stdout, sys.stdout = sys.stdout, sys.stderr  # configs may print
    if len(sys.argv) > 1:
        json.dump(programs(sys.argv[1]), stdout)
    else:
        json.dump(corpus(), stdout, indent=1, ensure_ascii=False)
        stdout.write("\n")


if __name__ == "__main__":
    main()
