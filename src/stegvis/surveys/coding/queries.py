"""Reading free texts and what has become of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.surveys.coding.comparing import Agreed, Difference, Span, agreements, compared
from stegvis.surveys.content.document import said
from stegvis.surveys.models import (
    Code,
    CodeBook,
    FreeText,
    HiddenText,
    OpenQuestion,
    Passage,
    Quote,
    Reading,
    Round,
    Settled,
)
from stegvis.surveys.policies import leads


def words_of(asked: OpenQuestion) -> str:
    return said(asked.words, get_language() or "sv") or asked.question


@dataclass(frozen=True)
class Asked:
    """An open question in a list. ``shown`` counts the texts that may be read, ``kept`` all there are."""

    row: OpenQuestion
    shown: int
    is_led: bool
    own: Reading | None
    readings: tuple[Reading, ...]

    @property
    def words(self) -> str:
        return words_of(self.row)

    @property
    def kept(self) -> int:
        return self.row.texts

    @property
    def lacking(self) -> int:
        """How many texts more are needed before any is shown; 0 where they are."""
        return max(10 - self.row.texts, 0) if self.row.is_anonymous else 0


def questions_in(actor: Actor, round_id: int) -> list[Asked]:
    """The open questions of a round. NotYours where the actor sees neither the round nor a question of it."""
    rows = visible(actor, OpenQuestion).filter(round=round_id)
    found = _asked(actor, rows)
    if not found and not visible(actor, Round).filter(pk=round_id).exists():
        raise NotYours
    return found


def round_led(actor: Actor, round_id: int) -> Round | None:
    """The round, where the actor sees it; coders see its questions alone."""
    rows = visible(actor, Round).select_related("version__questionnaire", "employer", "collaboration")
    return rows.defer("version__content", "version__questionnaire__content").filter(pk=round_id).first()


def own_questions(actor: Actor) -> list[Asked]:
    """What the actor codes, what is not done first."""
    keys = visible(actor, Reading).filter(coder=actor.user).values("asked")
    found = _asked(actor, visible(actor, OpenQuestion).filter(pk__in=keys))
    return sorted(found, key=lambda one: (one.own is None or one.own.done_at is not None, one.row.pk))


def _asked(actor: Actor, rows: QuerySet[OpenQuestion]) -> list[Asked]:
    found = list(rows.select_related("book"))
    keys = [one.pk for one in found]
    shown = visible(actor, FreeText).filter(asked__in=keys).values_list("asked").annotate(number=Count("pk"))
    counts = dict(shown.order_by())
    readings: dict[int, list[Reading]] = defaultdict(list)
    for one in visible(actor, Reading).filter(asked__in=keys).select_related("coder"):
        readings[one.asked_id].append(one)
    return [
        Asked(
            one,
            counts.get(one.pk, 0),
            leads(actor, one),
            next((r for r in readings[one.pk] if r.coder_id == actor.user and r.coder_id is not None), None),
            tuple(readings[one.pk]),
        )
        for one in found
    ]


def question_of(actor: Actor, question_id: int) -> OpenQuestion:
    """Raises NotYours."""
    return get_visible(actor, OpenQuestion, visible(actor, OpenQuestion).select_related("book"), pk=question_id)


@dataclass(frozen=True)
class Branch:
    """A code in its tree. ``path`` begins at the top and ends with its own title; ``tint`` is one of eight."""

    code: Code
    depth: int
    path: tuple[str, ...]
    tint: int

    @property
    def whole(self) -> str:
        return " › ".join(self.path)

    @property
    def is_retired(self) -> bool:
        return self.code.retired_at is not None


TINTS = 8


def tree_of(actor: Actor, book: CodeBook | None) -> list[Branch]:
    """The codes of a book, each under its own. One query."""
    rows = list(visible(actor, Code).filter(book=book).order_by("order", "title", "pk")) if book else []
    return branches(rows)


def branches(rows: Iterable[Code]) -> list[Branch]:
    under: dict[UUID | None, list[Code]] = defaultdict(list)
    for one in rows:
        under[one.parent_id].append(one)
    found: list[Branch] = []

    def walk(parent: UUID | None, path: tuple[str, ...], tint: int) -> None:
        for number, code in enumerate(under[parent]):
            own = number % TINTS if parent is None else tint
            found.append(Branch(code, len(path), (*path, code.title), own))
            walk(code.pk, (*path, code.title), own)

    walk(None, (), 0)
    return found


def books_of(actor: Actor) -> QuerySet[CodeBook]:
    """Those of the owners that the actor leads."""
    rows = visible(actor, CodeBook).filter(employer__in=actor.coordinates)
    rows |= visible(actor, CodeBook).filter(collaboration__in=actor.leads)
    return rows.select_related("employer", "collaboration").annotate(number=Count("codes")).order_by("title", "pk")


def book_of(actor: Actor, book_id: int) -> CodeBook:
    """Raises NotYours."""
    rows = visible(actor, CodeBook).select_related("employer", "collaboration")
    return get_visible(actor, CodeBook, rows, pk=book_id)


def texts_in(actor: Actor, asked: OpenQuestion) -> QuerySet[FreeText]:
    """The texts that may be read, in an order that tells nothing; of organisations with who wrote."""
    rows = visible(actor, FreeText).filter(asked=asked).order_by("pk")
    return rows if asked.is_anonymous else rows.select_related("reply__contact")


def passages_in(actor: Actor, asked: OpenQuestion, **which: Any) -> list[Passage]:
    """Marks in texts that may be read. ``which`` narrows them, as ``reading__place=0``."""
    rows = visible(actor, Passage).filter(asked=asked, **which).select_related("text", "code", "coder")
    return list(rows.order_by("text_id", "begins", "ends", "code_id"))


def hidden_in(actor: Actor, asked: OpenQuestion) -> list[HiddenText]:
    """Which texts are hidden and why, never what they say; to the leader."""
    return list(visible(actor, HiddenText).filter(asked=asked).select_related("hidden_by"))


@dataclass(frozen=True)
class OpenDifference:
    """A difference with the words that it stands in, and how it was settled, if it was."""

    difference: Difference
    text: FreeText
    branch: Branch
    settled: Settled | None
    left: str
    words: str
    right: str

    @property
    def quotes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the first and the second have marked, in words."""
        cut = self.text.content
        one = self.difference
        return tuple(cut[b:e] for b, e in one.first), tuple(cut[b:e] for b, e in one.second)


