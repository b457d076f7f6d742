"""Two readings side by side, once both are done: how well they agree, and what is left to settle."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.surveys.coding import settling
from stegvis.surveys.coding.acting import act, whole_number
from stegvis.surveys.coding.policies import may_lead, may_merge, may_settle
from stegvis.surveys.coding.queries import comparison_of, question_of, words_of
from stegvis.surveys.coding.wording import agreement_in_words, choice_in_words
from stegvis.surveys.models import OpenQuestion, Reading


@login_required
@require_GET
def compare(request: ActorRequest, question_id: int) -> HttpResponse:
    actor, asked = request.actor, question_of(request.actor, question_id)
    found = comparison_of(actor, asked)
    if found is None:
        return redirect("surveys:coding_question", asked.pk)
    readings = {one.place: one for one in visible(actor, Reading).filter(asked=asked).select_related("coder")}
    first, second = readings[1].coder, readings[2].coder
    context = {
        "asked": asked,
        "words": words_of(asked),
        "found": found,
        "first": first,
        "second": second,
        "summary": agreement_in_words(found.agreement),
        "differences": [
            (
                one,
                [(choice, choice_in_words(choice, one, str(first), str(second))) for choice in one.difference.choices],
            )
            for one in found.differences
        ],
        "is_merged": 0 in readings,
        "may_merge": bool(may_merge(actor, asked)) and 0 not in readings,
        "may_settle": bool(may_settle(actor, asked)) and 0 in readings,
        "may_agree": bool(may_lead(actor, asked)) and 0 in readings and asked.state == OpenQuestion.State.COMPARED,
        "may_reopen": bool(may_lead(actor, asked)) and asked.state == OpenQuestion.State.SETTLED,
    }
    return render(request, "surveys/coding/compare.html", context)


def _back(asked: OpenQuestion, anchor: str = "") -> str:
    return reverse("surveys:coding_compare", args=[asked.pk]) + (f"#{anchor}" if anchor else "")


@login_required
@require_POST
def merged(request: ActorRequest, question_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    said = _("What both have marked alike is taken over. Settle what differs.")
    return act(request, lambda: settling.merge(actor=request.actor, asked=asked), _back(asked), said)


@login_required
@require_POST
def settled(request: ActorRequest, question_id: int) -> HttpResponse:
    asked, sent = question_of(request.actor, question_id), request.POST
    return act(
        request,
        lambda: settling.settle(
            actor=request.actor,
            asked=asked,
            text_id=sent.get("text", ""),
            code_id=sent.get("code", ""),
            begins=whole_number(sent.get("begins")),
            ends=whole_number(sent.get("ends")),
            choice=sent.get("choice", ""),
        ),
        _back(asked, "skillnader"),
    )


@login_required
@require_POST
def undone(request: ActorRequest, question_id: int, settled_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    return act(
        request,
        lambda: settling.unsettle(actor=request.actor, asked=asked, settled_id=settled_id),
        _back(asked, "skillnader"),
    )


@login_required
@require_POST
def agreed(request: ActorRequest, question_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    said = _("The coding is agreed. Its passages can be quoted and taken out.")
    back = reverse("surveys:coding_question", args=[asked.pk])
    return act(request, lambda: settling.agree(actor=request.actor, asked=asked), back, said)


@login_required
@require_POST
def reopened(request: ActorRequest, question_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    return act(request, lambda: settling.take_up_again(actor=request.actor, asked=asked), _back(asked))
