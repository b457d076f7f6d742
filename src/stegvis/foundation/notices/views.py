"""The list of notices, the choices, and the calendar."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.accounts.models import User
from stegvis.foundation.components.tables import Table
from stegvis.foundation.notices import services
from stegvis.foundation.notices.calendar import as_ics, events_of
from stegvis.foundation.notices.forms import ChannelsForm
from stegvis.foundation.notices.queries import channels_of, feed_of, in_words, notices_of, user_of_feed

A_PAGE = 25


@login_required
@require_http_methods(["GET", "POST"])
def listed(request: ActorRequest) -> HttpResponse:
    """All notices; a POST marks those up to ``latest`` as read."""
    if request.method == "POST":
        latest = request.POST.get("latest", "")
        if not (latest.isascii() and latest.isdigit() and len(latest) <= 18):
            raise Http404
        services.read_all(actor=request.actor, latest=int(latest))
        return redirect("notices:list")
    table = Table(request, notices_of(request.actor), columns=[], page_size=A_PAGE)
    told = in_words(request.actor, table.page.object_list)
    services.take_back(actor=request.actor, shown=table.page.object_list, told=told)
    unread = max((one.notice.pk for one in told if one.notice.read_at is None), default=0)
    return render(request, "notices/list.html", {"told": told, "table": table, "latest": unread})


@login_required
@require_GET
def opened(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Go where a notice leads; it is then read."""
    return redirect(services.open_notice(actor=request.actor, notice_id=notice_id))


@login_required
@require_http_methods(["GET", "POST"])
def choices(request: ActorRequest) -> HttpResponse:
    form = ChannelsForm(channels_of(request.actor), request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.choose_channels(actor=request.actor, channels=form.cleaned_data)
        messages.success(request, _("Your choices are saved."))
        return redirect("notices:choices")
    return _choices_page(request, form)


@login_required
@require_POST
def make_calendar(request: ActorRequest) -> HttpResponse:
    """The answer shows the new address; it is not to be had again."""
    token = services.make_feed(actor=request.actor)
    address = settings.SITE_URL + reverse("notices:calendar", args=[token])
    return _choices_page(request, ChannelsForm(channels_of(request.actor)), address=address)


@login_required
@require_POST
def close_calendar(request: ActorRequest) -> HttpResponse:
    if services.revoke_feed(actor=request.actor):
        messages.success(request, _("The address is closed. Whoever had it sees nothing more."))
    return redirect("notices:choices")


def _choices_page(request: ActorRequest, form: ChannelsForm, address: str = "") -> HttpResponse:
    context = {"form": form, "feed": feed_of(request.actor), "address": address}
    return render(request, "notices/choices.html", context)


@require_GET
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The days of whoever the address belongs to, for a calendar program. Wrong guesses are counted per address."""
    if not _may_try(request, dry_run=True):
        return ratelimit.respond_429(request)
    user_id = user_of_feed(services.hash_token(token))
    if user_id is None:
        _may_try(request)
        return HttpResponseNotFound()  # answered, not raised: what is raised undoes the count
    with acting_as(user_id, reason="calendar") as actor:
        language = User.objects.values_list("language", flat=True).get(pk=user_id)
        with translation.override(language):
            content = as_ics(events_of(actor), name="Stegvis", site=settings.SITE_URL)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


def _may_try(request: HttpRequest, *, dry_run: bool = False) -> bool:
    usage = ratelimit.consume(request, app="allauth.account", action="calendar", dry_run=dry_run, limit_get=True)
    return usage is not None
