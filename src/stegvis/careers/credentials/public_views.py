"""Pages and files for anybody: checking a credential, the keys, the issuers, and what is revoked."""

from __future__ import annotations

from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from stegvis.careers.credentials.document import JSON, list_address, profile, status_list
from stegvis.careers.credentials.forms import CheckForm
from stegvis.careers.credentials.keys import published_keys
from stegvis.careers.credentials.pages import CheckedPage
from stegvis.careers.credentials.queries import check_token, revoked_places, shown_credential
from stegvis.careers.credentials.services import sign
from stegvis.organisations.models import Organisation

FIVE_MINUTES, AN_HOUR = 300, 3600


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Kontrollera ett intyg: what is pasted is read, answered and forgotten."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    page = None
    if request.method == "POST":
        if not _may_try(request):
            return ratelimit.respond_429(request)
        if form.is_valid():
            page = CheckedPage(check_token(form.cleaned_data["text"]), form.cleaned_data["email"])
    return render(request, "careers/credentials/check.html", {"form": form, "page": page})


@never_cache
@require_GET
def shown(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """What stands at the credential's own address: the same answer, as it is now."""
    if not _may_try(request, dry_run=True):
        return ratelimit.respond_429(request)
    found = shown_credential(credential_id)
    if found is None:
        _may_try(request)
        return render(request, "careers/credentials/unknown.html", status=404)
    page = CheckedPage(check_token(found.token)) if found.token else None
    response = render(request, "careers/credentials/shown.html", {"found": found, "page": page})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, for people."""
    context = {"keys": published_keys(), "site": settings.SITE_URL}
    return render(request, "careers/credentials/keys.html", context)


@require_GET
def key_set(request: HttpRequest) -> HttpResponse:
    """The public keys as a JSON Web Key Set."""
    return _open_to_all(JsonResponse({"keys": [key.jwk for key in published_keys()]}), AN_HOUR)


@require_GET
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One public key as a JSON Web Key: what ``kid`` in a signature leads to."""
    found = next((one for one in published_keys() if one.kid == kid), None)
    if found is None:
        raise Http404
    return _open_to_all(JsonResponse(found.jwk), AN_HOUR)


@require_GET
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's profile: a page for people, JSON for whoever asks for that."""
    found = _organisation(slug)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = _open_to_all(JsonResponse(profile(settings.SITE_URL, slug, found.name)), AN_HOUR)
    else:
        response = render(request, "careers/credentials/issuer.html", {"issuer": found})
    response["Vary"] = "Accept"
    return response


@require_GET
def status(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An employer's status list, signed: which of its places are revoked."""
    found = _organisation(slug)
    revoked = revoked_places(found.pk, number)
    if revoked is None:
        raise Http404
    site = settings.SITE_URL
    content: JSON = status_list(
        site=site, slug=slug, name=found.name, number=number, revoked=revoked, at=timezone.now()
    )
    token = sign(content | {"iss": content["issuer"]["id"], "jti": list_address(site, slug, number)})
    return _open_to_all(HttpResponse(token, content_type="application/vc+jwt"), FIVE_MINUTES)


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _open_to_all(response: HttpResponse, seconds: int) -> HttpResponse:
    """Programs of others may read it, in a browser too, and keep it for a while."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response


def _may_try(request: HttpRequest, *, dry_run: bool = False) -> bool:
    usage = ratelimit.consume(request, app="allauth.account", action="credential", dry_run=dry_run, limit_get=True)
    return usage is not None
