"""The registers: their first page with sums, and each with an employer's lines."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.foundation.components.doing import pressed, sent
from stegvis.foundation.documents.writing import export_table
from stegvis.organisations.models import Organisation
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.standing import standing
from stegvis.planning.registers import services
from stegvis.planning.registers.feeding import RETIREMENT, feeds_of, ground_for
from stegvis.planning.registers.forms import LineForm
from stegvis.planning.registers.kinds import REGISTERS, Register
from stegvis.planning.registers.pages import cells_of, chart_of, heads_of, labelled, sum_tables, values_of
from stegvis.planning.registers.policies import may_look
from stegvis.planning.registers.queries import ages_of, employers_of, line_of, lines_of, sums


@login_required
@require_GET
def registers(request: ActorRequest) -> HttpResponse:
    """What there is to keep, and sums for whoever follows several employers."""
    actor = request.actor
    require(may_look(actor))
    context = {
        "registers": REGISTERS.values() if actor.coordinates else [],
        "sums": sum_tables(sums()) if actor.leads or not actor.coordinates else [],
    }
    return render(request, "planning/registers/registers.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest, register: str) -> HttpResponse:
    """An employer's lines of one register, and the form of one more."""
    found, employer, employers = _asked(request, register)
    lines = lines_of(request.actor, found, employer.pk)
    if wanted := request.GET.get("export"):
        return _file(found, lines, wanted)
    half = 1 if request.actor.today.month <= 6 else 2
    form = LineForm(found, request.POST or None, initial={"year": request.actor.today.year, "half": half})

    def save() -> None:
        services.state_line(actor=request.actor, register=found, employer=employer.pk, told=form.cleaned_data)

    if sent(request, form, save, _("Saved.")):
        return redirect(_address(found, employer))
    ground = ground_for(request.actor, employer)
    heads = heads_of(found)
    shown = [(one.pk, cells_of(found, one)) for one in lines]
    context = {
        "register": found,
        "employer": employer,
        "employers": employers,
        "lines": [(pk, cells, labelled(heads, cells)) for pk, cells in shown],
        "heads": heads,
        "chart": chart_of(found, lines),
        "form": form,
        "ground": ground,
        "feeds": [(one, KEYS[one.held.key]) for one in feeds_of(request.actor, ground, found, employer, lines)],
    }
    return render(request, "planning/registers/register.html", context)


@login_required
@require_GET
def retirements(request: ActorRequest) -> HttpResponse:
    """How many of an employer's staff are near retirement, by profession."""
    employer, employers = _employer(request)
    ground = ground_for(request.actor, employer)
    stands = standing(request.actor, ground)[1] if ground else {}
    ages = [(one, stands.get(one.code)) for one in ages_of(request.actor, employer.pk)]
    context = {"employer": employer, "employers": employers, "ages": ages, "ground": ground, "key": RETIREMENT}
    return render(request, "planning/registers/retirements.html", context)


@login_required
@require_POST
def use(request: ActorRequest, register: str) -> HttpResponse:
    """Let forecasts assume what is counted; ``vad`` names the count."""
    found, employer, _employers = _asked(request, register)
    told: dict[str, Any] = {"register": found, "employer": employer, "key": request.POST.get("vad", "")}
    done = _("The forecasts' data hold it now, signed with your name. A forecast that is computed already stays.")
    pressed(request, lambda: services.use_in_forecast(actor=request.actor, **told), done)
    return redirect(_address(found, employer))


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: ActorRequest, register: str, row_id: int) -> HttpResponse:
    """Asks first."""
    found = _register(register)
    line = line_of(request.actor, found, row_id)
    if request.method == "GET":
        what = ", ".join(cells_of(found, line))
        address = f"{reverse('planning:register', args=[register])}?arbetsgivare={line.employer.slug}"
        context = {"page": _("Take the line away?"), "what": what, "cancel": address}
        return render(request, "planning/registers/remove.html", context)
    act = lambda: services.remove_line(actor=request.actor, register=found, row_id=row_id)  # noqa: E731
    pressed(request, act, _("The line is taken away."))
    return redirect(_address(found, line.employer))


def _register(slug: str) -> Register:
    if slug not in REGISTERS:
        raise Http404
    return REGISTERS[slug]


def _asked(request: ActorRequest, slug: str) -> tuple[Register, Organisation, list[Organisation]]:
    return (_register(slug), *_employer(request))


def _employer(request: ActorRequest) -> tuple[Organisation, list[Organisation]]:
    """The one that the address names, else the first that the actor coordinates."""
    employers = employers_of(request.actor)
    asked = request.GET.get("arbetsgivare", "")
    found = next((one for one in employers if asked in {"", one.slug}), None)
    if found is None:
        raise Http404
    return found, employers


def _address(register: Register, employer: Organisation) -> str:
    return f"{reverse('planning:register', args=[register.slug])}?arbetsgivare={employer.slug}"


def _file(register: Register, lines: Any, wanted: str) -> HttpResponse:
    if wanted not in {"xlsx", "csv"}:
        raise Http404
    rows = [values_of(register, one) for one in lines]
    return export_table(str(register.title), [_("Half-year"), *register.heads], rows, wanted)
