"""The pages of whom a round asks: organisations, persons, their links, and a list from a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.components.tables import Column, Table
from stegvis.foundation.documents.bringing import Done, Line, counted, saved_in_words
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, too_large
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.fielding import asking, listing
from stegvis.surveys.fielding.forms import AskForm, LinkForm, SaidForm, StrataForm, UploadForm
from stegvis.surveys.fielding.pages import round_tabs
from stegvis.surveys.fielding.policies import may_ask_more, may_remove
from stegvis.surveys.fielding.queries import (
    contact_of,
    contacts_of,
    lacking_address,
    members_to_ask,
    organisations_to_ask,
    round_of,
    strata_of,
)
from stegvis.surveys.fielding.rates import LABELS, Became, became
from stegvis.surveys.models import Link, Round

IN_ORDER = ("-may_sign", "name", "email", "id")
"""Of an organisation's links: who signs, then those who write with them."""


@login_required
@require_http_methods(["GET", "POST"])
def contacts(request: ActorRequest, pk: int) -> HttpResponse:
    """Everybody who is asked, and what became of them: that they have answered, never what."""
    actor, found = request.actor, round_of(request.actor, pk)
    organisations = list(organisations_to_ask(actor, found).only("name")) if _asks_organisations(found) else []
    form = AskForm(organisations, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = asking.ask_organisations(actor=actor, found=found, keys=_chosen(request, found, form))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = ngettext("%(n)s organisation is asked.", "%(n)s organisations are asked.", number) % {"n": number}
            messages.success(request, said)
            return redirect("surveys:round_contacts", pk)
    columns = [
        Column("name", _("Name"), ("name", "id")),
        Column("kind", _("Kind"), ("actor", "name", "id")),
        Column("became", _("What became of it"), ("became", "name", "id")),
    ]
    rows = contacts_of(actor, found).annotate(became=became(found))
    wanted = request.GET.get("lage", "")
    if wanted in set(Became):
        rows = rows.filter(became=wanted)
    links = Prefetch("links", visible(actor, Link).filter(withdrawn_on=None).order_by(*IN_ORDER))
    context = {
        "round": found,
        "tabs": round_tabs(found, "surveys:round_contacts"),
        "table": Table(request, rows.prefetch_related(links), columns, page_size=100),
        "labels": {one.value: label for one, label in LABELS.items()},
        "wanted": wanted,
        "form": form if organisations else None,
        "lacking": lacking_address(actor, found),
        "verdict": may_ask_more(actor, found),
    }
    return render(request, "surveys/fielding/contacts.html", context)


def _asks_organisations(found: Round) -> bool:
    return found.kind == Round.Kind.ORGANISATIONS and found.state != Round.State.CLOSED


def _chosen(request: ActorRequest, found: Round, form: AskForm) -> list[int]:
    data = form.cleaned_data
    match data["whom"]:
        case "members":
            rows = members_to_ask(request.actor, found)
        case "kinds":
            rows = organisations_to_ask(request.actor, found, data["kinds"])
        case _:
            return [int(key) for key in data["chosen"]]
    return list(rows.values_list("pk", flat=True))


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: ActorRequest, pk: int, contact_id: UUID) -> HttpResponse:
    """The links of one who is asked, and what is known of them."""
    actor, found = request.actor, round_of(request.actor, pk)
    asked = contact_of(actor, found, contact_id)
    of_person = found.kind == Round.Kind.PERSONS
    form = LinkForm(request.POST if request.POST.get("act") == "add" else None, of_person=of_person)
    if request.method == "POST":
        try:
            said = _act(request, found, contact_id, form)
        except Refused as refused:
            messages.error(request, str(refused))
            said = ""
        if said:
            messages.success(request, said)
            if request.POST.get("act") == "remove":
                return redirect("surveys:round_contacts", pk)
        if not form.errors:
            return redirect("surveys:round_contact", pk, contact_id)
    shown = request.GET.get("lank", "")
    context = {
        "round": found,
        "contact": asked,
        "links": list(
            visible(actor, Link).filter(contact=asked).order_by(F("withdrawn_on").asc(nulls_first=True), *IN_ORDER)
        ),
        "form": form,
        "said_form": SaidForm(initial={"said": asked.said}),
        "may_remove": may_remove(actor, found, asked),
        "verdict": may_ask_more(actor, found),
        "shown": _address(request, found, shown) if shown else "",
        "shown_link": shown,
        "of_person": of_person,
    }
    return render(request, "surveys/fielding/contact.html", context)


