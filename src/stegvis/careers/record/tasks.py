"""In the background: telling whom a record is shown to."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from stegvis.careers.evidence.tasks import leaders_of
from stegvis.foundation.jobs.running import system_job
from stegvis.foundation.notices.services import notify
from stegvis.people.models import Consent, ProtectedIdentity


@system_job
def tell_receivers(consent_id: int) -> None:
    """Tell the managers of where the person works or soon begins, and where there are none the coordinators.

    Of a protected identity nobody is told: those who may read it find it where they find the person.
    """
    running = Consent.objects.filter(pk=consent_id, ended_at__isnull=True, until__gte=timezone.localdate())
    consent = running.select_related("person").first()
    if consent is None or ProtectedIdentity.objects.filter(person=consent.person_id).exists():
        return
    notify(
        users=leaders_of(consent.person, consent.receiver_id, soon=True) - {consent.person.user_id},
        kind="record.shared",
        params={"consent": consent.pk},
        link=reverse("careers:shared_record", args=[consent.pk]),
        key=f"consent-{consent.pk}",
    )
