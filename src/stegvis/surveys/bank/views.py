"""The bank's pages: search, and picking into a questionnaire."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.tables import Table
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Organisation
from stegvis.surveys.bank.queries import groups_of, items_of
from stegvis.surveys.models import Item
from stegvis.surveys.policies import may_lead, must_lead
from stegvis.surveys.questionnaires.editing import Picked, pick_items
from stegvis.surveys.questionnaires.parts import NotThere
from stegvis.surveys.questionnaires.queries import questionnaire_of
from stegvis.surveys.questionnaires.services import Conflict
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
        "items": [line_of(one) for one in table.page],
        "groups": groups_of(request.actor),
        "words": words,
        "group": group,
        "retired": retired,
    }
    return render(request, "surveys/bank/list.html", context)


def line_of(item: Item) -> dict[str, object]:
    content, actors = item.content, dict(Organisation.Type.choices)
    return {
        "item": item,
        "text": content["text"].get("sv", item.code),
        "kind": KINDS[content["kind"]],
        "rows": len(content.get("rows", ())),
        "asked": [str(actors[one]) for one in content.get("actors", ())],
    }


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
            picked = pick_items(actor=request.actor, questionnaire=questionnaire, section=at, items=chosen)
        except (Conflict, NotThere):
            messages.error(request, _("Somebody has changed it meanwhile. Look at it as it is now and try again."))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            _tell(request, picked, len(chosen))
            return redirect(f"{_editor(pk)}?nod={picked.edited.place.name}")
    table = Table(request, rows, [], page_size=A_PAGE)
    asked = {one for section in questionnaire.content["sections"] for one in _codes(section)}
    context = {
        "questionnaire": questionnaire,
        "table": table,
        "items": [line_of(one) | {"is_asked": one.code in asked} for one in table.page],
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


def _tell(request: ActorRequest, picked: Picked, chosen: int) -> None:
    count = picked.count
    said = ngettext("%(count)s question is picked.", "%(count)s questions are picked.", count) % {"count": count}
    if chosen > count:
        said += " " + _("Those whose code is asked already were passed over.")
    messages.success(request, said)
    if picked.unrouted:
        words = _(
            "These are asked of all now, since what their condition asks about is not asked before them: %(codes)s."
        )
        messages.warning(request, words % {"codes": ", ".join(picked.unrouted)})
