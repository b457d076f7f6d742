"""The pages behind a link. Nobody is logged in; the address holds the token, and no page of them asks a third party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.accounts.scripts import is_from_script
from stegvis.surveys.answering.fields import fields_of
from stegvis.surveys.answering.filling import Filled
from stegvis.surveys.answering.opened import Opened, open_link
from stegvis.surveys.answering.presenting import told
from stegvis.surveys.answering.services import Saved, Sending, Signature, file_of, save_page, send
from stegvis.surveys.content.answers import missing
from stegvis.surveys.content.document import Kind, said
from stegvis.surveys.content.routing import Shown, ShownSection

GONE, CONFLICT, TOO_OFTEN = 404, 409, 429


@never_cache
@require_GET
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, why, and how the answers are used; then on to where one was."""
    opened = open_link(token)
    if opened is None:
        return _unknown(request)
    if not opened.is_open:
        return _stopped(request, opened)
    shown = opened.shown()
    language = _language()
    context = {
        **_frame(opened),
        "intro": said(opened.questionnaire.intro, language),
        "sections": _steps(opened, shown, ""),
        "next": _where_one_was(opened, shown),
        "has_begun": bool(opened.answers),
        "noted": _noted(opened, shown),
    }
    return render(request, "surveys/answering/start.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str, section: str) -> HttpResponse:
    """One section. What is posted is saved whatever it is, and then one goes on."""
    if request.method == "POST":
        return _save(request, token, section)
    opened = open_link(token)
    if opened is None:
        return _unknown(request)
    if not opened.is_open:
        return _stopped(request, opened)
    return _page(request, opened, section, {})


def _save(request: HttpRequest, token: str, section: str) -> HttpResponse:
    only = request.GET.get("fraga", "") if is_from_script(request) else ""
    saved = save_page(token, section, request.POST, request.FILES, only=only)
    if saved is None:
        return _unknown(request)
    if not saved.opened.is_open:
        return _stopped(request, saved.opened, filled=saved.filled, status=CONFLICT)
    if only:
        return _saved_one(request, saved, section, only)
    if not saved.is_clean or request.POST.get("clear") or _asks_more(saved.opened, section, request.POST):
        status = TOO_OFTEN if saved.opened.is_too_often else 422 if not saved.is_clean else 200
        return _page(request, saved.opened, section, saved.filled, trouble=saved.trouble, status=status)
    return redirect(_onward(saved.opened, section, request.POST.get("go", "")))


def _saved_one(request: HttpRequest, saved: Saved, section: str, only: str) -> HttpResponse:
    """To htmx: a word that it is saved, or the questions anew where others are asked now or something is wrong."""
    if saved.trouble:
        status = TOO_OFTEN if saved.opened.is_too_often else 422
        return HttpResponse(saved.trouble, status=status, content_type="text/plain; charset=utf-8")
    part = _part(saved.opened.shown(), section)
    if part is None:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = _address("answer", saved.opened)
        return response
    fields = fields_of(saved.opened, part, saved.filled, _language())
    if saved.is_clean and not _asks_others(saved.opened, section, request.POST):
        field = next(one for one in fields if one.code == only)
        return render(request, "surveys/answering/_saved.html", {"field": field})
    context = {**_frame(saved.opened), "fields": fields, "shows": _codes(part), "section": part.section.code}
    response = render(request, "surveys/answering/_questions.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#fragor", "outerHTML"
    return response


def _page(
    request: HttpRequest,
    opened: Opened,
    section: str,
    filled: Mapping[str, Filled],
    *,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = opened.shown()
    part = _part(shown, section)
    if part is None:
        if opened.questionnaire and not any(one.code == section for one in opened.questionnaire.sections):
            raise Http404
        return redirect(_where_one_was(opened, shown))  # its route has closed
    language = _language()
    number = next(at for at, one in enumerate(shown.sections, start=1) if one is part)
    fields = fields_of(opened, part, filled, language)
    context = {
        **_frame(opened),
        "part": part,
        "section": section,
        "heading": said(part.section.title, language),
        "text": said(part.section.text, language),
        "fields": fields,
        "errors": [one for one in fields if one.error or one.theirs or any(row.error for row in one.rows)],
        "shows": _codes(part),
        "number": number,
        "count": len(shown.sections),
        "is_last": number == len(shown.sections),
        "has_files": any(one.kind == "file" for one in fields),
        "has_words": any(one.kind == "text" for one in fields),
        "trouble": trouble,
        "has_more": request.method == "POST" and not filled_wrong(filled) and not trouble,
    }
    return render(request, "surveys/answering/page.html", context, status=status)


def filled_wrong(filled: Mapping[str, Filled]) -> bool:
    return any(one.error or one.is_theirs for one in filled.values())


@never_cache
@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest, token: str) -> HttpResponse:
    """Read through, sign where one signs, and send."""
    if request.method == "GET":
        opened = open_link(token)
        if opened is None:
            return _unknown(request)
        return _read_through(request, opened, {}) if opened.is_open else _stopped(request, opened)
    signature = Signature(*(request.POST.get(name, "") for name in ("name", "role", "note")))
    number = request.POST.get("notice", "")
    sent = send(token, signature=signature, notice=int(number) if number.isdecimal() and len(number) < 6 else 0)
    if sent is None:
        return _unknown(request)
    match sent.verdict:
        case "sent" | "tested":
            return _receipt(request, sent)
        case "missing" | "refused" | "may_not_sign":
            return _read_through(request, sent.opened, sent.errors, signature=signature, status=422)
    return _stopped(request, sent.opened, verdict=sent.verdict, status=CONFLICT)


def _read_through(
    request: HttpRequest,
    opened: Opened,
    errors: Mapping[str, str],
    *,
    signature: Signature | None = None,
    status: int = 200,
) -> HttpResponse:
    shown, language = opened.shown(), _language()
    unanswered = {question.code: question for question, _row in missing(shown, opened.answers)}
    lacking = [
        {"text": said(question.text, language), "url": _section_of(opened, shown, code)}
        for code, question in unanswered.items()
    ]
    context = {
        **_frame(opened),
        "sections": [(one, _address("answer_page", opened, one.code)) for one in _told(opened, shown)],
        "lacking": lacking,
        "errors": errors,
        "signature": signature or Signature(opened.signed_by, opened.signed_role),
        "back": _address("answer_page", opened, shown.sections[-1].section.code) if shown.sections else "",
        "is_returned": opened.state == "returned",
        "status": status,
    }
    return render(request, "surveys/answering/read_through.html", context, status=status)


def _section_of(opened: Opened, shown: Shown, code: str) -> str:
    for part in shown.sections:
        if any(one.question.code == code for one in part.questions):
            return f"{_address('answer_page', opened, part.section.code)}#f-{code}"
    return ""


def _noted(opened: Opened, shown: Shown) -> list[dict[str, str]]:
    """The questions of a reply that has come back which there is a comment beside, with where they are."""
    codes = dict.fromkeys(note.question for note in opened.notes if note.question)
    asked = {code: opened.questionnaire.question(code) for code in codes} if opened.state == "returned" else {}
    return [
        {"text": said(question.text, _language()), "url": _section_of(opened, shown, code)}
        for code, question in asked.items()
        if question is not None
    ]


def _told(opened: Opened, shown: Shown, answers: Mapping[str, Any] | None = None) -> list[Any]:
    return told(shown, opened.answers if answers is None else answers, _language())


def _receipt(request: HttpRequest, sent: Sending) -> HttpResponse:
    """Shown as the answer to sending: what a person has sent, nobody can read again, not they themselves either."""
    opened = sent.opened
    context = {
        **_frame(opened),
        "is_tested": sent.verdict == "tested",
        "thanks": said(opened.questionnaire.thanks, _language()),
        "sections": _told(opened, opened.shown(sent.answers), sent.answers),
        "receipt_url": "" if opened.is_of_persons else _address("answer_receipt", opened),
    }
    return render(request, "surveys/answering/receipt.html", context)


@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """An organisation's reply as it was sent, to those whose it is."""
    opened = open_link(token)
    if opened is None or opened.verdict == "withdrawn":
        return _unknown(request) if opened is None else _stopped(request, opened)
    if opened.is_of_persons or not opened.sent_at:
        return redirect("surveys:answer", token)
    context = {**_frame(opened), "sections": _told(opened, opened.shown()), "is_later": True}
    return render(request, "surveys/answering/receipt.html", context)


@never_cache
@require_GET
def file(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    found = file_of(token, key)
    if found is None:
        return _unknown(request)
    name, media_type, content = found
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/answering/unknown.html", status=GONE)


def _stopped(
    request: HttpRequest,
    opened: Opened,
    *,
    filled: Mapping[str, Filled] | None = None,
    verdict: str = "",
    status: int = 200,
) -> HttpResponse:
    """Nothing is taken just now, and why. What was typed in vain is shown, to be copied."""
    verdict = verdict or opened.verdict
    if is_from_script(request) and request.method == "POST":
        return HttpResponse(_in_a_line(verdict), status=status, content_type="text/plain; charset=utf-8")
    typed = [
        (question, raw.raw)
        for code, raw in (filled or {}).items()
        if isinstance(raw.raw, str)
        and raw.raw
        and (found := opened.questionnaire.question(code))
        and found.kind == Kind.TEXT
        and (question := said(found.text, _language()))
    ]
    context = {
        **_frame(opened),
        "verdict": verdict,
        "typed": typed,
        "receipt_url": _address("answer_receipt", opened) if opened.sent_at and verdict == "answered" else "",
    }
    return render(request, "surveys/answering/stopped.html", context, status=status)


def _in_a_line(verdict: str) -> str:
    lines = {
        "answered": _("The answers have been sent already. Nothing more is saved."),
        "paused": _("The survey is paused. Nothing is saved just now; what was saved is kept."),
        "closed": _("The survey is closed. Nothing more is saved."),
        "withdrawn": _("The link has been withdrawn. Nothing more is saved."),
    }
    return lines.get(verdict, _("The survey takes no answers just now."))


def _frame(opened: Opened) -> dict[str, Any]:
    """What every page of a survey is headed by."""
    return {
        "opened": opened,
        "title": said(opened.questionnaire.title, _language()) or opened.title,
        "token": opened.token,
        "general_notes": [note for note in opened.notes if not note.question],
        "start_url": _address("answer", opened),
        "send_url": _address("answer_send", opened),
    }


def _language() -> str:
    return get_language() or "sv"


def _address(name: str, opened: Opened, *parts: str) -> str:
    return reverse(f"surveys:{name}", args=[opened.token, *parts])


def _part(shown: Shown, section: str) -> ShownSection | None:
    return next((one for one in shown.sections if one.section.code == section), None)


def _codes(part: ShownSection) -> str:
    """What is shown, to see afterwards whether something else is to be."""
    return ",".join(f"{one.question.code}:{len(one.rows)}" for one in part.questions)


def _asks_others(opened: Opened, section: str, data: QueryDict) -> bool:
    part = _part(opened.shown(), section)
    return part is not None and data.get("shows", "") != _codes(part)


def _asks_more(opened: Opened, section: str, data: QueryDict) -> bool:
    """A question stands on the page now that was not there: it is shown before one goes on."""
    part = _part(opened.shown(), section)
    before = set(data.get("shows", "").split(","))
    is_onward = "shows" in data and data.get("go", "next") == "next"
    return part is not None and is_onward and bool(set(_codes(part).split(",")) - before)


def _onward(opened: Opened, section: str, go: str) -> str:
    """The next section that is shown, the one before, or reading through."""
    codes = [one.section.code for one in opened.shown().sections]
    order = [one.code for one in opened.questionnaire.sections]
    here = order.index(section) if section in order else -1
    if go == "pause":
        return f"{_address('answer', opened)}?sparat=1"
    if go == "back":
        before = [code for code in codes if order.index(code) < here]
        return _address("answer_page", opened, before[-1]) if before else _address("answer", opened)
    after = [code for code in codes if order.index(code) > here]
    return _address("answer_page", opened, after[0]) if after else _address("answer_send", opened)


def _steps(opened: Opened, shown: Shown, current: str) -> list[dict[str, Any]]:
    counted, language = shown.counted(opened.answers), _language()
    return [
        {
            "label": said(part.section.title, language) or str(number),
            "url": _address("answer_page", opened, part.section.code),
            "answered": sum(one.question.code in counted for one in part.questions),
            "count": len(part.questions),
        }
        for number, part in enumerate(shown.sections, start=1)
    ]


def _where_one_was(opened: Opened, shown: Shown) -> str:
    """The first section with something unanswered after the last one with an answer; else the first of all."""
    counted = shown.counted(opened.answers)
    begun = [
        at for at, part in enumerate(shown.sections) if any(one.question.code in counted for one in part.questions)
    ]
    if not shown.sections:
        return _address("answer_send", opened)
    for part in shown.sections[begun[-1] if begun else 0 :]:
        if any(one.question.code not in counted for one in part.questions):
            return _address("answer_page", opened, part.section.code)
    return _address("answer_send", opened)
