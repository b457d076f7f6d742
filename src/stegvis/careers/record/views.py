"""One's own record: the page, the files to take along, and what one shows to whom."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.record import services
from stegvis.careers.record.export import FILE_TYPE, record_file
from stegvis.careers.record.forms import ShareForm
from stegvis.careers.record.printing import record_pdf
from stegvis.careers.record.queries import own_consents, unasked
from stegvis.careers.record.whole import REST, whole_record
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.pdf import PDF
from stegvis.people.models import Person


@login_required
@require_GET
def record(request: ActorRequest) -> HttpResponse:
    """Everything that is known of oneself, part by part."""
    found = whole_record(request.actor, _me(request.actor))
    context = {
        "sections": found.sections,
        "rest": REST,
        "runs": found.shown,
        "unasked": unasked(request.actor).first(),
    }
    return render(request, "careers/record/record.html", context)


@login_required
@require_GET
def record_as_file(request: ActorRequest) -> HttpResponse:
    """The same in full, to be read by another program (``docs/record.md``)."""
    name = f"meritportfolj-{request.actor.today}.json"
    return _download(record_file(request.actor, _me(request.actor)), FILE_TYPE, name)


@login_required
@require_GET
def record_as_pdf(request: ActorRequest) -> HttpResponse:
    person = visible(request.actor, Person).get(pk=_me(request.actor))
    content = record_pdf(person, whole_record(request.actor, person.pk).sections, request.actor.today)
    return _download(content, PDF, f"meritportfolj-{request.actor.today}.pdf")


@login_required
@require_GET
def consents(request: ActorRequest) -> HttpResponse:
    """What one shows to whom, and what has ended."""
    rows = list(own_consents(request.actor))
    runs = [one for one in rows if one.ended_at is None and one.until >= request.actor.today]
    context = {"runs": runs, "ended": [one for one in rows if one not in runs]}
    return render(request, "careers/record/consents.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def share(request: ActorRequest) -> HttpResponse:
    """Show one's record; ``?till=`` names the employer that the form begins with."""
    _me(request.actor)
    form = ShareForm(request.actor, request.POST or None, wanted=request.GET.get("till", ""))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = services.share_record(
                actor=request.actor, receiver_id=chosen["receiver"], parts=chosen["parts"], until=chosen["until"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("%(employer)s can now read what you have chosen. You see here who has looked, and can end it.")
            messages.success(request, said % {"employer": made.receiver})
            return redirect("careers:consents")
    return render(request, "careers/record/share.html", {"form": form})


@login_required
@require_POST
def end(request: ActorRequest, consent_id: int) -> HttpResponse:
    try:
        ended = services.end_consent(actor=request.actor, consent_id=consent_id)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("%(employer)s no longer sees it.") % {"employer": ended.receiver})
    return redirect("careers:consents")


def _me(actor: Actor) -> UUID:
    if actor.person is None:
        raise NotYours
    return actor.person


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=disposition)
