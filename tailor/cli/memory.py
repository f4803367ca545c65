"""Where what runs find out is kept for the next."""

import os
from pathlib import Path

from tailor.cache import NOWHERE, Cache
from tailor.cli.settings import Settings

VARIABLE = "TAILOR_CACHE"
"""Names another folder than the user's own."""


def memory(settings: Settings) -> Cache:
    """The cache of this user; where nothing is to be kept, or nothing can be, one that keeps
    nothing."""
    if settings.no_cache:
        return NOWHERE
    if named := os.environ.get(VARIABLE):
        return Cache(Path(named).absolute())
    from platformdirs import user_cache_path

    folder = user_cache_path("tailor")
    return Cache(folder / "answers") if folder.is_absolute() else NOWHERE
