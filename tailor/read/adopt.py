"""YAML of other CV programs, recognised by its keys: RenderCV and YAMLResume."""

from tailor.read.rendercv import rendercv
from tailor.read.source import Mapping, Source
from tailor.read.trees import Adopted, leaves
from tailor.read.understand import Unplaced
from tailor.read.yamlresume import yamlresume

SETTINGS = {"design", "locale", "settings", "rendercv_settings", "layout", "locales", "template"}
"""How the other program prints, not what."""


def own_keys(source: Source, root: Mapping) -> tuple[Mapping, tuple[Unplaced, ...]]:
    """The tree with the keys of a master, and the texts that have no place in it."""
    found = adopted(root)
    if found is None:
        return root, ()
    places = [(source.place(one.start).line or 1, one.name) for one in found.left]
    return found.root, tuple(Unplaced(line, text) for line, text in places)


def adopted(root: Mapping) -> Adopted | None:
    """The file as a master; None if it is no file of another program."""
    for key, convert in (("cv", rendercv), ("content", yamlresume)):
        node = root.get(key)
        if isinstance(node, Mapping) and root.get("basics") is None:
            found = Adopted(Mapping((), root.start))
            for name, value in root.pairs:
                if name.name not in (key, *SETTINGS):
                    found.left += leaves(value)
            found.root = convert(node, found)
            return found
    return None
