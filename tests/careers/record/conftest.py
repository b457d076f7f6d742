"""Anna, who left Ale yesterday for Mölndal, and what Ale has registered about her."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from stegvis.careers.models import Assessment, DevelopmentPlan, Goal, Placement, Talk
from stegvis.careers.record.services import share_record
from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Role
from stegvis.people.models import Consent, Employment, Evidence, EvidenceFile, Part
from tests.support.cast import START, Cast, grant
from tests.support.database import as_owner
from tests.support.layers import layer

ALL = list(Part.values)


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def share(cast: Cast, *parts: str, until: date | None = None) -> Consent:
    """Anna shows Mölndal the parts, all unless some are named."""
    with acting_as(cast.anna.pk) as actor:
        return share_record(actor=actor, receiver_id=cast.molndal.pk, parts=parts or ALL, until=until or days(180))


@layer
def moved(cast: Cast, nurses: FrameworkVersion) -> Cast:
    """Dag coordinates Mölndal besides; Maria manages where Anna now works."""
    with as_owner():
        person = cast.anna.person
        grant(cast.dag, Role.COORDINATOR, organisation=cast.molndal)
        Employment.objects.filter(person=person).update(valid_to=days(-1))
        Employment.objects.create(
            person=person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2007",
            valid_from=days(0),
        )
        theirs = {"person": person, "employer": cast.ale}
        known = {**theirs, "kind": "course", "valid_from": START}
        course = Evidence.objects.create(**known, code="hlr", title="HLR", checked_on=START, checked_how="Intyg sett")
        EvidenceFile.objects.create(
            **theirs,
            evidence=course,
            name="intyg.pdf",
            media_type="application/pdf",
            size=1,
            digest="d",
            content=b"x",
            scan="clean",
        )
        Evidence.objects.create(**known, code="egen", title="Eget påstående", state="stated", source="person")
        placed = {**theirs, "profession_id": "sjukskoterska", "version": nurses}
        Placement.objects.create(
            **placed, level_code="grund", level_order=1, proposed_order=1, decided_on=START, ground="Grunden"
        )
        Assessment.objects.create(
            **placed,
            opened_on=START,
            signed_on=START,
            state="signed",
            combined={"ratings": {"k": 2}, "agreed": "Hemligt i samtalet"},
        )
        Assessment.objects.create(**placed, opened_on=START, state="compared")
        plan = DevelopmentPlan.objects.create(**theirs, title="Plan i Ale", starts=START, ends=START, state="closed")
        Goal.objects.create(**theirs, plan=plan, title="Målet i Ale")
        Talk.objects.create(**theirs, kind="development", held_on=START, manager=cast.bosse, notes="Samtalets ord")
    return cast
