"""The bank's pages: search, one item, and picking into a questionnaire."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.tables import Table
from stegvis.foundation.documents.text import clean
from stegvis.surveys.bank.forms import PLACE, item_form
from stegvis.surveys.bank.queries import groups_of, item_of, items_of, uses_of
from stegvis.surveys.bank.services import change_item, retire_item, take_up_item
from stegvis.surveys.content.checks import question_problems
from stegvis.surveys.models import Item
from stegvis.surveys.policies import leads, may_lead, must_lead
from stegvis.surveys.questionnaires.editing import pick_items
from stegvis.surveys.questionnaires.parts import NotThere
from stegvis.surveys.questionnaires.queries import questionnaire_of
from stegvis.surveys.questionnaires.services import Conflict
from stegvis.surveys.questionnaires.typed import typed_part
from stegvis.surveys.words import KINDS

A_PAGE = 40


@login_required
@require_GET
def bank(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    words, group = clean(request.GET.get("q", ""))[:100], clean(request.GET.get("grupp", ""))[:80]
    retired = request.GET.get("del") == "vilande"
    table = Table(request, items_of(request.actor, words=words, group=group, retired=retired), [], page_size=A_PAGE)
    context = {
        "table": table,
        "items": [_line(one) for one in table.page],
        "groups": groups_of(request.actor),
        "words": words,
        "group": group,
        "retired": retired,
    }
    return render(request, "surveys/bank/list.html", context)


def _line(item: Item) -> dict[str, object]:
    content = item.content
    return {
        "item": item,
        "text": content["text"].get("sv", item.code),
        "kind": KINDS[content["kind"]],
        "rows": len(content.get("rows", ())),
    }


@login_required
@require_http_methods(["GET", "POST"])
def item_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One item: its words for whoever owns it to change, and where it is asked."""
    item = item_of(request.actor, pk)
    if request.method == "POST":
        require(may_lead(request.actor, item.owner))
        return _changed(request, item)
    uses, more = uses_of(request.actor, item), 5 if "rader" in request.GET else 0
    context = {
        "item": item,
        "line": _line(item),
        "uses": uses,
        "may_change": leads(request.actor, item.owner),
        "form": item_form(item.content, more),
        "problems": question_problems(item.content),
    }
    return render(request, "surveys/bank/item.html", context)


def _changed(request: ActorRequest, item: Item) -> HttpResponse:
    pressed = request.POST.get("gor", "")
    if pressed == "vila":
        retire_item(actor=request.actor, item=item)
        messages.success(request, _("It is retired: it can be picked no more, and what asks it already goes on."))
    elif pressed == "ta-upp":
        take_up_item(actor=request.actor, item=item)
        messages.success(request, _("It can be picked again."))
    elif pressed in ("", "rader"):
        part, _renamed = typed_part(PLACE, request.POST, item.content)
        try:
            change_item(actor=request.actor, item=item, question=part, group=request.POST.get("grupp", ""))
        except Refused as refused:
            messages.error(request, str(refused))
            form = item_form({**part, "code": item.code})
            context = {
                "item": item,
                "line": _line(item),
                "uses": uses_of(request.actor, item),
                "may_change": True,
                "form": form,
                "problems": question_problems({**part, "code": item.code}),
            }
            return render(request, "surveys/bank/item.html", context)
        messages.success(request, _("Saved."))
        if pressed:
            return redirect(f"{request.path}?rader=5")
    else:
        raise Http404
    return redirect("surveys:bank_item", item.pk)


@login_required
@require_http_methods(["GET", "POST"])
def pick(request: ActorRequest, pk: int) -> HttpResponse:
    """Items to tick, and the section that they go into."""
    questionnaire = questionnaire_of(request.actor, pk)
    require(may_lead(request.actor, questionnaire.owner))
    words, group = clean(request.GET.get("q", ""))[:100], clean(request.GET.get("grupp", ""))[:80]
    rows = items_of(request.actor, words=words, group=group)
    if request.method == "POST":
        section = request.POST.get("sektion", "0")
        keys = [
            int(one) for one in request.POST.getlist("fraga") if one.isascii() and one.isdecimal() and len(one) < 15
        ]
        chosen = list(items_of(request.actor).filter(pk__in=keys[:200]))
        try:
            at = int(section) if section.isascii() and section.isdecimal() and len(section) < 4 else 0
            edited, count = pick_items(actor=request.actor, questionnaire=questionnaire, section=at, items=chosen)
        except (Conflict, NotThere):
            messages.error(request, _("Somebody has changed it meanwhile. Look at it as it is now and try again."))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            _tell(request, count, len(chosen))
            return redirect(f"{_editor(pk)}?nod={edited.place.name}")
    table = Table(request, rows, [], page_size=A_PAGE)
    asked = {one for section in questionnaire.content["sections"] for one in _codes(section)}
    context = {
        "questionnaire": questionnaire,
        "table": table,
        "items": [_line(one) | {"is_asked": one.code in asked} for one in table.page],
        "groups": groups_of(request.actor),
        "words": words,
        "group": group,
        "section": request.GET.get("sektion", "0"),
    }
    return render(request, "surveys/bank/pick.html", context)


def _codes(section: dict[str, list[dict[str, str]]]) -> list[str]:
    return [question["code"] for question in section.get("questions", ())]


def _editor(pk: int) -> str:
    return reverse("surveys:questionnaire", args=[pk])


def _tell(request: ActorRequest, count: int, chosen: int) -> None:
    said = ngettext("%(count)s question is picked.", "%(count)s questions are picked.", count) % {"count": count}
    if chosen > count:
        said += " " + _("Those whose code is asked already were passed over.")
    messages.success(request, said)
