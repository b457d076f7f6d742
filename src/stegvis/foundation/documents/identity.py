"""Recognising personal numbers, so that they can be refused where nobody asked for them.

Recognition is generous: a coordination number (day + 60), an interim number (a letter for the first of the last
four, or misplaced before the date), a wrong check digit, a coming date and a plus for a centenarian all count. Bare
digits count when they make a date, since a refused employee number can be asked about, and a stored personal number
cannot be unstored.
"""

from __future__ import annotations

import re
import unicodedata

_CENTURY = r"(?:1[6-9]|2[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_LAST = r"(?:\d{4}|[A-Za-z]\d{3})"
_DASH = r"[-+–—−‐‑]"
_MISPLACED = rf"[A-Za-z]{_CENTURY}?\d\d{_MONTH}{_DAY}\s?{_DASH}\s?\d{{3,4}}"
_PERSONAL_NUMBER = re.compile(
    rf"(?<![\w])(?:{_CENTURY}?\d\d{_MONTH}{_DAY}\s?(?:{_DASH}\s?)?{_LAST}"
    rf"|{_CENTURY}?\d\d[-./ ]{_MONTH}[-./ ]{_DAY}\s?{_DASH}\s?{_LAST}|{_MISPLACED})(?![\w])",
    re.ASCII,
)

# Identifiers that programs make hold digits in all orders, and are nobody's number.
_UUID = re.compile(r"(?<![\w])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w])", re.ASCII | re.IGNORECASE)


def holds_personal_number(value: object, *, unmistakable: bool = False) -> bool:
    """Whether a cell, as text or as a number, holds something that is or was meant as a Swedish personal number.

    ``unmistakable`` lets bare ten digits pass that may as well be a telephone number or lack the right check digit;
    it is for cells that are not kept anyway.
    """
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return _number_is_personal(value) and (not unmistakable or _sure(str(int(value))))
    if not isinstance(value, str) or len(value) < 10 or _digits_in(value) < 9:
        return False
    text = _UUID.sub(" ", value)
    if not text.isascii():
        visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
        text = unicodedata.normalize("NFKC", visible)
    found = _PERSONAL_NUMBER.search(text.replace("_", " "))
    return found is not None and (not unmistakable or _sure(found[0]))


def _digits_in(text: str) -> int:
    if text.isascii():  # most cells are, and are counted ten times as fast so
        return sum(map(text.count, "0123456789"))
    return sum(letter.isdigit() for letter in text)


def _sure(text: str) -> bool:
    bare_ten = text.isdigit() and len(text) == 10
    return not bare_ten or (_check_digit_holds(text) and not text.startswith("07"))


def _number_is_personal(value: float) -> bool:
    if not 100_000_000 <= value < 10**12 or value != int(value):
        return False
    digits = str(int(value))
    # A number cell has lost the nought of somebody born in 2001–2009; only the check digit tells them from others.
    if len(digits) == 9:
        return _PERSONAL_NUMBER.search("0" + digits) is not None and _check_digit_holds("0" + digits)
    return _PERSONAL_NUMBER.search(digits) is not None


def _check_digit_holds(ten: str) -> bool:
    """The Luhn sum of ten digits."""
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(ten))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
