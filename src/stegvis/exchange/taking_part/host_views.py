"""The host's pages: who came, the code, and what participants thought."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.cards.codes import qr_path
from stegvis.exchange.models import Session
from stegvis.exchange.taking_part import queries, services
from stegvis.exchange.taking_part.forms import ShareForm
from stegvis.exchange.taking_part.policies import may_note, may_show_code, not_by_oneself
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.services import record_readings


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """Everybody ticked, to untick the few who did not come. ``pass`` is the session, by default the one now."""
    actor, now = request.actor, timezone.now()
    occasion = queries.hosted_occasion(actor, occasion_id)
    sessions = queries.sessions_of(actor, occasion)
    session = _chosen(sessions, request.GET.get("pass", "")) or queries.session_now(sessions, now)
    if request.method == "POST":
        return _note(request, occasion_id, session)
    rows = queries.attendance(actor, occasion, session)
    persons = {one.application.person_id for one in rows}
    record_readings(actor=actor, persons=persons, page="exchange:attendance")
    register = queries.register_of(actor, occasion)
    context = {
        "occasion": occasion,
        "session": session,
        "tabs": _tabs(sessions, session),
        "rows": rows,
        "is_noted": any(one.presence for one in rows),
        "any_time": occasion.offer.starts_any_time,
        "others": any(not one.is_own and one.has_begun for one in rows),
        "not_by_oneself": not_by_oneself(),
        "verdict": may_note(occasion, session, now),
        "code_verdict": may_show_code(occasion, queries.session_now(sessions, now), now),
        "share_form": ShareForm(initial={"share": register.share if register else 100}) if len(sessions) > 1 else None,
    }
    return render(request, "exchange/taking_part/attendance.html", context)


def _chosen(sessions: list[Session], wanted: str) -> Session | None:
    if not wanted:
        return None
    found = next((one for one in sessions if str(one.pk) == wanted), None)
    if found is None:
        raise NotYours
    return found


def _tabs(sessions: list[Session], chosen: Session | None) -> list[dict[str, object]]:
    if len(sessions) < 2:
        return []
    return [
        {
            "label": timezone.localtime(one.starts).strftime("%-d/%-m %H:%M"),
            "url": f"?pass={one.pk}",
            "current": one == chosen,
            "count": None,
        }
        for one in sessions
    ]


def _note(request: ActorRequest, occasion_id: int, session: Session | None) -> HttpResponse:
    key = session.pk if session else None
    sent = request.POST
    noted = services.Noted(
        shown=_keys([key for key in sent.getlist("shown") if _is_changed(sent, key)]),
        came=_keys([*sent.getlist("came"), *_said(sent, "came")]),
        excused=_keys(sent.getlist("excused")),
        open=_keys(_said(sent, "")),
    )
    try:
        number = services.note_attendance(actor=request.actor, occasion_id=occasion_id, session_id=key, noted=noted)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext("Saved: %(n)s participant noted.", "Saved: %(n)s participants noted.", number)
        messages.success(request, text % {"n": number} if number else _("Saved. Nothing had changed."))
    where = reverse("exchange:attendance", args=[occasion_id])
    return redirect(f"{where}?pass={key}" if key else where)


def _is_changed(sent: QueryDict, key: str) -> bool:
    """Where each is noted for themself, a row that says what it was read as is left: it may be another since."""
    noted = sent.get(f"noted-{key}")
    if noted is None:
        return True
    return f"{noted}{'+' if key in sent.getlist('excused') else ''}" != sent.get(f"was-{key}", "")


def _said(sent: QueryDict, what: str) -> list[str]:
    """Whom that is said of, where each begins when it suits and is noted for themself."""
    return [key for key in sent.getlist("shown") if sent.get(f"noted-{key}") == what]


def _keys(texts: list[str]) -> frozenset[UUID]:
    """What is no key names nobody."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return frozenset(found)


@login_required
@require_POST
def share(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """How much of the sessions is enough."""
    queries.hosted_occasion(request.actor, occasion_id)
    form = ShareForm(request.POST)
    if form.is_valid():
        services.set_share(actor=request.actor, occasion_id=occasion_id, share=form.cleaned_data["share"])
        messages.success(request, _("Saved. It holds for those already noted too."))
    else:
        messages.error(request, _("Give a share from 1 to 100 per cent."))
    return redirect("exchange:attendance", occasion_id)


@login_required
@require_http_methods(["GET", "POST"])
def code(request: ActorRequest, occasion_id: int) -> HttpResponse:
    """The code that is open, for the screen in the room; POST makes a new one."""
    actor, now = request.actor, timezone.now()
    occasion = queries.hosted_occasion(actor, occasion_id)
    if request.method == "POST":
        try:
            services.open_code(actor=actor, occasion_id=occasion_id)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("exchange:attendance_code", occasion_id)
    register = queries.register_of(actor, occasion)
    address = settings.SITE_URL + reverse("exchange:here", args=[occasion_id])
    shown = queries.code_shown(register, now)
    context = {
        "occasion": occasion,
        "code": shown,
        "until": register.code_until if register else None,
        "address": address,
        "picture": qr_path(f"{address}?kod={shown}") if shown else None,
        "verdict": may_show_code(occasion, queries.session_now(queries.sessions_of(actor, occasion), now), now),
    }
    return render(request, "exchange/taking_part/code.html", context)


@login_required
@require_GET
def evaluation(request: ActorRequest, offer_id: int) -> HttpResponse:
    """What participants thought, from five answers on, and what they chose to tell."""
    offer = queries.told_offer(request.actor, offer_id)
    context = {
        "offer": offer,
        "told": queries.evaluation_of(offer),
        "lessons": queries.lessons_of(request.actor, offer),
    }
    return render(request, "exchange/taking_part/evaluation.html", context)
