"""How weeks went, in a workbook: what was planned stands beside an empty column for what became of it.

Its Swedish names are its interface. A figure is named by its path in ``Outcome``, as ``away.sjukskoterska.sick``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from stegvis.engine.capacity import IsoWeek, Reason
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.content import MOST_A_WEEK, Content, Outcome
from stegvis.planning.capacity.workbook import REASON_WORDS, WEEK, Line, Reading

OUTCOME, WORDS = "outcome", "words"
LONGEST = 1000
KINDS: dict[str, tuple[str, ...]] = {
    "volume": ("antal",),
    "minutes": ("minuter för var och en",),
    "contracted": ("anställda timmar",),
    "beside": ("timmar vid sidan av",),
    "away": ("frånvaro",),
    "added": ("åtgärd",),
}
LEVER_WORDS: dict[str, tuple[str, ...]] = {
    "extra": ("extra timmar",),
    "neighbour": ("lån från annan enhet",),
    "agency": ("hyrpersonal",),
}
NARROWER = REASON_WORDS | LEVER_WORDS


def specs(names: dict[str, str]) -> tuple[SheetSpec, SheetSpec]:
    """``names`` are the professions' by code, in Swedish."""
    professions: dict[str, tuple[str, ...]] = {code: (name, code) for code, name in names.items()}
    figures = SheetSpec(
        "Utfall",
        (
            WEEK,
            Column("kind", "Vad", Kind.CHOICE, required=True, choices=KINDS),
            Column("activity", "Aktivitet", max_length=80),
            Column("profession", "Yrke", Kind.CHOICE, choices=professions),
            Column("narrower", "Orsak eller åtgärd", Kind.CHOICE, choices=NARROWER),
            Column("plan", "Enligt plan", Kind.DECIMAL, help="Läses inte in."),
            Column(
                "amount", "Utfall", Kind.DECIMAL, limits=(0, MOST_A_WEEK), help="Lämna tomt där det gick som planerat."
            ),
        ),
    )
    words = Column("words", "Text", max_length=LONGEST, help="Ingen person, och ingens sjukdom.")
    return figures, SheetSpec("Vad som låg bakom", (WEEK, words))


def sheets(
    content: Content, weeks: Sequence[IsoWeek], names: dict[str, str], told: Mapping[int, tuple[Outcome, str]]
) -> list[SheetToWrite]:
    """Of the ``weeks`` that have begun; ``told`` is what is told of them, by their places."""
    figures, words = specs(names)
    rows, asked = [], _always(content)
    for at, week in enumerate(weeks):
        said = told[at][0].figures() if at in told else {}
        for path, planned in expected(content, at).figures().items():
            if planned or said.get(path) or path in asked:
                rows.append([str(week), *_cells(path, content, names), round(planned, 2), _shown(said.get(path))])
    texts = [[str(week), told[at][1] if at in told else ""] for at, week in enumerate(weeks)]
    return [SheetToWrite(figures, rows), SheetToWrite(words, texts)]


def _always(content: Content) -> set[str]:
    """Asked for also where nothing was planned: who was ill, and other absence; of few people its sum alone."""
    return {
        f"away.{one.profession}.{reason}"
        for one in content.competences
        for reason in ((Reason.OTHER,) if one.is_few else (Reason.SICK, Reason.OTHER))
    }


def _shown(value: float | None) -> float | str:
    return "" if value is None else round(value, 2)


def _cells(path: str, content: Content, names: dict[str, str]) -> list[str]:
    """What, activity, profession, and reason or lever."""
    kind, *rest = path.split(".")
    activities = {one.key: one.name for one in content.activities}
    found = {"activity": "", "profession": "", "narrower": ""}
    for part in rest:
        if part in activities:
            found["activity"] = activities[part]
        elif part in names:
            found["profession"] = names[part]
        else:
            found["narrower"] = NARROWER[part][0]
    return [KINDS[kind][0], *found.values()]


def labels(content: Content, names: dict[str, str]) -> dict[str, str]:
    """What each path is called."""
    paths = expected(content, 0).figures()
    return {path: ", ".join(cell for cell in _cells(path, content, names) if cell) for path in paths}


def read(document: Document, content: Content, names: dict[str, str]) -> Reading:
    """Rows with an outcome, and words. Raises UnreadableError where the workbook has no such sheet."""
    figures, words = specs(names)
    raw = find_sheet(document, replace(figures, required=True))
    assert raw is not None  # noqa: S101 - a required sheet that is missing is refused above
    found = read_sheet(raw, figures)
    keys = {one.name.casefold(): one.key for one in content.activities}
    lines = [
        Line(OUTCOME, row.number, row.values["week"], _path(row.values, keys), float(row.values["amount"]))
        for row in found.rows
        if row.values.get("amount") is not None
    ]
    problems, notices = list(found.problems), list(found.notices)
    if text := find_sheet(document, words):
        said = read_sheet(text, words)
        problems, notices = [*problems, *said.problems], [*notices, *said.notices]
        lines += [
            Line(WORDS, row.number, row.values["week"], row.values["words"], 0.0)
            for row in said.rows
            if row.values.get("words")
        ]
    return Reading(lines, problems, notices)


def _path(told: dict[str, Any], keys: dict[str, str]) -> str:
    activity, profession, narrower = (told.get(name) or "" for name in ("activity", "profession", "narrower"))
    key = keys.get(activity.casefold(), activity)
    parts = {
        "volume": (key,),
        "minutes": (key, profession),
        "away": (profession, narrower),
        "added": (narrower, profession),
    }.get(told["kind"], (profession,))
    return ".".join((told["kind"], *parts))
