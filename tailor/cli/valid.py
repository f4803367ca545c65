"""What options must be, beyond what the parser of the command line sees to."""

from collections.abc import Sequence

from typer import BadParameter

from tailor.cli.say import UsageError
from tailor.errors import InputError, Problem


def known_language(tag: str) -> str:
    """The tag, if there are words in that language; else a usage error."""
    if tag:
        from tailor.model import Resume
        from tailor.words import translated

        try:
            translated(Resume(""), tag)
        except InputError as error:
            raise UsageError(*error.problems) from error
    return tag


def readable_colour(text: str) -> str:
    """The text, if it is a colour that can be read on white; else a usage error."""
    if text:
        from tailor.render import colour

        try:
            colour(text)
        except ValueError as error:
            raise UsageError(Problem(f"--accent: {error}")) from error
    return text


def finite(number: float) -> float:
    """The number, if it is one."""
    if number != number:
        raise BadParameter("nan is not a number")
    return number


def known_blanks(pattern: str) -> str:
    """A file name, if all in braces can be filled in; else a usage error at the option."""
    from tailor.cli.names import valid_blanks

    try:
        valid_blanks(pattern)
    except ValueError as error:
        raise BadParameter(str(error)) from error
    return pattern


def factors(said: Sequence[str]) -> dict[str, float]:
    """["must=2"] -> {"must": 2.0}; a usage error if a name is not known or a factor is none."""
    if not said:
        return {}
    from difflib import get_close_matches

    from tailor.cli.config_weights import NAMES, valid_factor

    found = {}
    for one in said:
        name, _, text = one.partition("=")
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1) or [", ".join(NAMES)]
            hint = f"did you mean {near[0]}?" if "," not in near[0] else f"known: {near[0]}"
            raise UsageError(Problem(f"--weight: nothing is called {name}", hint=hint))
        try:
            found[name] = float(text)
            valid_factor(found[name])
        except ValueError as error:
            hint = f"write --weight {name}=2"
            message = "this must be a number" if name not in found else str(error)
            raise UsageError(Problem(f"--weight {one}: {message}", hint=hint)) from error
    return found
