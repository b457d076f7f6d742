"""A spring of places: what all thirteen municipalities offer each other, the universities' courses, and common days.

Days are counted from today, so that there is always something to come. All people are invented; the four courses in
intermediate care are the universities' own, as the source documents name them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from stegvis.exchange.models import Block, CommonDay, Examination, Meets, Occasion, Offer, Prior, Session
from stegvis.exchange.offers.times import Hours, hours_on
from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.working_days import next_working_day
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.organisations.packaged import known_collaborations, load_organisations
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
PILOTS = ("pilot-sjukskoterska-kommun", "pilot-underskoterska-kommun", "pilot-rehab-kommun")
DATA = Path(__file__).parent / "data" / "places.csv"
EIGHT, NINE, FOUR = time(8), time(9), time(16)


@dataclass(frozen=True)
class Kind:
    """What a municipality may offer; ``gives`` is kind and code of the evidence it ends in."""

    kind: str
    title: str
    summary: str
    areas: tuple[str, ...]
    seats: int = 2
    starts: time = EIGHT
    ends: time = FOUR
    gives: tuple[str, str] = ("", "")
    meets: tuple[str, ...] = ()
    form: str = "on_site"


def kinds() -> list[Kind]:
    """All that the file names: seven days beside a colleague, then thirteen other things."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return [
            Kind(
                row["kind"],
                row["title"],
                row["summary"],
                tuple(row["areas"].split()),
                int(row["seats"]),
                time(int(row["starts"])),
                time(int(row["ends"])),
                (row["gives"].partition(":")[0], row["gives"].partition(":")[2]),
                tuple(row["meets"].split()),
                row["form"],
            )
            for row in csv.DictReader(file)
        ]


SHADOWINGS, LAST = 7, 12
IMA = (
    ("ki", "Omvårdnad inom intermediärvård"),
    ("uu", "Omvårdnad inom postoperativ och kirurgisk intermediärvård"),
    ("lu", "Omvårdnad vid intermediärvård av vuxna"),
    ("gu", "Avancerad omvårdnad vid intermediärvård för vuxna"),
)
HOSTS = ("Maja Åberg", "Nils Forsell", "Sara Lindahl", "Omar Haddad", "Elin Wiberg", "Jonas Ceder", "Lea Nordin")


def offer_places() -> None:
    """Offers, their occasions and the common days, unless some are there. About a hundred rows of each, in bulk."""
    with acting_as_system(reason=REASON):
        if Offer.objects.exists():
            return
        load_organisations("ki", "lu", "uu")
        spring = Spring(timezone.localdate())
        spring.municipalities()
        spring.universities()
        spring.together()
        spring.save()


