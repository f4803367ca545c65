"""Resume + scores + heights -> the best page and its proof. Pure: no files, no TeX."""

from tailor.fit.choose import costs, fit
from tailor.fit.rules import Rules

__all__ = ["Rules", "costs", "fit"]
