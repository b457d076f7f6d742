"""The pages of who looks replies through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.tables import Column, Table
from stegvis.foundation.documents.writing import download
from stegvis.surveys.answering.presenting import ToldSection, told
from stegvis.surveys.content.document import Questionnaire, said
from stegvis.surveys.content.plain import read
from stegvis.surveys.content.routing import shown
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.fielding.queries import round_of
from stegvis.surveys.models import Reply, Round
from stegvis.surveys.reviewing import services
from stegvis.surveys.reviewing.policies import may_approve, may_comment, may_lock, may_return
from stegvis.surveys.reviewing.queries import (
    counts_of,
    file_of,
    next_to_look_at,
    notes_of,
    replies_of,
    reply_of,
    sent_of,
)


def _organisations_round(request: ActorRequest, pk: int) -> Round:
    found = round_of(request.actor, pk)
    if found.kind != Round.Kind.ORGANISATIONS:
        raise NotYours
    return found


@login_required
@require_http_methods(["GET", "POST"])
def replies(request: ActorRequest, pk: int) -> HttpResponse:
    found = _organisations_round(request, pk)
    if request.method == "POST":
        try:
            number = services.lock_approved(actor=request.actor, found=found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, ngettext("%(n)s is locked.", "%(n)s are locked.", number) % {"n": number})
        return redirect("surveys:round_replies", pk)
    columns = [
        Column("name", _("Organisation"), ("contact__name", "id")),
        Column("state", _("State"), ("state", "contact__name", "id")),
        Column("sent", _("Sent"), ("sent_at", "id")),
    ]
    rows = replies_of(request.actor, found).defer("content", "round__version__content")
    wanted = request.GET.get("lage", "")
    if wanted in Reply.State.values:
        rows = rows.filter(state=wanted)
    counts = counts_of(request.actor, found)
    context = {
        "round": found,
        "tabs": round_tabs(found, "surveys:round_replies"),
        "table": Table(request, rows, columns),
        "counts": [(state, label, counts[state]) for state, label in Reply.State.choices if counts[state]],
        "wanted": wanted,
        "approved": counts[Reply.State.APPROVED],
    }
    return render(request, "surveys/reviewing/replies.html", context)


@login_required
@require_GET
def beside(request: ActorRequest, pk: int) -> HttpResponse:
    """One question at a time, every organisation's answer under the other."""
    found = _organisations_round(request, pk)
    questionnaire = read(found.version.content)
    language = get_language() or "sv"
    questions = [(one.code, said(one.text, language)) for one in questionnaire.questions()]
    code = request.GET.get("fraga", questions[0][0] if questions else "")
    if code not in dict(questions):
        raise NotYours
    table = Table(request, replies_of(request.actor, found).exclude(state=Reply.State.BEGUN), [], page_size=50)
    lines = [(reply, _told_one(questionnaire, reply, code, language)) for reply in table.page]
    codes = [one for one, _text in questions]
    at = codes.index(code)
    context = {
        "round": found,
        "tabs": round_tabs(found, "surveys:round_replies"),
        "questions": questions,
        "code": code,
        "text": dict(questions)[code],
        "lines": lines,
        "table": table,
        "previous": codes[at - 1] if at else "",
        "next": codes[at + 1] if at + 1 < len(codes) else "",
    }
    return render(request, "surveys/reviewing/beside.html", context)


def _told_one(questionnaire: Questionnaire, reply: Reply, code: str, language: str) -> Any:
    """The question as the organisation answered it, None where it was not asked."""
    for part in _told(questionnaire, reply, reply.content, language):
        for question in part.questions:
            if question.code == code:
                return question
    return None


def _told(questionnaire: Questionnaire, reply: Reply, content: dict[str, Any], language: str) -> list[ToldSection]:
    return told(shown(questionnaire, reply.contact.actor, content), content, language)


