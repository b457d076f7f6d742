"""Roles and invitations, for those who answer for an organisation or a collaboration."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, get_visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.components.doing import pressed, sent
from stegvis.organisations import queries, services
from stegvis.organisations.forms import ReasonForm, RoleForm
from stegvis.organisations.models import RoleGrant
from stegvis.organisations.policies import holds


def answers_for_a_place(actor: Actor) -> None:
    """Raises NotYours unless the actor coordinates an organisation or leads a collaboration."""
    if not (actor.coordinates or actor.leads):
        raise NotYours


def link_to(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("organisations:invitation", args=[token]))


@login_required
def roles(request: ActorRequest) -> HttpResponse:
    answers_for_a_place(request.actor)
    grants = list(queries.grants(request.actor))
    today = request.actor.today
    context = {
        "current": [grant for grant in grants if holds(grant, today)],
        "coming": [grant for grant in grants if grant.valid_from > today],
        "ended": [grant for grant in grants if grant.valid_to is not None and grant.valid_to < today],
        "invitations": [(i, queries.invitation_state(i)) for i in queries.open_invitations(request.actor)],
        "history": queries.role_history(request.actor),
    }
    return render(request, "organisations/roles.html", context)


@login_required
def give_role(request: ActorRequest) -> HttpResponse:
    """Give a role to somebody the organisation knows; anybody else gets an invitation to it."""
    answers_for_a_place(request.actor)
    form = RoleForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _give_or_invite(request, form))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("organisations:roles")
    return render(request, "organisations/give_role.html", {"form": form})


def _give_or_invite(request: ActorRequest, form: RoleForm) -> str:
    found = form.cleaned_data
    receiver = queries.known_user(found["email"], found["scope"].organisation) if found["role"] else None
    if receiver is not None:
        services.grant_role(
            actor=request.actor,
            receiver=receiver,
            role=found["role"],
            scope=found["scope"],
            valid_from=found["valid_from"],
            valid_to=found["valid_to"],
            reason=found["reason"],
        )
        return _("The role is given.")
    services.invite(
        actor=request.actor,
        email=found["email"],
        name=found["name"],
        role=found["role"],
        scope=found["scope"],
        role_from=found["valid_from"],
        role_until=found["valid_to"],
        link_to=link_to(request),
    )
    return _("An invitation is on its way. The role begins when it is accepted.")


@login_required
def end_role(request: ActorRequest, grant_id: int) -> HttpResponse:
    answers_for_a_place(request.actor)
    grant = get_visible(request.actor, RoleGrant, queries.grants(request.actor), id=grant_id)
    form = ReasonForm(request.POST or None)

    def end() -> None:
        services.end_role(actor=request.actor, grant_id=grant_id, reason=form.cleaned_data["reason"])

    if sent(request, form, end, _("The role has ended.")):
        # Whoever ended their own role may have no right to the list any more.
        is_own = grant.user_id == request.actor.user
        return redirect("home" if is_own else "organisations:roles")
    return render(request, "organisations/end_role.html", {"form": form, "grant": grant})


@login_required
@require_POST
def withdraw_invitation(request: ActorRequest, invitation_id: int) -> HttpResponse:
    pressed(
        request,
        lambda: services.withdraw_invitation(actor=request.actor, invitation_id=invitation_id),
        _("The invitation is withdrawn; its link no longer works."),
    )
    return redirect("organisations:roles")


@login_required
@require_POST
def send_invitation_again(request: ActorRequest, invitation_id: int) -> HttpResponse:
    pressed(
        request,
        lambda: services.send_again(actor=request.actor, invitation_id=invitation_id, link_to=link_to(request)),
        _("A new letter is on its way; the link of the old one no longer works."),
    )
    return redirect("organisations:roles")
