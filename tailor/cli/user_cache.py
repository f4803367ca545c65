"""Where what runs find out is kept for the next."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tailor.cache import NOWHERE, Cache
from tailor.system import is_foreign, is_shared

if TYPE_CHECKING:
    from tailor.cli.settings import Settings

VARIABLE = "TAILOR_CACHE"
"""Names another folder than the user's own."""


def cache_for(settings: "Settings") -> Cache:
    """The cache to use; where nothing is to be kept, one that keeps nothing."""
    return NOWHERE if settings.no_cache else user_cache()


def user_cache() -> Cache:
    """The cache of this user; where nothing can be kept, one that keeps nothing."""
    if named := os.environ.get(VARIABLE):
        return private_cache(Path(named).absolute())
    from platformdirs import user_cache_path

    folder = user_cache_path("tailor")
    return private_cache(folder / "answers") if folder.is_absolute() else NOWHERE


def private_cache(folder: Path) -> Cache:
    """The cache in a folder, unless anybody else could put answers there."""
    try:
        about = folder.stat()
    except OSError:
        return Cache(folder)
    return NOWHERE if is_foreign(about) or is_shared(about) else Cache(folder)
