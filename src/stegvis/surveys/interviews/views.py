"""The studies, one study, its guide, and who interviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.exchange.offers.overtaken import apart
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import require
from stegvis.surveys.interviews import queries, services
from stegvis.surveys.interviews.acting import done, kept, revision_in
from stegvis.surveys.interviews.forms import InterviewerForm, QuestionsForm, StudyForm, ThemeForm, study_values
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.interviews.policies import may_begin, may_change, may_move
from stegvis.surveys.interviews.services import Overtaken
from stegvis.surveys.interviews.wording import MOVES
from stegvis.surveys.models import Interviewer, InterviewTheme
from stegvis.surveys.policies import leads, must_lead

KEEP_NAMES, KEEP_NOTES = timedelta(days=365), timedelta(days=2 * 365)


@login_required
@require_GET
def studies(request: ActorRequest) -> HttpResponse:
    """Those that one leads or interviews in; for others nothing, and no way to begin one."""
    context = {"lines": queries.studies_of(request.actor), "may_begin": may_begin(request.actor)}
    return render(request, "surveys/interviews/studies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_study(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    must_lead(actor)
    days = {"contacts_until": actor.today + KEEP_NAMES, "notes_until": actor.today + KEEP_NOTES}
    form = StudyForm(queries.owners(actor), request.POST or None, initial=days)
    made: list[Any] = []
    begin = lambda: made.append(services.begin_study(actor=actor, owner=form.chosen_owner, facts=form.facts))  # noqa: E731
    if request.method == "POST" and kept(form, begin):
        messages.success(request, _("The study is begun. Write the guide, and name who interviews."))
        return redirect("surveys:interview_study", made[0].pk)
    return render(request, "surveys/interviews/new_study.html", {"form": form})


@login_required
@require_GET
def study(request: ActorRequest, study_id: int) -> HttpResponse:
    """What it is for, how far it has come, and who interviews."""
    actor = request.actor
    found = queries.study_of(actor, study_id)
    services.note_opening(actor=actor, study=found)
    is_leader = leads(actor, found)
    listed = queries.interviews_of(actor, found)
    context = about(request, found, "interview_study") | {
        "questions": queries.questions_of(actor, found),
        "coverage": queries.coverage_of(actor, found) if is_leader else None,
        "held": sum(one.interview.state == "held" for one in listed),
        "planned": sum(one.interview.state == "planned" for one in listed),
        "interviewers": queries.interviewers_of(actor, found) if is_leader else [],
        "form": InterviewerForm(),
        "moves": [(to, words) for to, words in MOVES.items() if may_move(actor, found, to)],
    }
    return render(request, "surveys/interviews/study.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, study_id: int) -> HttpResponse:
    actor = request.actor
    found = queries.led_study(actor, study_id)
    require(may_change(actor, found))
    now = study_values(found)
    form = StudyForm([], request.POST or None, initial=now)
    lines: list[Any] = []
    revision = found.revision
    if request.method == "POST":
        save = lambda: services.change_study(  # noqa: E731
            actor=actor, study_id=found.pk, facts=form.facts, revision=revision_in(request)
        )
        try:
            if kept(form, save):
                messages.success(request, _("Saved"))
                return redirect("surveys:interview_study", found.pk)
            revision = revision_in(request)
        except Overtaken:
            lines = apart(list(form), list(StudyForm([], initial=now)))
    context = about(request, found, "") | {"form": form, "lines": lines, "revision": revision}
    return render(request, "surveys/interviews/change_study.html", context)


@login_required
@require_POST
def move(request: ActorRequest, study_id: int) -> HttpResponse:
    actor, to = request.actor, request.POST.get("till", "")
    found = queries.led_study(actor, study_id)
    if to not in MOVES:
        raise NotYours
    act = lambda: services.move_study(actor=actor, study_id=found.pk, to=to)  # noqa: E731
    return done(request, act, str(MOVES[to].done), "surveys:interview_study", found.pk)


@login_required
@require_POST
def name_interviewer(request: ActorRequest, study_id: int) -> HttpResponse:
    actor = request.actor
    found = queries.led_study(actor, study_id)
    form = InterviewerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write an e-mail address, such as namn@kommun.se."))
        return redirect("surveys:interview_study", found.pk)
    email = form.cleaned_data["email"]
    act = lambda: services.name_interviewer(actor=actor, study_id=found.pk, email=email)  # noqa: E731
    said = _("Whoever logs in with %(email)s can interview in the study.") % {"email": email}
    return done(request, act, said, "surveys:interview_study", found.pk)


@login_required
@require_POST
def remove_interviewer(request: ActorRequest, interviewer_id: int) -> HttpResponse:
    actor = request.actor
    row = get_visible(actor, Interviewer, pk=interviewer_id)
    act = lambda: services.remove_interviewer(actor=actor, interviewer_id=row.pk)  # noqa: E731
    queries.led_study(actor, row.study_id)
    said = _("They can no longer read anything of the study. Their interviews are yours.")
    return done(request, act, said, "surveys:interview_study", row.study_id)


# The guide


@login_required
@require_http_methods(["GET", "POST"])
def guide(request: ActorRequest, study_id: int) -> HttpResponse:
    """The main questions and the themes; for the leaders with what changes them."""
    actor = request.actor
    found = queries.study_of(actor, study_id)
    form = ThemeForm(request.POST or None)
    if request.method == "POST":
        queries.led_study(actor, study_id)
        add = lambda: services.add_theme(actor=actor, study_id=found.pk, theme=form.theme)  # noqa: E731
        if kept(form, add):
            messages.success(request, _("The theme is added."))
            return redirect("surveys:interview_guide", found.pk)
    questions = queries.questions_of(actor, found)
    context = about(request, found, "interview_guide") | {
        "form": form,
        "themes": queries.guide_of(actor, found),
        "questions": questions,
        "questions_form": QuestionsForm(initial={"questions": "\n".join(one.text for one in questions)}),
    }
    return render(request, "surveys/interviews/guide.html", context)


@login_required
@require_POST
def questions(request: ActorRequest, study_id: int) -> HttpResponse:
    actor = request.actor
    found = queries.led_study(actor, study_id)
    if "questions" not in request.POST:
        raise BadRequest  # no page of ours: what is not sent would be taken for emptied
    texts = request.POST["questions"][:20_000].splitlines()
    act = lambda: services.set_questions(actor=actor, study_id=found.pk, texts=texts)  # noqa: E731
    return done(request, act, _("The main questions are saved."), "surveys:interview_guide", found.pk)


def _theme(request: ActorRequest, theme_id: int) -> InterviewTheme:
    rows = visible(request.actor, InterviewTheme).select_related("study")
    theme = get_visible(request.actor, InterviewTheme, rows, pk=theme_id)
    queries.led_study(request.actor, theme.study_id)
    return theme


@login_required
@require_http_methods(["GET", "POST"])
def change_theme(request: ActorRequest, theme_id: int) -> HttpResponse:
    actor = request.actor
    theme = _theme(request, theme_id)
    require(may_change(actor, theme.study))
    form = ThemeForm(request.POST or None, initial={"title": theme.title, "prompts": theme.prompts})
    save = lambda: services.change_theme(actor=actor, theme_id=theme.pk, theme=form.theme)  # noqa: E731
    if request.method == "POST" and kept(form, save):
        messages.success(request, _("Saved"))
        return redirect("surveys:interview_guide", theme.study_id)
    context = about(request, queries.study_of(actor, theme.study_id), "interview_guide")
    return render(request, "surveys/interviews/change_theme.html", context | {"theme": theme, "form": form})


@login_required
@require_POST
def act_on_theme(request: ActorRequest, theme_id: int) -> HttpResponse:
    """Up, down or out of the guide."""
    theme, wanted = _theme(request, theme_id), request.POST.get("gor", "")
    told: dict[str, Any] = {"actor": request.actor, "theme_id": theme.pk}
    acts = {
        "upp": (lambda: services.move_theme(**told, by=-1), _("The theme is moved.")),
        "ner": (lambda: services.move_theme(**told, by=1), _("The theme is moved.")),
        "ta-bort": (lambda: services.remove_theme(**told), _("The theme is removed.")),
    }
    if wanted not in acts:
        raise NotYours
    act, said = acts[wanted]
    return done(request, act, said, "surveys:interview_guide", theme.study_id)
