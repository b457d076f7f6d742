"""Show counts without showing small groups: which cells of a table to hide so that none can be subtracted out.

A table of counts, rows × columns with totals, is suppressed (``suppress``) and then attacked (``bounds``): linear
programming finds the narrowest interval that anybody could deduce for each hidden cell. NumPy and SciPy only.
"""

from stegvis.engine.disclosure.attack import Bounds, bounds
from stegvis.engine.disclosure.suppress import THRESHOLD, Suppressed, suppress
from stegvis.engine.disclosure.table import with_totals

__all__ = ["THRESHOLD", "Bounds", "Suppressed", "bounds", "suppress", "with_totals"]
