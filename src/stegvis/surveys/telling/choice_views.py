"""The page where it is decided, before a round is told, what is hidden and what a sample is fitted to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.models import Round
from stegvis.surveys.telling import choosing
from stegvis.surveys.telling.forms import HidingForm, MarginForm
from stegvis.surveys.telling.pages import results_tabs
from stegvis.surveys.telling.policies import may_decide
from stegvis.surveys.telling.queries import margins_of, round_of


@login_required
@require_http_methods(["GET", "POST"])
def choices(request: ActorRequest, pk: int) -> HttpResponse:
    """One form for what is hidden, and one for each background that a sample can be fitted by."""
    found = round_of(request.actor, pk)
    verdict, of_persons = may_decide(request.actor, found), found.kind == Round.Kind.PERSONS
    question = request.POST.get("question", "")
    hiding = HidingForm(
        request.POST if request.method == "POST" and not question else None,
        initial={"hides_small": found.hides_small, "fewest": found.fewest},
    )
    sizes = margins_of(request.actor, found)
    margins = {
        code: MarginForm(request.POST if code == question else None, question=one, sizes=sizes.get(code, {}))
        for code, one in choosing.fitted_by(found).items()
    }
    if question and question not in margins:
        raise NotYours
    form = margins[question] if question else hiding
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form)
        except Refused as refused:
            if not verdict or (form is hiding and of_persons):
                messages.error(request, str(refused))  # no form is shown that could say it
                return redirect("surveys:results_choices", pk)
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. It holds from when the results are worked out."))
            return redirect("surveys:results_choices", pk)
    context = {
        "round": found,
        "tabs": round_tabs(found, "surveys:results"),
        "parts": results_tabs(found, "surveys:results_choices"),
        "verdict": verdict,
        "of_persons": of_persons,
        "is_sample": found.design == Round.Design.SAMPLE,
        "hiding": hiding,
        "margins": list(margins.values()),
    }
    return render(request, "surveys/telling/choices.html", context)


def _save(request: ActorRequest, found: Round, form: HidingForm | MarginForm) -> None:
    if isinstance(form, MarginForm):
        choosing.set_margin(actor=request.actor, round_id=found.pk, question=form.question.code, totals=form.totals)
    else:
        choosing.set_hiding(actor=request.actor, round_id=found.pk, **form.cleaned_data)
