"""Nora, new in Bosse's team in Ale north, and programmes of Ale's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from stegvis.careers.introductions.content import Experience
from stegvis.careers.introductions.packaged import examples
from stegvis.careers.introductions.queries import case_of
from stegvis.careers.introductions.services import start_introduction, take_example
from stegvis.careers.models import Introduction, Programme
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Profession
from tests.support.cast import Cast, employ
from tests.support.database import as_owner
from tests.support.layers import layer


@dataclass
class New:
    """The cast with Nora, and Sam in the other team of Ale, who may see nobody."""

    cast: Cast
    version: FrameworkVersion
    nora: User
    sam: User
    employment: Employment
    programme: Programme

    def start(self, **changes: object) -> Introduction:
        """Bosse gives Nora four weeks, with Sam as supervisor."""
        values: dict = {
            "employment": self.employment,
            "programme": self.programme,
            "experience": Experience.NEW,
            "starts": self.employment.valid_from,
            "supervisor": "sam@example.se",
        } | changes
        with acting_as(self.cast.bosse.pk) as actor:
            return start_introduction(actor=actor, **values)


@layer
def new(cast: Cast, nurses: FrameworkVersion) -> New:
    today = timezone.localdate()
    with as_owner():
        nora, sam = (User.objects.create_user(f"{name}@example.se", name=name.capitalize()) for name in ("nora", "sam"))
        nurse = Profession.objects.get(pk="sjukskoterska")
        employment = employ(nora, cast.ale_north, nurse, "1101")
        Employment.objects.filter(pk=employment.pk).update(valid_from=today - timedelta(days=7))
        employ(sam, cast.ale_south, nurse, "1102")
        employment.refresh_from_db()
    with acting_as(cast.gunilla.pk) as actor:
        programme = take_example(actor=actor, employer=cast.ale, example=examples()["kommunal-introduktion"])
    return New(cast, nurses, nora, sam, employment, programme)


def case(user: User, introduction: Introduction):
    """The introduction as a user has it; use it inside ``acting_as``, or only to look at."""
    with acting_as(user.pk) as actor:
        return case_of(actor, introduction.pk)


def moved(introduction: Introduction, days: int) -> None:
    """As if it had begun so many days earlier, the employment too."""
    from django.db.models import F

    back = timedelta(days=days)
    with as_owner():
        Introduction.objects.filter(pk=introduction.pk).update(starts=F("starts") - back, ends=F("ends") - back)
        introduction.steps.update(due=F("due") - back)


def today() -> date:
    return timezone.localdate()
