"""What most forms do: an act that may be refused, words about it, and back to a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused


def done(request: ActorRequest, act: Callable[[], Any], said: str, to: str, *args: Any) -> HttpResponse:
    """Do it, say what was done or why not, and go to the page ``to``."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(to, *args)


def kept(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the form is right and its act was done; what is wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def revision_in(request: ActorRequest) -> int:
    """The revision that the page was made of; 0 for anything else."""
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
