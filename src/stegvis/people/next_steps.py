"""What the first page tells a coordinator about the staff list."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.people.models import StaffImport


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """At most one step: the uploaded list that waits to be looked through, else how to bring one in. One query."""
    if not actor.coordinates:
        return
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
