"""The colours of charts: what each is filled with and what is written on it, at least 4.5:1 (a test measures).

These stand in the drawing, for paper. On a page ``reports.css`` gives the same names their colours for dark too.
"""

from __future__ import annotations

DARK, LIGHT = "#ffffff", "#1c2424"

TONES: dict[str, tuple[str, str]] = {
    # below the middle, the middle, above it
    "n3": ("#5c2600", DARK),
    "n2": ("#9a4a06", DARK),
    "n1": ("#eec093", LIGHT),
    "z": ("#dcd9cf", LIGHT),
    "p1": ("#9ed1ce", LIGHT),
    "p2": ("#0b7370", DARK),
    "p3": ("#003f3e", DARK),
    # one colour that deepens
    "s0": ("#eef6f5", LIGHT),
    "s1": ("#dceceb", LIGHT),
    "s2": ("#b9dcda", LIGHT),
    "s3": ("#93cbc8", LIGHT),
    "s4": ("#5fb0ad", LIGHT),
    "s5": ("#0b7370", DARK),
    "s6": ("#00403f", DARK),
    # answers in no order
    "c0": ("#0b7370", DARK),
    "c1": ("#eec093", LIGHT),
    "c2": ("#2f5d86", DARK),
    "c3": ("#dcd9cf", LIGHT),
    "c4": ("#7d3c8c", DARK),
    "c5": ("#b9dcda", LIGHT),
    "c6": ("#515e5e", DARK),
    "out": ("#c3caca", LIGHT),
}
INK, MUTED, RULE, EDGE = "#222929", "#4d5a5a", "#cdd2d2", "#7d8787"
