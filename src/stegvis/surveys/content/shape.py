"""The shape of a questionnaire in plain values: which keys there are, and what may stand under them.

Nothing here believes anything of what it is given: it may come from a file, a form or another program.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stegvis.surveys.content.document import Kind, Likeness, Test
from stegvis.surveys.content.plain import FORMAT
from stegvis.surveys.content.problems import Path, Problem, shown

CODE = re.compile(r"[a-z][a-z0-9]*(?:[-_]+[a-z0-9]+)*")
CHOICE_CODE = re.compile(r"[a-z0-9]+(?:[-_]+[a-z0-9]+)*")
MARKUP = re.compile(r"<\s*[/!?]?\s*[a-zA-Z]")
LANGUAGES = ("sv", "en")
LONGEST_CODE = 50
LONGEST_ANSWER = 10_000
HIGHEST = 1_000_000_000_000
MOST_SECTIONS, MOST_QUESTIONS, MOST_ROWS, MOST_CHOICES, MOST_CONDITIONS = 60, 200, 100, 200, 20

Check = Callable[[Any, Path], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Key:
    check: Check
    is_required: bool = False


def shape_problems(content: object) -> Iterator[Problem]:
    """Everything that is wrong with the shape. With none ``plain.read`` reads it, but for a scale that is missing."""
    yield from _mapping(QUESTIONNAIRE)(content, ())


def question_shape_problems(question: object, path: Path = ()) -> Iterator[Problem]:
    yield from _mapping(QUESTION)(question, path)


def _mapping(keys: Mapping[str, Key]) -> Check:
    def check(value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("not_mapping", path)
            return
        for key, inner in value.items():
            if not isinstance(key, str) or key not in keys:
                yield Problem("unknown_key", path, params={"key": shown(key), "known": ", ".join(keys)})
            else:
                yield from keys[key].check(inner, (*path, key))
        for key, rule in keys.items():
            if rule.is_required and key not in value:
                yield Problem("no_code" if key == "code" else "missing", path, params={"key": key})

    return check


def _list(inner: Check, most: int) -> Check:
    def check(value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, list | tuple):
            yield Problem("not_list", path)
            return
        if len(value) > most:
            yield Problem("too_many", path, params={"key": path[-1], "count": len(value), "limit": most})
        for at, one in enumerate(value[:most]):
            yield from inner(one, (*path, at))

    return check


def text_problems(value: Any, path: Path, longest: int) -> Iterator[Problem]:
    """Of words to show: no sign that nobody sees, no code, not longer than ``longest``."""
    if not isinstance(value, str):
        yield Problem("not_text", path)
        return
    if len(value) > longest:
        yield Problem("too_long", path, params={"length": len(value), "limit": longest})
        return
    if odd := next((sign for sign in value if _is_hidden(sign)), None):
        yield Problem("hidden", path, params={"character": f"U+{ord(odd):04X}"})
    if found := MARKUP.search(value):
        yield Problem("markup", path, params={"value": shown(value[found.start() : found.start() + 20])})


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cs", "Cc", "Co", "Cn"} and sign not in "\n\t"


def _texts(longest: int, *, is_needed: bool = False) -> Check:
    def check(value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("not_texts", path)
            return
        for language, words in value.items():
            if language not in LANGUAGES:
                yield Problem("unknown_language", path, params={"value": shown(language)})
            else:
                yield from text_problems(words, (*path, language), longest)
        swedish = value.get("sv")
        if is_needed and (not isinstance(swedish, str) or not swedish.strip()):
            yield Problem("no_swedish", path)

    return check


def code_problems(value: Any, path: Path, pattern: re.Pattern[str] = CODE) -> Iterator[Problem]:
    if not isinstance(value, str) or not value:
        yield Problem("no_code", path)
    elif len(value) > LONGEST_CODE:
        yield Problem("long_code", path, params={"value": shown(value), "limit": LONGEST_CODE})
    elif not pattern.fullmatch(value):
        yield Problem("bad_code", path, params={"value": shown(value)})


def _choice_code(value: Any, path: Path) -> Iterator[Problem]:
    yield from code_problems(value, path, CHOICE_CODE)


def _word(value: Any, path: Path) -> Iterator[Problem]:
    yield from text_problems(value, path, LONGEST_CODE * 2)


def _value(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        yield Problem("not_text", path)
    elif isinstance(value, str):
        yield from _word(value, path)
    elif not _is_number(value):
        yield Problem("not_number", path, params={"key": "values"})


def _yes(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem("not_yes", path, params={"key": path[-1]})


def _whole(low: int, high: int) -> Check:
    def check(value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem("not_whole", path, params={"key": path[-1]})
        elif not low <= value <= high:
            yield Problem("out_of_range", path, params={"value": shown(value), "low": low, "high": high})

    return check


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _number(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > HIGHEST:  # too large to be a float
        yield Problem("out_of_range", path, params={"value": shown(value), "low": -HIGHEST, "high": HIGHEST})
    elif not _is_number(value):
        yield Problem("not_number", path, params={"key": path[-1]})
    elif abs(value) > HIGHEST:
        yield Problem("out_of_range", path, params={"value": shown(value), "low": -HIGHEST, "high": HIGHEST})


def _one_of(problem: str, known: tuple[str, ...]) -> Check:
    def check(value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in known:
            yield Problem(problem, path, params={"value": shown(value), "known": ", ".join(known)})

    return check


def _scales(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("not_mapping", path)
        return
    if len(value) > MOST_CHOICES:
        yield Problem("too_many", path, params={"key": "scales", "count": len(value), "limit": MOST_CHOICES})
        return
    for name, choices in value.items():
        yield from code_problems(name, (*path, shown(name)))
        yield from CHOICES.check(choices, (*path, shown(name)))


def _format(value: Any, path: Path) -> Iterator[Problem]:
    if value != FORMAT:
        yield Problem("unknown_format", path, params={"value": shown(value), "known": FORMAT})


CODES = Key(_list(_word, 50))
EARLIER = Key(
    _mapping(
        {
            "code": Key(code_problems, is_required=True),
            "likeness": Key(_one_of("unknown_likeness", tuple(Likeness)), is_required=True),
        }
    )
)
CHOICES = Key(
    _list(
        _mapping(
            {
                "code": Key(_choice_code, is_required=True),
                "text": Key(_texts(300, is_needed=True), is_required=True),
                "score": Key(_whole(-1000, 1000)),
                "outside": Key(_yes),
            }
        ),
        MOST_CHOICES,
    )
)
ROWS = Key(
    _list(
        _mapping(
            {
                "code": Key(code_problems, is_required=True),
                "text": Key(_texts(500, is_needed=True), is_required=True),
                "actors": CODES,
                "areas": CODES,
                "earlier": EARLIER,
            }
        ),
        MOST_ROWS,
    )
)
CONDITIONS = Key(
    _list(
        _mapping(
            {
                "question": Key(code_problems, is_required=True),
                "test": Key(_one_of("unknown_test", tuple(Test)), is_required=True),
                "values": Key(_list(_value, MOST_CHOICES)),
            }
        ),
        MOST_CONDITIONS,
    )
)
QUESTION: dict[str, Key] = {
    "code": Key(code_problems, is_required=True),
    "kind": Key(_one_of("unknown_kind", tuple(Kind)), is_required=True),
    "text": Key(_texts(1000, is_needed=True), is_required=True),
    "hint": Key(_texts(1000)),
    "required": Key(_yes),
    "background": Key(_yes),
    "actors": CODES,
    "shown_when": CONDITIONS,
    "shown_if_any": Key(_yes),
    "scale": Key(code_problems),
    "choices": CHOICES,
    "rows": ROWS,
    "areas": CODES,
    "earlier": EARLIER,
    "top": Key(_whole(1, MOST_CHOICES)),
    "asks_date": Key(_yes),
    "least": Key(_number),
    "most": Key(_number),
    "decimals": Key(_whole(0, 6)),
    "unit": Key(_texts(40)),
    "longest": Key(_whole(1, LONGEST_ANSWER)),
    "note": Key(_texts(1000)),
}
QUESTIONNAIRE: dict[str, Key] = {
    "format": Key(_format),
    "code": Key(code_problems, is_required=True),
    "title": Key(_texts(120, is_needed=True), is_required=True),
    "intro": Key(_texts(8000)),
    "thanks": Key(_texts(2000)),
    "note": Key(_texts(2000)),
    "scales": Key(_scales),
    "sections": Key(
        _list(
            _mapping(
                {
                    "code": Key(code_problems, is_required=True),
                    "title": Key(_texts(200)),
                    "text": Key(_texts(4000)),
                    "actors": CODES,
                    "questions": Key(_list(_mapping(QUESTION), MOST_QUESTIONS)),
                }
            ),
            MOST_SECTIONS,
        ),
        is_required=True,
    ),
}
