"""YAML of other CV programs, recognised by its keys: RenderCV and YAMLResume."""

from typing import TYPE_CHECKING

from tailor.read.source import Mapping, Source
from tailor.read.unplaced import Unplaced

if TYPE_CHECKING:
    from tailor.read.trees import Adopted

SETTINGS = {"design", "locale", "settings", "rendercv_settings", "layout", "locales", "template"}
"""How the other program prints, not what."""


def own_keys(source: Source, root: Mapping) -> tuple[Mapping, tuple[Unplaced, ...]]:
    """The tree with the keys of a master, and the texts that have no place in it."""
    found = adopted(root)
    if found is None:
        return root, ()
    places = [(source.place(one.start).line or 1, one.name) for one in found.left]
    return found.root, tuple(Unplaced(line, text) for line, text in places)


def adopted(root: Mapping) -> "Adopted | None":
    """The file as a master; None if it is no file of another program."""
    if root.get("basics") is None:
        for key in ("cv", "content"):
            node = root.get(key)
            if isinstance(node, Mapping):
                return converted(root, key, node)
    return None


def converted(root: Mapping, key: str, node: Mapping) -> "Adopted":
    """What stands under the key, as a master."""
    from tailor.read.rendercv import rendercv
    from tailor.read.trees import Adopted, leaves
    from tailor.read.yamlresume import yamlresume

    found = Adopted(Mapping((), root.start))
    for name, value in root.pairs:
        if name.name not in (key, *SETTINGS):
            found.left += leaves(value)
    found.root = {"cv": rendercv, "content": yamlresume}[key](node, found)
    return found
