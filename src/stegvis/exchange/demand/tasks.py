"""Counting in the night, when the standings of the new day are there; and telling of what is gathered."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.exchange.demand.notices import ANSWERED, ASKED, REQUEST, SEATS, tell
from stegvis.exchange.models import Bundle, Wanted
from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job
from stegvis.organisations.models import Membership, Role, RoleGrant


@app.periodic(cron="40 1 * * *", periodic_id="night")
@app.task(name="exchange.count_what_is_lacking")
def count_what_is_lacking(timestamp: int) -> None:
    from stegvis.exchange.demand.counting import count_what_is_lacking as count

    with acting_as_system(reason="count what is lacking"):
        count()


@system_job
def tell_of_bundle(bundle_id: int, kind: str) -> None:
    """Who is asked to act; and with ``ASKED`` those who said that it is missing, which nobody else learns."""
    bundle = Bundle.objects.get(pk=bundle_id)
    tell(bundle, _concerned(bundle, kind), kind)


def _concerned(bundle: Bundle, kind: str) -> set[int | None]:
    members = Membership.objects.filter(_runs(), collaboration=bundle.collaboration_id).values("organisation")
    if kind == ASKED:
        said = Wanted.objects.filter(area__in=bundle.areas, employer__in=members)
        return set(said.values_list("person__user", flat=True))
    role = {
        SEATS: Q(role=Role.COORDINATOR, organisation__in=members),
        REQUEST: Q(role=Role.UNIVERSITY, organisation=bundle.university_id),
        ANSWERED: Q(role=Role.COLLABORATION_COORDINATOR, collaboration=bundle.collaboration_id),
    }[kind]
    grants = RoleGrant.objects.filter(_runs(), role, user__is_active=True)
    return set(grants.values_list("user", flat=True))


def _runs() -> Q:
    today = timezone.localdate()
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
