"""Summing up: theme by theme with the notes beside, and the answers to the main questions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible
from stegvis.surveys.interviews import queries, summarising
from stegvis.surveys.interviews.acting import done, kept
from stegvis.surveys.interviews.forms import FindingForm, QuoteForm
from stegvis.surveys.interviews.pages import about
from stegvis.surveys.interviews.saving import Text, answer
from stegvis.surveys.interviews.summarising import About
from stegvis.surveys.models import (
    InterviewFinding,
    InterviewQuestion,
    InterviewQuote,
    InterviewStudy,
    InterviewSupport,
    InterviewTheme,
)


@login_required
@require_GET
def themes(request: ActorRequest, study_id: int) -> HttpResponse:
    study = queries.led_study(request.actor, study_id)
    context = about(request, study, "interview_themes")
    context["lines"] = queries.themes_to_sum_up(request.actor, study)
    return render(request, "surveys/interviews/themes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def theme(request: ActorRequest, theme_id: int) -> HttpResponse:
    """All that was said of a theme beside what is said together; POST adds a finding."""
    actor = request.actor
    whole = queries.theme_whole(actor, queries.led_theme(actor, theme_id))
    form = FindingForm(request.POST or None)
    made: list[InterviewFinding] = []
    add = lambda: made.append(  # noqa: E731
        summarising.add_finding(actor=actor, theme_id=whole.theme.pk, text=form.cleaned_data["text"])
    )
    if request.method == "POST" and kept(form, add):
        messages.success(request, _("The finding is added. Say who agrees."))
        return redirect("surveys:interview_finding", made[0].pk)
    return _theme(request, whole, form=form)


def _theme(
    request: ActorRequest,
    whole: queries.ThemeWhole,
    form: FindingForm | None = None,
    quote_form: QuoteForm | None = None,
) -> HttpResponse:
    study = whole.theme.study
    names = queries.known_names(request.actor, study.pk)
    context = about(request, study, "interview_themes") | {
        "whole": whole,
        "text": _summary_text(whole.theme).of(whole.summary, names),
        "form": form or FindingForm(),
        "quote_form": quote_form or QuoteForm([one.interview for one in whole.sources], prefix="citat"),
    }
    return render(request, "surveys/interviews/theme.html", context)


def _summary_text(theme: InterviewTheme) -> Text:
    return Text(
        key="sammanfattning",
        label=_("Summary"),
        action=reverse("surveys:interview_summary", args=[theme.pk]),
        back=reverse("surveys:interview_theme", args=[theme.pk]),
        rows=10,
    )


def _save(request: ActorRequest, study: InterviewStudy, what: About) -> Callable[[str, int], Any]:
    def save(text: str, revision: int) -> Any:
        return summarising.write_summary(
            actor=request.actor, study_id=study.pk, about=what, text=text, revision=revision
        )

    return save


@login_required
@require_POST
def summary(request: ActorRequest, theme_id: int) -> HttpResponse:
    row = queries.led_theme(request.actor, theme_id)
    names = queries.known_names(request.actor, row.study_id)
    return answer(request, _summary_text(row), _save(request, row.study, About(theme=row.pk)), names)


@login_required
@require_http_methods(["GET", "POST"])
def finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    """A finding's words, and where each interview that spoke of the theme stands."""
    actor = request.actor
    row = get_visible(actor, InterviewFinding, pk=finding_id)
    whole = queries.theme_whole(actor, queries.led_theme(actor, row.theme_id))
    found = next(one for one in whole.findings if one.row.pk == row.pk)
    if request.POST.get("gor") == "ta-bort":
        remove = partial(summarising.remove_finding, actor=actor, finding_id=row.pk)
        return done(request, remove, _("The finding is removed."), "surveys:interview_theme", row.theme_id)
    form = FindingForm(request.POST or None, initial={"text": row.text})
    stances = {one.pk: request.POST[f"i{one.pk}"] for one, _stance in found.stances if f"i{one.pk}" in request.POST}
    save = lambda: summarising.change_finding(  # noqa: E731
        actor=actor, finding_id=row.pk, text=form.cleaned_data["text"], stances=stances
    )
    if request.method == "POST" and kept(form, save):
        messages.success(request, _("Saved"))
        return redirect("surveys:interview_theme", row.theme_id)
    sources = {one.interview.pk: one for one in whole.sources}
    context = about(request, whole.theme.study, "interview_themes") | {
        "whole": whole,
        "finding": found,
        "form": form,
        "rows": [(sources[one.pk], stances.get(one.pk, stance)) for one, stance in found.stances],
        "choices": [("", _("Did not speak of it")), *InterviewSupport.Stance.choices],
    }
    return render(request, "surveys/interviews/finding.html", context)


