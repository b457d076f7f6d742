"""The parts of a capacity plan: what is produced, who is away, and what closes the gap."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.engine.forecast.model import ModelError
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.planning.capacity import lever_services, part_services, reading
from stegvis.planning.capacity.computing import suggested
from stegvis.planning.capacity.content import LEVERS, SEEN
from stegvis.planning.capacity.forms import (
    AbsenceForm,
    ActivityForm,
    LeverForm,
    MovingForm,
    StandardsForm,
    StretchForm,
)
from stegvis.planning.capacity.pages import Held, revision_of, writing
from stegvis.planning.capacity.words import LEVER_NAMES
from stegvis.planning.seen import NEW, is_behind, mark_of


def _page(request: ActorRequest, found: Held, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "plan": found.plan, "title": title, **more}
    return render(request, "planning/capacity/form.html", context)


def _filled(
    request: ActorRequest, found: Held, form: forms.Form, save: Callable[[], object], title: str, **more: Any
) -> HttpResponse:
    if sent(request, form, save, _("Saved.")):
        return redirect("planning:capacity", found.plan.pk)
    behind = is_behind(form, form.initial.get("seen", NEW))
    return _page(request, found, form, title, is_behind=behind, **more)


def _seen(form: forms.Form) -> dict[str, str]:
    return {"seen": form.cleaned_data["seen"]}


@login_required
@require_http_methods(["GET", "POST"])
def activity(request: ActorRequest, plan_id: int, key: str = "") -> HttpResponse:
    """One of the plan's, or a new one."""
    found = writing(request, plan_id)
    before = found.content.activity(key)
    if key and before is None:
        raise Http404
    initial: dict[str, Any] = {"per": "week", "seen": mark_of(before, SEEN["activity"])}
    if before:
        initial |= {"name": before.name}
        initial |= {f"minutes_{code}": _number(value) for code, value in before.minutes.items() if value}
    form = ActivityForm(found.names, request.POST or None, initial=initial)
    title = before.name if before else _("Add what is produced")

    def save() -> None:
        part_services.state_activity(actor=request.actor, plan_id=plan_id, facts=form.facts, key=key, **_seen(form))

    return _filled(request, found, form, save, title, activity=before)


@login_required
@require_POST
def remove_activity(request: ActorRequest, plan_id: int, key: str) -> HttpResponse:
    done = _("Taken out of the plan.")
    return pressed_to(
        request,
        lambda: part_services.remove_activity(actor=request.actor, plan_id=plan_id, key=key),
        done,
        "planning:capacity",
        plan_id,
    )


@login_required
@require_http_methods(["GET", "POST"])
def standards(request: ActorRequest, plan_id: int, profession: str) -> HttpResponse:
    found = writing(request, plan_id)
    before = found.content.competence(profession)
    if before is None:
        raise Http404
    initial: dict[str, Any] = {"support": _number(before.support * 100), "individual": _number(before.individual)}
    initial["seen"] = mark_of(before, SEEN["standards"])
    form = StandardsForm(request.POST or None, initial=initial)

    def save() -> None:
        part_services.state_standards(
            actor=request.actor,
            plan_id=plan_id,
            profession=profession,
            support=float(form.cleaned_data["support"]) / 100,
            individual=float(form.cleaned_data["individual"]),
            **_seen(form),
        )

    title = _("Beside production, %(profession)s") % {"profession": found.names[profession].lower()}
    return _filled(request, found, form, save, title)


