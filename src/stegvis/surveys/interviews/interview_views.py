"""The interviews: their list, one of them, and the notes that save themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.exchange.offers.overtaken import apart
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import require
from stegvis.foundation.documents.writing import export_table
from stegvis.surveys.interviews import interviewing, queries
from stegvis.surveys.interviews.acting import kept, revision_in
from stegvis.surveys.interviews.forms import InterviewForm, interview_values
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.interviews.policies import may_plan, may_write
from stegvis.surveys.interviews.saving import Text, answer
from stegvis.surveys.interviews.services import Overtaken
from stegvis.surveys.models import Interview, InterviewStudy, InterviewTheme
from stegvis.surveys.policies import leads


@login_required
@require_GET
def interviews(request: ActorRequest, study_id: int) -> HttpResponse:
    """All of them for the leaders, their own for an interviewer. No name of anybody interviewed."""
    actor = request.actor
    study = queries.study_of(actor, study_id)
    listed = queries.interviews_of(actor, study)
    if wanted := request.GET.get("export"):
        return _file(study, listed, wanted)
    context = about(request, study, "interview_list") | {
        "listed": listed,
        "themes": len(queries.guide_of(actor, study)),
        "may_plan": may_plan(actor, study),
    }
    return render(request, "surveys/interviews/interviews.html", context)


def _file(study: InterviewStudy, listed: list[queries.Listed], wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    columns = [
        _("Number"),
        _("Organisation"),
        _("Role"),
        _("Staff group"),
        _("Who interviews"),
        _("State"),
        _("Day"),
        _("How"),
        _("Minutes"),
        _("Added to by e-mail on"),
        _("Themes with notes"),
    ]
    rows = [_row(one) for one in listed]
    return export_table(_("Interviews"), columns, rows, wanted)


def _row(one: queries.Listed) -> list[Any]:
    found = one.interview
    return [
        found.number,
        str(found.asked or ""),
        ", ".join(dict.fromkeys(taker.role for taker in one.people if taker.role)),
        ", ".join(dict.fromkeys(taker.staff_group for taker in one.people if taker.staff_group)),
        one.interviewer,
        found.get_state_display(),
        found.held_on,
        found.get_mode_display(),
        found.minutes,
        found.followed_up_on,
        one.noted,
    ]


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest, study_id: int) -> HttpResponse:
    actor = request.actor
    study = queries.led_study(actor, study_id)
    require(may_plan(actor, study))
    form = _form(request, study, initial={"asked": request.GET.get("av", "")})
    made: list[Interview] = []
    act = lambda: made.append(  # noqa: E731
        interviewing.plan_interview(actor=actor, study_id=study.pk, facts=form.facts)
    )
    if request.method == "POST" and kept(form, act):
        messages.success(request, _("The interview is planned. Say who is interviewed."))
        return redirect("surveys:interviewees", made[0].pk)
    context = about(request, study, "interview_list") | {"form": form}
    return render(request, "surveys/interviews/plan.html", context)


def _form(request: ActorRequest, study: InterviewStudy, **given: Any) -> InterviewForm:
    actor = request.actor
    asked = queries.coverage_of(actor, study).asked
    return InterviewForm(list(asked), queries.interviewers_of(actor, study), request.POST or None, **given)


@login_required
@require_GET
def interview(request: ActorRequest, interview_id: int) -> HttpResponse:
    """What was said, theme by theme. Who was interviewed stands on a page of its own."""
    actor = request.actor
    found = queries.interview_of(actor, interview_id)
    names = queries.known_names(actor, found.study_id)
    context = about(request, found.study, "interview_list") | {
        "interview": found,
        "people": queries.people_of(actor, found),
        "may_write": may_write(actor, found),
        "notes": [(theme, _text(found, theme).of(note, names)) for theme, note in queries.notes_of(actor, found)],
    }
    return render(request, "surveys/interviews/interview.html", context)


def _text(found: Interview, theme: InterviewTheme) -> Text:
    return Text(
        key=f"tema-{theme.pk}",
        label=_("Notes: %(theme)s") % {"theme": theme.title},
        action=reverse("surveys:interview_note", args=[found.pk, theme.pk]),
        back=reverse("surveys:interview", args=[found.pk]),
        limit=interviewing.NOTE,
    )


@login_required
@require_POST
def note(request: ActorRequest, interview_id: int, theme_id: int) -> HttpResponse:
    """Saved while one writes, or by the button."""
    actor = request.actor
    found = queries.interview_of(actor, interview_id)
    theme = get_visible(actor, InterviewTheme, study=found.study_id, pk=theme_id)

    def save(text: str, revision: int) -> Any:
        return interviewing.write_note(
            actor=actor, interview_id=found.pk, theme_id=theme.pk, text=text, revision=revision
        )

    return answer(request, _text(found, theme), save, queries.known_names(actor, found.study_id))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, interview_id: int) -> HttpResponse:
    actor = request.actor
    found = queries.interview_of(actor, interview_id)
    require(may_write(actor, found))
    values, is_leader = interview_values(found), leads(actor, found.study)
    form = _form(request, found.study, initial=values, may_lead=is_leader)
    lines: list[Any] = []
    revision = found.revision
    if request.method == "POST":
        save = lambda: interviewing.change_interview(  # noqa: E731
            actor=actor, interview_id=found.pk, facts=form.facts, revision=revision_in(request)
        )
        try:
            if kept(form, save):
                messages.success(request, _("Saved"))
                return redirect("surveys:interview", found.pk)
            revision = revision_in(request)
        except Overtaken:
            lines = apart(list(form), list(_form_of(request, found, values)))
    context = about(request, found.study, "interview_list")
    context |= {"interview": found, "form": form, "lines": lines, "revision": revision}
    return render(request, "surveys/interviews/change_interview.html", context)


def _form_of(request: ActorRequest, found: Interview, values: dict[str, Any]) -> InterviewForm:
    """As it is kept, to show beside what was typed."""
    actor = request.actor
    asked = queries.coverage_of(actor, found.study).asked
    return InterviewForm(list(asked), queries.interviewers_of(actor, found.study), initial=values)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: ActorRequest, interview_id: int) -> HttpResponse:
    """After one more question: nothing of it comes back."""
    actor = request.actor
    found = queries.interview_of(actor, interview_id)
    queries.led_study(actor, found.study_id)
    require(may_write(actor, found))
    if request.method == "POST":
        interviewing.delete_interview(actor=actor, interview_id=found.pk)
        messages.success(request, _("The interview is deleted, with all that was said in it."))
        return redirect("surveys:interview_list", found.study_id)
    context = about(request, found.study, "interview_list") | {"interview": found}
    return render(request, "surveys/interviews/delete_interview.html", context)
