"""What options must be, beyond what the parser of the command line sees to."""

from tailor.cli.say import UsageError
from tailor.errors import InputError, Problem


def known_language(tag: str) -> str:
    """The tag, if there are words in that language; else a usage error."""
    from tailor.model import Resume
    from tailor.words import translated

    if tag:
        try:
            translated(Resume(""), tag)
        except InputError as error:
            raise UsageError(*error.problems) from error
    return tag


def readable_colour(text: str) -> str:
    """The text, if it is a colour that can be read on white; else a usage error."""
    from tailor.render import colour

    if text:
        try:
            colour(text)
        except ValueError as error:
            raise UsageError(Problem(f"--accent: {error}")) from error
    return text
