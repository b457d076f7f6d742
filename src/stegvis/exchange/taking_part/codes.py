"""The code that participants enter: six signs, made as those of the competence card and open for a session only."""

from __future__ import annotations

from uuid import UUID

from stegvis.careers.cards.codes import ALPHABET, MISREAD, code_of, hash_code

LENGTH = 6
"""Thirty bits. It opens nothing but one's own presence, for who has a place, and tries are counted."""


def short_code(key: UUID) -> str:
    return code_of(key)[:LENGTH]


def digest_of(text: str) -> str:
    """The digest of what somebody has typed; empty where it cannot be a code."""
    code = "".join(letter for letter in text.upper() if letter.isalnum()).translate(MISREAD)
    return hash_code(code) if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
