"""The main menu and what each role is told to do next: one list, read from the actor's sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.planning.parts import parts_for


@dataclass(frozen=True)
class Entry:
    """One place to go. ``lead`` says in a sentence what one does there.

    ``named`` is a kind of ``surveys.next_steps.named_for``: for those alone whom somebody has named for it.
    """

    label: str | Promise
    view_name: str
    icon: str
    lead: str | Promise
    shown_to: Callable[[Actor], bool]
    also: tuple[str, ...] = ()  # other pages under the entry, whose addresses do not begin with its own
    named: str = ""


def _is_employed(actor: Actor) -> bool:
    return actor.person is not None


def _manages(actor: Actor) -> bool:
    return bool(actor.manages)


def _coordinates(actor: Actor) -> bool:
    return bool(actor.coordinates)


def _sees_staff(actor: Actor) -> bool:
    return bool(actor.manages or actor.coordinates)


def _collaborates(actor: Actor) -> bool:
    return bool(actor.collaborations or actor.leads)


ENTRIES = (
    Entry(
        _("My development"),
        "careers:me",
        "steps",
        _("See where you stand, what the next level takes and exactly what is missing."),
        _is_employed,
        also=(
            "careers:assessments_asked",
            "careers:my_introduction",
            "careers:supervising",
            "careers:sharings",
            "careers:offers",
        ),
    ),
    Entry(
        _("Offers"),
        "exchange:offers",
        "calendar",
        _("Find courses, shadowing and supervision that give you what you need, and follow your places and rounds."),
        lambda actor: actor.is_signed_in,
        also=("exchange:places", "exchange:rounds"),
    ),
    Entry(
        _("My team"),
        "careers:team",
        "people",
        _("See what the team can do, what is about to lapse and where only one person knows."),
        _manages,
        also=("careers:shared_records",),
    ),
    Entry(
        _("Introductions"),
        "careers:introductions",
        "check",
        _("Start an introduction for who is new, and see which ones stall."),
        lambda actor: bool(actor.manages or actor.coordinates),
    ),
    Entry(
        _("Mentoring"),
        "careers:mentoring",
        "network",
        _("Find a mentor, or be one: a question and a yes, or a round where both sides wish."),
        lambda actor: bool(actor.person or actor.coordinates or actor.leads),
    ),
    Entry(
        _("Overview"),
        "careers:organisation",
        "building",
        _("See placements and competence per unit, with small groups protected."),
        _coordinates,
        also=(
            "careers:moves",
            "careers:calibration",
            "careers:year",
            "careers:shared_records",
            "careers:leaving",
            "careers:studies",
            "careers:credentials_issued",
        ),
    ),
    Entry(
        _("Staff"),
        "people:staff",
        "people",
        _("Find those you answer for. Coordinators also bring in and update the list from Excel."),
        _sees_staff,
    ),
    Entry(
        _("Career frameworks"),
        "frameworks:list",
        "book",
        _("Read the frameworks level by level, and compare two side by side."),
        lambda actor: actor.is_signed_in,
    ),
    Entry(
        _("Surveys"),
        "surveys:rounds",
        "edit",
        _("Write questionnaires, ask them in rounds, and tell what was answered."),
        lambda actor: bool(actor.coordinates or actor.leads),
    ),
    Entry(
        _("Planning"),
        "planning:home",
        "chart",
        _("See what staff is needed in the years and weeks to come, and plan what to do about it."),
        lambda actor: bool(parts_for(actor)),
    ),
    Entry(
        _("To code"),
        "surveys:coding_own",
        "document",
        _("Read the free text of a survey that you are asked to mark with codes."),
        lambda actor: actor.is_signed_in,
        named="coding",
    ),
    Entry(
        _("Interviews"),
        "surveys:interviews",
        "people",
        _("Hold the interviews that you are named for, and write the notes."),
        lambda actor: not (actor.coordinates or actor.leads),  # whose surveys have a tab for them
        named="interviewing",
    ),
    Entry(
        _("Roles and units"),
        "organisations:roles",
        "settings",
        _("Invite colleagues, give roles with dates and keep the units up to date."),
        lambda actor: bool(actor.coordinates or actor.leads),
    ),
    Entry(
        _("Protected identities"),
        "people:protected",
        "lock",
        _("Mark and unmark protected identities. Only named handlers see this page."),
        lambda actor: bool(actor.handles),
    ),
    Entry(
        _("Collaborations"),
        "organisations:collaborations",
        "globe",
        _("See which organisations share frameworks and places with yours."),
        _collaborates,
        also=("exchange:balance",),
    ),
)


def entries_for(actor: Actor, named: Mapping[str, int]) -> list[Entry]:
    """``named`` is how much of each kind the actor is named for."""
    return [entry for entry in ENTRIES if entry.shown_to(actor) and (not entry.named or named[entry.named])]


def menu(request: HttpRequest, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The entries as the shell wants them; the one whose address begins the present one is current."""
    items = []
    here: list[tuple[int, dict[str, Any]]] = []
    for entry in entries:
        item: dict[str, Any] = {
            "label": entry.label,
            "url": reverse(entry.view_name),
            "icon": entry.icon,
            "current": False,
        }
        items.append(item)
        addresses = (item["url"], *map(reverse, entry.also))
        here += [(len(address), item) for address in addresses if request.path.startswith(address)]
    if here:
        max(here, key=lambda found: found[0])[1]["current"] = True
    return items
