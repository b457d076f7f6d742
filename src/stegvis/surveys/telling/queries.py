"""Reading what rounds have told."""

from __future__ import annotations

from django.db.models import QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.surveys.models import Crossing, KnownWave, Margin, Round, Telling
from stegvis.surveys.telling.files.codebook import Kept
from stegvis.surveys.telling.tables import Kind, Table, read


def round_of(actor: Actor, key: int) -> Round:
    """Raises NotYours."""
    rows = visible(actor, Round).select_related("version__questionnaire", "employer", "collaboration", "earlier")
    return get_visible(actor, Round, rows, pk=key)


def tellings_of(actor: Actor, found: Round) -> QuerySet[Telling]:
    """The newest first, without what they say."""
    return visible(actor, Telling).filter(round=found).select_related("made_by").defer("content", "audit")


def telling_of(actor: Actor, found: Round, number: int | None = None) -> Telling | None:
    """The newest, or the one by number. Raises NotYours for a number that there is not."""
    rows = visible(actor, Telling).filter(round=found)
    if number is None:
        return rows.order_by("-number").first()
    told = rows.filter(number=number).first()
    if told is None:
        raise NotYours
    return told


def tables_of(told: Telling) -> list[Table]:
    """Every table of it, in the questionnaire's order."""
    return [read(one) for one in told.content.get("tables", [])]


def kept_in(told: Telling) -> Kept:
    """What the file with the answers behind it holds."""
    one = told.content["file"]
    return Kept(tuple(one["keys"]), tuple(one["kinds"]), one["has_names"])


def tables_by_key(told: Telling) -> dict[str, Table]:
    return {one.key: one for one in tables_of(told)}


def table_of(told: Telling, key: str) -> Table | None:
    """One table by its key."""
    return next((read(one) for one in told.content.get("tables", []) if one["key"] == key), None)


def actors_of(tables: list[Table]) -> list[str]:
    """The kinds of organisations that are told apart."""
    return sorted({one.actor for one in tables if one.actor})


def kinds_answered(tables: list[Table]) -> list[str]:
    """Every kind that was asked or answered."""
    return [row.key for one in tables if one.kind is Kind.RESPONSE for row in one.rows if row.key]


def crossings_of(actor: Actor, found: Round) -> list[Crossing]:
    return list(visible(actor, Crossing).filter(round=found))


def margins_of(actor: Actor, found: Round) -> dict[str, dict[str, int]]:
    """By question and answer how many of the whole population would choose it."""
    kept: dict[str, dict[str, int]] = {}
    for one in visible(actor, Margin).filter(round=found):
        kept.setdefault(one.question, {})[one.choice] = one.size
    return kept


def known_waves_of(actor: Actor, found: Round) -> list[KnownWave]:
    rows = visible(actor, KnownWave).filter(questionnaire=found.version.questionnaire_id)
    return list(rows.prefetch_related("shares"))
