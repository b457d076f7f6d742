"""The pages of an offer's occasions: listed and added, changed, called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stegvis.exchange.models import Occasion, Offer
from stegvis.exchange.offers.content import press_of
from stegvis.exchange.offers.forms import RepeatForm
from stegvis.exchange.offers.notices import applicants
from stegvis.exchange.offers.occasions import add_occasions, call_off_occasion, change_occasion, repeated, stamp_of
from stegvis.exchange.offers.overtaken import Overtaken, apart
from stegvis.exchange.offers.pages import occasion_lines, when_of
from stegvis.exchange.offers.part_forms import OccasionForm, SessionForms, occasion_initial, session_rows
from stegvis.exchange.offers.policies import may_change, may_change_occasion
from stegvis.exchange.offers.queries import counts_of, managed_occasion, managed_offer, municipalities
from stegvis.exchange.offers.times import Hours
from stegvis.exchange.offers.views import called_off
from stegvis.exchange.rounds.notices import wishers
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.working_days import next_working_day

SPARE_ROWS = 2
AHEAD = timedelta(days=28)


class Forms:
    """The form of an occasion, its rows of times and, for a new one, how it comes again."""

    def __init__(self, actor: Actor, offer: Offer, data: Any, *, like: Occasion | None, is_new: bool) -> None:
        is_window = offer.starts_any_time or (like is not None and not like.sessions.exists())
        ahead = timedelta(weeks=1) if is_new else timedelta()
        day = next_working_day(actor.today + AHEAD)
        initial = occasion_initial(like, offer, day, ahead) | {"request": uuid4()}
        window = {"is_window": is_window, "any_time": offer.starts_any_time}
        self.form = OccasionForm(municipalities(actor), data, initial=initial, **window)
        spare: list[dict[str, Any]] = [{} for _row in range(SPARE_ROWS)]
        rows = [*session_rows(like, offer, day, ahead), *spare]
        self.sessions = None if is_window else SessionForms(data, prefix="tid", initial=rows)
        self.repeat = RepeatForm(data) if is_new and not is_window else None

    @property
    def fields(self) -> list[BoundField]:
        """Every field of the page."""
        return [*(field for one in self.sessions or () for field in one), *self.form]

    @property
    def request(self) -> UUID | None:
        """The same where the page is sent again with the same days in it."""
        return press_of(self.form.cleaned_data["request"], self.planned())

    @property
    def hours(self) -> list[Hours]:
        return [hours for one in self.sessions or () if (hours := one.cleaned_data.get("hours"))]

    @property
    def to_correct(self) -> list[Any]:
        """Every field with its errors, for the list of what is to be corrected."""
        rows = [(field, field.errors) for one in self.sessions or () for field in one]
        return [*rows, *self.form.to_correct, *(self.repeat.to_correct if self.repeat else [])]

    @property
    def errors(self) -> bool:
        """Whether anything is to be corrected."""
        return bool(self.form.errors) or any(errors for _field, errors in self.to_correct)

    def is_valid(self) -> bool:
        """Every form is looked through, so that all that is wrong is shown at once."""
        valid = [part.is_valid() for part in (self.form, self.sessions, self.repeat) if part is not None]
        return all(valid)

    def planned(self) -> list[Any]:
        """One occasion or a series. Raises Refused."""
        one = self.form.planned(self.hours)
        if self.repeat is None or not one.sessions:
            return [one]
        first = timezone.localdate(min(hours.starts for hours in one.sessions))
        return repeated(one, self.repeat.days_after(first))


@login_required
@require_http_methods(["GET", "POST"])
def offer_occasions(request: ActorRequest, offer_id: int) -> HttpResponse:
    """The days of an offer, and more of them. ``som`` names an occasion to copy to a new day."""
    actor = request.actor
    offer = managed_offer(actor, offer_id)
    like = _like(offer, request.GET.get("som"))
    forms = Forms(actor, offer, request.POST or None, like=like, is_new=True)
    if request.method == "POST" and forms.is_valid():
        try:
            made = add_occasions(actor=actor, offer_id=offer_id, planned=forms.planned(), request=forms.request)
        except Refused as refused:
            forms.form.add_error(None, str(refused))
        else:
            said = ngettext("%(n)s day is added.", "%(n)s days are added.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("exchange:offer_occasions", offer_id)
    context = {
        "offer": offer,
        "lines": occasion_lines(offer, counts_of([offer.pk])),
        "forms": forms,
        "is_open": bool(like) or request.method == "POST",
        "verdict": may_change(actor, offer),
        "here": "tillfallen",
    }
    return render(request, "exchange/offers/occasions.html", context)


def _like(offer: Offer, key: str | None) -> Occasion | None:
    rows: Sequence[Occasion] = list(offer.occasions.all()) if key else []
    return next((one for one in rows if str(one.pk) == key), None)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """Move it, change its seats or its place. Whoever has a place is told of what they need to know; whoever is
    overtaken is shown both."""
    actor = request.actor
    occasion = managed_occasion(actor, occasion_id)
    offer = occasion.offer
    forms = Forms(actor, offer, request.POST or None, like=occasion, is_new=False)
    seen, lines = request.POST.get("sett", "") or stamp_of(occasion), []
    if request.method == "POST" and forms.is_valid():
        try:
            (planned,) = forms.planned()
            change_occasion(actor=actor, occasion_id=occasion_id, planned=planned, seen=seen)
        except Refused as refused:
            forms.form.add_error(None, str(refused))
        except Overtaken:
            occasion = managed_occasion(actor, occasion_id)
            seen = stamp_of(occasion)
            lines = apart(forms.fields, Forms(actor, offer, None, like=occasion, is_new=False).fields)
        if not lines and not forms.errors:
            messages.success(request, _("Saved."))
            return redirect("exchange:offer_occasions", offer.pk)
    verdict = may_change(actor, offer) and may_change_occasion(occasion)
    context = {
        "offer": offer,
        "occasion": occasion,
        "when": when_of(occasion, offer),
        "forms": forms,
        "seen": seen,
        "lines": lines,
        "verdict": verdict,
    }
    return render(request, "exchange/offers/occasion.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """Asks first, and for a reason that those who have applied read."""
    actor = request.actor
    occasion = managed_occasion(actor, occasion_id)
    error = ""
    if request.method == "POST":
        try:
            told = call_off_occasion(actor=actor, occasion_id=occasion_id, why=request.POST.get("skal", ""))
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, called_off(told))
            return redirect("exchange:offer_occasions", occasion.offer_id)
    context = {
        "offer": occasion.offer,
        "occasion": occasion,
        "title": when_of(occasion, occasion.offer),
        "people": len(applicants([occasion_id])),
        "is_wished_for": bool(wishers([occasion_id])),
        "verdict": may_change(actor, occasion.offer) and may_change_occasion(occasion),
        "error": error,
    }
    return render(request, "exchange/offers/cancel.html", context)
