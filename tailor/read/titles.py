"""Section titles in the language of the CV."""

from tailor.words import has_titles, title

__all__ = ["has_titles", "title"]
