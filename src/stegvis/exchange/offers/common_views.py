"""The pages of the common days: what is offered on them, and for the collaboration's coordinator to set them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.exchange.models import CommonDay, Offer
from stegvis.exchange.offers.common import day_of, nudge_hosts, remove_day, set_days, uptakes
from stegvis.exchange.offers.policies import may_offer
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.working_days import is_working_day
from stegvis.organisations.forms import DayInput
from stegvis.organisations.models import Collaboration

DAYS = 6


class DaysForm(forms.Form):
    """Several days at once, with what they share."""

    collaboration = forms.ModelChoiceField(
        Collaboration.objects.none(), label=gettext_lazy("Collaboration"), empty_label=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Offer.Kind.choices, initial=Offer.Kind.SHADOWING)
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=120, required=False)
    note = forms.CharField(label=gettext_lazy("A line to the hosts"), max_length=300, required=False)

    def __init__(self, led: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["collaboration"]
        field.queryset, field.initial = led, led.first()
        if led.count() == 1:
            field.widget = forms.HiddenInput()
        for number in range(1, DAYS + 1):
            label = _("Day %(n)d") % {"n": number}
            self.fields[f"day_{number}"] = forms.DateField(label=label, required=number == 1, widget=DayInput)

    @property
    def days(self) -> list[Any]:
        return [day for number in range(1, DAYS + 1) if (day := self.cleaned_data.get(f"day_{number}"))]


@login_required
@require_http_methods(["GET", "POST"])
def common_days(request: ActorRequest) -> HttpResponse:
    """The days to come with their uptake; for members, and for who leads the collaboration to set more."""
    actor = request.actor
    if not (actor.collaborations or actor.leads):
        raise NotYours
    led = visible(actor, Collaboration).filter(pk__in=actor.leads)
    form = DaysForm(led, request.POST or None) if actor.leads else None
    if request.method == "POST":
        if form is None:
            raise NotYours
        if form.is_valid():
            found = form.cleaned_data
            texts = {name: found[name] for name in ("kind", "theme", "note")}
            try:
                made = set_days(actor=actor, collaboration=found["collaboration"].pk, days=form.days, **texts)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                said = ngettext("%(n)s day is set.", "%(n)s days are set.", len(made))
                messages.success(request, said % {"n": len(made)})
                if free := [date_format(one.day) for one in made if not is_working_day(one.day)]:
                    text = _("No ordinary working day: %(days)s. Take it away if you meant another.")
                    messages.warning(request, text % {"days": ", ".join(free)})
                return redirect("exchange:common_days")
    rows = visible(actor, CommonDay).select_related("collaboration")
    context = {
        "coming": uptakes(actor, rows.filter(day__gte=actor.today)),
        "earlier": uptakes(actor, rows.filter(day__lt=actor.today).order_by("-day")[:12]),
        "form": form,
        "offers": bool(may_offer(actor)),
        "leads": actor.leads,
    }
    return render(request, "exchange/offers/common_days.html", context)


@login_required
@require_POST
def common_day(request: ActorRequest, day_id: int) -> HttpResponse:
    """``act`` reminds the hosts, or takes the day away."""
    actor = request.actor
    day = day_of(actor, day_id)
    if day.collaboration_id not in actor.leads:
        raise NotYours
    if request.POST.get("act") == "ta-bort":
        remove_day(actor=actor, day_id=day_id)
        messages.success(request, _("The day is taken away. What is offered on it stays."))
        return redirect("exchange:common_days")
    if request.POST.get("act") != "paminn":
        raise NotYours
    try:
        told = nudge_hosts(actor=actor, day_id=day_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", told)
        messages.success(request, said % {"n": told} if told else _("Everybody offers already. Nobody was reminded."))
    return redirect("exchange:common_days")