@login_required
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, pk: int, reply_id: UUID) -> HttpResponse:
    """A reply with what was commented, and what to do with it."""
    found = _organisations_round(request, pk)
    reply = reply_of(request.actor, found, reply_id)
    typed: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            messages.success(request, _act(request, reply))
            return redirect("surveys:reply", pk, reply_id)
        except Refused as refused:
            messages.error(request, str(refused))
            typed, status = _comments(request), 422
            reply = reply_of(request.actor, found, reply_id)
    return render(request, "surveys/reviewing/reply.html", _context(request, found, reply, typed), status=status)


def _context(request: ActorRequest, found: Round, reply: Reply, typed: dict[str, str]) -> dict[str, Any]:
    actor, language = request.actor, get_language() or "sv"
    questionnaire = read(found.version.content)
    notes, sent = notes_of(actor, reply), sent_of(actor, reply)
    is_begun = reply.state == Reply.State.BEGUN
    sections = [] if is_begun else _told(questionnaire, reply, reply.content, language)
    before = {}
    if len(sent) > 1:
        earlier = _told(questionnaire, reply, sent[1].content, language)
        before = {question.code: question.lines for part in earlier for question in part.questions}
    return {
        "round": found,
        "reply": reply,
        "parts": [(part, [_line(question, notes, before, typed) for question in part.questions]) for part in sections],
        "is_begun": is_begun,
        "notes": [note for note in notes if not note.question],
        "typed": typed.get("", ""),
        "sent": sent,
        "history": _history(reply),
        "may_return": may_return(actor, reply),
        "may_approve": may_approve(actor, reply),
        "may_lock": may_lock(actor, reply),
        "may_comment": may_comment(actor, reply),
        "next": next_to_look_at(actor, reply),
    }


def _line(question: Any, notes: Any, before: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    was = before.get(question.code, question.lines)
    return {
        "question": question,
        "notes": [note for note in notes if note.question == question.code],
        "was": was if was != question.lines else None,
        "typed": typed.get(question.code, ""),
    }


def _history(reply: Reply) -> list[Any]:
    """Its states, the first one first."""
    model: Any = Reply
    rows = model.pgh_event_model.objects.filter(pgh_obj_id=reply.pk).order_by("pgh_id")
    labels, said_before, lines = dict(Reply.State.choices), "", []
    for event in rows:
        if event.state != said_before:
            lines.append((labels[event.state], event.pgh_created_at))
        said_before = event.state
    return lines


def _comments(request: ActorRequest) -> dict[str, str]:
    """By the question's code; on the whole by nothing."""
    prefix = "kommentar-"
    found = {name.removeprefix(prefix): text for name, text in request.POST.items() if name.startswith(prefix)}
    return {"": str(request.POST.get("kommentar", "")), **{code[:50]: str(text) for code, text in found.items()}}


def _act(request: ActorRequest, reply: Reply) -> str:
    """Raises Refused."""
    given: dict[str, Any] = {"actor": request.actor, "reply": reply}
    known = {one.code for one in read(reply.round.version.content).questions()} | {""}
    seen = request.POST.get("seen", "")
    if seen and seen != reply.state:
        raise Refused(_("The reply is in another state now. Look at it anew."))
    match request.POST.get("act"):
        case "return":
            comments = {code: text for code, text in _comments(request).items() if code in known}
            services.return_reply(**given, comments=comments)
            return _("The reply is sent back. They get a letter.")
        case "approve":
            services.approve(**given)
            return _("The reply is approved.")
        case "lock":
            services.lock_reply(**given)
            return _("The reply is locked.")
    raise NotYours


@login_required
@require_GET
def file(request: ActorRequest, pk: int, reply_id: UUID, key: UUID) -> HttpResponse:
    reply = reply_of(request.actor, _organisations_round(request, pk), reply_id)
    found = file_of(request.actor, reply, key)
    return download(bytes(found.content), found.name, found.media_type)
