"""The coordinator's pages: the employer's programmes, and examples to begin from."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.introductions.forms import ProgrammeForm, StepFormSet
from stegvis.careers.introductions.packaged import examples, known
from stegvis.careers.introductions.pages import tabs
from stegvis.careers.introductions.queries import criteria_at, programmes_at
from stegvis.careers.introductions.services import (
    change_programme,
    fingerprint,
    outline_of,
    retire_programme,
    take_example,
)
from stegvis.careers.models import Programme
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Organisation
from stegvis.people.models import Employment, Profession


@login_required
@require_GET
def programmes(request: ActorRequest) -> HttpResponse:
    employers = _employers(request)
    found = list(programmes_at(request.actor, [one.pk for one in employers]).select_related("employer"))
    taken = {one.made_from for one in found if one.retired_on is None}
    context = {
        "programmes": found,
        "examples": [(one, one.code in taken) for one in examples().values()],
        "known": known(),
        "employers": employers,
        "tabs": tabs(request.actor, "careers:programmes"),
    }
    return render(request, "careers/introductions/programmes.html", context)


@login_required
@require_POST
def take(request: ActorRequest, example: str) -> HttpResponse:
    """Make an example the employer's own; ``arbetsgivare`` says whose, where the actor coordinates several."""
    employers = _employers(request)
    wanted = request.POST.get("arbetsgivare") or str(employers[0].pk)
    employer = next((one for one in employers if str(one.pk) == wanted), None)
    if employer is None or example not in examples():
        raise NotYours
    found = take_example(actor=request.actor, employer=employer, example=examples()[example])
    messages.success(request, _("The programme is yours now. Change what does not fit."))
    return redirect("careers:programme", found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def programme(request: ActorRequest, programme_id: int) -> HttpResponse:
    found = _programme(request, programme_id)
    employed = visible(request.actor, Employment).filter(employer=found.employer).values("profession").distinct()
    professions = Profession.objects.filter(pk__in=employed)
    criteria = criteria_at(request.actor, found.employer)
    form = ProgrammeForm(professions, request.POST or None, initial=_initial(found))
    steps = StepFormSet(request.POST or None, prefix="steg", initial=found.content, form_kwargs={"criteria": criteria})
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        text = form.text(tuple(step for one in steps if (step := one.step)))
        try:
            change_programme(actor=request.actor, programme=found, text=text, seen=form.cleaned_data["seen"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The programme is saved. Introductions under way keep their steps."))
            return redirect("careers:programmes")
    context = {"programme": found, "form": form, "steps": steps, "outline": outline_of(found)}
    return render(request, "careers/introductions/programme.html", context)


def _initial(found: Programme) -> dict[str, object]:
    named = ("title", "summary", "professions", "weeks", "shielded_weeks", "share", "joins_any_month")
    return {name: getattr(found, name) for name in named} | {"seen": fingerprint(found)}


@login_required
@require_POST
def retire(request: ActorRequest, programme_id: int) -> HttpResponse:
    """Use it no longer, or with ``ater`` again."""
    found = _programme(request, programme_id)
    is_back = "ater" in request.POST
    retire_programme(actor=request.actor, programme=found, back=is_back)
    said = _("The programme is in use again.") if is_back else _("No more introductions are started by the programme.")
    messages.success(request, said)
    return redirect("careers:programmes")


def _programme(request: ActorRequest, programme_id: int) -> Programme:
    rows = visible(request.actor, Programme).filter(employer__in=request.actor.coordinates).select_related("employer")
    return get_visible(request.actor, Programme, rows, pk=programme_id)


def _employers(request: ActorRequest) -> list[Organisation]:
    """Those whose programmes the actor keeps. Raises NotYours where there are none."""
    found = list(visible(request.actor, Organisation).filter(pk__in=request.actor.coordinates).order_by("name"))
    if not found:
        raise NotYours
    return found
