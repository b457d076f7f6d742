"""Forecasts of the demonstration: the thirteen municipalities of GR, and the seven counties of the council, each with
two scenarios. All staff is invented."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Role, RoleGrant
from stegvis.planning.forecasts import services
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.levers import Lever
from stegvis.planning.models import Forecast
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
COUNCIL = "samordnare@mellansverige.example.se"
DRAWS, YEARS = 40, 10
GR = ("1440", "1489", "1480", "1384", "1401", "1482", "1441", "1462", "1481", "1402", "1415", "1419", "1407")
COUNTIES = ("03", "04", "17", "18", "19", "20", "21")
STAY = (
    Lever("early_leaving", 30, ("fysioterapeut",), note="Förbundsstyrelsen (påhittat)"),
    Lever("first_year", 3, ("fysioterapeut",), note="Mentor åt alla nya"),
)
LONGER = (
    Lever("retirement_age", 12, ("fysioterapeut",)),
    Lever("part_time", 2, ("fysioterapeut",), note="Heltidsresan (påhittat beslut)"),
)


@dataclass(frozen=True)
class Asked:
    by: str
    slug: str
    title: str
    places: tuple[str, ...]
    professions: tuple[str, ...]


ASKED = (
    Asked(
        "dag",
        "gr",
        "Rehab och sjuksköterskor i de 13 kommunerna",
        GR,
        ("sjukskoterska", "fysioterapeut", "arbetsterapeut"),
    ),
    Asked(COUNCIL, "mellansverige", "Fysioterapeuter i de sju länen", COUNTIES, ("fysioterapeut",)),
)


def make_forecasts() -> None:
    """Of each collaboration, with one scenario that is shared."""
    with acting_as_system(reason=REASON):
        if Forecast.objects.exists():
            return
        _coordinate_the_council()
    for asked in ASKED:
        _make(asked)


def _coordinate_the_council() -> None:
    """Somebody who does not log in: the cast's Dag coordinates GR alone."""
    council = Collaboration.objects.get(slug="mellansverige")
    user = User.objects.filter(email=COUNCIL).first() or User.objects.create_user(
        COUNCIL, None, name="Samordnare, rådet"
    )
    given = council.memberships.order_by("valid_from")[0].valid_from
    RoleGrant.objects.get_or_create(
        user=user, role=Role.COLLABORATION_COORDINATOR, collaboration=council, valid_from=given
    )


def _make(asked: Asked) -> None:
    with acting_as(user_key(asked.by), reason=REASON) as actor:
        owner = Collaboration.objects.get(slug=asked.slug)
        scope = Scope(asked.places, actor.today.year, YEARS, asked.professions, draws=DRAWS)
        base = services.begin_forecast(actor=actor, owner=owner, title=asked.title, scope=scope).scenario
        services.finish_scenario(actor=actor, scenario_id=base.pk)
        where = {"forecast_id": base.forecast_id}
        for name, levers in (("Fler stannar tidigt i yrket", STAY), ("Längre arbetsliv och mer heltid", LONGER)):
            made = services.add_scenario(actor=actor, **where, name=name, levers=levers).scenario
            services.finish_scenario(actor=actor, scenario_id=made.pk)
        words = "Jämförelsen tas upp i förbundsstyrelsen i höst (påhittat)."
        services.sign_note(actor=actor, **where, scenario_id=made.pk, words=words)
        services.share_scenario(actor=actor, **where, scenario_id=made.pk, for_members=True, for_national=True)
