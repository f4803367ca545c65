"""The version of tailor."""

__version__ = "0.1.0"
