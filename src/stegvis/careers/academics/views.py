"""The pages of academic paths, the same for the person and the manager, and the employer's counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.academics import queries, services
from stegvis.careers.academics.forms import (
    AgreeForm,
    EndForm,
    FinishForm,
    FollowUpForm,
    PathForm,
    PauseForm,
    ResumeForm,
    StageForm,
    TermsForm,
)
from stegvis.careers.academics.policies import may_agree, may_finish, may_write
from stegvis.careers.academics.terms import held_against, terms_of, terms_page
from stegvis.careers.models import StudyPath, StudyTerms
from stegvis.careers.pages import labelled
from stegvis.careers.plans.forms import SeenForm
from stegvis.careers.plans.queries import planned_employments
from stegvis.careers.plans.revision import revision_of
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.doing import pressed
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

READ = "careers:study"
USUAL = timedelta(days=730)
"""How long studies are taken to last until somebody says otherwise."""


@login_required
@require_GET
def my_studies(request: ActorRequest) -> HttpResponse:
    if request.actor.person is None:
        raise NotYours
    return _of_person(request, request.actor.person)


@login_required
@require_GET
def person_studies(request: ActorRequest, person_id: UUID) -> HttpResponse:
    return _of_person(request, person_id)


def _of_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    person, employments = planned_employments(request.actor, person_id)
    record_reading(actor=request.actor, person=person_id, page=READ)
    context = {
        "person": person,
        "is_own": request.actor.person == person.pk,
        "employments": employments,
        "paths": queries.paths_of(request.actor, person_id),
    }
    return render(request, "careers/academics/list.html", context)


@login_required
@require_GET
def team_studies(request: ActorRequest) -> HttpResponse:
    """The open paths of who works in the actor's units, what waits for an answer first."""
    actor = request.actor
    if not actor.manages:
        raise NotYours
    paths = queries.team_paths(actor)
    record_readings(actor=actor, persons={one.path.person_id for one in paths}, page=READ)
    return render(request, "careers/academics/team.html", {"paths": paths, "today": actor.today})


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """``arbetsgivare`` says which employer, where there are several."""
    person, employments = planned_employments(request.actor, person_id)
    wanted = request.GET.get("arbetsgivare", "")
    employment = next((one for one in employments if str(one.employer_id) == wanted or not wanted), None)
    if employment is None:
        raise NotYours
    today = request.actor.today
    form = PathForm(request.POST or None, initial={"starts": today, "ends": today + USUAL})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.start_path(
                actor=request.actor, person=person_id, employer=employment.employer_id, facts=form.facts
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The usual stages are laid in. Set days, and take away what does not fit."))
            return redirect("careers:study", made.pk)
    record_reading(actor=request.actor, person=person_id, page=READ)
    context = {
        "person": person,
        "is_own": request.actor.person == person.pk,
        "form": form,
        "title": _("Plan studies"),
        "terms": terms_of(request.actor, employment.employer_id, employment.profession_id),
        "employer": employment.employer,
    }
    return render(request, "careers/academics/form.html", context)


@login_required
@require_GET
def study(request: ActorRequest, path_id: int) -> HttpResponse:
    actor = request.actor
    whole = queries.whole_path(actor, path_id)
    found = whole.path
    held = held_against(actor, found) if found.state == StudyPath.State.PLANNED else None
    shown = {"seen": revision_of(found), "ground": found.ground}
    record_reading(actor=actor, person=found.person_id, page=READ)
    context = {
        "whole": whole,
        "path": found,
        "is_own": actor.person == found.person_id,
        "may_write": whole.is_open and bool(may_write(actor, found.person_id, found.employer_id)),
        "agree": may_agree(actor, found),
        "held": held,
        "agree_form": AgreeForm(initial=shown, is_over=bool(held and held.is_over)),
        "finish": may_finish(actor, found),
        "today": actor.today,
    }
    return render(request, "careers/academics/study.html", context)


def _editable(request: ActorRequest, path_id: int) -> StudyPath:
    """Raises NotYours for what may be read only."""
    whole = queries.whole_path(request.actor, path_id)
    found = whole.path
    if not (whole.is_open and may_write(request.actor, found.person_id, found.employer_id)):
        raise NotYours
    return found


def _answer(
    request: ActorRequest,
    path: StudyPath,
    form: SeenForm,
    *,
    save: Callable[[], Any],
    title: str,
    done: str,
    **rest: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = save()
        except Refused as refused:
            form.add_error(None, str(refused))
            form.show_anew(form.initial.get("seen", ""))
        else:
            if _needs_a_new_yes(path, saved):
                done = _new_yes(request, path)
            messages.success(request, done)
            return redirect("careers:study", path.pk)
    record_reading(actor=request.actor, person=path.person_id, page=READ)
    is_own = request.actor.person == path.person_id
    context = {"path": path, "person": path.person, "form": form, "title": title, "is_own": is_own, **rest}
    return render(request, "careers/academics/form.html", context)


def _needs_a_new_yes(before: StudyPath, saved: object) -> bool:
    planned = StudyPath.State.PLANNED
    return isinstance(saved, StudyPath) and saved.state == planned and before.state != planned


def _new_yes(request: ActorRequest, path: StudyPath) -> str:
    """To the manager too it is said, for more than the terms say takes a ground."""
    if request.actor.person == path.person_id:
        return _("It is saved. What you agreed on has changed, so your manager has to say yes again.")
    return _("It is saved. It is more than the terms say, so say yes again and write why.")


def _said_before(request: ActorRequest, path: StudyPath, words: str) -> str:
    """To the person whose studies are agreed on, what the change means for that."""
    is_agreed = path.state != StudyPath.State.PLANNED
    return words if is_agreed and request.actor.person == path.person_id else ""


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, path_id: int) -> HttpResponse:
    path = _editable(request, path_id)
    initial = {"seen": revision_of(path), **PathForm.initial_of(path)}
    form = PathForm(request.POST or None, initial=initial, path=path)
    return _answer(
        request,
        path,
        form,
        save=lambda: services.change_path(
            actor=request.actor, path_id=path_id, seen=form.cleaned_data["seen"], facts=form.facts
        ),
        title=_("Change"),
        done=_("The studies are saved."),
        note=_said_before(request, path, _("Other days, share or money ask for a new yes from your manager.")),
    )


@login_required
@require_POST
def agree(request: ActorRequest, path_id: int) -> HttpResponse:
    _editable(request, path_id)
    form = AgreeForm(request.POST, is_over=False)  # whether it is, the service finds out
    said = form.cleaned_data if form.is_valid() else {"seen": ""}
    pressed(
        request,
        lambda: services.agree_path(actor=request.actor, path_id=path_id, **said),
        _("You have agreed. The studies are under way."),
    )
    return redirect("careers:study", path_id)


@login_required
@require_http_methods(["GET", "POST"])
def pause(request: ActorRequest, path_id: int) -> HttpResponse:
    path = _editable(request, path_id)
    form = PauseForm(request.POST or None, initial={"seen": revision_of(path), "first": request.actor.today})
    title, done = _("Pause the studies"), _("The studies are paused.")
    return _written(request, path, form, services.pause_path, title=title, done=done)


@login_required
@require_http_methods(["GET", "POST"])
def resume(request: ActorRequest, path_id: int) -> HttpResponse:
    path = _editable(request, path_id)
    form = ResumeForm(request.POST or None, initial={"seen": revision_of(path), "on": request.actor.today})
    title, done = _("Go on with the studies"), _("The studies go on.")
    note = _said_before(request, path, _("When the planned end moves, your manager has to say yes again."))
    return _written(request, path, form, services.resume_path, title=title, done=done, note=note)


@login_required
@require_http_methods(["GET", "POST"])
def follow_up(request: ActorRequest, path_id: int) -> HttpResponse:
    path = _editable(request, path_id)
    form = FollowUpForm(request.POST or None, initial={"seen": revision_of(path), "note": path.follow_up})
    title, done = _("Follow up"), _("The follow-up is saved.")
    return _written(request, path, form, services.follow_up_path, title=title, done=done)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, path_id: int) -> HttpResponse:
    path = _editable(request, path_id)
    form = EndForm(request.POST or None, initial={"seen": revision_of(path)})
    title, done = _("End early"), _("The studies are ended. What was reached stays.")
    return _written(request, path, form, services.end_path, title=title, done=done)


