"""What the pages of coding share: an act that a rule may refuse, and where one goes after it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused


def act(request: ActorRequest, do: Callable[[], object], back: str, said: str = "") -> HttpResponse:
    """Do it and say so, or say why not; in both cases back to the address."""
    try:
        do()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if said:
            messages.success(request, said)
    return redirect(back)


def whole_number(text: str | None) -> int:
    """A number of a form's hidden field; -1, which no rule takes, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
