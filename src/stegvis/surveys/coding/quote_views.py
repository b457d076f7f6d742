"""Quotes: proposed, looked at by another, and given to reports."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.coding import quoting
from stegvis.surveys.coding.acting import act
from stegvis.surveys.coding.forms import QuoteForm
from stegvis.surveys.coding.policies import may_decide
from stegvis.surveys.coding.queries import passages_in, question_of, quotes_in, tree_of, words_of
from stegvis.surveys.models import OpenQuestion, Passage, Quote
from stegvis.surveys.policies import leads


@login_required
@require_GET
def quotes(request: ActorRequest, question_id: int) -> HttpResponse:
    """The proposals first; then the passages to choose from, by code."""
    actor, asked = request.actor, question_of(request.actor, question_id)
    found = quotes_in(actor, asked)
    tree = {one.code.pk: one for one in tree_of(actor, asked.book)}
    marks = passages_in(actor, asked, reading__place=0) or passages_in(actor, asked, is_open=True)
    place = {key: number for number, key in enumerate(tree)}
    marks.sort(key=lambda one: place[one.code_id])
    context = {
        "asked": asked,
        "words": words_of(asked),
        "quotes": [
            (one, quoting.warnings_for(one.words), bool(may_decide(actor, asked, one)), _may_withdraw(request, one))
            for one in found
        ],
        "passages": [(one, tree[one.code_id], one.text.content[one.begins : one.ends]) for one in marks],
        "is_led": leads(actor, asked),
    }
    return render(request, "surveys/coding/quotes.html", context)


def _may_withdraw(request: ActorRequest, quote: Quote) -> bool:
    return quote.state == Quote.State.PROPOSED and quote.proposed_by_id == request.actor.user


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, question_id: int, passage_id: UUID) -> HttpResponse:
    actor, asked = request.actor, question_of(request.actor, question_id)
    rows = visible(actor, Passage).select_related("text", "code")
    mark = get_visible(actor, Passage, rows, asked=asked, pk=passage_id, is_open=True)
    words = mark.text.content[mark.begins : mark.ends]
    form = QuoteForm(request.POST if request.method == "POST" else None, initial={"words": " ".join(words.split())})
    if form.is_valid():
        try:
            quoting.propose(
                actor=actor,
                asked=asked,
                text_id=str(mark.text_id),
                begins=mark.begins,
                ends=mark.ends,
                words=form.cleaned_data["words"],
            )
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            return redirect("surveys:coding_quotes", asked.pk)
    said = form.data.get("words", "") if form.is_bound else words
    context = {"asked": asked, "words": words_of(asked), "mark": mark, "passage": words, "form": form}
    return render(request, "surveys/coding/quote_new.html", context | {"warnings": quoting.warnings_for(said)})


def _back(asked: OpenQuestion) -> str:
    return reverse("surveys:coding_quotes", args=[asked.pk])


@login_required
@require_POST
def decided(request: ActorRequest, question_id: int, quote_id: int) -> HttpResponse:
    asked, is_approved = question_of(request.actor, question_id), request.POST.get("decision") == "approve"
    return act(
        request,
        lambda: quoting.decide(
            actor=request.actor,
            asked=asked,
            quote_id=quote_id,
            is_approved=is_approved,
            reason=request.POST.get("reason", ""),
        ),
        _back(asked),
        _("The quote is approved, and can stand in reports.") if is_approved else _("The quote is not approved."),
    )


@login_required
@require_POST
def taken_back(request: ActorRequest, question_id: int, quote_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    said = _("The proposal is taken back.")
    return act(
        request, lambda: quoting.withdraw(actor=request.actor, asked=asked, quote_id=quote_id), _back(asked), said
    )
