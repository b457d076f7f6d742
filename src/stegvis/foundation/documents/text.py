"""Text as people write it, without the marks that nobody sees."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2212", "-"))


def with_minus(text: str) -> str:
    """A number's text where a hyphen, one that breaks no line and a minus sign are the minus that Python reads."""
    return text.translate(_MINUS)


def clean(text: str) -> str:
    """NFC, without zero-width and direction marks, white space collapsed. Every visible letter is kept."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # then none of the letters that are looked for below is in it
        return _SPACES.sub(" ", text).strip()
    kept = (_kept(letter) for letter in text)
    return _SPACES.sub(" ", "".join(kept)).strip()


def _kept(letter: str) -> str:
    """Format characters (category Cf: joiners, direction marks, soft hyphens) vanish, control characters part words."""
    match unicodedata.category(letter):
        case "Cf" | "Cs":
            return ""
        case "Cc":
            return " "
    return letter


def slug(text: str, max_length: int) -> str:
    """A code made from a title: ``Förflyttningskunskap, del 1`` → ``forflyttningskunskap-del-1``. May be empty."""
    ascii_text = unicodedata.normalize("NFKD", clean(text).lower().replace("ø", "o").replace("æ", "ae"))
    words = re.findall(r"[a-z0-9]+", ascii_text.encode("ascii", "ignore").decode("ascii"))
    return "-".join(words)[:max_length].strip("-")
