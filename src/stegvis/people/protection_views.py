"""The handlers' pages. To everybody else they do not exist."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible
from stegvis.foundation.audit.services import record_reading
from stegvis.people.models import Person
from stegvis.people.protection import (
    find_employees,
    may_handle,
    may_protect,
    protect_identity,
    protected_people,
    protected_purges,
    unprotect_identity,
)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Ground"),
        max_length=200,
        help_text=gettext_lazy("Kept in the history, which only handlers can read. Write no address."),
    )


@login_required
@require_GET
def protected_list(request: ActorRequest) -> HttpResponse:
    if not may_handle(request.actor):
        raise NotYours
    words = request.GET.get("q", "")
    context = {
        "marks": protected_people(request.actor),
        "words": words,
        "found": find_employees(request.actor, words),
        "purges": protected_purges(request.actor),
    }
    return render(request, "people/protected_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def protect(request: ActorRequest, person: UUID) -> HttpResponse:
    found = _handled_person(request, person)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        if protect_identity(actor=request.actor, person=found, note=form.cleaned_data["note"]):
            messages.success(request, _("The identity is now protected."))
        else:
            messages.info(request, _("The identity was already protected."))
        return redirect("people:protected")
    return render(request, "people/protected_mark.html", {"person": found, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def unprotect(request: ActorRequest, person: UUID) -> HttpResponse:
    found = _handled_person(request, person)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        unprotect_identity(actor=request.actor, person=found, note=form.cleaned_data["note"])
        messages.success(request, _("The protection is lifted. The person is seen as everybody else again."))
        return redirect("people:protected")
    return render(request, "people/protected_lift.html", {"person": found, "form": form})


def _handled_person(request: ActorRequest, key: UUID) -> Person:
    """The person, if the actor handles where they work; else the same answer as for nobody at all."""
    person = get_visible(request.actor, Person, pk=key)
    if not may_protect(request.actor, person):
        raise NotYours
    record_reading(actor=request.actor, person=person.pk, page="people:protected")
    return person
