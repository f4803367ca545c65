"""Which part of the résumé a line of LaTeX prints: `% key: K` stands above each."""

import re
from collections.abc import Sequence

KEY = re.compile(r"^% key: (.+)$")


def key_above(lines: Sequence[str]) -> str:
    """The key of the part that the last of some lines belongs to; "" if no part has begun."""
    return next((found[1] for line in reversed(lines) if (found := KEY.match(line))), "")