class Spring:
    """What is to be saved; the rows hold each other until they have keys."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.employers = {one.slug: one for one in Organisation.objects.all()}
        self.units = {(one.organisation_id, one.code): one for one in Unit.objects.all()}
        self.collaboration = Collaboration.objects.get(slug="gr")
        self.asked = _requirements()
        self.common = [self.weekday(weeks) for weeks in (8, 14, 22)]
        self.offers: list[Offer] = []
        self.parts: list[Any] = []
        self.planned: list[tuple[Occasion, tuple[Hours, ...]]] = []

    def weekday(self, weeks: int, weekday: int = 2) -> date:
        """That day of the week, so many weeks ahead; the next working day where it is free."""
        monday = self.today - timedelta(days=self.today.weekday())
        return next_working_day(monday + timedelta(weeks=weeks, days=weekday))

    def municipalities(self) -> None:
        """Each has two to follow a colleague at, the first also on a common day, and two other things, each twice."""
        found = kinds()
        shadowing, others = found[:SHADOWINGS], found[SHADOWINGS:]
        for number, slug in enumerate(known_collaborations()["gr"][1]):
            for at, one in enumerate((shadowing[number % 7], shadowing[(number + 3) % 7])):
                offer = self.offer(slug, one, number, unit="HSV-N" if at == 0 else "")
                days = [self.weekday(3 + (number + 5 * at) % 9, number % 5)]
                if at == 0 and number != LAST:
                    days.append(self.common[number % 2])
                self.days(offer, days, one)
            for at, one in enumerate((others[number], others[(number + 5) % 13])):
                offer = self.offer(slug, one, number + at)
                weeks = (4 + number % 6, 13 + number % 6)
                self.days(offer, [self.weekday(week, (number + at) % 5) for week in weeks], one)

    def offer(
        self, slug: str, one: Kind, number: int, *, unit: str = "", facts: Mapping[str, Any] | None = None
    ) -> Offer:
        employer = self.employers[slug]
        kind, code = one.gives
        made = Offer(
            employer=employer,
            unit=self.units.get((employer.pk, unit)),
            collaboration=self.collaboration,
            kind=one.kind,
            form=one.form,
            state=Offer.State.PUBLISHED,
            title=one.title,
            summary=one.summary,
            areas=list(one.areas),
            host_name=HOSTS[number % len(HOSTS)],
            terms="Du skriver på en sekretessförbindelse när du kommer." if one.kind == "shadowing" else "",
            gives_kind=kind,
            gives_code=code,
            created_by_id=user_key("gunilla") if slug == "ale" else None,
            published_on=self.today - timedelta(days=number % 20),
        )
        made.is_shown_openly = one.kind in {"conference", "course"} and number % 2 == 0
        for name, value in (facts or {}).items():
            setattr(made, name, value)
        self.offers.append(made)
        for framework, requirement in self.meets(one):
            self.parts.append(Meets(offer=made, employer=employer, framework_id=framework, requirement=requirement))
        return made

    def meets(self, one: Kind) -> Iterator[tuple[int, str]]:
        """The requirements that accept its evidence, and those that it names."""
        for (framework, requirement), accepted in self.asked.items():
            if (one.gives[1] and one.gives in accepted) or requirement in one.meets:
                yield framework, requirement

    def days(self, offer: Offer, days: list[date], one: Kind) -> None:
        for day in sorted(set(days)):
            self.occasion(offer, (hours_on(day, one.starts, one.ends),), one.seats)

    def occasion(self, offer: Offer, sessions: tuple[Hours, ...], seats: int) -> None:
        starts, ends = sessions[0].starts, sessions[-1].ends
        first, last = timezone.localdate(starts), timezone.localdate(ends)
        row = Occasion(
            offer=offer,
            employer=offer.employer,
            starts=starts,
            ends=ends,
            place=offer.employer.name if offer.form == "on_site" else "",
            municipality=offer.employer.code,
            link="https://motet.example.se/kurs" if offer.form == "distance" else "",
            seats=seats,
            fewest=8 if seats > 15 else None,
            apply_by=max(self.today, (last if offer.starts_any_time else first) - timedelta(days=14)),
        )
        self.planned.append((row, () if offer.starts_any_time else sessions))

    def universities(self) -> None:
        """The four courses in intermediate care, 7.5 credits each, at a distance with three meetings."""
        for number, (slug, title) in enumerate(IMA):
            one = Kind(
                "course",
                title,
                "7,5 högskolepoäng på avancerad nivå, halvfart på distans.",
                ("korttid-intermediarvard", "klinisk-bedomning"),
                gives=("credits", "omvardnad"),
            )
            facts: dict[str, Any] = {"provider": "university", "form": "mixed", "audience": "everybody", "hours": 200}
            facts |= {"is_shown_openly": True, "professions": ["sjukskoterska"], "collaboration": None}
            offer = self.offer(slug, one, number, facts=facts)
            offer.host_name = "Kursansvarig"
            self.parts.append(
                Examination(
                    offer=offer,
                    employer=offer.employer,
                    profession_id="sjukskoterska",
                    level="Avancerad nivå",
                    credits=75,
                )
            )
            prior = {"kind": "licence", "code": "sjukskoterska", "title": "Legitimation som sjuksköterska"}
            self.parts.append(Prior(offer=offer, employer=offer.employer, **prior))
            meetings = tuple(hours_on(self.weekday(8 + number + 5 * part, 3), NINE, FOUR) for part in range(3))
            self.occasion(offer, meetings, 30)

    def together(self) -> None:
        """What the collaboration buys: the course in intermediate care as the documents want it."""
        one = Kind(
            "course",
            "Intermediärvård i team",
            "Sjuksköterska, undersköterska och fysioterapeut lär tillsammans i egen takt, kvar på arbetsplatsen.",
            ("korttid-intermediarvard", "akut-omhandertagande"),
            gives=("course", "fordjupningskurs-omrade"),
        )
        facts: dict[str, Any] = {
            "provider": "commissioned",
            "form": "mixed",
            "starts_any_time": True,
            "price": 6000,
            "split": "by_seats",
        }
        offer = self.offer("goteborg", one, 0, facts=facts | {"is_joint": True, "hours": 80})
        offer.professions = ["sjukskoterska", "underskoterska", "fysioterapeut"]
        whose: dict[str, Any] = {"offer": offer, "employer": offer.employer}
        for position, (title, hours, form, simulation) in enumerate(
            (
                ("Bedömning och beslut", 24, "distance", False),
                ("Omvårdnad och rehabilitering i teamet", 24, "distance", False),
                ("Klinisk simulering på arbetsplatsen", 16, "workplace", True),
                ("Verksamhetsnära examination", 16, "workplace", False),
            )
        ):
            block = {"title": title, "hours": hours, "form": form, "is_simulation": simulation, "is_team": position > 0}
            self.parts.append(Block(**whose, position=position, **block))
        for profession, level, tenths in (
            ("sjukskoterska", "Avancerad nivå, teoretiskt och praktiskt", 75),
            ("fysioterapeut", "Avancerad nivå, teoretiskt och praktiskt", 75),
            ("underskoterska", "Yrkeshögskolenivå, praktiskt", None),
        ):
            self.parts.append(Examination(**whose, profession_id=profession, level=level, credits=tenths))
        window = hours_on(self.weekday(4, 0), EIGHT, FOUR)
        last = hours_on(self.weekday(24, 4), EIGHT, FOUR)
        self.occasion(offer, (Hours(window.starts, last.ends),), 40)

    def save(self) -> None:
        """Six statements, however many rows there are."""
        Offer.objects.bulk_create(self.offers)
        parts: tuple[Any, ...] = (Meets, Block, Examination, Prior)
        for kind in parts:
            kind.objects.bulk_create(part for part in self.parts if isinstance(part, kind))
        Occasion.objects.bulk_create(row for row, _sessions in self.planned)
        Session.objects.bulk_create(
            Session(occasion=row, employer_id=row.employer_id, starts=one.starts, ends=one.ends)
            for row, sessions in self.planned
            for one in sessions
        )
        themes = ("Hemsjukvård och rehabilitering", "Demens och palliativ vård", "Korttid och trygg hemgång")
        CommonDay.objects.bulk_create(
            CommonDay(
                collaboration=self.collaboration,
                day=day,
                theme=theme,
                note="Ta emot en eller två kollegor från en annan kommun.",
                nudged_at=timezone.now() if number == 2 else None,
            )
            for number, (day, theme) in enumerate(zip(self.common, themes, strict=True))
        )


def _requirements() -> dict[tuple[int, str], set[tuple[str, str]]]:
    """Framework and requirement → the evidence that it accepts, of the three pilots."""
    found: dict[tuple[int, str], set[tuple[str, str]]] = {}
    for version in FrameworkVersion.objects.filter(framework__code__in=PILOTS, version=1):
        for one in effective_of(version).document.requirements():
            found[version.framework_id, one.code] = {(str(one.kind), code) for code in one.accepts}
    return found
