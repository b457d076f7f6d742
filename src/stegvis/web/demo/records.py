"""Cecilia has worked in Ale before Mölndal, and shows her manager there what Ale registered. All invented."""

from __future__ import annotations

from datetime import date, timedelta

from stegvis.careers.record.policies import latest_end
from stegvis.careers.record.services import share_record
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Consent, Employment, Evidence, Part, Person
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
NUMBER = "8001"
KNOWN = (
    (Evidence.Kind.CERTIFICATE, "forflyttning", "Instruktör i förflyttning"),
    (Evidence.Kind.COURSE, "motiverande-samtal", "Motiverande samtal"),
    (Evidence.Kind.ASSIGNMENT, "handledare", "Handledare för studenter"),
)


def show() -> None:
    """Idempotent: nothing where Cecilia has shown something."""
    with acting_as_system(reason=REASON):
        cecilia = Person.objects.get(user=user_key("cecilia"))
        if Consent.objects.filter(person=cecilia).exists():
            return
        began = Employment.objects.filter(person=cecilia).earliest("valid_from").valid_from
        _employ_before(cecilia, began - timedelta(days=1))
    with acting_as(user_key("cecilia"), reason=REASON) as actor:
        molndal = visible(actor, Organisation).get(slug="molndal")
        parts = [Part.EVIDENCE, Part.PLACEMENTS]
        share_record(actor=actor, receiver_id=molndal.pk, parts=parts, until=latest_end(actor.today))


def _employ_before(person: Person, last: date) -> None:
    """In Ale for four years until the day, with what Ale had checked."""
    unit = Unit.objects.filter(organisation__slug="ale").order_by("code").first()
    if unit is None:
        raise RuntimeError("Ale has no unit")
    Employment.objects.create(
        person=person,
        employer_id=unit.organisation_id,
        unit=unit,
        profession_id="fysioterapeut",
        employee_number=NUMBER,
        valid_from=last - timedelta(days=4 * 365),
        valid_to=last,
    )
    for kind, code, title in KNOWN:
        Evidence.objects.create(
            person=person,
            employer_id=unit.organisation_id,
            kind=kind,
            code=code,
            title=title,
            valid_from=last - timedelta(days=700),
            valid_until=last - timedelta(days=10) if kind == Evidence.Kind.ASSIGNMENT else None,
            checked_on=last - timedelta(days=690),
            checked_how="Intyg sett",
            source=Evidence.Source.MANAGER,
        )
