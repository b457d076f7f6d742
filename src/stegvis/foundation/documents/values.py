"""From what stands in a cell to what a column asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stegvis.foundation.documents.problems import echo
from stegvis.foundation.documents.text import clean, slug, with_minus

if TYPE_CHECKING:
    from stegvis.foundation.documents.sheets import Column

FIRST_YEAR, LAST_YEAR = 1940, 2100
EXCEL_EPOCH = date(1899, 12, 30)
_MONTH_NAMES = [
    ("jan", "januari"),
    ("feb", "februari"),
    ("mar", "mars"),
    ("apr", "april"),
    ("maj",),
    ("jun", "juni"),
    ("jul", "juli"),
    ("aug", "augusti"),
    ("sep", "sept", "september"),
    ("okt", "oktober"),
    ("nov", "november"),
    ("dec", "december"),
]
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_ISO = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})(?:[T ]\d{1,2}[:.]\d{2}.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})[-/. ]\s?(\d{4})")
_WITH_MONTH = re.compile(r"(\d{1,2})\.?\s+([a-zåäö]+)\.?\s+(\d{4})", re.IGNORECASE)
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Kind(StrEnum):
    TEXT = "text"
    IDENTIFIER = "identifier"  # a number that is a name: 1001.0 is 1001, noughts in front are kept
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    EMAIL = "email"
    CODE = "code"
    CHOICE = "choice"


class CellError(ValueError):
    """The cell does not hold what the column asks for: a code of ``problems.TEXTS`` and its figures."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def convert(column: Column, value: object) -> Any:
    """The value as the column's kind, None for an empty cell. Raises CellError."""
    text = value if isinstance(value, str) else as_text(value)
    text = clean(text)
    if not text:
        if column.required:
            raise CellError("required")
        return None
    if _is_mojibake(text):
        raise CellError("mojibake")
    found = _CONVERTERS[column.kind](column, text if isinstance(value, str) else value)
    if isinstance(found, str) and len(found) > column.max_length:
        raise CellError("too_long", length=len(found), limit=column.max_length)
    return found


def as_text(value: object) -> str:
    """A cell's value as one would read it: 1001.0 is 1001, a day at midnight is the day."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return "" if value is None else str(value)


def _is_mojibake(text: str) -> bool:
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except (UnicodeEncodeError, UnicodeDecodeError):
        return "\N{REPLACEMENT CHARACTER}" in text


def _text(_: Column, value: object) -> str:
    return clean(as_text(value))


def _integer(column: Column, value: object) -> int:
    text = with_minus(as_text(value)).replace(" ", "").removesuffix("%").removesuffix(",0").removesuffix(".0")
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise CellError("not_whole", value=echo(as_text(value)))
    return int(_within(column, Decimal(text)))


def _decimal(column: Column, value: object) -> Decimal:
    text = with_minus(as_text(value)).replace(" ", "").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellError("not_number", value=echo(as_text(value))) from None
    if not number.is_finite():
        raise CellError("not_number", value=echo(as_text(value)))
    return _within(column, number)


def _within(column: Column, number: Decimal) -> Decimal:
    if column.limits and not column.limits[0] <= number <= column.limits[1]:
        raise CellError("out_of_range", value=echo(number), low=column.limits[0], high=column.limits[1])
    return number


def _date(_: Column, value: object) -> date:
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 10_000 <= value < 80_000:
        return _plausible(EXCEL_EPOCH + timedelta(days=int(value)))  # a date whose cell has lost its format
    text = as_text(value)
    try:
        return _plausible(_written_date(text))
    except (ValueError, OverflowError) as error:
        if isinstance(error, CellError):
            raise
        raise CellError("not_date", value=echo(text)) from None


def _written_date(text: str) -> date:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _WITH_MONTH.fullmatch(text):
        day, name, year = found.groups()
        month = str(MONTHS.get(name.lower(), 0))
    else:
        raise ValueError(text)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise CellError("odd_year", value=year)
    return date(int(year), int(month), int(day))


def _plausible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError("odd_year", value=f"{day.year:04}")
    return day


def _email(_: Column, value: object) -> str:
    text = as_text(value).removeprefix("mailto:")
    try:
        validate_email(text)
    except ValidationError:
        raise CellError("not_email", value=echo(text)) from None
    return text


def _code(column: Column, value: object) -> str:
    text = as_text(value).strip().lower()
    if _CODE.fullmatch(text):
        return text
    made = slug(text, column.max_length)
    if not made:
        raise CellError("not_code", value=echo(text))
    return made


def _choice(column: Column, value: object) -> str:
    text = as_text(value)
    wanted = text.casefold()
    for code, names in column.choices.items():
        if wanted == code or wanted in (name.casefold() for name in names):
            return code
    raise CellError("not_choice", value=echo(text), choices=", ".join(names[0] for names in column.choices.values()))


_CONVERTERS: dict[Kind, Callable[[Column, object], Any]] = {
    Kind.TEXT: _text,
    Kind.IDENTIFIER: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.EMAIL: _email,
    Kind.CODE: _code,
    Kind.CHOICE: _choice,
}
