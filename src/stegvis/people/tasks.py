"""Thin jobs around the services."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.jobs.progress import Progress
from stegvis.foundation.jobs.running import person_job
from stegvis.people import inviting, services


def _give_up(*, actor: Actor, import_id: str) -> None:
    services.give_up_staff_import(actor=actor, import_id=UUID(import_id))


@person_job(on_failure=_give_up)
def read_staff_list(*, actor: Actor, progress: Progress, import_id: str) -> None:
    services.compare_staff_list(actor=actor, import_id=UUID(import_id))


def _reopen(*, actor: Actor, import_id: str, partial: bool) -> None:
    services.reopen_staff_import(actor=actor, import_id=UUID(import_id))


@person_job(on_failure=_reopen)
def apply_staff_list(*, actor: Actor, progress: Progress, import_id: str, partial: bool) -> str:
    saved = services.apply_staff_import(actor=actor, import_id=UUID(import_id), partial=partial, progress=progress)
    return "" if saved else _("Something has changed since you looked. Nothing has been saved; look once more.")


@person_job()
def invite_staff(*, actor: Actor, progress: Progress, units: list[int]) -> str:
    sent = inviting.invite_units(actor=actor, units=units, progress=progress)
    told = ngettext("%(number)d invitation is on its way.", "%(number)d invitations are on their way.", sent)
    return told % {"number": sent}
