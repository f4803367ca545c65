"""Finds and reads masters and postings."""

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.cache import NOWHERE, Cache
from tailor.cli.console import UsageError, print_note, print_problems
from tailor.errors import FileError, Place, Problem
from tailor.files import read_regular
from tailor.models import Keyword, Posting, Resume
from tailor.project import refuse_input
from tailor.system import END_OF_INPUT

if TYPE_CHECKING:
    from tailor.cli.settings import Settings

NAMES = ("resume.yaml", "resume.yml", "resume.json", "cv.yaml", "cv.yml")
"""A master is looked for under these names, in this order."""
FEWEST_KEYWORDS = 4
"""Keywords; with fewer a posting says too little."""
VARIABLE = "TAILOR_RESUME"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read. `path` is the master's file, `sha256` that of its bytes as they were read (""
    if somebody saved it just then)."""

    path: Path
    sha256: str
    resume: Resume
    warnings: tuple[Problem, ...]


def find_master(given: Path | None) -> Path:
    """The master's file: as given, as the environment says, or by its name in this folder.

    Raises `UsageError` if there is none, `FileError` if the one that was named is not there, or the
    one in this folder is a link that leads out of it.
    """
    from_environment = os.environ.get(VARIABLE)
    if from_environment and given in (None, Path(from_environment)):
        return path_from_variable(Path(from_environment))
    if given is not None:
        require_file(given)
        return given
    for name in NAMES:
        if Path(name).is_file():
            refuse_input(Path(name), "--resume")
            return Path(name)
    hint = "name it with --resume FILE, or create one: tailor init"
    problem = Problem(f"no master CV: there is no {', '.join(NAMES)} in this folder", hint=hint)
    raise UsageError(problem)


def require_file(path: Path) -> None:
    """Raises `FileError` if nothing is there; tailor.toml may have named it."""
    if path != Path("-") and not os.path.lexists(path):
        from tailor.resume.reading import similar_names

        setting = ("resume", path.as_posix())
        hint = similar_names(path)
        raise FileError(Problem("no such file", Place(str(path)), hint=hint, setting=setting))


def path_from_variable(path: Path) -> Path:
    """The path that a variable names, if there is something. Raises `FileError`."""
    if not path.exists():
        hint = f"the variable {VARIABLE} names it: correct it, or unset it"
        raise FileError(Problem("no such file", Place(str(path)), hint=hint))
    return path


def read_master(
    given: Path | None, quiet: bool, language: str = "", cache: Cache = NOWHERE
) -> Inputs:
    """The master; warnings about it go to stderr unless `quiet`.

    With a `language` its usual section titles are those of that language. Raises as
    `read_cached_master` and `translate_titles`.
    """
    from tailor.i18n import choose_translation, primary_subtag, translate_titles

    path = find_master(given)
    (resume, warnings), digest = read_cached_master(path, cache)
    if not quiet:
        print_problems(*warnings)
    if language:
        chosen = choose_translation(resume, language)
        has_texts = primary_subtag(chosen.language) == primary_subtag(language)
        if not quiet and resume.translations and not has_texts:
            message = f"the master has no texts in `{language}`"
            hint = f"they are printed in `{resume.language}`"
            print_problems(Problem(message, Place(str(path)), hint=hint, level="warning"))
        resume = translate_titles(chosen, language)
    return Inputs(path, digest, resume, warnings)


def read_posting(
    source: str, quiet: bool = True, allow_local: bool = False, cache: Cache = NOWHERE
) -> Posting:
    """The posting; what is odd about it goes to stderr unless `quiet`.

    Raises as `tailor.posting.fetch.fetch_posting`.
    """
    from tailor.posting.fetch import fetch_posting

    if source == "-" and sys.stdin.isatty():
        print_note(f"paste the posting, then press {END_OF_INPUT} on a line of its own")
    stdin = sys.stdin.buffer
    posting = read_cached_posting(
        source, lambda: fetch_posting(source, stdin, allow_local=allow_local), cache
    )
    if not quiet:
        print_problems(*posting_warnings(posting))
    return posting


def refuse_outside_posting(settings: "Settings") -> None:
    """Refuses the posting of a job that leads out of the project, or is what the user copied or
    types, unless the user named it.

    Raises `FileError`.
    """
    from tailor.posting.sources import CLIPBOARD, STDIN, in_file

    if "job" in settings.named:
        return
    if in_file(settings.job):
        refuse_input(Path(settings.job), "--job")
    if settings.job in (CLIPBOARD, STDIN):
        hint = f"if you want it, give it on the command line: --job {settings.job}"
        raise FileError(
            Problem(
                "a file may not ask for this, and it is not read", Place(settings.job), hint=hint
            )
        )


def posting_warnings(posting: Posting) -> tuple[Problem, ...]:
    """Warnings about what is odd about a posting."""
    place = Place(posting.source)
    return tuple(Problem(note, place, level="warning") for note in posting.notes)


def warn_few_keywords(source: str, keywords: Sequence[Keyword]) -> tuple[Problem, ...]:
    """A warning if a posting names so little that no page can be made to fit it."""
    if len(keywords) >= FEWEST_KEYWORDS:
        return ()
    if not keywords:
        message = (
            "the posting does not describe the work: its title alone decides what is on the page"
        )
        hint = "is the whole posting there? see it with tailor keywords"
        return (Problem(message, Place(source), hint=hint, level="warning"),)
    recognised = "one keyword was" if len(keywords) == 1 else f"{len(keywords)} keywords were"
    message = f"only {recognised} recognised: the posting has little effect on the page"
    hint = "see them with tailor keywords; is the whole posting there?"
    return (Problem(message, Place(source), hint=hint, level="warning"),)


def fail_on_warnings(strict: bool, warnings: int) -> list[Problem]:
    """The fault that there are warnings, if they are to be one."""
    if not (strict and warnings):
        return []
    warnings_found = "there is a warning" if warnings == 1 else f"there are {warnings} warnings"
    return [Problem(f"{warnings_found}, and --strict is set")]


Read = tuple[Resume, tuple[Problem, ...]]
"""A master, and warnings about its file."""
PICKLED_MODULES = frozenset({"tailor.models", "tailor.errors"})
SUFFIXES = (".yaml", ".yml", ".json")
CACHED_BYTES = 5_000_000
"""Bytes; whatever is longer, odd or missing is left to the reader, which knows what to say."""


class Unpickler(pickle.Unpickler):
    """Makes values of this program's model, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        kind = super().find_class(module, name) if module in PICKLED_MODULES else None
        if not isinstance(kind, type) or kind.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return kind


