"""Looking at one answer: the value to keep, or what is wrong with it in words.

It takes what a form or another program gives (words for a number, a single choice for a list of one) and gives back
the plain values that ``document`` describes. ``None`` is no answer, and may always be given: whether a question must be
answered is asked when the whole is sent (``missing``).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from stegvis.foundation.documents.text import with_minus
from stegvis.surveys.content.document import Kind, Question, said
from stegvis.surveys.content.problems import shown as short
from stegvis.surveys.content.routing import Shown, is_answered

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_NUMBER = 30


class AnswerError(ValueError):
    """The answer cannot be taken. Its text says why and what to do, in the reader's language. ``row`` is the code of
    the matrix' or ladder's row that it is of, else empty."""

    def __init__(self, text: str, row: str = "") -> None:
        super().__init__(text)
        self.text, self.row = text, row


def check_answer(question: Question, value: Any) -> Any:
    """The value to keep, ``None`` where nothing is answered. Raises AnswerError. Bounded in time by the input's length.

    ``question.rows`` are those that are shown (``ShownQuestion.narrowed``).
    """
    if not is_answered(value):
        return None
    return _CHECKS[question.kind](question, value)


def missing(shown: Shown, answers: Mapping[str, Any]) -> list[tuple[Question, str]]:
    """What must be answered and is not: each question, with the row's code for a row."""
    found: list[tuple[Question, str]] = []
    counted = shown.counted(answers)
    for section in shown.sections:
        for one in section.questions:
            if not one.question.is_required:
                continue
            held = counted.get(one.question.code)
            if not one.rows:
                found += [(one.question, "")] if held is None else []
            else:
                found += [(one.question, row.code) for row in one.rows if row.code not in (held or {})]
    return found


