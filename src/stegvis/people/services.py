"""Staff lists: uploaded, looked through, then applied or dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, read_document, too_large
from stegvis.foundation.documents.text import clean
from stegvis.foundation.jobs.progress import no_progress
from stegvis.foundation.jobs.running import start_job
from stegvis.foundation.notices.tasks import take_back
from stegvis.organisations.models import Organisation, RoleGrant
from stegvis.people.imports.existing import load_existing
from stegvis.people.imports.parsing import ParsedStaff, pack, parse, unpack
from stegvis.people.imports.planning import plan
from stegvis.people.imports.report import final_report, preview_report, without_names
from stegvis.people.imports.saving import Tell, save_plan
from stegvis.people.imports.steps import ImportPlan
from stegvis.people.models import StaffImport
from stegvis.people.policies import may_import_staff
from stegvis.people.professions import load_professions
from stegvis.people.signals import competence_changed

__all__ = ["load_professions"]

State = StaffImport.State


def upload_staff_list(*, actor: Actor, employer: Organisation, file_name: str, content: bytes) -> StaffImport:
    """Read the file, keep what was asked for of it, and queue the comparison with what is there.

    The file itself is never stored. Raises Refused, and UnreadableError after noting that it was refused.
    """
    require(may_import_staff(actor, employer.pk))
    try:
        parsed = parse(read_document(content))
    except UnreadableError:
        _note(actor, employer, file_name, State.REFUSED)
        raise
    staff_import = _note(actor, employer, file_name, State.WAITING, content=pack(parsed))
    from stegvis.people.tasks import read_staff_list

    job = start_job(
        actor=actor,
        title=_("Reads the staff list"),
        task=read_staff_list,
        result_url=preview_url(staff_import),
        import_id=str(staff_import.pk),
    )
    StaffImport.objects.filter(pk=staff_import.pk).update(job_id=job.pk)
    staff_import.job_id = job.pk
    return staff_import


def compare_staff_list(*, actor: Actor, import_id: UUID) -> None:
    """Make the preview of a waiting list; of any other state nothing is done."""
    staff_import = _locked(actor, import_id)
    if staff_import.state != State.WAITING:
        return
    parsed = unpack(bytes(staff_import.content))
    made = plan(parsed, load_existing(actor, staff_import.employer, parsed))
    _move(staff_import, State.PREVIEW, report=preview_report(made, parsed))


def start_applying(*, actor: Actor, import_id: UUID, partial: bool) -> StaffImport:
    """Queue the saving. ``partial`` is the choice to save the rows without faults. Raises Refused to the second."""
    from stegvis.people.tasks import apply_staff_list

    staff_import = get_visible(actor, StaffImport, id=import_id)
    require(may_import_staff(actor, staff_import.employer_id))
    if staff_import.report.get("problem_count") and not partial:
        raise Refused(_("Some rows have errors. Correct the file, or choose to save only the rows without errors."))
    with transaction.atomic():
        if not _won(actor, import_id, {State.PREVIEW}, State.APPLYING):
            raise Refused(_("The list is already being saved, or has been decided on in another window."))
        job = start_job(
            actor=actor,
            title=_("Saves the staff list"),
            task=apply_staff_list,
            result_url=preview_url(staff_import),
            import_id=str(import_id),
            partial=partial,
        )
        StaffImport.objects.filter(pk=import_id).update(job_id=job.pk)
    return staff_import


def apply_staff_import(*, actor: Actor, import_id: UUID, partial: bool, progress: Tell = no_progress) -> bool:
    """Save a list that is being applied, whole or not at all; of any other state nothing is done.

    The plan is made anew. Where it is no longer what was looked at, nothing is saved, the new preview is shown,
    and False is returned.
    """
    staff_import = _locked(actor, import_id)
    if staff_import.state != State.APPLYING:
        return True
    parsed = unpack(bytes(staff_import.content))
    made = _plan_alone(actor, staff_import.employer, parsed)
    if made.fingerprint != staff_import.report.get("fingerprint") or (made.problems and not partial):
        _move(staff_import, State.PREVIEW, report={**preview_report(made, parsed), "is_stale": True})
        return False
    report = final_report(made, parsed, partial=partial)
    _save(staff_import.employer, made, staff_import.file_name, progress)
    _move(staff_import, State.APPLIED, report=report, content=b"")
    return True


def give_up_staff_import(*, actor: Actor, import_id: UUID) -> None:
    """After a failed reading nothing is kept of the list; another upload begins anew."""
    _won(actor, import_id, {State.WAITING}, State.REFUSED, content=b"")


def reopen_staff_import(*, actor: Actor, import_id: UUID) -> None:
    """After a failed saving the list can be looked at, applied or dropped again."""
    _won(actor, import_id, {State.APPLYING}, State.PREVIEW)


def drop_staff_import(*, actor: Actor, import_id: UUID) -> None:
    """Forget a list that was not saved. Raises Refused where it is too late."""
    staff_import = get_visible(actor, StaffImport, id=import_id)
    require(may_import_staff(actor, staff_import.employer_id))
    report = without_names(staff_import.report)
    if not _won(actor, import_id, {State.WAITING, State.PREVIEW}, State.DROPPED, content=b"", report=report):
        raise Refused(_("The list is already being saved, or has been decided on in another window."))


def import_staff_file(
    *, actor: Actor, path: Path | str, employer: Organisation, partial: bool = False
) -> dict[str, Any]:
    """Import a file at once, in the caller's transaction, and return the report.

    ``saved`` is False where there are faults and ``partial`` was not chosen; then ``problems`` says what to correct.
    Raises UnreadableError for a file that cannot be read, and Refused.
    """
    require(may_import_staff(actor, employer.pk))
    file = Path(path)
    if file.stat().st_size > MAX_BYTES:
        raise too_large(file.stat().st_size)
    parsed = parse(read_document(file.read_bytes()))
    made = _plan_alone(actor, employer, parsed)
    report = final_report(made, parsed, partial=partial)
    problems = [{**problem.as_json(), "text": problem.text} for problem in made.problems]
    if made.problems and not partial:
        return {**report, "saved": False, "problems": problems}
    _save(employer, made, file.name, no_progress)
    _note(actor, employer, file.name, State.APPLIED, report=report)
    return {**report, "saved": True, "problems": problems}


def preview_url(staff_import: StaffImport) -> str:
    return reverse("people:import_preview", args=[staff_import.pk])


def _plan_alone(actor: Actor, employer: Organisation, parsed: ParsedStaff) -> ImportPlan:
    """The plan, while nobody else can save a list of the same employer: until the end of the transaction."""
    wait_for_turn("people.staffimport", employer.pk)
    return plan(parsed, load_existing(actor, employer, parsed))


def _save(employer: Organisation, made: ImportPlan, file_name: str, progress: Tell) -> None:
    give_reason(_("Staff list %(name)s") % {"name": safe_name(file_name)})
    persons = save_plan(made, employer, progress)
    if persons:
        competence_changed.send(sender=StaffImport, employer_id=employer.pk, person_ids=persons)
        leaders = RoleGrant.objects.filter(Q(organisation=employer) | Q(unit__organisation=employer))
        take_back.defer(users=sorted(set(leaders.values_list("user", flat=True))))


def _note(actor: Actor, employer: Organisation, file_name: str, state: State, **fields: Any) -> StaffImport:
    fields = {"content": b"", "created_by_id": actor.user, **fields}
    return StaffImport.objects.create(employer=employer, file_name=safe_name(file_name), state=state, **fields)


def safe_name(file_name: str) -> str:
    """A file's name may hold what the file may not."""
    name = clean(file_name)
    return name[-200:] if name and not holds_personal_number(name) else "personal"


def _locked(actor: Actor, import_id: UUID) -> StaffImport:
    rows = writable(actor, StaffImport).select_related("employer").select_for_update(of=("self",))
    return get_visible(actor, StaffImport, rows, id=import_id)


def _move(staff_import: StaffImport, state: State, **fields: Any) -> None:
    StaffImport.objects.filter(pk=staff_import.pk).update(state=state, **fields)


def _won(actor: Actor, import_id: UUID, before: set[State], after: State, **fields: Any) -> bool:
    """Compare and set: of several who decide at once one wins."""
    rows = writable(actor, StaffImport).filter(id=import_id, state__in=before)
    return rows.update(state=after, **fields) == 1
