"""Libraries imported without the parts of them that are not used here.

`import spacy` also imports its command line with an HTTP client, and `import sklearn` all of
`scipy.stats`; each costs more than all the rest of a run. While such a library is imported, an
empty module stands in for that part; whoever uses the part later gets the real one.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def without(*names: str) -> Iterator[None]:
    """While inside, these modules are imported as empty ones, unless they are there already.

    A function that is imported from one of them imports the real module when it is called.
    """
    held = {name: placeholder(name) for name in names if name not in sys.modules}
    sys.modules.update(held)
    try:
        yield
    finally:
        for name, module in held.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def placeholder(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = []
    module.__getattr__ = lambda attribute: later(name, attribute)  # type: ignore[method-assign]
    return module


def later(module: str, function: str) -> Callable[..., Any]:
    """A stand-in for a function of a module, which is imported at the first call."""
    if function.startswith("__"):
        raise AttributeError(function)

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), function)(*arguments, **named)

    return call
