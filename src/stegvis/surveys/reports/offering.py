"""What a telling offers a report: its tables, in the order of the questionnaire, and how each can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.surveys.models import Telling
from stegvis.surveys.reports.charts.bars import forms_of
from stegvis.surveys.reports.words import base_text, table_title
from stegvis.surveys.telling.tables import Kind, Table, read
from stegvis.surveys.telling.wording import actor_name


@dataclass(frozen=True, slots=True)
class Offered:
    key: str
    what: str
    base: str
    can_be_drawn: bool
    hides: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The tables of one question."""

    title: str
    tables: tuple[Offered, ...]


def offered_tables(telling: Telling, words: str = "") -> list[Group]:
    """Those whose question holds all of the ``words``."""
    wanted = words.casefold().split()
    tables = [read(one) for one in telling.content.get("tables", ())]
    groups = []
    for _question, found in groupby(tables, key=lambda one: one.question or one.key):
        same = list(found)
        title = table_title(same[0])
        if all(word in title.casefold() for word in wanted):
            groups.append(Group(title, tuple(_offered(one) for one in same)))
    return groups


def _offered(table: Table) -> Offered:
    return Offered(table.key, _what(table), base_text(table), bool(forms_of(table)), table.hides)


def _what(table: Table) -> str:
    what = {
        Kind.RESPONSE: _("Who answered"),
        Kind.SHARES: pgettext("survey table", "Shares"),
        Kind.FIGURES: pgettext("survey table", "Highest on the scale, net score and rank"),
        Kind.ACTORS: pgettext("survey table", "By kind of organisation"),
        Kind.CHOSEN: pgettext("survey table", "Chosen"),
        Kind.ORDER: pgettext("survey table", "In order"),
        Kind.NUMBERS: pgettext("survey table", "Mean and spread"),
        Kind.YEARS: pgettext("survey table", "By year"),
        Kind.WRITTEN: pgettext("survey table", "How many wrote something"),
        Kind.CROSSED: pgettext("survey table", "Crossed with a background"),
        Kind.WAVES: pgettext("survey table", "Over waves"),
    }[table.kind]
    if not table.actor:
        return what
    return f"{what}: {actor_name(table.actor)}"
