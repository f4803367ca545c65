"""The option that says in which order sections stand."""

from collections.abc import Sequence
from typing import Annotated

import typer

from tailor.cli.options import PAGE
from tailor.cli.say import UsageError
from tailor.errors import Problem

SectionOrder = Annotated[
    Sequence[str],
    typer.Option(
        "--sections",
        metavar="NAMES",
        help="Sections in this order, such as work,education,skills; those not named follow. "
        "Else a required licence and a new graduate's education stand before work.",
        rich_help_panel=PAGE,
    ),
]


def split_sections(said: Sequence[str]) -> tuple[str, ...]:
    """["work,education", "skills"] -> ("work", "education", "skills").

    Raises UsageError for a name that no section has.
    """
    if not said:
        return ()
    from tailor.keywords.section_order import valid_section

    names = [name.strip() for one in said for name in one.split(",") if name.strip()]
    for name in names:
        try:
            valid_section(name)
        except ValueError as error:
            raise UsageError(Problem(f"--sections: {error}")) from error
    return tuple(dict.fromkeys(names))
