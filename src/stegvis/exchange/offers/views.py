"""The pages of whoever offers places: the list, the short form, the whole of an offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.exchange.models import CommonDay
from stegvis.exchange.offers import services
from stegvis.exchange.offers.content import press_of
from stegvis.exchange.offers.forms import QuickForm
from stegvis.exchange.offers.overtaken import Line, Overtaken
from stegvis.exchange.offers.pages import PARTS, part_of, tabs
from stegvis.exchange.offers.policies import may_change, may_offer
from stegvis.exchange.offers.queries import (
    asked_for,
    library_of,
    lines_of,
    managed_offer,
    managed_offers,
    publishers,
    requirements_named,
)
from stegvis.exchange.offers.whole import Whole, chosen_of
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.tables import Table

A_PAGE = 20


@login_required
@require_GET
def managed(request: ActorRequest) -> HttpResponse:
    """What one offers, with what is to come, seats taken and who waits."""
    actor = request.actor
    require(may_offer(actor))
    part = request.GET.get("del", PARTS[0])
    if part not in PARTS:
        raise NotYours
    rows = part_of(managed_offers(actor), part).order_by("title", "pk")
    table = Table(request, rows, columns=[], page_size=A_PAGE)
    context = {
        "part": part,
        "table": table,
        "lines": lines_of(table.page),
        "tabs": tabs(part),
        "days": visible(actor, CommonDay).filter(day__gte=actor.today)[:3],
    }
    return render(request, "exchange/offers/managed.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_offer(request: ActorRequest) -> HttpResponse:
    """One short form. ``gemensam`` names a common day to begin from."""
    actor = request.actor
    require(may_offer(actor))
    choices = publishers(actor)
    if not choices:
        raise NotYours
    common = _common_day(actor, request.GET.get("gemensam"))
    initial = {"request": uuid4()} | ({"day": common.day, "kind": common.kind} if common else {})
    form = QuickForm(choices, actor.today, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            publish = "utkast" not in request.POST
            publisher, new = form.chosen_publisher, form.new_offer()
            request_id = press_of(form.cleaned_data["request"], publisher, new, publish)
            offer = services.create_offer(
                actor=actor, publisher=publisher, new=new, publish=publish, request=request_id
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("Published. Those it is for can apply now.") if publish else _("Saved as a draft.")
            messages.success(request, said)
            return redirect("exchange:offer_occasions", offer.pk)
    return render(request, "exchange/offers/new.html", {"form": form, "common": common})


def _common_day(actor: Actor, key: str | None) -> CommonDay | None:
    if not key or not key.isascii() or not key.isdigit() or len(key) > 18:
        return None
    return visible(actor, CommonDay).filter(pk=int(key), day__gte=actor.today).first()


@login_required
@require_http_methods(["GET", "POST"])
def change_offer(request: ActorRequest, offer_id: int) -> HttpResponse:
    """The whole of an offer with its parts, saved in one press. Whoever is overtaken is shown both."""
    actor = request.actor
    offer = managed_offer(actor, offer_id)
    page = Whole(actor, offer, request.POST if request.method == "POST" else None)
    lines: list[Line] = []
    if request.method == "POST" and page.is_valid():
        try:
            page.save()
        except Refused as refused:
            page.form.add_error(None, str(refused))
        except Overtaken:
            lines = page.against
        if not lines and not page.errors:
            messages.success(request, _("Saved."))
            return redirect("exchange:offer_occasions", offer_id)
    context = {"offer": offer, "page": page, "lines": lines, "verdict": may_change(actor, offer), "here": "andra"}
    return render(request, "exchange/offers/change.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def offer_requirements(request: ActorRequest, offer_id: int) -> HttpResponse:
    """What it helps to meet: a search by words, and boxes to tick. What is saved stays when another word is tried."""
    actor = request.actor
    offer = managed_offer(actor, offer_id)
    library = library_of(actor)
    if request.method == "POST":
        known = library.requirements | {one.key: one for one in chosen_of(offer, library)}
        wanted, shown = (
            [known[key] for key in request.POST.getlist(name) if key in known] for name in ("krav", "visat")
        )
        try:
            services.set_requirements(actor=actor, offer_id=offer_id, wanted=wanted, shown=shown)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("exchange:offer_requirements", offer_id)
    chosen, words = chosen_of(offer, library), request.GET.get("q", "")[:100]
    kept = {one.key for one in chosen}
    found = requirements_named(library.requirements.values(), words) if words.strip() else []
    context = {
        "offer": offer,
        "chosen": chosen,
        "found": [one for one in found if one.key not in kept],
        "words": words,
        "verdict": may_change(actor, offer),
        "here": "krav",
    }
    return render(request, "exchange/offers/requirements.html", context)


ACTS: dict[str, Callable[..., Any]] = {
    "publicera": services.publish_offer,
    "utkast": services.take_back_offer,
    "kopiera": services.copy_offer,
    "ta-bort": services.delete_offer,
}


@login_required
@require_POST
def offer_state(request: ActorRequest, offer_id: int) -> HttpResponse:
    """``act`` publishes, makes a draft of, copies or deletes it."""
    managed_offer(request.actor, offer_id)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise NotYours
    try:
        made = ACTS[act](actor=request.actor, offer_id=offer_id)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("exchange:offer_occasions", offer_id)
    if act == "ta-bort":
        messages.success(request, _("The draft is deleted."))
        return redirect("exchange:managed")
    if act == "kopiera":
        messages.success(request, _("This is the copy, a draft. Add a day and publish it."))
        return redirect("exchange:offer_occasions", made.pk)
    messages.success(request, _("Saved."))
    return redirect("exchange:offer_occasions", offer_id)


@login_required
@require_http_methods(["GET", "POST"])
def cancel_offer(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Asks first, and for a reason that those who have applied read."""
    actor = request.actor
    offer = managed_offer(actor, offer_id)
    error = ""
    if request.method == "POST":
        try:
            told = services.call_off_offer(actor=actor, offer_id=offer_id, why=request.POST.get("skal", ""))
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, called_off(told))
            return redirect("exchange:offer_occasions", offer_id)
    (line,) = lines_of([offer])
    context = {"offer": offer, "line": line, "asked": asked_for(offer.pk), "error": error, "title": offer.title}
    context["verdict"] = may_change(actor, offer)
    return render(request, "exchange/offers/cancel.html", context)


def called_off(told: int) -> str:
    """What is said when something has been called off."""
    if not told:
        return _("Called off. Nobody had applied.")
    return ngettext("Called off. %(n)s person is told.", "Called off. %(n)s people are told.", told) % {"n": told}