def clean_words(text: str) -> str:
    """As written, line breaks and spaces too, without the signs that nobody sees."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
    return "".join(kept).strip()


def _single(question: Question, value: Any) -> str:
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    return _choice(question, value)


def _choice(question: Question, value: Any, row: str = "") -> str:
    if not isinstance(value, str) or question.choice(value) is None:
        raise _not_a_choice(value, row)
    return value


def _not_a_choice(value: Any, row: str = "") -> AnswerError:
    return AnswerError(gettext("“%(value)s” is not one of the choices. Choose again.") % {"value": short(value)}, row)


def _list(question: Question, value: Any) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        raise _not_a_choice(value)
    if len(value) > len(question.choices):
        raise AnswerError(gettext("There are more answers than choices. Choose each one once."))
    return [_choice(question, one) for one in value]


def _how_many(question: Question, count: int) -> None:
    if question.most is not None and count > question.most:
        limit = int(question.most)
        raise AnswerError(ngettext("Choose at most %d.", "Choose at most %d.", limit) % limit)
    if question.least is not None and count < question.least:
        limit = int(question.least)
        raise AnswerError(ngettext("Choose at least %d.", "Choose at least %d.", limit) % limit)


def _multi(question: Question, value: Any) -> list[str]:
    """In the order of the choices. One outside the scale (“none of these”) stands alone."""
    chosen = set(_list(question, value))
    outside = [one for one in question.choices if one.is_outside and one.code in chosen]
    if outside and len(chosen) > 1:
        words = said(outside[0].text, get_language() or "sv")
        raise AnswerError(
            gettext("“%(choice)s” cannot be chosen together with others. Take one away.") % {"choice": words}
        )
    if not outside:
        _how_many(question, len(chosen))
    return [one.code for one in question.choices if one.code in chosen]


def _ranking(question: Question, value: Any) -> list[str]:
    chosen = _list(question, value)
    if len(set(chosen)) < len(chosen):
        raise AnswerError(gettext("The same choice has two places. Give each choice one place."))
    _how_many(question, len(chosen))
    return chosen


def _rows(question: Question, value: Any, check: Callable[[Any, str], Any]) -> dict[str, Any] | None:
    if not isinstance(value, Mapping):
        raise AnswerError(gettext("Answer row by row."))
    if len(value) > len(question.rows):
        raise AnswerError(gettext("There are answers to rows that are not asked. Open the page again."))
    known = {row.code for row in question.rows}
    if any(not isinstance(code, str) or code not in known for code in value):
        raise AnswerError(gettext("There are answers to rows that are not asked. Open the page again."))
    held = {row.code: check(value[row.code], row.code) for row in question.rows if is_answered(value.get(row.code))}
    return {code: one for code, one in held.items() if one is not None} or None


def _matrix(question: Question, value: Any) -> dict[str, Any] | None:
    return _rows(question, value, lambda one, row: _choice(question, one, row))


def _ladder(question: Question, value: Any) -> dict[str, Any] | None:
    return _rows(question, value, lambda one, row: _step(question, one, row))


def _step(question: Question, value: Any, row: str) -> dict[str, str] | None:
    """The status of one row, with a day where one is asked for."""
    if isinstance(value, str):
        value = {"status": value}
    if not isinstance(value, Mapping) or not set(value) <= {"status", "on"}:
        raise AnswerError(gettext("Choose how far you have come."), row)
    status, on = value.get("status"), value.get("on")
    if not is_answered(status):
        if is_answered(on):
            raise AnswerError(gettext("Choose how far you have come, besides the date."), row)
        return None
    kept = {"status": _choice(question, status, row)}
    if is_answered(on) and question.asks_date:
        kept["on"] = _day(on, row)
    return kept


def _date(_question: Question, value: Any) -> str:
    return _day(value)


def _day(value: Any, row: str = "") -> str:
    try:
        day = date.fromisoformat(value.strip()) if isinstance(value, str) and len(value) <= LONGEST_NUMBER else None
    except ValueError:
        day = None
    if day is None:
        raise AnswerError(gettext("“%(value)s” is not a date. Write it as 2026-05-31.") % {"value": short(value)}, row)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise AnswerError(gettext("The year %(value)s cannot be right.") % {"value": day.year}, row)
    return day.isoformat()


def _number(question: Question, value: Any) -> int | float:
    number = _read_number(value)
    if question.decimals == 0 and not float(number).is_integer():
        raise AnswerError(gettext("Write a whole number, without decimals."))
    number = int(number) if question.decimals == 0 else round(float(number), question.decimals)
    if question.least is not None and number < question.least:
        raise AnswerError(gettext("%(value)s is too little. The lowest is %(limit)s.") % _pair(number, question.least))
    if question.most is not None and number > question.most:
        raise AnswerError(gettext("%(value)s is too much. The highest is %(limit)s.") % _pair(number, question.most))
    return number


def _read_number(value: Any) -> int | float:
    """Spaces between thousands and a decimal comma are taken too."""
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        text = with_minus(re.sub(r"\s", "", value)).replace(",", ".")
        found = float(text) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]*)?", text) else math.nan
    else:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        found = value if is_number and abs(value) < 1e15 else math.nan
    if not math.isfinite(found) or abs(found) >= 1e15:
        raise AnswerError(gettext("“%(value)s” is not a number. Write it with digits.") % {"value": short(value)})
    return found


def _pair(value: float, limit: float) -> dict[str, str]:
    return {"value": _plainly(value), "limit": _plainly(limit)}


def _plainly(number: float) -> str:
    text = str(int(number)) if float(number).is_integer() else str(number)
    return text if (get_language() or "sv").startswith("en") else text.replace(".", ",")


def _text(question: Question, value: Any) -> str | None:
    if not isinstance(value, str):
        raise AnswerError(gettext("Write your answer in words."))
    if len(value) > question.longest * 2 + 100:  # it cannot fit, whatever it is cleaned of
        raise _too_long(len(value), question.longest)
    text = clean_words(value)
    if len(text) > question.longest:
        raise _too_long(len(text), question.longest)
    return text or None


def _too_long(length: int, limit: int) -> AnswerError:
    return AnswerError(
        gettext("The answer is %(length)s characters long; at most %(limit)s fit. Shorten it.")
        % {"length": length, "limit": limit}
    )


def _file(_question: Question, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping) and set(value) == {"id", "name", "size"}:
        key, name, size = value["id"], value["name"], value["size"]
        known = isinstance(key, str) and re.fullmatch(r"[A-Za-z0-9-]{1,50}", key) and isinstance(name, str) and name
        if known and isinstance(size, int) and not isinstance(size, bool) and 0 < size < 10**10 and len(name) <= 255:
            return {"id": key, "name": clean_words(name) or key, "size": size}
    raise AnswerError(gettext("Attach the file again."))


_CHECKS: dict[Kind, Callable[[Question, Any], Any]] = {
    Kind.SINGLE: _single,
    Kind.MULTI: _multi,
    Kind.MATRIX: _matrix,
    Kind.LADDER: _ladder,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.RANKING: _ranking,
    Kind.FILE: _file,
}
