"""What CPython makes of the configs in a checkout: as python_configs.py, of functions that the caller names.

    python checkout_values.py CALLS.json > OUTCOMES.json

CALLS is a list of {root, path, calls: [[function or variable, argument or null], ..]}; root is where absolute imports
start. What can't be imported, and everything of jax, flax and tensorflow, is replaced by a mock, whose values have no
JSON. See checkouts.test.ts.
"""
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
from unittest import mock

from python_configs import encoded, outcome, too_long
import ml_collections

MOCKED = {"jax", "jaxlib", "flax", "tensorflow", "tensorflow_datasets", "optax", "chex", "orbax", "torch"}
roots = set()


class Mocks(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds whatever nobody else does, but for what the checkout has itself."""

    def find_spec(self, name, path, target=None):
        top = name.split(".")[0]
        if any(os.path.exists(os.path.join(root, top)) for root in roots):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = mock.MagicMock(name=spec.name)
        module.__path__ = []
        module.__spec__ = spec
        module.__name__ = spec.name
        module.__all__ = []
        return module

    def exec_module(self, module):
        pass


class MocksFirst(Mocks):
    def find_spec(self, name, path, target=None):
        return super().find_spec(name, path) if name.split(".")[0] in MOCKED else None


def forget(root):
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        paths = list(getattr(module, "__path__", None) or []) if not isinstance(module, mock.MagicMock) else []
        if (isinstance(file, str) and file.startswith(root + os.sep)) or any(str(p).startswith(root) for p in paths):
            del sys.modules[name]


def load(root, path):
    forget(root)
    name = os.path.relpath(path, root)[:-3].replace(os.sep, ".")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def values(root, path, calls):
    roots.clear()
    roots.add(root)
    sys.path[:] = [p for p in sys.path if p not in ALL_ROOTS] + [root]
    imported = outcome(lambda: load(root, path) and None, root)
    if "raises" in imported:
        return {"import": imported["raises"], "functions": [], "variables": {}}
    functions = []
    variables = {}
    for name, argument in calls:
        def run(name=name, argument=argument):
            value = getattr(load(root, path), name)
            if isinstance(value, ml_collections.ConfigDict):
                return value
            return value() if argument is None else value(argument)
        functions.append({"name": name, "args": argument, **outcome(run, root)})
    return {"functions": functions, "variables": variables}


def main():
    global ALL_ROOTS
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGALRM, too_long)
    stdout, sys.stdout = sys.stdout, sys.stderr
    with open(sys.argv[1], encoding="utf8") as stream:
        files = json.load(stream)
    ALL_ROOTS = {file["root"] for file in files}
    sys.meta_path.insert(0, MocksFirst())
    sys.meta_path.append(Mocks())
    json.dump([values(**file) for file in files], stdout)


if __name__ == "__main__":
    main()
