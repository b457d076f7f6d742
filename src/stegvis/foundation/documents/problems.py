"""What is wrong with a document, as a code with its figures; the words are made for the reader's language.

A stored report therefore holds no sentence in one language, and never the refused content of a cell unless the
code's text asks for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

LEAST_GROUPED, DECIMAL = 10_000, re.compile(r"-?\d{1,15}\.\d+")
TEXTS: dict[str, str] = {
    "too_large": gettext_noop("The file is %(size)s MB. The limit is %(limit)s MB."),
    "empty_file": gettext_noop("The file is empty."),
    "password": gettext_noop("The file is protected with a password. Remove the protection in Excel and try again."),
    "old_excel": gettext_noop(
        "The file is in the old Excel format (.xls). Open it in Excel and save it as an Excel workbook (.xlsx)."
    ),
    "binary_excel": gettext_noop("The file is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx)."),
    "not_excel": gettext_noop("The file is not an Excel workbook (.xlsx) and not a text file with columns (.csv)."),
    "broken": gettext_noop("The file is damaged and cannot be read. Open it in Excel, save it anew and try again."),
    "bomb": gettext_noop(
        "The file unpacks to far more than it should and has not been opened. Save it anew in Excel and try again."
    ),
    "entities": gettext_noop("The file has hidden definitions (XML entities) and has not been opened."),
    "many_rows": gettext_noop("A sheet has more than %(limit)s rows. Divide the list into several files."),
    "many_columns": gettext_noop("A sheet has more than %(limit)s columns. Remove those that are not needed."),
    "encoding": gettext_noop("Line %(line)s cannot be read as text. Save the file as CSV UTF-8 and try again."),
    "quotes": gettext_noop("From line %(line)s a quotation mark is not closed, so the columns cannot be told."),
    "missing_sheet": gettext_noop("There is no sheet “%(expected)s”. The file has: %(found)s."),
    "missing_columns": gettext_noop("Columns are missing: %(missing)s. The file has: %(found)s."),
    "twice_column": gettext_noop("The column “%(column)s” stands twice, as “%(first)s” and “%(second)s”."),
    "no_rows": gettext_noop("The sheet “%(sheet)s” has column names but no rows."),
    "ignored_columns": gettext_noop("Columns that Stegvis does not use were passed over: %(columns)s."),
    "formulas": gettext_noop("%(count)s cells hold formulas; their latest calculated values are used (%(cells)s)."),
    "formula_without_value": gettext_noop("The formula has no calculated value. Open the file in Excel and save it."),
    "error_value": gettext_noop("The cell shows an error from Excel, such as #N/A."),
    "merged": gettext_noop("The row has merged cells (%(cells)s). Unmerge them and write the value on each row."),
    "personal_number": gettext_noop("Personal numbers are not asked for and have not been saved. Remove it."),
    "required": gettext_noop("Nothing is written here."),
    "too_long": gettext_noop("%(length)s characters; at most %(limit)s fit."),
    "mojibake": gettext_noop("The letters å, ä and ö have been spoilt. Save the file with the right encoding."),
    "not_date": gettext_noop("“%(value)s” is not a date. Write it as 2024-05-31."),
    "odd_year": gettext_noop("The year %(value)s cannot be right."),
    "not_whole": gettext_noop("“%(value)s” is not a whole number."),
    "not_time": gettext_noop("“%(value)s” is not a time. Write it as 08:00."),
    "not_number": gettext_noop("“%(value)s” is not a number."),
    "out_of_range": gettext_noop("%(value)s is not between %(low)s and %(high)s."),
    "not_choice": gettext_noop("“%(value)s” is not one of: %(choices)s."),
    "not_email": gettext_noop("“%(value)s” is not an e-mail address."),
    "not_code": gettext_noop("“%(value)s” is not a code: use a–z, 0–9 and hyphens."),
}
MAX_ECHO = 40


@dataclass(frozen=True)
class Problem:
    """``row`` is the row's number as Excel shows it (1 is the first); 0 where the problem is the whole sheet's."""

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        return words(self.code, self.params)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "params": self.params,
        }


class UnreadableError(Exception):
    """The document as a whole is refused. ``text`` says why and what to do."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.problem = Problem(code, params=params)

    @property
    def text(self) -> str:
        return self.problem.text


def words(code: str, params: dict[str, Any]) -> str:
    """The problem in the language of the moment."""
    return gettext(TEXTS[code]) % {name: _told(value) for name, value in params.items()}


def _told(value: Any) -> Any:
    """Numbers as the reader's language writes them. Whole ones below 10 000 may be years, and have no thousands."""
    if isinstance(value, int) and abs(value) >= LEAST_GROUPED:
        return number_format(value, force_grouping=True)
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return number_format(Decimal(value), force_grouping=True)
    return value


def echo(value: object) -> str:
    """A value short enough to be shown again in a message."""
    text = str(value)
    return text if len(text) <= MAX_ECHO else text[: MAX_ECHO - 1] + "…"
