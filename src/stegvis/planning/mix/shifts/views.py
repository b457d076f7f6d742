"""Task shifts: the register, a shift with its weeks, and how others fare."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.foundation.components.templatetags.stegvis import week as week_words
from stegvis.organisations.models import Collaboration
from stegvis.planning.mix.policies import units_of
from stegvis.planning.mix.queries import mix_of
from stegvis.planning.mix.roles import kind_of, role_names
from stegvis.planning.mix.shifts import reading, services
from stegvis.planning.mix.shifts.following import SUMMED_UP, WEEKS
from stegvis.planning.mix.shifts.forms import EndForm, ProposeForm, ShiftForm, WeekForm
from stegvis.planning.mix.shifts.policies import may_change, may_drop, may_tell, may_tell_of
from stegvis.planning.mix.shifts.queries import all_followed, counts_everywhere, followed, own_counts, shift_of
from stegvis.planning.models import Shift
from stegvis.planning.seen import mark_of, theirs

FORM = "planning/mix/shift_form.html"


@login_required
@require_GET
def shifts(request: ActorRequest) -> HttpResponse:
    names = role_names()
    rows = [
        {
            "shift": one.shift,
            "source": names.get(one.shift.source, one.shift.source),
            "target": names.get(one.shift.target, one.shift.target),
            "told": one.following.told,
            "headline": reading.headline(one.following.verdict),
            "tone": reading.TONES.get(one.following.verdict, "info"),
            "late": reading.late_words(one.following) if one.shift.state == Shift.State.DECIDED else "",
        }
        for one in all_followed(request.actor)
    ]
    context = {"rows": rows, "weeks": WEEKS, "may_propose": units_of(request.actor).exists()}
    return render(request, "planning/mix/shifts.html", context)


@login_required
@require_GET
def compare(request: ActorRequest) -> HttpResponse:
    """By kind: one's own, those of the collaborations that one leads, and the whole country's."""
    actor = request.actor
    kinds = dict(Shift.Kind.choices)
    tables = []
    if actor.coordinates or actor.manages:
        tables.append((_("Your units"), own_counts(all_followed(actor))))
    for one in visible(actor, Collaboration).filter(pk__in=actor.leads):
        tables.append((str(one), counts_everywhere(one)))
    tables.append((_("The whole country"), counts_everywhere()))
    named = [(title, [(kinds[row.kind], row) for row in rows]) for title, rows in tables]
    return render(request, "planning/mix/compare.html", {"tables": named})


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: ActorRequest) -> HttpResponse:
    """A new shift; ``mix``, ``uppgift``, ``fran``, ``till`` and ``timmar`` fill the form from a skill mix."""
    actor = request.actor
    units = list(units_of(actor))
    if not units:
        raise Refused(_("Only unit managers and coordinators of an employer move a unit's tasks."))
    form = ProposeForm(units, role_names(), request.POST or None, initial=_asked(request))
    made: list[Shift] = []

    def save() -> None:
        given = form.cleaned_data
        unit = form.units[given["unit"]]
        made.append(services.propose_shift(actor=actor, unit=unit, facts=form.facts, mix_id=given["mix"]))

    if sent(request, form, save, _("The task shift is proposed. Decide it when those concerned agree.")):
        return redirect("planning:shift", made[0].pk)
    return render(request, FORM, {"form": form, "title": _("Propose a task shift")})


def _asked(request: ActorRequest) -> dict[str, Any]:
    asked = request.GET
    initial: dict[str, Any] = {
        "task": asked.get("uppgift", "")[:120],
        "source": asked.get("fran", ""),
        "target": asked.get("till", ""),
        "hours": asked.get("timmar", "").replace(".", ",") or None,
        "starts": request.actor.today + timedelta(days=7),
    }
    if initial["target"]:
        initial["kind"] = kind_of(initial["target"])
    if asked.get("mix", "").isdecimal() and len(asked["mix"]) < 18:
        mix = mix_of(request.actor, int(asked["mix"]))
        initial |= {"mix": mix.pk, "unit": str(mix.unit_id)}
    return initial


@login_required
@require_GET
def shift(request: ActorRequest, shift_id: int) -> HttpResponse:
    actor = request.actor
    found = shift_of(actor, shift_id)
    following, names = followed(actor, found), role_names()
    sentence = reading.sentence(following, found, names)
    context = {
        "shift": found,
        "source": names.get(found.source, found.source),
        "target": names.get(found.target, found.target),
        "following": following,
        "headline": reading.headline(following.verdict),
        "tone": reading.TONES.get(following.verdict, "info"),
        "sentence": sentence,
        "late": reading.late_words(following) if found.state == Shift.State.DECIDED else "",
        "chart": reading.week_chart(following, found) if following.told else None,
        "weeks": [(one, one.week <= actor.today) for one in following.weeks],
        "may_change": may_change(actor, found),
        "may_tell": may_tell(actor, found),
        "may_drop": may_drop(actor, found),
        "is_whole": following.told == WEEKS,
    }
    return render(request, "planning/mix/shift.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, shift_id: int) -> HttpResponse:
    found = shift_of(request.actor, shift_id)
    require(may_change(request.actor, found))
    facts = services.ShiftFacts.__dataclass_fields__
    initial = {name: getattr(found, name) for name in facts} | {"seen": mark_of(found, facts)}
    form = ShiftForm(role_names(), request.POST or None, initial=initial)

    def save() -> None:
        seen = form.cleaned_data["seen"]
        services.change_shift(actor=request.actor, shift_id=shift_id, facts=form.facts, seen=seen)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:shift", shift_id)
    context = {"form": form, "shift": found, "title": _("Change the task shift"), "theirs": theirs(form, found, facts)}
    return render(request, FORM, context)


@login_required
@require_POST
def decide(request: ActorRequest, shift_id: int) -> HttpResponse:
    done = _("It is decided and signed. Tell how each week goes.")
    return pressed_to(
        request, lambda: services.decide_shift(actor=request.actor, shift_id=shift_id), done, "planning:shift", shift_id
    )


@login_required
@require_POST
def drop(request: ActorRequest, shift_id: int) -> HttpResponse:
    done = _("The task shift is dropped. What was told of it stays.")
    return pressed_to(
        request, lambda: services.drop_shift(actor=request.actor, shift_id=shift_id), done, "planning:shift", shift_id
    )


@login_required
@require_http_methods(["GET", "POST"])
def week(request: ActorRequest, shift_id: int, number: int) -> HttpResponse:
    """How the shift's first, second … week went."""
    found = shift_of(request.actor, shift_id)
    of = next((one for one in followed(request.actor, found).weeks if one.number == number), None)
    if of is None:
        raise Http404
    require(may_tell(request.actor, found))
    if not (may := may_tell_of(request.actor, found, of.week)):
        messages.error(request, may.why)
        return redirect("planning:shift", shift_id)
    initial = {name: getattr(of.told, name) for name in services.TOLD} if of.told else {}
    form = WeekForm(request.POST or None, initial=initial | {"seen": mark_of(of.told, services.TOLD)})
    day: date = of.week

    def save() -> None:
        services.tell_week(actor=request.actor, shift_id=shift_id, week=day, **form.cleaned_data)

    if sent(request, form, save, _("Thank you. It stands in the register.")):
        return redirect("planning:shift", shift_id)
    title = _("Week %(number)s of %(n)s: %(week)s") % {"number": number, "n": WEEKS, "week": week_words(day)}
    context = {"form": form, "shift": found, "title": title, "theirs": theirs(form, of.told, services.TOLD)}
    return render(request, FORM, context)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, shift_id: int) -> HttpResponse:
    found = shift_of(request.actor, shift_id)
    require(may_tell(request.actor, found))
    following = followed(request.actor, found)
    form = EndForm(SUMMED_UP.get(following.verdict, Shift.Outcome.values), request.POST or None)

    def save() -> None:
        services.end_shift(actor=request.actor, shift_id=shift_id, **form.cleaned_data)

    if sent(request, form, save, _("It is summed up and signed.")):
        return redirect("planning:shift", shift_id)
    context = {"form": form, "shift": found, "title": _("Sum up: %(task)s") % {"task": found.task}}
    return render(request, FORM, context)
