"""In the background: looking through files, telling who checks, and reminding of what lapses."""

from __future__ import annotations

import logging
import subprocess
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job
from stegvis.foundation.notices.services import dismiss, notify
from stegvis.organisations.models import Role, RoleGrant, Unit
from stegvis.people.models import Employment, Evidence, EvidenceFile, Person

logger = logging.getLogger(__name__)
SCAN_SECONDS = 60
REMINDERS = (30, 90)
"""Days before something lapses; whoever comes in between is reminded by the nearest only."""


class ScanError(Exception):
    """The command neither accepted nor refused the file."""


@system_job
def scan_file(file_id: str) -> None:
    """Give the file to the command of STEGVIS_FILE_SCAN. What is refused is not kept, and its owner is told."""
    file = EvidenceFile.objects.filter(pk=file_id, scan=EvidenceFile.Scan.WAITING).select_related("person").first()
    if file is None or not settings.FILE_SCAN:
        return
    done = subprocess.run(
        settings.FILE_SCAN, input=bytes(file.content), capture_output=True, timeout=SCAN_SECONDS, check=False
    )
    if done.returncode not in {0, 1}:
        raise ScanError(f"the command that looks through files ended with {done.returncode}")
    if done.returncode == 0:
        EvidenceFile.objects.filter(pk=file.pk).update(scan=EvidenceFile.Scan.CLEAN)
        return
    EvidenceFile.objects.filter(pk=file.pk).update(scan=EvidenceFile.Scan.REFUSED, content=b"")
    notify(
        users=[file.person.user_id],
        kind="evidence.file_refused",
        params={"evidence": file.evidence_id},
        link=reverse("careers:evidence"),
        key=f"evidence-file-{file.pk}",
    )


@app.periodic(cron="*/20 * * * *")
@app.task(name="careers.evidence.scan_waiting", queueing_lock="careers.evidence.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Look again through what has waited for half an hour: the command was away, or a job was lost in a restore."""
    with acting_as_system(reason="careers.evidence.scan_waiting"):
        waiting = EvidenceFile.objects.filter(
            scan=EvidenceFile.Scan.WAITING, added_at__lt=timezone.now() - timedelta(minutes=30)
        )
        for key in waiting.values_list("pk", flat=True):
            scan_file.defer(file_id=str(key))


@system_job
def tell_checkers(evidence_id: int) -> None:
    """Tell the managers of where the person works, and where there are none the coordinators, that something waits.

    Once for all that waits of the person: what is registered meanwhile is in the same list.
    """
    evidence = Evidence.objects.filter(pk=evidence_id, state=Evidence.State.STATED).select_related("person").first()
    if evidence is None:
        return
    waiting = Evidence.objects.filter(
        person=evidence.person_id, employer=evidence.employer_id, state=Evidence.State.STATED, source=evidence.source
    )
    first = waiting.exclude(kind=Evidence.Kind.REFLECTION).order_by("pk").values_list("pk", flat=True)[0]
    notify(
        users=[user for user in checkers_of(evidence) if user != evidence.person.user_id],
        kind="evidence.to_check",
        params={"evidence": first},
        link=reverse("careers:evidence_to_check"),
        key=f"evidence-{first}-to-check",
    )


def checkers_of(evidence: Evidence) -> set[int]:
    return leaders_of(evidence.person, evidence.employer_id)


def leaders_of(person: Person, employer_id: int, *, soon: bool = False) -> set[int]:
    """Users who manage the nearest managed unit above the person, else the employer's coordinators. As the system.

    ``soon`` counts an employment that is about to begin.
    """
    today = timezone.localdate()
    grants = RoleGrant.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    grants = grants.filter(user__is_active=True)
    rows = Employment.objects.filter(person=person, employer=employer_id)
    rows = rows if soon else rows.filter(valid_from__lte=today)
    units = set(rows.exclude(valid_to__lt=today).values_list("unit", flat=True))
    while units:
        managers = set(grants.filter(role=Role.UNIT_MANAGER, unit__in=units).values_list("user", flat=True))
        if managers - {person.user_id}:
            return managers
        parents = Unit.objects.filter(pk__in=units).values_list("parent", flat=True)
        units = {parent for parent in parents if parent is not None}
    coordinators = grants.filter(role=Role.COORDINATOR, organisation=employer_id)
    return set(coordinators.values_list("user", flat=True))


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="25 22,23 * * *", periodic_id="midnight")
@app.task(name="careers.evidence.remind", queueing_lock="careers.evidence.remind")
def remind(timestamp: int) -> None:
    """90 and 30 days before something lapses, once each, to the person while they work there."""
    with acting_as_system(reason="careers.evidence.remind"):
        remind_of_lapses()


def remind_of_lapses() -> None:
    """Runs as the system. What is renewed (the same kind, code and area, checked, lasting longer) is not told of."""
    today = timezone.localdate()
    rows = Evidence.objects.filter(
        state=Evidence.State.VERIFIED,
        valid_until__range=(today, today + timedelta(days=max(REMINDERS))),
        kind__in=(Evidence.Kind.COURSE, Evidence.Kind.CERTIFICATE, Evidence.Kind.LICENCE),
        person__user__is_active=True,
        person__employments__in=Employment.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today),
    )
    told = set()
    for one in rows.select_related("person").distinct().order_by("pk"):
        same = (one.person_id, one.kind, one.code, one.area)  # registered by the person and on the list, or by two
        if one.valid_until is None or same in told or _is_renewed(one):
            continue
        told.add(same)
        left = (one.valid_until - today).days
        days = next(days for days in REMINDERS if left <= days)
        if days == min(REMINDERS):
            dismiss(users=[one.person.user_id or 0], keys=[f"evidence-{one.pk}-lapses-{one.valid_until}-90"])
        notify(
            users=[one.person.user_id],
            kind="evidence.lapses",
            params={"evidence": one.pk},
            link=reverse("careers:evidence"),
            key=f"evidence-{one.pk}-lapses-{one.valid_until}-{days}",
        )


def _is_renewed(evidence: Evidence) -> bool:
    same = Evidence.objects.filter(
        person=evidence.person_id, kind=evidence.kind, code=evidence.code, area=evidence.area, state="verified"
    )
    longer = same.filter(valid_until__isnull=True) | same.filter(valid_until__gt=evidence.valid_until)
    return longer.filter(employer=evidence.employer_id).exists()
