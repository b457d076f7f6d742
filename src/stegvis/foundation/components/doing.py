"""What a view does with a service that may refuse: the words go to the toasts, or into the form."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from stegvis.foundation.access.verdict import Refused


def pressed(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do what a single button does. A toast says ``done``, or why not; the answer is whether it was done."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


def pressed_to(request: HttpRequest, act: Callable[[], object], done: str, page: str, *args: object) -> HttpResponse:
    """Do what a single button does, and go to a page by its name and what it takes."""
    pressed(request, act, done)
    return redirect(page, *args)


def sent(request: HttpRequest, form: BaseForm, save: Callable[[], object], done: str) -> bool:
    """Save a form that was posted and is in order. A toast says ``done``; a refusal stands on top of the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, done)
    return True
