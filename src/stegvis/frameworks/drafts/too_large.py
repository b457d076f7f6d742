"""An answer in words, with what was typed, where a form of the editor is larger than the server takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.frameworks.drafts.policies import may_write
from stegvis.frameworks.drafts.queries import draft_of

View = Callable[..., HttpResponse]

GIVEN_BACK_AT_MOST = 8 * 1024 * 1024  # bytes as sent; beyond that what was typed is not read at all
MEGABYTE = 1024 * 1024


def told_when_too_large(view: View) -> View:
    """Let ``view`` of a draft be answered with 413 in words, where Django would answer 400 with a plain page.

    The size is met when the form is first read, which is in the check for forgery: so that check is made here.
    """
    checked, answered = csrf_protect(view), csrf_protect(_answer)

    @csrf_exempt
    @wraps(view)
    def guarded(request: ActorRequest, draft_id: UUID) -> HttpResponse:
        try:
            request.POST  # noqa: B018 - reads the form
        except RequestDataTooBig:
            sent = int(request.META["CONTENT_LENGTH"])
            if sent > GIVEN_BACK_AT_MOST or request.content_type != "application/x-www-form-urlencoded":
                return _answer(request, draft_id, QueryDict())
            request.POST = typed = QueryDict(request.read(sent), encoding="utf-8")
            return answered(request, draft_id, typed)
        return checked(request, draft_id)

    return guarded


@login_required
@require_POST
def _answer(request: ActorRequest, draft_id: UUID, typed: QueryDict) -> HttpResponse:
    """Nothing is saved. To an automatic save only the words, beside what was typed."""
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    size = math.ceil(int(request.META["CONTENT_LENGTH"]) / MEGABYTE * 10) / 10
    context = {
        "draft": draft,
        "size": size,
        "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE,
        "text": typed.get("text", ""),
        "revision": typed.get("revision", draft.revision),
    }
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "frameworks/drafts/_too_large.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#utkast-lage [role=status]", "innerHTML"
        return response
    return render(request, "frameworks/drafts/too_large.html", context, status=413)
