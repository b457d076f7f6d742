"""My credentials, one of them, and what an employer has issued."""

from __future__ import annotations

import json
from uuid import UUID

import jwt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.credentials import services
from stegvis.careers.credentials.forms import MakeForm, RevokeForm
from stegvis.careers.credentials.policies import answers_for, may_be_public, may_revoke
from stegvis.careers.credentials.queries import credential_of, issued_credentials, own_credentials
from stegvis.careers.credentials.sources import sources_of
from stegvis.careers.models import Credential
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.queries import names_of
from stegvis.foundation.audit.services import record_reading, record_readings
from stegvis.foundation.components.tables import Column, Table

A_PAGE = 25


@login_required
@require_GET
def listed(request: ActorRequest) -> HttpResponse:
    table = Table(request, own_credentials(request.actor), columns=[], page_size=A_PAGE)
    return render(request, "careers/credentials/list.html", {"table": table, "may": may_be_public(request.actor)})


@login_required
@require_http_methods(["GET", "POST"])
def make(request: ActorRequest) -> HttpResponse:
    """``?av=`` names what it should say, for a link from elsewhere."""
    actor = request.actor
    sources, may = sources_of(actor), may_be_public(actor)
    form = MakeForm(sources, request.POST or None, initial={"source": request.GET.get("av", "")})
    if request.method == "POST" and form.is_valid():
        try:
            found = services.issue_credential(
                actor=actor, source_key=form.cleaned_data["source"], naming=form.cleaned_data["naming"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The certificate is made and signed."))
            return redirect("careers:credential", found.pk)
    context = {"form": form, "has_sources": bool(sources), "may": may}
    return render(request, "careers/credentials/make.html", context)


@login_required
@require_GET
def credential(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    """The person's own, or one that the actor's employer has issued, whose reading the person sees."""
    return _page(request, _opened(request, credential_id))


@login_required
@require_POST
def revoke(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    found = _opened(request, credential_id)
    form = RevokeForm(request.POST, by_issuer=answers_for(request.actor, found))
    if form.is_valid():
        try:
            services.revoke_credential(actor=request.actor, credential=found, ground=form.cleaned_data["ground"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The certificate is revoked. Whoever checks it sees that from now on."))
            return redirect("careers:credential", found.pk)
    return _page(request, found, form)


@login_required
@require_GET
def file(request: ActorRequest, credential_id: UUID, file_format: str) -> HttpResponse:
    """``jwt`` is the signed one, ``json`` a copy for reading. The person's own only."""
    found = credential_of(request.actor, credential_id)
    if found.person_id != request.actor.person:
        raise NotYours
    match file_format:
        case "jwt":
            response = HttpResponse(found.token, content_type="application/jwt")
        case "json":
            document = jwt.decode(found.token, options={"verify_signature": False})
            text = json.dumps(document, ensure_ascii=False, indent=2)
            response = HttpResponse(text, content_type="application/json; charset=utf-8")
        case _:
            raise Http404
    name = f"intyg-{str(found.pk)[:8]}.{file_format}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@login_required
@require_GET
def issued(request: ActorRequest) -> HttpResponse:
    """What the actor's employers have issued: who has got it, when, and whether it is revoked."""
    words = request.GET.get("q", "")[:100]
    columns = [
        Column("person", _("Name"), order=("person__sort_name", "pk")),
        Column("title", _("Certificate")),
        Column("issued", _("Issued"), order=("issued_at", "pk")),
        Column("state", _("State")),
    ]
    table = Table(request, issued_credentials(request.actor, words), columns=columns, page_size=A_PAGE)
    persons = [one.person_id for one in table.page.object_list]
    record_readings(actor=request.actor, persons=persons, page="careers:credentials_issued")
    return render(request, "careers/credentials/issued.html", {"table": table, "words": words})


def _opened(request: ActorRequest, credential_id: UUID) -> Credential:
    found = credential_of(request.actor, credential_id)
    record_reading(actor=request.actor, person=found.person_id, page="careers:credential")
    return found


def _page(request: ActorRequest, found: Credential, form: RevokeForm | None = None) -> HttpResponse:
    is_own = found.person_id == request.actor.person
    context = {
        "credential": found,
        "is_own": is_own,
        "may_revoke": may_revoke(request.actor, found),
        "form": form or RevokeForm(by_issuer=answers_for(request.actor, found)),
        "revoked_by": names_of([found.revoked_by_id]).get(found.revoked_by_id or 0, ""),
        "address": settings.SITE_URL + reverse("careers:credential_shown", args=[found.pk]),
        "has_lapsed": found.valid_until is not None and found.valid_until < request.actor.today,
    }
    return render(request, "careers/credentials/credential.html", context)