@login_required
@require_http_methods(["GET", "POST"])
def absence(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Absence to write, beside a table of what there is in a profession (``yrke``)."""
    found = writing(request, plan_id)
    asked = request.GET.get("yrke") or next(iter(found.names))
    if asked not in found.names:
        raise Http404
    initial = {"profession": asked, "last": len(found.weeks) - 1}
    form = AbsenceForm(found.names, found.weeks, request.POST or None, initial=initial)

    def save() -> None:
        reason = form.cleaned_data["reason"]
        part_services.state_absence(actor=request.actor, plan_id=plan_id, reason=reason, stretch=form.stretch)

    if sent(request, form, save, _("Saved.")):
        return redirect(f"{request.path}?yrke={form.cleaned_data['profession']}")
    head, rows = reading.absence_table(found.content, found.weeks, asked)
    table = {
        "caption": _("Absence, %(profession)s") % {"profession": found.names[asked].lower()},
        "head": head,
        "rows": rows,
    }
    others = [(code, name) for code, name in found.names.items() if code != asked]
    return _page(request, found, form, _("Absence"), table=table, others=others)


@login_required
@require_http_methods(["GET", "POST"])
def lever(request: ActorRequest, plan_id: int, kind: str) -> HttpResponse:
    found = writing(request, plan_id)
    if kind not in LEVERS:
        raise Http404
    before = found.content.lever(kind)
    initial: dict[str, Any] = {"step": 0, "seen": mark_of(before, SEEN["lever"])}
    if before:
        initial["step"] = _number(before.step)
        initial |= {f"most_{code}": _number(value) for code, value in before.most.items() if value}
        initial |= {f"cost_{code}": _number(value) for code, value in before.cost.items() if value}
    form = LeverForm(found.names, request.POST or None, initial=initial)

    def save() -> None:
        lever_services.state_lever(actor=request.actor, plan_id=plan_id, lever=form.lever(kind), **_seen(form))

    return _filled(request, found, form, save, str(LEVER_NAMES[kind]))


@login_required
@require_http_methods(["GET", "POST"])
def use(request: ActorRequest, plan_id: int, kind: str) -> HttpResponse:
    """Choose by hand how much of a lever is used."""
    found = writing(request, plan_id)
    if found.content.lever(kind) is None:
        raise Http404
    form = StretchForm(found.names, found.weeks, request.POST or None)

    def save() -> None:
        lever_services.use_lever(actor=request.actor, plan_id=plan_id, kind=kind, stretch=form.stretch)

    title = _("Use: %(lever)s") % {"lever": LEVER_NAMES[kind].lower()}
    return _filled(request, found, form, save, title)


@login_required
@require_http_methods(["GET", "POST"])
def moving(request: ActorRequest, plan_id: int) -> HttpResponse:
    found = writing(request, plan_id)
    before = found.content.moving
    initial: dict[str, Any] = {"share": 0, "within": 1, "cost": 0}
    if before:
        initial = {"share": _number(before.share * 100), "within": before.within, "cost": _number(before.cost)}
    initial["seen"] = mark_of(before, SEEN["moving"])
    form = MovingForm(request.POST or None, initial=initial)

    def save() -> None:
        lever_services.state_moving(actor=request.actor, plan_id=plan_id, moving=form.moving, **_seen(form))

    return _filled(request, found, form, save, _("Move production to another week"))


@login_required
@require_http_methods(["GET", "POST"])
def suggest(request: ActorRequest, plan_id: int) -> HttpResponse:
    """What closes the gap at the least cost: looked at first, then used."""
    found = writing(request, plan_id)
    if request.method == "POST":
        act, seen = lever_services.take_suggestion, revision_of(request)
        return pressed_to(
            request,
            lambda: act(actor=request.actor, plan_id=plan_id, revision=seen),
            _("The suggestion is used. It can be changed by hand."),
            "planning:capacity",
            plan_id,
        )
    try:
        content, closing = suggested(found.content)
    except ModelError as error:
        raise Refused(_("It cannot be computed: look through the levers' hours and kronor.")) from error
    context = {
        "plan": found.plan,
        "stats": reading.stats(content),
        "levers": [one for one in reading.lever_rows(content) if one.is_ready],
        "moves": reading.moves(content, found.weeks),
        "chart": reading.gap_chart(content, found.weeks, found.names),
        "doubts": reading.doubts(content, closing),
        "has_levers": any(any(one.most.values()) for one in content.levers) or content.moving is not None,
    }
    return render(request, "planning/capacity/suggestion.html", context)


@login_required
@require_POST
def clear(request: ActorRequest, plan_id: int) -> HttpResponse:
    done = _("No lever is used, and nothing is moved.")
    return pressed_to(
        request,
        lambda: lever_services.clear_levers(actor=request.actor, plan_id=plan_id),
        done,
        "planning:capacity",
        plan_id,
    )


def _number(value: float) -> Decimal:
    return Decimal(format(Decimal(str(round(value, 4))).normalize(), "f"))
