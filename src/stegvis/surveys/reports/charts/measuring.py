"""How wide a text is, near enough to break lines and to leave out what would not fit."""

from __future__ import annotations

_NARROW = set("iljtfrI.,:;'|!()[]- \u00a0")
_WIDE = set("mwMWÅÄÖ%@—")


def width(text: str, size: float) -> float:
    """In the same unit as ``size``, for the widest of the fonts that a chart may be shown in."""
    return size * sum(0.33 if sign in _NARROW else 0.88 if sign in _WIDE else 0.6 for sign in text)


def wrapped(text: str, size: float, room: float, most: int = 4) -> list[str]:
    """Lines no wider than ``room``; what does not fit in ``most`` of them is left out, with an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    cut = [_fitted(line, size, room) for line in lines[:most]]
    if len(lines) > most:
        cut[-1] = _fitted(f"{cut[-1]} …", size, room)
    return cut


def _fitted(line: str, size: float, room: float) -> str:
    while len(line) > 2 and width(line, size) > room:
        line = f"{line.rstrip(' …')[:-1].rstrip()}…"
    return line
