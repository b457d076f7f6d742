"""In the background: telling the colleagues of a unit that something is shared."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from stegvis.careers.models import Sharing
from stegvis.careers.spreading.queries import TOLD
from stegvis.foundation.jobs.running import system_job
from stegvis.foundation.notices.services import notify
from stegvis.people.models import Employment, ProtectedIdentity

SHARED = "sharing.new"


@system_job
def tell_unit(sharing_id: int) -> None:
    """Tell who works in the unit today, once when it is planned and once when it is shared.

    Of what somebody with a protected identity shares, nobody is told.
    """
    sharing = Sharing.objects.filter(pk=sharing_id, state__in=TOLD).first()
    if sharing is None or ProtectedIdentity.objects.filter(person=sharing.person_id).exists():
        return
    today = timezone.localdate()
    colleagues = Employment.objects.filter(unit=sharing.unit_id, valid_from__lte=today).exclude(valid_to__lt=today)
    notify(
        users=colleagues.exclude(person=sharing.person_id).values_list("person__user", flat=True),
        kind=SHARED,
        params={"sharing": sharing.pk},
        link=f"{reverse('careers:sharings')}?enhet={sharing.unit_id}",
        key=f"sharing-{sharing.pk}-{sharing.state}",
    )
