"""Which postings a command is about: files, folders, patterns, lists and addresses."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tailor.errors import FileError, Place, Problem
from tailor.posting.formats import READERS
from tailor.resume.reading import load_bytes

SUFFIXES = frozenset({".txt", ".md", ".markdown", *(s for s in READERS if s.startswith("."))})
"""Files of a folder that are taken for postings."""
LIST_MARK = "@"
"""A name that begins so is a file with one posting, folder or pattern a line."""


def expand_postings(words: Sequence[str]) -> tuple[str, ...]:
    """Every posting once, in the order given; those of a folder or pattern by name.

    Raises `FileError` if a list or folder cannot be read or names no posting.
    """
    return tuple(dict.fromkeys(posting for word in words for posting in expand_word(word)))


def expand_word(word: str) -> Iterator[str]:
    path = Path(word)
    if word.startswith(LIST_MARK):
        yield from read_list_file(Path(word[len(LIST_MARK) :]))
    elif path.is_dir():
        postings = sorted(str(file) for file in path.iterdir() if is_posting(file))
        yield from require_matches(postings, word, "there is no posting in this folder")
    elif any(char in word for char in "*?[") and not path.exists() and "://" not in word:
        postings = sorted(name for name in glob.glob(word, recursive=True) if Path(name).is_file())  # noqa: PTH207
        yield from require_matches(postings, word, "no file matches this pattern")
    else:
        yield word


def named_folders(words: Iterable[str]) -> Iterator[Path]:
    """The folders that the words name: of postings, of patterns, of lists."""
    for word in words:
        path = Path(word)
        if word.startswith(LIST_MARK):
            yield Path(word[len(LIST_MARK) :]).parent
        elif path.is_dir():
            yield path
        elif any(char in word for char in "*?[") and "://" not in word:
            yield next(
                parent for parent in path.parents if not any(char in str(parent) for char in "*?[")
            )


def is_posting(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith(".")


def require_matches(matches: list[str], word: str, message: str) -> list[str]:
    if not matches:
        raise FileError(Problem(message, Place(word)))
    return matches


def read_list_file(path: Path) -> Iterator[str]:
    """The lines of a list, relative to its folder; empty ones and # comments aside."""
    try:
        rows = load_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FileError(Problem("cannot be read: this is not UTF-8", Place(str(path)))) from error
    for row in map(str.strip, rows):
        if row and not row.startswith(("#", LIST_MARK)):
            web = "://" in row
            yield from expand_word(row if web else os.path.normpath(path.parent / row))
