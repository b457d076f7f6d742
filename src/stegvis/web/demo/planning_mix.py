"""A skill mix of the demonstration and what came of it: two tasks that were to move. All figures are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.organisations.models import Unit
from stegvis.planning.days import monday
from stegvis.planning.mix.ahead import Ahead, Local, Path, Year
from stegvis.planning.mix.content import Content, Staff, Task
from stegvis.planning.mix.services import begin_mix
from stegvis.planning.mix.shifts.services import ShiftFacts, decide_shift, propose_shift, tell_week
from stegvis.planning.mix.typical import typical
from stegvis.planning.models import Mix
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
HOURS = {"sjukskoterska": 960.0, "distriktsskoterska": 190.0, "underskoterska": 420.0}
NEW = {"underskoterska": 470.0, "service": 60.0, "administration": 40.0}
GROWN = 1.12  # more to do than is done
STORE = "Sköta förråd, beställa och packa upp material"
WOUNDS = "Lägga om sår enligt ordination"
YEARS = 5
PLACES = (("Ale", 1.0, 0.03, 900_000.0), ("Kungälv", 1.3, 0.02, 900_000.0), ("Tjörn", 0.5, 0.04, 300_000.0))
"""Need beside the unit's, how much the need grows a year, and kronor for study posts a year. All invented."""
OWN = {
    "Ale": {"sjukskoterska": 420.0, "underskoterska": 1_500.0},
    "Kungälv": {"sjukskoterska": 500.0, "underskoterska": 1_950.0},
    "Tjörn": {"sjukskoterska": 210.0, "underskoterska": 800.0},
}
"""Hours a week, where nurses retire and the assistants who could follow them are many."""
POSTS = (
    Path("underskoterska", "sjukskoterska", 3, 0.2, 600_000.0, 2.0),
    Path("sjukskoterska", "distriktsskoterska", 1, 0.25, 450_000.0, 1.0),
)
TOLD = (
    (4, 20, "Schemat var inte klart."),
    (9, 30, ""),
    (11, 30, "Sjuksköterskorna packar fortfarande upp på kvällarna."),
    (15, 30, "Ny rutin för beställning."),
    (15, 30, ""),
    (17, 28, "En ledig dag hos service, ingen ersättare."),
)


def make_mix() -> None:
    """Bosse's: the skill mix, a shift of which half came in six weeks, and one that is only proposed."""
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        unit = Unit.objects.get(organisation__slug="ale", code="HSV-N")
        if Mix.objects.filter(unit=unit).exists():
            return
        mix = begin_mix(actor=actor, unit=unit, title="Kompetensmix i hemsjukvården", content=content())
        _followed(actor, mix)
        facts = ShiftFacts(
            task=WOUNDS,
            kind="care",
            source="sjukskoterska",
            target="underskoterska",
            hours=Decimal(12),
            starts=actor.today + timedelta(days=14),
            why="Sjuksköterskorna bedömer såren, undersköterskor med delegering lägger om dem.",
        )
        propose_shift(actor=actor, unit=unit, facts=facts, mix_id=mix.pk)


def content() -> Content:
    """Typical home care with more to do than is done, some staff newly come, and five years of three municipalities
    that share their study posts."""
    usual = typical("hemsjukvard", HOURS)
    staff = tuple(_member(one) for one in usual.staff)
    return replace(usual, staff=staff, tasks=tuple(_grown(one) for one in usual.tasks), ahead=_ahead())


def _ahead() -> Ahead:
    first = timezone.localdate().year + 1
    years = tuple(
        Year(first + at, round(size * (1 + grows) ** at, 3), round(0.985**at, 3), budget, place)
        for place, size, grows, budget in PLACES
        for at in range(YEARS)
    )
    staff = tuple(Local(place, role, hours) for place, had in OWN.items() for role, hours in had.items())
    return Ahead(years, POSTS, staff)


def _member(one: Staff) -> Staff:
    return replace(one, hours=NEW.get(one.role, one.hours))


def _grown(task: Task) -> Task:
    return replace(task, hours=round(task.hours * GROWN, 1))


def _followed(actor: Actor, mix: Mix) -> None:
    starts = monday(actor.today) - timedelta(weeks=len(TOLD))
    facts = ShiftFacts(
        task=STORE,
        kind="service",
        source="sjukskoterska",
        target="service",
        hours=Decimal(30),
        starts=starts,
        why="Sjuksköterskorna ska vara hos patienterna. De avlastade timmarna går till hembesök.",
    )
    shift = propose_shift(actor=actor, unit=mix.unit, facts=facts, mix_id=mix.pk)
    decide_shift(actor=replace(actor, today=starts - timedelta(weeks=1)), shift_id=shift.pk)
    for number, (moved, added, words) in enumerate(TOLD):
        week = starts + timedelta(weeks=number)
        hours: dict[str, Any] = {"moved": Decimal(moved), "added": Decimal(added)}
        tell_week(actor=actor, shift_id=shift.pk, week=week, words=words, **hours)