def read_cached_file(path: Path, cache: Cache = NOWHERE) -> Read:
    """The master in a file of any format, and warnings.

    Raises as `tailor.loader.isolated.read_any`.
    """
    return read_cached_master(path, cache)[0]


def read_cached_master(path: Path, cache: Cache = NOWHERE) -> tuple[Read, str]:
    """The same, and the SHA-256 of the bytes that were read; "" if the file was saved meanwhile."""
    data = read_file_of_suffix(path, SUFFIXES)
    if not data:
        from tailor.loader.isolated import read_any

        before = sha256_hex(read_file_of_suffix(path))
        read = read_any(path)
        return read, before if before == sha256_hex(read_file_of_suffix(path)) else ""
    if not cache.folder:
        return parse_master(data, path), sha256_hex(data)
    stored = cache.get_or_make(
        lambda: pickle.dumps(parse_master(data, path)), "master", str(path), data, decode=unpickle
    )
    master: Read = unpickle(stored)
    return master, sha256_hex(data)


def read_cached_posting(
    source: str, fetch: Callable[[], Posting], cache: Cache = NOWHERE
) -> Posting:
    """The posting that `fetch` finds in a source; it opens the file again, so what it finds is kept
    only if that was still the same. Raises what it does."""
    data = posting_bytes(source) if cache.folder else b""
    if stored := cache.get_bytes("posting", source, data, decode=unpickle) if data else None:
        cached: Posting = unpickle(stored)
        return cached
    posting = fetch()
    if data and posting.sha256 == sha256_hex(data):
        cache.put_bytes(pickle.dumps(posting), "posting", source, data)
    return posting


def posting_bytes(source: str) -> bytes:
    """The bytes of the file that a posting is in, if it is in one that can be read."""
    from tailor.posting.sources import in_file

    return read_file_of_suffix(Path(source)) if in_file(source) else b""


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unpickle(stored: bytes) -> Any:
    return Unpickler(io.BytesIO(stored)).load()


def read_file_of_suffix(path: Path, suffixes: Collection[str] = ()) -> bytes:
    """The bytes of a file of one of these formats (none: of any); nothing of anything else."""
    try:
        regular = path.is_file() and (not suffixes or path.suffix.lower() in suffixes)
        return read_regular(path) if regular and path.stat().st_size <= CACHED_BYTES else b""
    except (OSError, ValueError):
        return b""


def parse_master(data: bytes, path: Path) -> Read:
    from tailor.loader import parse_resume
    from tailor.resume.reading import decode_utf8

    return parse_resume(decode_utf8(data, str(path)), str(path), path.suffix.lower().lstrip("."))