def _written(
    request: ActorRequest, path: StudyPath, form: SeenForm, service: Callable[..., StudyPath], **words: str
) -> HttpResponse:
    """A form whose fields are what the service takes."""

    def save() -> StudyPath:
        return service(actor=request.actor, path_id=path.pk, **form.cleaned_data)

    return _answer(request, path, form, save=save, **words)


@login_required
@require_http_methods(["GET", "POST"])
def finish(request: ActorRequest, path_id: int) -> HttpResponse:
    """The person states the degree."""
    path = _editable(request, path_id)
    require(may_finish(request.actor, path))
    initial = {"seen": revision_of(path), "title": path.title, "on": request.actor.today}
    form = FinishForm(request.POST or None, initial=initial)
    return _answer(
        request,
        path,
        form,
        save=lambda: services.finish_path(
            actor=request.actor, path_id=path_id, seen=form.cleaned_data["seen"], outcome=form.outcome
        ),
        title=_("Finished"),
        done=_("Well done! It stands among your evidence and counts when somebody has checked it."),
        note=_("It is registered among your evidence, where you can add the certificate. Somebody else checks it."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def stage_add(request: ActorRequest, path_id: int) -> HttpResponse:
    path = _editable(request, path_id)
    form = StageForm(request.POST or None)
    return _answer(
        request,
        path,
        form,
        save=lambda: services.add_stage(
            actor=request.actor, path_id=path_id, title=form.cleaned_data["title"], due=form.cleaned_data["due"]
        ),
        title=_("Add a stage"),
        done=_("The stage is there."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def stage(request: ActorRequest, path_id: int, stage_id: int) -> HttpResponse:
    """Change it, or take it away with the other button."""
    path = _editable(request, path_id)
    row = next((one for one in queries.whole_path(request.actor, path_id).stages if one.pk == stage_id), None)
    if row is None:
        raise NotYours
    form = StageForm(request.POST or None, initial={"seen": revision_of(row), **StageForm.initial_of(row)})

    def save() -> None:
        given = {"actor": request.actor, "path_id": path_id, "stage_id": stage_id, "seen": form.cleaned_data["seen"]}
        if "remove" in request.POST:
            services.remove_stage(**given)
        else:
            services.change_stage(**given, title=form.cleaned_data["title"], due=form.cleaned_data["due"])

    done = _("The stage is taken away.") if "remove" in request.POST else _("The stage is saved.")
    return _answer(request, path, form, save=save, title=_("Change the stage"), done=done, removable=True)


@login_required
@require_POST
def stage_reached(request: ActorRequest, path_id: int, stage_id: int) -> HttpResponse:
    _editable(request, path_id)
    services.reach_stage(
        actor=request.actor, path_id=path_id, stage_id=stage_id, is_reached=request.POST.get("natt") == "1"
    )
    return redirect("careers:study", path_id)


@login_required
@require_GET
def organisation(request: ActorRequest) -> HttpResponse:
    """The employer's open paths, in counts."""
    wanted = request.GET.get("arbetsgivare", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise NotYours
    found = queries.studies_of(request.actor, int(wanted) if wanted else None)
    terms = terms_page(request.actor, found.employer.pk)
    bands = [_("At most 25 per cent"), _("26–50 per cent"), _("51–99 per cent"), _("All working time")]
    context = {
        "studies": found,
        "lines": labelled(found.lines, found.kinds),
        "terms": terms,
        "professions": Profession.objects.exclude(pk__in=[one.profession.pk for one in terms.lines if one.is_own]),
        "bands": list(zip(bands, found.bands.cells, strict=True)) if found.bands else [],
    }
    return render(request, "careers/academics/organisation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def terms(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Keep an employer's study terms: ``?yrke=`` names the profession, without it the general ones."""
    employers = visible(request.actor, Organisation).filter(pk__in=request.actor.coordinates)
    employer = get_visible(request.actor, Organisation, employers, pk=organisation_id)
    code = request.GET.get("yrke", "")
    profession = Profession.objects.filter(pk=code).first() if code else None
    if code and profession is None:
        raise NotYours
    kept = visible(request.actor, StudyTerms).filter(employer=employer, profession=profession)
    shown = revision_of(*kept)
    initial = {**(kept.values().first() or {}), "seen": shown}
    form = TermsForm(request.POST or None, initial=initial)
    back = f"{reverse('careers:studies')}?arbetsgivare={employer.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            values = dict(form.cleaned_data)
            seen = values.pop("seen")
            services.keep_terms(
                actor=request.actor, employer=employer.pk, profession=code or None, values=values, seen=seen
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            form.show_anew(shown)
        else:
            messages.success(request, _("The terms are saved."))
            return redirect(back)
    context = {"employer": employer, "profession": profession, "form": form, "back": back}
    return render(request, "careers/academics/terms.html", context)
