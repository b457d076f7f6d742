"""Whether a row names the person who has the employee number, or somebody else. The database answers alike."""

from __future__ import annotations

import unicodedata
from typing import Any

# The letters with a small form of one letter, so that Python and the database fold case alike whatever its locale.
UPPER = "".join(letter for letter in map(chr, range(0x2000)) if letter != letter.lower() and len(letter.lower()) == 1)
LOWER = "".join(letter.lower() for letter in UPPER)
_TO_LOWER = str.maketrans(UPPER, LOWER)


def folded(name: str) -> str:
    """The name as it is compared: composed and in small letters."""
    return unicodedata.normalize("NFC", name).translate(_TO_LOWER)


def is_another(now: dict[str, Any], stated: dict[str, Any]) -> bool:
    """A new family name alone is the same person; with another given name or birth year it is somebody else.

    A birth year that one of them lacks says nothing.
    """
    if folded(now["family_name"]) == folded(stated["family_name"]):
        return False
    years = {now["birth_year"], stated.get("birth_year")} - {None}
    return folded(now["given_name"]) != folded(stated["given_name"]) or len(years) > 1
