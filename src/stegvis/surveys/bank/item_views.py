"""The pages of one item of the bank: a new one, its words, and those of one of its rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import slug
from stegvis.surveys.bank.forms import PLACE, WhoseForm, alone, begun, item_form, new_form, row_form
from stegvis.surveys.bank.queries import item_of, uses_of
from stegvis.surveys.bank.services import Conflict, add_item, change_item, digest_of, retire_item, take_up_item
from stegvis.surveys.bank.views import line_of
from stegvis.surveys.content.checks import question_problems
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import Problem
from stegvis.surveys.models import Item
from stegvis.surveys.policies import leads, may_lead, must_lead
from stegvis.surveys.questionnaires.parts import NotThere, Place, part_at, place_of
from stegvis.surveys.questionnaires.typed import typed_part

MORE_LINES = 5
FROM_WORDS = 40
"""The longest code that is made of a question's words."""


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """A question that is written into the bank at once. Only the button that says so saves."""
    must_lead(request.actor)
    pressed = request.POST.get("gor", "") if request.method == "POST" else "falt"
    if pressed not in ("", "falt", "rader"):
        raise Http404
    question = begun(request.POST.get("kind", request.GET.get("typ", "")))
    whose = WhoseForm(request.actor, request.POST or None)
    if request.method == "POST":
        question = _typed_new(request, question)
    problems = [] if pressed else _problems_of_new(question)
    if not pressed and not problems and whose.is_valid():
        told = {"owner": whose.chosen_owner, "group": whose.cleaned_data["group"]}
        try:
            item = add_item(actor=request.actor, question=question, **told)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is in the bank."))
            return redirect("surveys:bank_item", item.pk)
    form, kind = new_form(question, MORE_LINES if pressed == "rader" else 0)
    context = {
        "whose": whose,
        "form": form,
        "kind": kind,
        "problems": problems,
    }
    return render(request, "surveys/bank/new.html", context)


def _problems_of_new(question: Plain) -> list[Problem]:
    """Each once, and none of a code that its words will give."""
    has_words = question.get("code") or question.get("text", {}).get("sv")
    return question_problems(question if has_words else {**question, "code": "q"})


def _typed_new(request: ActorRequest, question: Plain) -> Plain:
    """Its code is what was typed, else made of its words, as that of a choice is."""
    made = slug(request.POST.get("text_sv", ""), FROM_WORDS)
    code = made if made[:1].isalpha() else f"q-{made}" if made else ""
    part, _renamed = typed_part(PLACE, request.POST, {**question, "code": code})
    return part


@login_required
@require_http_methods(["GET", "POST"])
def item_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One item, or with ``rad`` one row of it: for whoever owns it to change; and where it is asked."""
    must_lead(request.actor)
    item = item_of(request.actor, pk)
    place, part = _opened(request, item)
    if request.method == "POST":
        require(may_lead(request.actor, item.owner))
        return _changed(request, item, place, part)
    more = MORE_LINES if "rader" in request.GET else 0
    return _page(request, item, item.content, place, more=more)


def _opened(request: ActorRequest, item: Item) -> tuple[Place, Plain]:
    """The item itself, or the row of it that the address names. Http404 for one there is not."""
    name = request.GET.get("rad", "")
    try:
        place = place_of(name) if name else PLACE
        if place.indexes[:2] != PLACE.indexes:
            raise NotThere(name)
        return place, part_at(alone(item.content), place)
    except NotThere as gone:
        raise Http404 from gone


def _page(
    request: ActorRequest, item: Item, question: Plain, place: Place, *, more: int = 0, **further: Any
) -> HttpResponse:
    row = part_at(alone(question), place) if place != PLACE else None
    context = {
        "item": item,
        "line": line_of(item),
        "row": row,
        "was": digest_of(item.content),
        "uses": uses_of(request.actor, item),
        "may_change": leads(request.actor, item),
        "form": row_form(question, place, row) if row else item_form(question, more),
        "problems": question_problems(question),
    }
    return render(request, "surveys/bank/item.html", context | further)


def _changed(request: ActorRequest, item: Item, place: Place, part: Plain) -> HttpResponse:
    pressed = request.POST.get("gor", "")
    if pressed == "vila":
        retire_item(actor=request.actor, item=item)
        messages.success(request, _("It is retired: it can be picked no more, and what asks it already goes on."))
    elif pressed == "ta-upp":
        take_up_item(actor=request.actor, item=item)
        messages.success(request, _("It can be picked again."))
    elif pressed in ("", "rader"):
        return _saved(request, item, place, _typed(request, item, place, part))
    else:
        raise Http404
    return redirect("surveys:bank_item", item.pk)


def _typed(request: ActorRequest, item: Item, place: Place, part: Plain) -> Plain:
    """The whole question with what was typed of it, or of one row."""
    typed, _renamed = typed_part(place, request.POST, part)
    if place == PLACE:
        routes = {key: item.content[key] for key in ("shown_when", "shown_if_any") if key in item.content}
        return {**typed, **routes, "code": item.code}
    rows = [typed if at == place.indexes[-1] else row for at, row in enumerate(item.content["rows"])]
    return {**item.content, "rows": rows}


def _saved(request: ActorRequest, item: Item, place: Place, question: Plain) -> HttpResponse:
    """Saved, or the page again with what was typed and what stands in the way."""
    group = request.POST.get("grupp", item.group)
    try:
        change_item(actor=request.actor, item=item, question=question, group=group, was=request.POST.get("var"))
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, item, question, place)
    except Conflict as conflict:
        return _page(request, conflict.item, question, place, is_conflict=True)
    messages.success(request, _("Saved."))
    if request.POST.get("gor"):
        return redirect(f"{request.path}?rader=1")
    return redirect("surveys:bank_item", item.pk)
