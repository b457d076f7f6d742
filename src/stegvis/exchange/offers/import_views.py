"""Bringing in courses from a file: upload, look through, save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.exchange.offers.forms import usual_of
from stegvis.exchange.offers.importing import formats
from stegvis.exchange.offers.importing.bringing import bring_in, rehearse
from stegvis.exchange.offers.importing.courses import pack, unpack
from stegvis.exchange.offers.importing.workbook import template as template_workbook
from stegvis.exchange.offers.policies import may_offer
from stegvis.exchange.offers.queries import Choice, publishers
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.bringing import counted, saved_in_words
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, too_large
from stegvis.foundation.documents.writing import XLSX, download


class UploadForm(forms.Form):
    publisher = forms.ChoiceField(label=gettext_lazy("Offered by"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a text file with columns (.csv), at most 20 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt,.xml"}),
        allow_empty_file=True,
    )
    publish = forms.BooleanField(label=gettext_lazy("Publish what is new at once"), required=False, initial=True)

    def __init__(self, choices: list[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        publisher: Any = self.fields["publisher"]
        publisher.initial = usual_of(choices)
        chosen = [] if publisher.initial else [("", _("Choose who answers"))]
        publisher.choices = [*chosen, *((one.key, one.name) for one in choices)]
        if len(choices) == 1:
            publisher.widget = forms.HiddenInput()


def _choices(request: ActorRequest) -> list[Choice]:
    require(may_offer(request.actor))
    choices = publishers(request.actor)
    if not choices:
        raise NotYours
    return choices


@login_required
@require_http_methods(["GET", "POST"])
def start(request: ActorRequest) -> HttpResponse:
    """What to do, the template and the upload; then, on the same address, what the file would change."""
    choices = _choices(request)
    form = UploadForm(choices, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            if (file.size or 0) > MAX_BYTES:
                raise too_large(file.size or 0)
            reading = formats.read(file.read())
        except UnreadableError as error:
            form.add_error("file", error.text)
        else:
            chosen = {"publisher": form.cleaned_data["publisher"], "publish": form.cleaned_data["publish"]}
            choice = next(one for one in choices if one.key == chosen["publisher"])
            lines = rehearse(
                actor=request.actor,
                publisher=choice.publisher,
                courses=reading.courses,
                publish=chosen["publish"],
                code=choice.municipality,
            )
            context = {
                "lines": lines,
                "reading": reading,
                "choice": choice,
                **counted(lines, reading.problems),
                "packed": pack(reading.courses, user=request.actor.user, choices=chosen),
            }
            return render(request, "exchange/offers/import_preview.html", context)
    return render(request, "exchange/offers/import.html", {"form": form, "takes_xml": formats.takes_susanavet()})


@login_required
@require_GET
def template(request: ActorRequest) -> HttpResponse:
    _choices(request)
    return download(template_workbook(), "kurser-mall.xlsx", XLSX)


@login_required
@require_POST
def save(request: ActorRequest) -> HttpResponse:
    """What was looked through, by the same user within the hour; it is gone through anew."""
    choices = _choices(request)
    try:
        courses, chosen = unpack(request.POST.get("packed", ""), user=request.actor.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("exchange:import_offers")
    choice = next((one for one in choices if one.key == chosen["publisher"]), None)
    if choice is None:
        raise NotYours
    lines = bring_in(
        actor=request.actor,
        publisher=choice.publisher,
        courses=courses,
        publish=chosen["publish"],
        code=choice.municipality,
    )
    messages.success(request, saved_in_words(lines))
    return redirect("exchange:managed")
