"""What the first page tells a coordinator about the staff list, and a handler about protected identities."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.people.inviting import count_without_login
from stegvis.people.models import ProtectedIdentity, StaffImport


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """A step for the handler of protected identities, and two for the coordinator. A query each."""
    if actor.handles:
        yield _protected(actor)
    if actor.coordinates:
        yield from _staff_list(actor)
        yield from _without_login(actor)


def _protected(actor: Actor) -> NextStep:
    marked = visible(actor, ProtectedIdentity).count()
    return NextStep(
        title=_("Protected identities"),
        detail=ngettext("%(n)s person is marked.", "%(n)s persons are marked.", marked) % {"n": marked}
        + " "
        + _("Only named handlers know of it. Mark or unmark, with the ground noted."),
        url=reverse("people:protected"),
        action=_("Open the list"),
        icon="lock",
    )


def _without_login(actor: Actor) -> Iterator[NextStep]:
    number = count_without_login(actor)
    if number:
        yield NextStep(
            title=ngettext("%(n)s person has no log-in", "%(n)s persons have no log-in", number) % {"n": number},
            detail=_("They cannot see where they stand before they are invited. One press for each unit is enough."),
            url=reverse("people:invite"),
            action=_("Invite the staff"),
            icon="people",
        )


def _staff_list(actor: Actor) -> Iterator[NextStep]:
    """The uploaded list that waits to be looked through, else how to bring one in."""
    waiting = visible(actor, StaffImport).filter(state=StaffImport.State.PREVIEW).defer("content", "report").first()
    if waiting is None:
        yield NextStep(
            title=_("Keep the staff list up to date"),
            detail=_("Upload the list from Excel. You see every change before anything is saved."),
            url=reverse("people:import"),
            action=_("Import staff"),
            icon="upload",
        )
    else:
        yield NextStep(
            title=_("A staff list waits for you"),
            detail=_("%(name)s has been read. Look through what it adds and changes, then save it or drop it.")
            % {"name": waiting.file_name},
            url=reverse("people:import_preview", args=[waiting.pk]),
            action=_("Look through the list"),
            icon="document",
            tone="warm",
        )
