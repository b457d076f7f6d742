"""The pages of a round's open questions: what is coded, by whom, with what, and what comes out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.writing import download, export_table
from stegvis.surveys.coding import queries
from stegvis.surveys.coding.acting import act
from stegvis.surveys.coding.flagging import answer_flag, flags_to_answer
from stegvis.surveys.coding.forms import ChooseBookForm, CoderForm, HideForm
from stegvis.surveys.coding.naming import choose_book, name_coder, remove_coder
from stegvis.surveys.coding.policies import may_hide, may_name_coders
from stegvis.surveys.coding.queries import question_of
from stegvis.surveys.coding.services import hide_text, show_text
from stegvis.surveys.coding.taking_out import project_file, titled
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.models import Flag, FreeText, OpenQuestion, Passage, Reading

QDPX = "application/zip"


@login_required
@require_GET
def questions(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.questions_in(request.actor, pk)
    led = queries.round_led(request.actor, pk)
    context = {
        "round": led,
        "tabs": round_tabs(led, "surveys:coding") if led else [],
        "title": led.title if led else found[0].row.round_title,
        "questions": found,
    }
    return render(request, "surveys/coding/questions.html", context)


@login_required
@require_GET
def own(request: ActorRequest) -> HttpResponse:
    """What one has been asked to code, in whichever survey."""
    return render(request, "surveys/coding/own.html", {"questions": queries.own_questions(request.actor)})


@login_required
@require_GET
def question(request: ActorRequest, question_id: int) -> HttpResponse:
    """How far a question has come, and the next thing to do."""
    actor, asked = request.actor, question_of(request.actor, question_id)
    [row] = [one for one in queries.questions_in(actor, asked.round_id) if one.row.pk == asked.pk]
    may_name = bool(may_name_coders(actor, asked))
    context = {
        "asked": row,
        "coders": [one for one in row.readings if one.place],
        "is_merged": any(one.place == 0 for one in row.readings),
        "books": _book_form(request, asked) if may_name and asked.state == OpenQuestion.State.GATHERED else None,
        "coder_form": CoderForm() if may_name and asked.book_id and len(row.readings) < 2 else None,
        "may_remove": may_name,
        "hidden": queries.hidden_in(actor, asked),
        "flags": flags_to_answer(actor, asked) if row.is_led else [],
        "quotes": len(queries.quotes_in(actor, asked)),
        "has_marks": visible(actor, Passage).filter(asked=asked).exists(),
    }
    return render(request, "surveys/coding/question.html", context)


def _book_form(request: ActorRequest, asked: OpenQuestion) -> ChooseBookForm | None:
    rows = queries.books_of(request.actor).filter(
        employer=asked.employer_id, collaboration=asked.collaboration_id, put_away_at=None
    )
    books = list(rows)
    data = request.POST if request.method == "POST" else None
    return ChooseBookForm(books, data, initial={"book": asked.book_id}) if books else None


@login_required
@require_POST
def choose(request: ActorRequest, question_id: int) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    form = _book_form(request, asked)

    def do() -> None:
        require(may_name_coders(request.actor, asked))
        if form is None or not form.is_valid():
            raise Refused(_("Choose a code book first."))
        choose_book(actor=request.actor, asked=asked, book_id=form.cleaned_data["book"])

    return act(request, do, _page(asked), _("The code book is chosen. Now name who codes."))


@login_required
@require_POST
def coder(request: ActorRequest, question_id: int) -> HttpResponse:
    asked, form = question_of(request.actor, question_id), CoderForm(request.POST)

    def do() -> None:
        require(may_name_coders(request.actor, asked))
        if not form.is_valid():
            raise Refused(" ".join(str(one) for one in form.errors["email"]))
        name_coder(actor=request.actor, asked=asked, email=form.cleaned_data["email"])

    return act(request, do, _page(asked), _("The coder sees the texts from now on."))


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: ActorRequest, question_id: int, place: int) -> HttpResponse:
    actor, asked = request.actor, question_of(request.actor, question_id)
    require(may_name_coders(actor, asked))
    reading = get_visible(actor, Reading, asked=asked, place=place, coder__isnull=False)
    if request.method == "GET":
        return render(request, "surveys/coding/remove.html", {"asked": asked, "reading": reading})
    return act(
        request,
        lambda: remove_coder(actor=actor, asked=asked, place=place),
        _page(asked),
        _("The coder is taken away, with what was marked."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def hide(request: ActorRequest, question_id: int, text_id: UUID) -> HttpResponse:
    actor, asked = request.actor, question_of(request.actor, question_id)
    require(may_hide(actor, asked))
    text = get_visible(actor, FreeText, visible(actor, FreeText).select_related("asked"), asked=asked, pk=text_id)
    form = HideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return act(
            request,
            lambda: hide_text(actor=actor, text=text, reason=form.cleaned_data["reason"]),
            _page(asked),
            _("The text is hidden from all, with its marks and quotes."),
        )
    return render(request, "surveys/coding/hide.html", {"asked": asked, "text": text, "form": form})


@login_required
@require_POST
def flag_answer(request: ActorRequest, question_id: int, flag_id: int) -> HttpResponse:
    """The leader answers what a coder has asked."""
    asked, answer = question_of(request.actor, question_id), request.POST.get("answer", "")
    if answer not in Flag.Answer.values:
        raise Http404
    is_seen_to = answer == Flag.Answer.DONE
    return act(
        request,
        lambda: answer_flag(actor=request.actor, asked=asked, flag_id=flag_id, is_seen_to=is_seen_to),
        _page(asked),
        _("The coder sees your answer."),
    )


@login_required
@require_POST
def show(request: ActorRequest, question_id: int, text_id: UUID) -> HttpResponse:
    asked = question_of(request.actor, question_id)
    return act(
        request,
        lambda: show_text(actor=request.actor, asked=asked, text_id=str(text_id)),
        _page(asked),
        _("The text is shown again."),
    )


@login_required
@require_GET
def passages(request: ActorRequest, question_id: int) -> HttpResponse:
    """Every mark that the actor sees, a row each: their own, and all when the readings are open."""
    actor, asked = request.actor, question_of(request.actor, question_id)
    tree = {one.code.pk: one.whole for one in queries.tree_of(actor, asked.book)}
    columns = [
        _("Text"),
        _("The whole text"),
        _("The code's name"),
        _("Passage"),
        _("From"),
        _("To"),
        _("Memo"),
        _("Coder"),
    ]
    names = dict(titled(request.actor, asked))
    rows = [
        [
            names[one.text],
            one.text.content,
            tree[one.code_id],
            one.text.content[one.begins : one.ends],
            one.begins,
            one.ends,
            one.memo,
            one.coder.name if one.coder else _("What both agree on"),
        ]
        for one in queries.passages_in(actor, asked)
    ]
    return export_table(_("Coded passages"), columns, rows, "xlsx")


@login_required
@require_GET
def project(request: ActorRequest, question_id: int) -> HttpResponse:
    """Texts, codes and the marks that the actor sees, for another program (REFI-QDA)."""
    asked = question_of(request.actor, question_id)
    try:
        name, content = project_file(request.actor, asked)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_page(asked))
    return download(content, name, QDPX)


def _page(asked: OpenQuestion) -> str:
    return reverse("surveys:coding_question", args=[asked.pk])
