"""What has been: a course in Mölndal with seven from Ale, what it gave them and cost, and a day that waits to be noted.

Noted, answered and settled by the services that users use. All invented.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from stegvis.exchange.balance.periods import HalfYear, finished
from stegvis.exchange.balance.services import close_settlement
from stegvis.exchange.models import Application, Occasion, Offer, Session
from stegvis.exchange.taking_part import services
from stegvis.exchange.taking_part.opening import open_evaluations
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Unit
from stegvis.people.models import Employment, ProtectedIdentity
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
TITLE = "Palliativ vård nära patienten"
OTHERS = 6
ANSWERS = ((5, 5, 5), (4, 5, 4), (5, 4, 5), (3, 4, 4), (5, 5, 5), (4, 4, 5), (5, 5, 4))
LINE = "Fallen gick att känna igen. Mer tid för frågor vore bra."


def take_part() -> None:
    """Idempotent: it looks for the course."""
    period = finished(timezone.localdate())[0]
    with acting_as_system(reason=REASON):
        if Offer.objects.filter(title=TITLE).exists():
            return
        host = Unit.objects.select_related("organisation").get(organisation__slug="molndal", code="REHAB")
        gr = Collaboration.objects.get(slug="gr")
        course = _held(host, gr, _day_of(period), title=TITLE, kind="course", price=900, split="sender", hours=7)
        day = _held(host, gr, _last_weekday(), title="En dag med rehabteamet", kind="shadowing")
        taking_part = [_applied(course, one) for one in _participants()]
        for key in ("anna", "mona"):
            _applied(day, Employment.objects.select_related("unit").filter(person__user=user_key(key)).earliest("pk"))
    _note(course, taking_part)
    for one, ratings in zip(taking_part, ANSWERS, strict=True):
        with acting_as(one.user_id, reason=REASON) as actor:
            services.evaluate(actor=actor, application_id=one.pk, ratings=ratings, line=LINE if ratings[0] == 3 else "")
    with acting_as_system(reason=REASON):
        open_evaluations()
    with acting_as(user_key("anna"), reason=REASON) as actor:
        text = "Jag frågar numera vad som är viktigast i dag, innan jag berättar vad vi har planerat."
        services.take_home(actor=actor, application_id=taking_part[0].pk, text=text, unit=None, to_host=True)
    with acting_as(user_key("dag"), reason=REASON) as actor:
        close_settlement(actor=actor, collaboration_id=gr.pk, period=period)


def _day_of(period: HalfYear) -> datetime:
    """In the half-year's last month."""
    return timezone.make_aware(datetime.combine(period.ends - timedelta(days=20), time(9)))


def _last_weekday() -> datetime:
    day = timezone.localdate() - timedelta(days=1)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    return timezone.make_aware(datetime.combine(day, time(9)))


def _held(host: Unit, gr: Collaboration, starts: datetime, **facts: object) -> Occasion:
    """With seven seats and one session of seven hours."""
    whose = {"employer": host.organisation, "unit": host, "collaboration": gr, "state": "published"}
    gives = {"gives_kind": "course", "gives_code": "palliativ-vard", "gives_months": 60} if "price" in facts else {}
    offer = Offer.objects.create(**whose, **facts, **gives, areas=["palliativ-vard"])
    hours = {"employer": host.organisation, "starts": starts, "ends": starts + timedelta(hours=7)}
    seats = {"seats": OTHERS + 1, "apply_by": timezone.localdate(starts) - timedelta(days=7)}
    found = Occasion.objects.create(**hours, **seats, offer=offer, place="Mölndals sjukhus, sal 3")
    Session.objects.create(**hours, occasion=found)
    return found


def _participants() -> list[Employment]:
    """Anna, and six of Ale's staff, who each have an account that nobody logs in to."""
    hidden = ProtectedIdentity.objects.values("person")
    staff = Employment.objects.filter(employer__slug="ale").exclude(person__in=hidden).select_related("unit", "person")
    others = list(staff.filter(person__user=None, valid_to=None).order_by("pk")[:OTHERS])
    for number, one in enumerate(others, start=1):
        one.person.user = User.objects.create_user(f"deltagare{number}@ale.example.se", None, name=str(one.person))
        one.person.save(update_fields=["user"])
    return [staff.filter(person__user=user_key("anna")).earliest("pk"), *others]


def _applied(occasion: Occasion, employment: Employment) -> Application:
    """With a place, as that employment."""
    user = employment.person.user
    assert user is not None, "given one before"  # noqa: S101 - tells the type checker
    return Application.objects.create(
        offer=occasion.offer,
        occasion=occasion,
        host=occasion.employer,
        host_unit=occasion.offer.unit,
        person=employment.person,
        employer_id=employment.employer_id,
        unit=employment.unit,
        user=user,
        state="booked",
        title=occasion.offer.title,
        name=str(employment.person),
        workplace=employment.unit.name,
        profession_id=employment.profession_id,
    )


def _note(occasion: Occasion, taking_part: list[Application]) -> None:
    """Everybody came, notes Ingrid, who offers it."""
    keys = frozenset(one.pk for one in taking_part)
    with acting_as(user_key("ingrid"), reason=REASON) as actor:
        session = Session.objects.get(occasion=occasion)
        services.note_attendance(
            actor=actor, occasion_id=occasion.pk, session_id=session.pk, noted=services.Noted(keys, keys)
        )
