"""How a text that saves itself is shown, saved and answered, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.interviews.acting import revision_in
from stegvis.surveys.interviews.naming import pointed_out
from stegvis.surveys.interviews.writing import Conflict


@dataclass(frozen=True)
class Text:
    """One text on a page. ``theirs`` is what another wrote meanwhile; then ``text`` is not saved yet."""

    key: str
    label: str
    action: str
    back: str
    text: str = ""
    revision: int = 0
    saved_at: datetime | None = None
    rows: int = 8
    limit: int = 8000
    warned: tuple[str, ...] = ()
    theirs: str | None = None
    refused: str = ""

    def of(self, row: Any, names: Iterable[str] = ()) -> Text:
        """With what ``row`` holds: an ``InterviewNote`` or ``InterviewSummary``, unsaved where nothing is written."""
        return replace(
            self,
            text=row.text,
            revision=row.revision,
            saved_at=row.changed_at if row.pk else None,
            warned=pointed_out(row.text, names),
        )


def answer(request: ActorRequest, shown: Text, save: Callable[[str, int], Any], names: Iterable[str]) -> HttpResponse:
    """Save what was typed and say so: to htmx beside the text, else on the page that it came from.

    What cannot be saved is given back in its box, with the reason, or with what another wrote.
    """
    if "text" not in request.POST:
        raise BadRequest  # no page of ours: what is not sent would be taken for emptied
    typed = request.POST["text"]
    is_htmx = bool(request.htmx)  # type: ignore[attr-defined]
    try:
        row = save(typed, revision_in(request))
    except Refused as refused:
        if is_htmx:
            return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
        kept = replace(shown, text=typed, revision=revision_in(request), refused=str(refused))
        return render(request, "surveys/interviews/text_page.html", {"text": kept})
    except Conflict as conflict:
        both = replace(shown.of(conflict.theirs, names), text=typed, theirs=conflict.theirs.text)
        if not is_htmx:
            return render(request, "surveys/interviews/text_page.html", {"text": both}, status=409)
        response = render(request, "surveys/interviews/_text.html", {"text": both})
        response["HX-Retarget"], response["HX-Reswap"] = f"#{shown.key}", "outerHTML"
        return response
    saved = shown.of(row, names)
    if is_htmx:
        return render(request, "surveys/interviews/_saved.html", {"text": saved})
    messages.success(request, _("Saved"))
    if saved.warned:
        messages.warning(request, _("May point somebody out: %(what)s") % {"what": ", ".join(saved.warned)})
    return redirect(f"{shown.back}#{shown.key}")
