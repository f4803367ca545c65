"""Libraries imported without the parts of them that are not used here.

`import spacy` also imports its command line with an HTTP client, and `import sklearn` most of
`scipy`; each costs more than all the rest of a run. While such a library is imported, an
empty module replaces that part; code that uses the part later gets the real one.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

NEEDLESS = {
    "spacy": ("spacy.cli", "spacy.cli.info"),
    "sklearn": ("scipy.stats", "scipy.interpolate"),
}
"""Of each library: what it imports and we never use."""
ABSENT = ("pydantic.v1",)
"""What libraries import only if it is installed, to deal with objects that we never make."""


@contextmanager
def skip_unused_modules(*names: str) -> Iterator[None]:
    """While inside, these modules are imported as empty ones, and those of `ABSENT` seem not to be
    installed, unless they are there already.

    What is imported from an empty module imports the real one when it is called or looked into.
    """
    stubs: dict[str, ModuleType | None] = {name: empty_module(name) for name in names}
    stubs = {
        name: module
        for name, module in (stubs | dict.fromkeys(ABSENT)).items()
        if name not in sys.modules
    }
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules.update(stubs)
    try:
        yield
    finally:
        for name, module in stubs.items():
            if modules.get(name, module) is module:
                modules.pop(name, None)


def empty_module(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = []
    module.__getattr__ = lambda attribute: lazy_attribute(name, attribute)  # type: ignore[method-assign]
    return module


def lazy_attribute(module: str, name: str) -> "LazyAttribute":
    if name.startswith("__"):
        raise AttributeError(name)
    return LazyAttribute(module, name)


class LazyAttribute:
    """Stands in for a function or class of a module that is imported when it is used."""

    def __init__(self, module: str, name: str) -> None:
        self._place = module, name

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._real()(*arguments, **keywords)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._real(), attribute)

    def _real(self) -> Any:
        module, name = self._place
        return getattr(import_module(module), name)
