"""My competence card with its codes, and the page where somebody else checks one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.cards.codes import code_of, hash_code, qr_path, readable
from stegvis.careers.cards.forms import CodeForm, OpenForm
from stegvis.careers.cards.queries import card_by_code, latest_checks, open_codes, own_card, workplaces
from stegvis.careers.cards.services import close_card, open_card
from stegvis.careers.credentials.policies import may_be_public
from stegvis.careers.models import CardCode
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.queries import names_of
from stegvis.people.models import Employment


@dataclass(frozen=True)
class OpenCode:
    """A code that is open, as its person shows it. ``code`` is empty where it was made with another ``SECRET_KEY``."""

    row: CardCode

    @cached_property
    def code(self) -> str:
        code = code_of(self.row.pk)
        return readable(code) if hash_code(code) == self.row.code_hash else ""

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("careers:card_shown", args=[self.code])

    @cached_property
    def picture(self) -> tuple[int, str]:
        return qr_path(self.address)


@login_required
@require_http_methods(["GET", "POST"])
def card(request: ActorRequest) -> HttpResponse:
    """The card as others would see it, its open codes and who has looked. ``?hos=`` chooses among employers."""
    actor = request.actor
    places = workplaces(actor)
    place = _chosen(places, request.GET.get("hos", ""))
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and place is not None:
        try:
            open_card(
                actor=actor,
                employer_id=place.employer_id,
                lasts=form.lasts,
                shows_level=form.cleaned_data["shows_level"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The code is open. Show it, or read it aloud."))
            return redirect(f"{reverse('careers:card')}?hos={place.employer.slug}")
    codes = [OpenCode(one) for one in open_codes(actor) if place and one.employer_id == place.employer_id]
    checks = latest_checks(actor)
    names = names_of(one.checker_id for one in checks)
    context = {
        "places": places,
        "place": place,
        "card": own_card(place.employer_id) if place else None,
        "may": may_be_public(actor),
        "codes": codes,
        "shows_level": any(one.row.shows_level for one in codes),
        "checks": [(one, names.get(one.checker_id or 0, "")) for one in checks],
        "form": form,
    }
    return render(request, "careers/cards/card.html", context)


def _chosen(places: list[Employment], slug: str) -> Employment | None:
    if not slug:
        return places[0] if places else None
    found = next((one for one in places if one.employer.slug == slug), None)
    if found is None:
        raise NotYours
    return found


@login_required
@require_POST
def close(request: ActorRequest, card_id: UUID) -> HttpResponse:
    if close_card(actor=request.actor, code_id=card_id):
        messages.success(request, _("The code is closed. Whoever has it sees nothing more."))
    return redirect("careers:card")


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Kontrollera ett kort: the code is written by hand."""
    form = CodeForm(request.GET if "kod" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("careers:card_shown", readable(form.cleaned_data["kod"]))
    return render(request, "careers/cards/ask.html", {"form": form})


@never_cache
@require_GET
def shown(request: HttpRequest, card_code: str) -> HttpResponse:
    """The card as it is now. One answer for every code that opens nothing; those are counted per address."""
    if not _may_try(request, dry_run=True):
        return ratelimit.respond_429(request)
    found = card_by_code(card_code)
    if found is None:
        _may_try(request)
        return render(request, "careers/cards/closed.html", {"form": CodeForm()}, status=404)
    response = render(request, "careers/cards/shown.html", {"card": found, "now": timezone.now()})
    response["X-Robots-Tag"] = "noindex"
    return response


def _may_try(request: HttpRequest, *, dry_run: bool = False) -> bool:
    usage = ratelimit.consume(request, app="allauth.account", action="card", dry_run=dry_run, limit_get=True)
    return usage is not None
