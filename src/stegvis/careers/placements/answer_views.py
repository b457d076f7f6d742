"""Pages where the person answers a decision about their level, and the manager replies."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.careers.models import PlacementAnswer
from stegvis.careers.placements.answering import answer_placement, reply_to_answer
from stegvis.careers.placements.forms import AnswerForm, ReplyForm
from stegvis.careers.placements.policies import may_answer
from stegvis.careers.placements.queries import Decided, decisions_of, managed, team_answers
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.tables import Table


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, placement_id: int) -> HttpResponse:
    actor = request.actor
    if actor.person is None:
        raise NotYours
    decided = next((one for one in decisions_of(actor, actor.person) if one.placement.pk == placement_id), None)
    if decided is None:
        raise NotYours
    require(may_answer(actor, decided.placement))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_placement(actor=actor, placement=decided.placement, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your manager sees what you have written and replies here."))
            return redirect(f"{reverse('careers:me')}#decided")
    return render(request, "careers/placements/answer.html", {"decided": decided, "form": form})


@login_required
@require_GET
def answers(request: ActorRequest) -> HttpResponse:
    """What the team has said, the unanswered first."""
    if not request.actor.manages:
        raise NotYours
    table = Table(request, team_answers(request.actor), (), page_size=25)
    rows = table.page.object_list
    record_readings(actor=request.actor, persons={one.person_id for one in rows}, page="careers:placement_answers")
    return render(request, "careers/placements/answers.html", {"table": table, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def reply(request: ActorRequest, answer_id: int) -> HttpResponse:
    """The decision, what the person says of it, and the reply; from here one decides anew too."""
    actor = request.actor
    found = get_visible(actor, PlacementAnswer, team_answers(actor), pk=answer_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply_to_answer(actor=actor, answer=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your reply is sent."))
            return redirect("careers:placement_answers")
    record_reading(actor=actor, person=found.person_id, page="careers:placement_answers")
    decided: Decided = next(
        one for one in decisions_of(actor, found.person_id) if one.placement.pk == found.placement_id
    )
    wanted = (found.employer_id, decided.placement.profession_id)
    employments = managed(actor, found.person_id).employments
    employment = next((one for one in employments if (one.employer_id, one.profession_id) == wanted), None)
    context = {"answer": found, "decided": decided, "form": form, "employment": employment}
    return render(request, "careers/placements/reply.html", context)
