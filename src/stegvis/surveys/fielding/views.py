"""The pages of who leads rounds: the list, setting one up, and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.tables import Column, Table
from stegvis.surveys.fielding import services
from stegvis.surveys.fielding.checks import look_through
from stegvis.surveys.fielding.forms import DayForm, NoticeForm, RoundForm, TestForm
from stegvis.surveys.fielding.links import path_of
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.fielding.policies import may_change, may_give_notice
from stegvis.surveys.fielding.promises import proposed_notice
from stegvis.surveys.fielding.queries import (
    notice_of,
    owners_of,
    round_of,
    rounds_of,
    test_link,
    to_remind,
    to_write_to,
    versions_of,
)
from stegvis.surveys.fielding.rates import rates_of
from stegvis.surveys.models import Round
from stegvis.surveys.policies import must_lead
from stegvis.surveys.reviewing.queries import counts_of

State = Round.State
LETTERS_TAKE = timedelta(minutes=15)
"""So long after a round has opened its letters are on their way by themselves, and nobody is asked to send them."""


@login_required
@require_GET
def rounds(request: ActorRequest) -> HttpResponse:
    """The front page of the room."""
    actor = request.actor
    must_lead(actor)
    columns = [
        Column("title", _("Round"), ("title", "id")),
        Column("state", _("State"), ("state", "-closes_on", "id")),
        Column("closes", _("Last day"), ("closes_on", "id")),
    ]
    table = Table(request, rounds_of(actor), columns)
    context = {"table": table, "has_questions": versions_of(actor).exists()}
    return render(request, "surveys/fielding/rounds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    version = request.GET.get("version", "")
    form = _form(request, None, int(version) if version.isdecimal() and len(version) < 10 else None)
    if form.is_valid():
        try:
            found = services.set_up_round(actor=request.actor, owner=form.chosen_owner, facts=form.facts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The round is set up. Say whom to ask, read the notice through, and open it."))
            return redirect("surveys:round", found.pk)
    context = {"form": form, "cancel": reverse("surveys:rounds"), "title": _("Set up a round")}
    return render(request, "surveys/fielding/round_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, pk: int) -> HttpResponse:
    found = round_of(request.actor, pk)
    if request.method == "GET" and not (verdict := may_change(request.actor, found)):
        messages.error(request, verdict.why)
        return redirect("surveys:round", pk)
    form = _form(request, found, None)
    if form.is_valid():
        try:
            services.change_round(actor=request.actor, found=found, facts=form.facts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:round", pk)
    context = {"form": form, "cancel": reverse("surveys:round", args=[pk]), "title": found.title, "round": found}
    return render(request, "surveys/fielding/round_form.html", context)


def _form(request: ActorRequest, found: Round | None, version: int | None) -> RoundForm:
    owners, versions = owners_of(request.actor), list(versions_of(request.actor))
    data = request.POST if request.method == "POST" else None
    return RoundForm(owners, versions, list(rounds_of(request.actor)), found=found, data=data, version=version)


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    """How the answers are used, as those who answer read it."""
    found = round_of(request.actor, pk)
    newest = notice_of(request.actor, found)
    verdict = may_give_notice(request.actor, found)
    seen = newest.number if newest else 0
    text = proposed_notice(found) if "foreslag" in request.GET or newest is None else newest.text
    form = NoticeForm(request.POST or None, initial={"seen": seen, "text": text})
    if request.method == "POST" and form.is_valid():
        try:
            given = services.give_notice(
                actor=request.actor, found=found, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = _("The notice is saved as number %(n)s.") if given else _("Nothing is changed.")
            messages.success(request, words % {"n": given.number} if given else words)
            return redirect("surveys:round", pk)
    context = {"form": form, "round": found, "newest": newest, "verdict": verdict}
    return render(request, "surveys/fielding/notice.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, pk: int) -> HttpResponse:
    """How a round goes; the next thing to do stands first."""
    found = round_of(request.actor, pk)
    if request.method == "POST":
        try:
            said, where = _act(request, found)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("surveys:round", pk)
        messages.success(request, said)
        return redirect(where or reverse("surveys:round", args=[pk]))
    return render(request, "surveys/fielding/round.html", _context(request, found))


def _context(request: ActorRequest, found: Round) -> dict[str, Any]:
    actor = request.actor
    rates = rates_of(actor, found, total=_("All"))
    newest = notice_of(actor, found)
    is_draft = found.state == State.DRAFT
    looked = look_through(actor, found, newest) if is_draft else None
    by_organisations = found.kind == Round.Kind.ORGANISATIONS
    tested = test_link(actor, found)
    return {
        "round": found,
        "tabs": round_tabs(found, "surveys:round"),
        "rates": rates,
        "total": rates[-1],
        "looked": looked,
        "notice": newest,
        "is_writing": found.opened_at is not None and timezone.now() - found.opened_at < LETTERS_TAKE,
        "unwritten": to_write_to(actor, found).count() if not is_draft else 0,
        "remindable": to_remind(actor, found).count() if found.state == State.OPEN else 0,
        "replies": counts_of(actor, found) if by_organisations and not is_draft else None,
        "test_form": TestForm(),
        "test_path": path_of(tested) if tested else "",
        "is_before": found.state == State.OPEN and found.opens_on > actor.today,
    }


def _act(request: ActorRequest, found: Round) -> tuple[str, str]:
    """What is said when it is done, and where to go then, if elsewhere. Raises Refused."""
    act = request.POST.get("act", "")
    if act in STEPS:
        step, words = STEPS[act]
        step(actor=request.actor, found=found)
        return str(words), reverse("surveys:rounds") if act == "delete" else ""
    if act in MOVES:
        form = DayForm(request.POST)
        if not form.is_valid():
            raise Refused(_("Choose a day."))
        MOVES[act](actor=request.actor, found=found, closes_on=form.cleaned_data["closes_on"])
        return _("The round takes answers until the new day."), ""
    if act in LETTERS:
        return _letters_said(LETTERS[act](actor=request.actor, found=found)), ""
    if act == "test":
        return _test(request, found), ""
    raise NotYours


STEPS: dict[str, tuple[Callable[..., None], Any]] = {
    "open": (services.open_round, gettext_lazy("The round is open. The letters are on their way.")),
    "pause": (services.pause_round, gettext_lazy("The round is paused. Nothing can be answered until you go on.")),
    "resume": (services.resume_round, gettext_lazy("The round is open again.")),
    "close": (services.close_round, gettext_lazy("The round is closed.")),
    "delete": (services.delete_round, gettext_lazy("The draft is deleted.")),
}
MOVES: dict[str, Callable[..., None]] = {"extend": services.extend_round, "reopen": services.reopen_round}
LETTERS: dict[str, Callable[..., int]] = {"letters": services.send_letters, "remind": services.remind}


def _letters_said(number: int) -> str:
    return ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", number) % {"n": number}


def _test(request: ActorRequest, found: Round) -> str:
    form = TestForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a kind to test as."))
    services.make_test_link(actor=request.actor, found=found, kind=form.cleaned_data["kind"])
    return _("There is a link to test by. Nothing that is answered by it is kept.")
