"""Resume + scores + heights -> the best page and its proof. Pure: no files, no TeX."""

from tailor.fit.choose import Price, costs, fit
from tailor.fit.cuts import best_cuts
from tailor.fit.rules import Rules
from tailor.fit.solver import load_solver

__all__ = ["Price", "Rules", "best_cuts", "costs", "fit", "load_solver"]
