"""From what was typed in the form of a part to its plain values. It never refuses; what is wrong is told beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from stegvis.foundation.documents.text import slug
from stegvis.surveys.content.answers import clean_words
from stegvis.surveys.content.document import Kind, Likeness, Test
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.shape import CHOICE_CODE, CODE, HIGHEST, LONGEST_CODE
from stegvis.surveys.questionnaires.parts import Place

LANGUAGES = ("sv", "en")
MOST_LINES = 250


def typed_part(place: Place, posted: QueryDict, held: Plain) -> tuple[Plain, dict[str, str]]:
    """The part as typed over how it was ``held``, and which codes have become which."""
    if place.scale:
        return {"choices": _choices(posted, held)}, {}
    makers = (_whole, _section, _question, _row)
    return makers[place.depth](posted, held)


def _whole(posted: QueryDict, held: Plain) -> tuple[Plain, dict[str, str]]:
    texts = {key: _texts(posted, key) for key in ("title", "intro", "thanks", "note")}
    kept: Plain = {key: held[key] for key in ("format", "code") if key in held}
    return {**kept, "title": texts.pop("title"), **{key: one for key, one in texts.items() if one}}, {}


def _section(posted: QueryDict, held: Plain) -> tuple[Plain, dict[str, str]]:
    part = {"code": _code(posted, held), **_filled(title=_texts(posted, "title"), text=_texts(posted, "text"))}
    return {**part, **_filled(actors=posted.getlist("actors"))}, {}


def _question(posted: QueryDict, held: Plain) -> tuple[Plain, dict[str, str]]:
    code = _code(posted, held)
    rows, renamed = _rows(posted, held)
    if code != held["code"]:
        renamed[held["code"]] = code
    kind = posted.get("kind", "")
    scale = posted.get("scale", "")
    part = {
        "code": code,
        "kind": kind if kind in set(Kind) else held["kind"],
        "text": _texts(posted, "text"),
        **_filled(
            hint=_texts(posted, "hint"),
            required="required" in posted,
            background="background" in posted,
            actors=posted.getlist("actors"),
            shown_when=_conditions(posted, held),
            shown_if_any=posted.get("shown_if_any") == "1",
            scale=scale,
            choices=[] if scale else _choices(posted, held),
            areas=posted.getlist("areas"),
            earlier=_earlier(posted),
            top=_whole_number(posted.get("top", ""), 1, 200) or held.get("top"),
            asks_date="asks_date" in posted,
            unit=_texts(posted, "unit"),
            decimals=_whole_number(posted.get("decimals", ""), 0, 6),
            longest=_whole_number(posted.get("longest", ""), 1, 100_000),
            note=_texts(posted, "note"),
        ),
    }
    if rows or "rows" in held:
        part["rows"] = rows
    for key in ("least", "most"):
        if (number := _number(posted.get(key, ""))) is not None:
            part[key] = number
    if part.get("top") == 1:
        del part["top"]
    return part, renamed


def _row(posted: QueryDict, held: Plain) -> tuple[Plain, dict[str, str]]:
    code = _code(posted, held)
    part = {
        "code": code,
        "text": _texts(posted, "text"),
        **_filled(actors=posted.getlist("actors"), areas=posted.getlist("areas"), earlier=_earlier(posted)),
    }
    return part, ({held["code"]: code} if code != held["code"] else {})


def _choices(posted: QueryDict, held: Plain) -> list[Plain]:
    found = []
    for at in _lines(posted, "val"):
        text = _texts(posted, f"val-{at}")
        code = _as_code(posted.get(f"val-{at}-code", ""), CHOICE_CODE) or slug(text.get("sv", ""), LONGEST_CODE)
        if text or code:
            score = _whole_number(posted.get(f"val-{at}-score", ""), -1000, 1000)
            one: Plain = {"code": code or f"val-{at + 1}", "text": text}
            if score is not None:
                one["score"] = score
            found.append(one | _filled(outside=f"val-{at}-outside" in posted))
    return found


def _rows(posted: QueryDict, held: Plain) -> tuple[list[Plain], dict[str, str]]:
    """The rows as typed; what is typed on a row's own page stays. A line that is emptied goes."""
    before: Mapping[str, Plain] = {row["code"]: row for row in held.get("rows", ())}
    found, renamed = [], {}
    for at in _lines(posted, "rad"):
        text, was = _texts(posted, f"rad-{at}"), posted.get(f"rad-{at}-var", "")
        typed = posted.get(f"rad-{at}-code", "")
        if not text and (not typed.strip() or was):
            continue
        code = _as_code(typed, CODE) or was or f"{held['code'][:40]}-{at + 1}"
        if was and code != was:
            renamed[was] = code
        found.append({**before.get(was, {}), "code": code, "text": text})
    return found, renamed


def _conditions(posted: QueryDict, held: Plain) -> list[Plain]:
    found = []
    for at in _lines(posted, "vill"):
        question, test = posted.get(f"vill-{at}-question", ""), posted.get(f"vill-{at}-test", "")
        if not question:
            continue
        values = [one for one in posted.getlist(f"vill-{at}-values") if one.strip()]
        if test == Test.ANSWERED:
            values = []
        elif f"vill-{at}-ord" in posted:
            values = [one.strip() for one in posted.get(f"vill-{at}-ord", "").split(",") if one.strip()]
        made = {"question": question, "test": test if test in set(Test) else Test.IS.value}
        found.append(made | _filled(values=[_plain(one)[: LONGEST_CODE * 2] for one in values]))
    return found


def _earlier(posted: QueryDict) -> Plain | None:
    code = _as_code(posted.get("earlier_code", ""), CODE)
    likeness = posted.get("earlier_likeness", "")
    return {"code": code, "likeness": likeness if likeness in set(Likeness) else Likeness.SAME.value} if code else None


def _lines(posted: QueryDict, name: str) -> list[int]:
    """The numbers of the lines that were sent, in order."""
    found = {int(one[1]) for key in posted if (one := re.match(rf"{name}-([0-9]{{1,3}})-", key))}
    return sorted(found)[:MOST_LINES]


def _texts(posted: QueryDict, name: str) -> Plain:
    found = {language: clean_words(posted.get(f"{name}_{language}", "")) for language in LANGUAGES}
    return {language: words for language, words in found.items() if words}


def _code(posted: QueryDict, held: Plain) -> str:
    return _as_code(posted.get("code", ""), CODE) or str(held["code"])


def _as_code(typed: str, pattern: re.Pattern[str]) -> str:
    """What was typed where it is a code, else one made of it; empty where none can be."""
    typed = _plain(typed).lower()
    if pattern.fullmatch(typed) and len(typed) <= LONGEST_CODE:
        return typed
    made = slug(typed, LONGEST_CODE)
    return made if pattern.fullmatch(made) else slug(f"q-{made}", LONGEST_CODE) if made else ""


def _plain(typed: str) -> str:
    return clean_words(typed).replace("\n", " ").replace("\t", " ")


def _whole_number(typed: str, low: int, high: int) -> int | None:
    typed = typed.strip()
    if not re.fullmatch(r"-?[0-9]{1,6}", typed):
        return None
    return max(low, min(high, int(typed)))


def _number(typed: str) -> int | float | None:
    typed = re.sub(r"\s", "", typed).replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", typed):
        return None
    number = float(typed)
    if abs(number) > HIGHEST:
        return None
    return int(number) if number.is_integer() else number


def _filled(**values: Any) -> Plain:
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, False)}