@dataclass(frozen=True)
class Comparison:
    """Two readings that are open to each other. ``agreement`` is of all codes; ``each`` by code of the tree."""

    same: int
    differences: tuple[OpenDifference, ...]
    agreement: Agreed
    each: tuple[tuple[Branch, Agreed], ...]
    texts: int

    @property
    def left(self) -> int:
        return sum(one.settled is None for one in self.differences)


AROUND = 60


def comparison_of(actor: Actor, asked: OpenQuestion) -> Comparison | None:
    """None while the readings are closed to each other, or where one alone has coded. Five queries."""
    readings = {one.place: one for one in visible(actor, Reading).filter(asked=asked, place__gt=0)}
    if len(readings) < 2 or not all(one.is_open for one in readings.values()):
        return None
    texts = {one.pk: one for one in texts_in(actor, asked)}
    first, second = ([_span(one) for one in passages_in(actor, asked, reading=readings[place])] for place in (1, 2))
    settled = {
        (one.text_id, one.code_id, one.begins, one.ends): one
        for one in visible(actor, Settled).filter(asked=asked).select_related("settled_by")
    }
    tree = tree_of(actor, asked.book)
    by_code = {one.code.pk: one for one in tree}
    used = [one.code.pk for one in tree if any(span.code == one.code.pk for span in (*first, *second))]
    together, each = agreements(first, second, {key: len(one.content) for key, one in texts.items()}, used)
    same, differ = compared(first, second)
    shown = [
        _opened(one, texts[one.text], by_code[one.code], settled.get((one.text, one.code, one.begins, one.ends)))
        for one in differ
    ]
    return Comparison(len(same), tuple(shown), together, tuple((by_code[key], each[key]) for key in used), len(texts))


def _span(one: Passage) -> Span:
    return Span(one.text_id, one.code_id, one.begins, one.ends)


def _opened(one: Difference, text: FreeText, branch: Branch, settled: Settled | None) -> OpenDifference:
    whole = text.content
    before, after = max(one.begins - AROUND, 0), min(one.ends + AROUND, len(whole))
    left, right = whole[before : one.begins], whole[one.ends : after]
    if before:  # from a whole word on
        left = "… " + left.partition(" ")[2]
    if after < len(whole):
        right = right.rpartition(" ")[0] + " …"
    return OpenDifference(one, text, branch, settled, left, whole[one.begins : one.ends], right)


def quotes_in(actor: Actor, asked: OpenQuestion) -> list[Quote]:
    """Proposed ones first, then approved, then those that were not."""
    order = {Quote.State.PROPOSED: 0, Quote.State.APPROVED: 1, Quote.State.REFUSED: 2}
    rows = visible(actor, Quote).filter(asked=asked).select_related("proposed_by", "decided_by", "text")
    return sorted(rows, key=lambda one: (order[Quote.State(one.state)], one.pk))


def title_of(text: FreeText, number: int) -> str:
    """What a text is called in a list: who replied, or a number where nobody is named."""
    return text.reply.contact.name if text.reply_id and text.reply else _("Text %(n)s") % {"n": number}