def _address(request: ActorRequest, found: Round, key: str) -> str:
    try:
        return asking.shown_address(actor=request.actor, found=found, link_id=UUID(key))
    except (Refused, ValueError):
        raise NotYours from None


def _act(request: ActorRequest, found: Round, contact_id: UUID, form: LinkForm) -> str:
    """What is said when it is done, nothing where the form is to be mended. Raises Refused."""
    actor, data = request.actor, request.POST
    match data.get("act"):
        case "add":
            if not form.is_valid():
                return ""
            values = {"may_sign": True, **form.cleaned_data}
            asking.add_link(actor=actor, found=found, contact_id=contact_id, **values)
            return _("The link is made.")
        case "withdraw":
            asking.withdraw_link(actor=actor, found=found, link_id=_key(data.get("link", "")))
            return _("The link is withdrawn.")
        case "sign" | "no-sign" as act:
            asking.let_sign(actor=actor, found=found, link_id=_key(data.get("link", "")), may_sign=act == "sign")
            return _("Saved.")
        case "said":
            asking.say_of(actor=actor, found=found, contact_id=contact_id, said=data.get("said", ""))
            return _("Saved.")
        case "remove":
            asking.remove_contact(actor=actor, found=found, contact_id=contact_id)
            return _("They are not asked.")
    raise NotYours


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotYours from None


@login_required
@require_http_methods(["GET", "POST"])
def strata(request: ActorRequest, pk: int) -> HttpResponse:
    """What a sample was drawn from."""
    actor, found = request.actor, round_of(request.actor, pk)
    form = StrataForm(list(strata_of(actor, found)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.set_strata(actor=actor, found=found, strata=form.strata)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:round_strata", pk)
    return render(request, "surveys/fielding/strata.html", {"round": found, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, pk: int) -> HttpResponse:
    """The template and the upload; then, on the same address, what the file would change."""
    actor, found = request.actor, round_of(request.actor, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            if (file.size or 0) > MAX_BYTES:
                raise too_large(file.size or 0)
            reading = listing.read(found, file.read())
            lines = listing.rehearse(actor=actor, found=found, recipients=reading.recipients)
        except UnreadableError as error:
            form.add_error("file", error.text)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "surveys/fielding/upload_preview.html", _preview(request, found, reading, lines))
    context = {"round": found, "form": form, "verdict": may_ask_more(actor, found)}
    return render(request, "surveys/fielding/upload.html", context)


MOST_LINES = 500


def _preview(
    request: ActorRequest, found: Round, reading: listing.Reading, lines: list[Line[listing.Recipient]]
) -> dict[str, object]:
    said_first = sorted(lines, key=lambda one: one.done is not Done.REFUSED)
    return {
        "round": found,
        "lines": said_first[:MOST_LINES],
        "left_out": max(0, len(lines) - MOST_LINES),
        "reading": reading,
        **counted(lines, reading.problems),
        "packed": listing.pack(reading.recipients, user=request.actor.user, round_id=found.pk),
    }


@login_required
@require_GET
def template(request: ActorRequest, pk: int) -> HttpResponse:
    return download(listing.template(round_of(request.actor, pk)), "mottagare-mall.xlsx", XLSX)


@login_required
@require_POST
def save(request: ActorRequest, pk: int) -> HttpResponse:
    """What was looked through, by the same user within the hour; it is gone through anew."""
    actor, found = request.actor, round_of(request.actor, pk)
    try:
        recipients = listing.unpack(request.POST.get("packed", ""), user=actor.user, round_id=pk)
        require(may_ask_more(actor, found))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("surveys:round_upload", pk)
    lines = listing.bring_in(actor=actor, found=found, recipients=recipients)
    messages.success(request, saved_in_words(lines))
    return redirect("surveys:round_contacts", pk)
