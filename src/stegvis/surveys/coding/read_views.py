"""A coder's page: the texts with the marks of one's own, and nobody else's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.tables import Table
from stegvis.surveys.coding.acting import act, whole_number
from stegvis.surveys.coding.flagging import flags_raised, raise_flag
from stegvis.surveys.coding.marking import finish, mark, own_reading, take_back, unmark
from stegvis.surveys.coding.policies import may_mark
from stegvis.surveys.coding.queries import Branch, passages_in, question_of, texts_in, title_of, tree_of, words_of
from stegvis.surveys.coding.sentences import Piece, Sentence, pieces, sentences, stretches
from stegvis.surveys.models import Flag, FreeText, OpenQuestion, Passage
from stegvis.surveys.policies import leads

PAGE = 10
WHOLE = "whole"


@dataclass(frozen=True)
class Marked:
    """A mark in words, and where its code lies."""

    passage: Passage
    branch: Branch
    words: str


@dataclass(frozen=True)
class TextToRead:
    text: FreeText
    title: str
    marks: tuple[Marked, ...]
    flags: tuple[Flag, ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.text.content, [(one.passage.begins, one.passage.ends, one.branch) for one in self.marks])

    @property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text.content)


@login_required
@require_http_methods(["GET", "POST"])
def read(request: ActorRequest, question_id: int) -> HttpResponse:
    """The texts, ten at a time; a mark is sent to the same address and comes back to the same text."""
    actor, asked = request.actor, question_of(request.actor, question_id)
    reading = own_reading(actor, asked)
    if request.method == "POST":
        return _mark(request, asked)
    tree = tree_of(actor, asked.book)
    found = to_read(request, asked, tree, reading.pk)
    left = [one for one in found if not one.marks]
    table = Table(request, left if "kvar" in request.GET else found, (), page_size=PAGE)
    context = {
        "asked": asked,
        "words": words_of(asked),
        "reading": reading,
        "verdict": may_mark(actor, reading),
        "tree": tree,
        "usable": [one for one in tree if not one.is_retired],
        "table": table,
        "texts": len(found),
        "read": len(found) - len(left),
        "only_left": "kvar" in request.GET,
        "leads": leads(actor, asked),
        "flag_kinds": Flag.Kind.choices,
    }
    return render(request, "surveys/coding/read.html", context)


def to_read(request: ActorRequest, asked: OpenQuestion, tree: list[Branch], reading: int) -> list[TextToRead]:
    """Every text with the marks of one reading, and what its coder has asked about it. Three queries."""
    by_code = {one.code.pk: one for one in tree}
    marks: dict[UUID, list[Marked]] = defaultdict(list)
    for one in passages_in(request.actor, asked, reading=reading):
        marks[one.text_id].append(Marked(one, by_code[one.code_id], one.text.content[one.begins : one.ends]))
    flags: dict[UUID, list[Flag]] = defaultdict(list)
    for raised in flags_raised(request.actor, asked):
        flags[raised.text_id].append(raised)
    texts = enumerate(texts_in(request.actor, asked), start=1)
    return [TextToRead(one, title_of(one, number), tuple(marks[one.pk]), tuple(flags[one.pk])) for number, one in texts]


def _mark(request: ActorRequest, asked: OpenQuestion) -> HttpResponse:
    """By a selection (``begins``, ``ends``), by sentences' numbers, or the whole text."""
    sent = request.POST
    text_id = sent.get("text", "")
    text = get_visible(request.actor, FreeText, asked=asked, pk=text_id)
    if sent.get("begins"):
        chosen = [(whole_number(sent.get("begins")), whole_number(sent.get("ends")))]
    elif WHOLE in sent.getlist("sentence"):
        chosen = [(0, len(text.content))]
    else:
        chosen = stretches(text.content, [whole_number(one) for one in sent.getlist("sentence")])
    code = sent.get("code", "")
    back = _back(request, asked, text_id)
    if not code:
        messages.error(request, _("Choose a code for what you mark."))
        return redirect(back)
    try:
        mark(
            actor=request.actor, asked=asked, text_id=text_id, code_id=code, stretches=chosen, memo=sent.get("memo", "")
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(back)


def _back(request: ActorRequest, asked: OpenQuestion, text_id: str) -> str:
    """To the same text on the same page."""
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isascii() and page.isdigit() else ""
    return f"{reverse('surveys:coding_read', args=[asked.pk])}{query}#t-{text_id}"


@login_required
@require_POST
def unmarked(request: ActorRequest, question_id: int, passage_id: UUID) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    try:
        passage = unmark(actor=request.actor, asked=asked, passage_id=str(passage_id))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("surveys:coding_read", asked.pk)
    return redirect(_back(request, asked, str(passage.text_id)))


@login_required
@require_POST
def flag(request: ActorRequest, question_id: int) -> HttpResponse:
    """Ask the leader about a text."""
    asked, sent = question_of(request.actor, question_id), request.POST
    text_id = sent.get("text", "")
    told = {"text_id": text_id, "kind": sent.get("kind", ""), "words": sent.get("words", "")}
    return act(
        request,
        lambda: raise_flag(actor=request.actor, asked=asked, **told),
        _back(request, asked, text_id),
        _("Whoever leads the survey is told. The other coder sees nothing of it."),
    )


@login_required
@require_POST
def done(request: ActorRequest, question_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    back = reverse("surveys:coding_question", args=[asked.pk])
    said = _("You are done. When the other coder is done too, you see each other's marks.")
    says_nothing = "inget" in request.POST
    return act(request, lambda: finish(actor=request.actor, asked=asked, says_nothing=says_nothing), back, said)


@login_required
@require_POST
def go_on(request: ActorRequest, question_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    back = reverse("surveys:coding_read", args=[asked.pk])
    return act(request, lambda: take_back(actor=request.actor, asked=asked), back)
