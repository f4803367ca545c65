"""Files of other CV programs, told by their keys: RenderCV, YAMLResume, Reactive Resume, FRESH."""

from typing import TYPE_CHECKING

from tailor.read.source import Mapping, Scalar, Source
from tailor.read.unplaced import Unplaced
from tailor.words import has_titles

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
    return found.root, tuple(Unplaced(line, text) for line, text in sorted(places))


def adopted(root: Mapping) -> "Adopted | None":
    """The file as a master; None if it is no file of another program."""
    if other := foreign(root):
        return other
    if root.get("basics") is None:
        for key in ("cv", "content"):
            node = root.get(key)
            if isinstance(node, Mapping):
                return converted(root, key, node)
    return None


def foreign(root: Mapping) -> "Adopted | None":
    """A file of Reactive Resume or FRESH as a master; None if it is neither."""
    from tailor.read.trees import Adopted
    from tailor.read.yamlresume import fresh, reactive

    found = Adopted(Mapping((), root.start))
    if isinstance(root.get("basics"), Mapping) and isinstance(root.get("sections"), Mapping):
        found.root = reactive(root, found)
        return found
    if isinstance(root.get("employment"), Mapping) or (
        isinstance(root.get("contact"), Mapping) and root.get("basics") is None
    ):
        found.root = fresh(root, found)
        return found
    return None


def converted(root: Mapping, key: str, node: Mapping) -> "Adopted":
    """What stands under the key, as a master."""
    from tailor.read.rendercv import rendercv
    from tailor.read.trees import Adopted, leaves
    from tailor.read.yamlresume import yamlresume

    found = Adopted(Mapping((), root.start))
    found.language = locale(root)
    for name, value in root.pairs:
        if name.name not in (key, *SETTINGS):
            found.left += leaves(value)
    made = {"cv": rendercv, "content": yamlresume}[key](node, found)
    if found.language and found.language != "en":
        at = made.start
        said = Mapping(((Scalar("language", at, at), Scalar(found.language, at, at)),), at)
        made = Mapping((*made.pairs, (Scalar("meta", at, at), said)), at)
    found.root = made
    return found


def locale(root: Mapping) -> str:
    """The language that a file of RenderCV or YAMLResume names, as a tag; "" if none."""
    held = root.get("locale")
    said = held.get("language") if isinstance(held, Mapping) else held
    name = said.name.casefold() if isinstance(said, Scalar) else ""
    tag = LANGUAGES.get(name.split("_")[0], name.split("_")[0].split("-")[0])
    return tag if has_titles(tag) else ""


LANGUAGES = {
    **{"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it"},
    **{"portuguese": "pt", "dutch": "nl", "polish": "pl", "hindi": "hi", "swedish": "sv"},
    **{"danish": "da", "norwegian": "nb", "turkish": "tr", "russian": "ru", "mandarin": "zh"},
    **{"chinese": "zh", "japanese": "ja", "korean": "ko", "czech": "cs", "greek": "el"},
}
"""Names of languages as other programs write them -> tags."""