@login_required
@require_POST
def add_quote(request: ActorRequest, theme_id: int) -> HttpResponse:
    actor = request.actor
    whole = queries.theme_whole(actor, queries.led_theme(actor, theme_id))
    form = QuoteForm([one.interview for one in whole.sources], request.POST, prefix="citat")
    add = lambda: summarising.add_quote(  # noqa: E731
        actor=actor,
        theme_id=whole.theme.pk,
        interview_id=form.cleaned_data["interview"],
        text=form.cleaned_data["text"],
    )
    if kept(form, add):
        messages.success(request, _("The quote is chosen. It is told when it is approved."))
        return redirect("surveys:interview_theme", whole.theme.pk)
    return _theme(request, whole, quote_form=form)


@login_required
@require_POST
def act_on_quote(request: ActorRequest, quote_id: int) -> HttpResponse:
    """Approve, take the approval back, or remove."""
    row = get_visible(request.actor, InterviewQuote, pk=quote_id)
    told: dict[str, Any] = {"actor": request.actor, "quote_id": row.pk}
    acts = {
        "godkann": (partial(summarising.approve_quote, **told, approved=True), _("The quote may be told.")),
        "angra": (partial(summarising.approve_quote, **told, approved=False), _("The quote is not told.")),
        "ta-bort": (partial(summarising.remove_quote, **told), _("The quote is removed.")),
    }
    wanted = request.POST.get("gor", "")
    if wanted not in acts:
        raise NotYours
    act, said = acts[wanted]
    return done(request, act, said, "surveys:interview_theme", row.theme_id)


# The main questions


@login_required
@require_GET
def answers(request: ActorRequest, study_id: int) -> HttpResponse:
    """The main questions with their answers, and what is proposed."""
    actor = request.actor
    study = queries.led_study(actor, study_id)
    names = queries.known_names(actor, study.pk)
    rows, proposed = queries.answers_of(actor, study)
    context = about(request, study, "interview_answers") | {
        "questions": [(one, _answer_text(one).of(row, names)) for one, row in rows],
        "proposals": _proposals_text(study).of(proposed, names),
    }
    return render(request, "surveys/interviews/answers.html", context)


def _answer_text(question: InterviewQuestion) -> Text:
    return Text(
        key=f"fraga-{question.pk}",
        label=_("Answer to: %(question)s") % {"question": question.text},
        action=reverse("surveys:interview_answer", args=[question.pk]),
        back=reverse("surveys:interview_answers", args=[question.study_id]),
        rows=6,
    )


def _proposals_text(study: InterviewStudy) -> Text:
    return Text(
        key="forslag",
        label=_("Proposals, one on each line"),
        action=reverse("surveys:interview_proposals", args=[study.pk]),
        back=reverse("surveys:interview_answers", args=[study.pk]),
        rows=6,
    )


@login_required
@require_POST
def answer_question(request: ActorRequest, question_id: int) -> HttpResponse:
    row = get_visible(request.actor, InterviewQuestion, pk=question_id)
    study = queries.led_study(request.actor, row.study_id)
    names = queries.known_names(request.actor, study.pk)
    return answer(request, _answer_text(row), _save(request, study, About(question=row.pk)), names)


@login_required
@require_POST
def proposals(request: ActorRequest, study_id: int) -> HttpResponse:
    study = queries.led_study(request.actor, study_id)
    names = queries.known_names(request.actor, study.pk)
    return answer(request, _proposals_text(study), _save(request, study, About()), names)
