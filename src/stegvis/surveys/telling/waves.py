"""The same figure over waves, where the two may be compared; where they may not, a reason instead of a figure.

An item says what it was called in the wave before and how like it is. Without that, the same code is the same thing.
A comparison that is not lawful has no figure, in no wave but this one, so that no line can be drawn between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stegvis.surveys.content import plain
from stegvis.surveys.content.document import Earlier, Likeness, Question, Questionnaire, Texts
from stegvis.surveys.content.document import Row as Item
from stegvis.surveys.models import KnownShare, KnownWave, Round, Telling
from stegvis.surveys.telling.queries import tables_by_key
from stegvis.surveys.telling.rounding import rounded
from stegvis.surveys.telling.tables import Cell, Column, Kind, Note, Row, Table, Unit, Why

NOW = "now"
REFUSED = frozenset({Likeness.RESCALED, Likeness.NOT_COMPARABLE})
HUNDRED = 100


@dataclass(frozen=True)
class Wave:
    """An earlier wave: of each item its figure, and what is to be said with it."""

    key: str
    title: Texts
    cells: Mapping[tuple[str, str], Cell]
    """By item and what is told of it: ``top`` or a choice's code."""
    tops: Mapping[str, frozenset[str]]
    """By item the choices that its top box was of; empty where the source gives each choice."""
    notes: tuple[Note, ...] = ()
    of_items: Mapping[str, tuple[Note, ...]] | None = None
    links: Mapping[str, Earlier | None] | None = None
    """Of a round, by item what it was called in the wave before that; None of a wave known by its shares."""


def compared(found: Round, questionnaire: Questionnaire, tables: Iterable[Table]) -> list[Table]:
    """A table for each question that an earlier wave says something of. Read as Stegvis itself."""
    waves = [*_rounds_before(found), *_known_waves(found, questionnaire)]
    if not waves:
        return []
    by_key = {one.key: one for one in tables}
    made = [_response(by_key["response"], waves), *(_question(one, by_key, waves) for one in questionnaire.questions())]
    return [one for one in made if one is not None]


RESPONSE = "svarsfrekvens"
"""What a known wave calls how many of those asked answered, by kind."""


def _response(now: Table, waves: list[Wave]) -> Table | None:
    kept = [one for one in reversed(waves) if any((RESPONSE, row.key) in one.cells for row in now.rows)]
    if not kept:
        return None
    unknown = Cell(why=Why.NOT_KNOWN)
    return Table(
        key="response.waves",
        kind=Kind.WAVES,
        title={},
        columns=(*(Column(one.key, Unit.PER_CENT, title=one.title) for one in kept), Column(NOW, Unit.PER_CENT)),
        rows=now.rows,
        cells=tuple(
            (*(one.cells.get((RESPONSE, row.key), unknown) for one in kept), now.cell(row.key, "rate"))
            for row in now.rows
        ),
        base=now.base,
        notes=tuple(note for one in kept for note in one.notes),
    )


MOST_BACK = 5


def _rounds_before(found: Round) -> list[Wave]:
    waves: list[Wave] = []
    before = found.earlier
    while before is not None and len(waves) < MOST_BACK and before.pk != found.pk:
        told = Telling.objects.filter(round=before, state=Telling.State.TOLD).order_by("-number").first()
        if told is not None:
            waves.append(_wave_of(before, told))
        before = before.earlier
    return waves


def _wave_of(before: Round, told: Telling) -> Wave:
    questionnaire = plain.read(before.version.content)
    by_key = tables_by_key(told)
    cells: dict[tuple[str, str], Cell] = {}
    tops: dict[str, frozenset[str]] = {}
    if response := by_key.get("response"):
        cells = {(RESPONSE, row.key): response.cell(row.key, "rate") for row in response.rows}
    for question in questionnaire.questions():
        if figures := by_key.get(f"{question.code}.figures"):
            for row in figures.rows:
                cells[row.key, "top"] = _bare(figures.cell(row.key, "top"))
                tops[row.key] = _top_choices(question)
        if chosen := by_key.get(f"{question.code}.chosen"):
            for row in chosen.rows:
                cells[question.code, row.key] = _bare(chosen.cell(row.key, "chosen"))
    title = {"sv": before.title, "en": before.title}
    return Wave(f"round{before.pk}", title, cells, tops, links=dict(_links(questionnaire)))


def _links(questionnaire: Questionnaire) -> Iterator[tuple[str, Earlier | None]]:
    for question in questionnaire.questions():
        yield question.code, question.earlier
        yield from ((row.code, _link(question, row)) for row in question.rows)


def _link(question: Question, row: Item | None) -> Earlier | None:
    """What is said of a question is said of each of its rows that says nothing itself."""
    if row is None or row.earlier:
        return row.earlier if row else question.earlier
    return Earlier(row.code, question.earlier.likeness) if question.earlier else None


def _bare(cell: Cell) -> Cell:
    """Bounds are of their own wave's answers, and say nothing of a change."""
    return Cell(cell.value, cell.why)


def _top_choices(question: Question) -> frozenset[str]:
    inside = sorted((one for one in question.choices if not one.is_outside), key=lambda one: one.score or 0)
    return frozenset(one.code for one in inside[-question.top :])


def _known_waves(found: Round, questionnaire: Questionnaire) -> list[Wave]:
    rows = KnownWave.objects.filter(questionnaire=found.version.questionnaire_id).order_by("-asked_on", "code")
    return [_known(one, questionnaire) for one in rows.prefetch_related("shares")]


