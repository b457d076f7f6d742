"""A report as anybody meets it, without logging in: the page, the document and the files."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET

import stegvis
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.reports.files import delimited_of, workbook_of
from stegvis.surveys.reports.freezing import Plain
from stegvis.surveys.reports.method import note_on_method
from stegvis.surveys.reports.presenting import presented
from stegvis.surveys.reports.queries import Opened, opened, pdf_of

GONE = 410
FILES: dict[str, tuple[str, Callable[[Plain], bytes]]] = {
    "xlsx": (XLSX, workbook_of),
    "csv": ("text/csv; charset=utf-8", delimited_of),
}


@require_GET
def newest(request: ActorRequest, slug: str) -> HttpResponse:
    return _page(request, opened(request.actor, slug))


@require_GET
def version(request: ActorRequest, slug: str, number: int) -> HttpResponse:
    return _page(request, opened(request.actor, slug, number))


def _page(request: ActorRequest, found: Opened) -> HttpResponse:
    """Whoever has read it before gets no more than that it is the same."""
    tag = _tag(request, found)
    if not request.actor.is_signed_in and (unchanged := get_conditional_response(request, etag=tag)):
        return unchanged
    if found.content is None:
        return _withdrawn(request, found)
    context: dict[str, Any] = {
        "release": found.release,
        "newest": found.newest,
        "shown": presented(found.content),
        "method": note_on_method(found.content),
    }
    response = render(request, "surveys/reports/open.html", context)
    if not request.actor.is_signed_in:
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _withdrawn(request: ActorRequest, found: Opened) -> HttpResponse:
    """When and why, to whoever asks for the page, the document or a file."""
    told = {"release": found.release, "newest": found.newest}
    return render(request, "surveys/reports/withdrawn.html", told, status=GONE)


def _tag(request: ActorRequest, found: Opened) -> str:
    """Of what is said and how it is shown: language and colours are the reader's own."""
    parts = (
        found.release.digest,
        str(found.newest),
        str(found.release.retracted_at),
        request.LANGUAGE_CODE,
        request.COOKIES.get("scheme", ""),
        stegvis.__version__,
    )
    return f'"{sha256("|".join(parts).encode()).hexdigest()[:32]}"'


@require_GET
def pdf(request: ActorRequest, slug: str, number: int) -> HttpResponse:
    found = opened(request.actor, slug, number)
    try:
        document = pdf_of(request.actor, found.release)
    except NotYours:  # its owner may still read it
        if found.content is not None:
            raise
        return _withdrawn(request, found)
    return download(document, f"{slug}-v{number}.pdf", PDF)


@require_GET
def figures(request: ActorRequest, slug: str, number: int, file_format: str) -> HttpResponse:
    found = opened(request.actor, slug, number)
    if file_format not in FILES:
        raise Http404
    if found.content is None:
        return _withdrawn(request, found)
    kind, make = FILES[file_format]
    return download(make(found.content), f"{slug}-v{number}.{file_format}", kind)
