"""The list of skill mixes, and a mix with what it says."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.planning.mix import services
from stegvis.planning.mix.charts import mix_chart
from stegvis.planning.mix.content import Content
from stegvis.planning.mix.forms import AboutForm, BeginForm
from stegvis.planning.mix.policies import may_write, units_of
from stegvis.planning.mix.queries import hours_of, mix_of, mixes_of
from stegvis.planning.mix.reading import hours, told
from stegvis.planning.mix.roles import role_names
from stegvis.planning.mix.shifts.queries import shifts_of_mix
from stegvis.planning.mix.solving import NobodyMayError, answer_of
from stegvis.planning.mix.typical import typical
from stegvis.planning.models import Mix


@login_required
@require_GET
def mixes(request: ActorRequest) -> HttpResponse:
    may_begin = units_of(request.actor).exists()
    return render(request, "planning/mix/list.html", {"mixes": mixes_of(request.actor), "may_begin": may_begin})


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    units = list(units_of(actor))
    if not units:
        raise Refused(_("Only unit managers and coordinators of an employer divide a unit's tasks."))
    form = BeginForm(
        units, request.POST or None, initial={"title": _("Skill mix %(year)s") % {"year": actor.today.year}}
    )
    made: list[Mix] = []

    def save() -> None:
        unit, kind = form.units[form.cleaned_data["unit"]], form.cleaned_data["kind"]
        content = typical(kind, hours_of(actor, unit)) if kind else Content()
        title = form.cleaned_data["title"]
        made.append(services.begin_mix(actor=actor, unit=unit, title=title, content=content))

    if sent(request, form, save, _("The skill mix is begun. Go through staff and tasks, and see what it says.")):
        return redirect("planning:mix", made[0].pk)
    return render(request, "planning/mix/form.html", {"form": form, "title": _("Begin a skill mix")})


@login_required
@require_GET
def mix(request: ActorRequest, mix_id: int) -> HttpResponse:
    """What there is, and what is best made of it: computed at once, and never from anything but what is shown."""
    found = mix_of(request.actor, mix_id)
    content, names = Content.of(found.content), role_names()
    context: dict[str, Any] = {
        "mix": found,
        "staff": [_staff_row(content, one.role, names) for one in content.staff],
        "tasks": [(task, [names.get(one.role, one.role) for one in task.doers]) for task in content.tasks],
        "may_write": may_write(request.actor, found),
        "shifts": shifts_of_mix(request.actor, found),
        "names": names,
    }
    try:
        answer = answer_of(content)
    except NobodyMayError as impossible:
        context["nobody_may"] = impossible.tasks
    else:
        if answer is not None:
            said = told(answer, names, found.pk)
            context |= {"told": said, "chart": mix_chart(answer, names, said.summary)}
    return render(request, "planning/mix/mix.html", context)


def _staff_row(content: Content, role: str, names: dict[str, str]) -> dict[str, Any]:
    """With the hours of today's tasks; ``is_over`` where they are more than there are."""
    member = content.member(role)
    assert member is not None  # noqa: S101 - the role is the content's own
    today = sum(one.today for task in content.tasks for one in task.doers if one.role == role)
    return {
        "name": names.get(role, role),
        "hours": hours(member.hours),
        "wage": member.wage,
        "today": hours(today),
        "is_over": today > member.hours + 0.05,
    }


@login_required
@require_http_methods(["GET", "POST"])
def about(request: ActorRequest, mix_id: int) -> HttpResponse:
    found = mix_of(request.actor, mix_id)
    require(may_write(request.actor, found))
    content = Content.of(found.content)
    initial = {
        "title": found.title,
        "reluctance": content.reluctance,
        "post_hours": content.post_hours,
        "revision": found.revision,
    }
    form = AboutForm(request.POST or None, initial=initial)

    def save() -> None:
        given = form.cleaned_data
        amounts = {name: float(given[name]) for name in ("reluctance", "post_hours")}
        services.change_about(
            actor=request.actor, mix_id=mix_id, revision=given["revision"], title=given["title"], **amounts
        )

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:mix", mix_id)
    context = {"form": form, "mix": found, "title": _("Title and what weighs"), "may_put_away": True}
    return render(request, "planning/mix/form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ActorRequest, mix_id: int) -> HttpResponse:
    found = mix_of(request.actor, mix_id)
    require(may_write(request.actor, found))
    if request.method == "GET":
        return render(request, "planning/mix/put_away.html", {"mix": found})
    done = _("The skill mix is put away. Task shifts made from it go on.")
    return pressed_to(request, lambda: services.put_away(actor=request.actor, mix_id=mix_id), done, "planning:mixes")