def _known(wave: KnownWave, questionnaire: Questionnaire) -> Wave:
    shares: dict[str, list[KnownShare]] = {}
    for one in wave.shares.all():
        shares.setdefault(one.item, []).append(one)
    wanted = {code: question for question in questionnaire.questions() for code in _earlier_codes(question)}
    cells: dict[tuple[str, str], Cell] = {}
    notes: dict[str, tuple[Note, ...]] = {}
    for item, told in shares.items():
        question = wanted.get(item)
        if item == RESPONSE:
            cells |= {(item, one.choice): Cell(rounded(float(one.share))) for one in told}
        if question is None:
            continue
        if told[0].is_multiple or not question.rows:
            cells |= {(item, one.choice): Cell(rounded(float(one.share))) for one in told}
        cells[item, "top"] = _known_top(question, told)
        notes[item] = tuple(_item_notes(item, told))
    known = Note(
        "known_wave", params={"title": wave.title, "source": wave.source, "note": wave.note, "asked": wave.asked}
    )
    title = {"sv": wave.title, "en": wave.title}
    return Wave(f"known-{wave.code}", title, cells, {}, (known,), notes)


def _known_top(question: Question, told: list[KnownShare]) -> Cell:
    """Of those on the scale, as here; what was printed may be of those beside it too."""
    outside = {one.code for one in question.choices if one.is_outside}
    by_choice = {one.choice: float(one.share) for one in told}
    top = _top_choices(question)
    inside = sum(share for choice, share in by_choice.items() if choice not in outside)
    if not top <= by_choice.keys() or not inside:
        return Cell(why=Why.NOT_KNOWN)
    return Cell(rounded(100 * sum(by_choice[one] for one in top) / inside))


def _item_notes(item: str, told: list[KnownShare]) -> Iterable[Note]:
    total = sum(float(one.share) for one in told)
    if not told[0].is_multiple and total != HUNDRED:
        yield Note("adds_up_to", item, {"sum": rounded(total)})
    if not all(one.is_certain for one in told):
        yield Note("not_certain", item)


def _earlier_codes(question: Question) -> list[str]:
    links = [question.earlier, *(row.earlier for row in question.rows)]
    return [question.code, *(row.code for row in question.rows), *(one.code for one in links if one)]


def _question(question: Question, by_key: Mapping[str, Table], waves: list[Wave]) -> Table | None:
    figures = by_key.get(f"{question.code}.figures")
    chosen = by_key.get(f"{question.code}.chosen")
    told = figures or chosen
    if told is None:
        return None
    column = "top" if figures else "chosen"
    rows = [_Compared(question, row, column, waves) for row in told.rows]
    if not any(one.says_something for one in rows):
        return None
    known = [wave for at, wave in enumerate(waves) if any(row.cells[at].why is not Why.NOT_KNOWN for row in rows)]
    kept = [at for at, wave in enumerate(waves) if wave in known]
    notes = [note for row in rows for note in row.notes]
    return Table(
        key=f"{question.code}.waves",
        kind=Kind.WAVES,
        title=question.text,
        columns=(
            *(Column(waves[at].key, Unit.PER_CENT, title=waves[at].title) for at in reversed(kept)),
            Column(NOW, Unit.PER_CENT),
        ),
        rows=told.rows,
        cells=tuple(
            (*(one.cells[at] for at in reversed(kept)), _bare(told.cell(row.key, column)))
            for one, row in zip(rows, told.rows, strict=True)
        ),
        base=told.base,
        question=question.code,
        section=told.section,
        notes=(*(note for at in kept for note in waves[at].notes), *notes, *told.notes[:1]),
    )


class _Compared:
    """One item in each earlier wave, the latest first, followed from wave to wave by what it was called. A refusal
    lasts: what stands before it is not comparable either."""

    def __init__(self, question: Question, row: Row, column: str, waves: list[Wave]) -> None:
        item = next((one for one in question.rows if one.code == row.key), None)
        several = column == "chosen"
        self.code = question.code if several else row.key
        self.link = _link(question, item)
        self.likeness = Likeness.SAME
        self.row, self.question = row, question
        self.what = row.key if several else "top"
        self.notes: list[Note] = []
        self.cells = [self._cell(wave, *self._found_in(wave)) for wave in waves]

    @property
    def says_something(self) -> bool:
        return any(one.why is not Why.NOT_KNOWN for one in self.cells)

    def _found_in(self, wave: Wave) -> tuple[str, Likeness]:
        """What the item was called there, and how like it was. A round that has the item with the very same link has
        asked the same; a wave known by its shares is what the link speaks of."""
        link = self.link
        if wave.links is None:
            return (link.code, _less_like(self.likeness, link.likeness)) if link else (self.code, self.likeness)
        is_same = self.code in wave.links and wave.links[self.code] == link
        if link and not is_same and link.code in wave.links:
            self.code, self.likeness = link.code, _less_like(self.likeness, link.likeness)
        if self.code in wave.links:
            self.link = wave.links[self.code]
        return self.code, self.likeness

    def _cell(self, wave: Wave, code: str, likeness: Likeness) -> Cell:
        found = wave.cells.get((code, self.what))
        if found is None or found.why is Why.NOT_KNOWN:
            return Cell(why=Why.NOT_KNOWN)
        if likeness is not Likeness.SAME:
            self._say(Note(str(likeness.value), self.row.key))
        if likeness in REFUSED:
            return Cell(why=Why.NOT_COMPARABLE)
        if self.what == "top" and wave.tops.get(code, _top_choices(self.question)) != _top_choices(self.question):
            self._say(Note("other_scale", self.row.key, {"title": wave.title}))
            return Cell(why=Why.NOT_COMPARABLE)
        for note in (wave.of_items or {}).get(code, ()):
            self._say(note)
        return found

    def _say(self, note: Note) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _less_like(one: Likeness, other: Likeness) -> Likeness:
    return max(one, other, key=list(Likeness).index)
