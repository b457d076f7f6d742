"""The coordinators' pages about retention: the rule, the dry run, the purge and its protocols."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.declaration import guarded_models
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.organisations.models import Organisation
from stegvis.people.models import RetentionRule
from stegvis.people.retention import may_purge, plan_purge, protocols_of, purge, rule_of, set_rule


class RuleForm(forms.ModelForm):
    class Meta:
        model = RetentionRule
        fields = ["months_after_end", "ground"]

    def clean_months_after_end(self) -> int:
        months: int = self.cleaned_data["months_after_end"]
        if not 1 <= months <= 1200:
            raise forms.ValidationError(_("Give a number of months from 1 to 1200."))
        return months


@login_required
@require_GET
def retention_index(request: ActorRequest) -> HttpResponse:
    employers = list(visible(request.actor, Organisation).filter(pk__in=request.actor.coordinates))
    if not employers:
        raise NotYours
    if len(employers) == 1:
        return redirect("people:retention_of", slug=employers[0].slug)
    return render(request, "people/retention_index.html", {"employers": employers})


@login_required
@require_http_methods(["GET", "POST"])
def retention_of(request: ActorRequest, slug: str) -> HttpResponse:
    employer = _own_employer(request, slug)
    rule = rule_of(request.actor, employer)
    form = RuleForm(request.POST or None, instance=rule)
    if form.is_valid():
        set_rule(actor=request.actor, employer=employer, **form.cleaned_data)
        messages.success(request, _("The retention rule is saved. Nothing is purged until you decide so."))
        return redirect("people:retention_of", slug=slug)
    protocols = [(found, counted(found.counts)) for found in protocols_of(request.actor, employer)[:50]]
    context = {"employer": employer, "form": form, "has_rule": rule is not None, "protocols": protocols}
    return render(request, "people/retention_of.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def retention_purge(request: ActorRequest, slug: str) -> HttpResponse:
    """The dry run; with a POST that carries its digest, the purge."""
    employer = _own_employer(request, slug)
    try:
        if request.method == "POST":
            with transaction.atomic():
                taken = purge(actor=request.actor, employer=employer, digest=request.POST.get("digest", ""))
            messages.success(request, _("Purged: %(what)s.") % {"what": ", ".join(counted(taken)) or _("nothing")})
            return redirect("people:retention_of", slug=slug)
        plan = plan_purge(request.actor, employer)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:retention_of", slug=slug)
    lines = [(line, counted(line.rows)) for line in plan.lines]
    context = {"employer": employer, "plan": plan, "lines": lines, "totals": counted(plan.counts)}
    return render(request, "people/retention_purge.html", context)


def counted(counts: dict[str, int]) -> list[str]:
    """``{"people.evidence": 3}`` → ``["Evidence: 3"]``, in the reader's language, without what is nought."""
    names = {model._meta.label_lower: _name(model) for model in guarded_models()}
    return [f"{names.get(kind, kind)}: {amount}" for kind, amount in sorted(counts.items()) if amount]


def _name(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name))


def _own_employer(request: ActorRequest, slug: str) -> Organisation:
    employer = get_visible(request.actor, Organisation, slug=slug)
    if not may_purge(request.actor, employer):
        raise NotYours
    return employer
