"""The product with some views as somebody in a hurry would write them, for the tests of the second lock."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import Refused
from stegvis.people.models import Person
from stegvis.web.urls import urlpatterns as product


def everybody(request: HttpRequest) -> HttpResponse:
    """No filter, no policy."""
    return HttpResponse(",".join(sorted(Person.objects.values_list("given_name", flat=True))))


def one(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(get_visible(request.actor, Person, pk=key))  # type: ignore[attr-defined]


def forbidden(request: HttpRequest) -> HttpResponse:
    raise Refused("no")


def broken(request: HttpRequest) -> HttpResponse:
    """Changes something, then fails."""
    Person.objects.update(given_name="Ändrad")
    raise ValueError


def own_cache(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Cache-Control": "max-age=60"})


urlpatterns = [
    *product,
    path("alla/", everybody, name="everybody"),
    path("en/<str:key>/", one, name="one"),
    path("nej/", forbidden, name="forbidden"),
    path("egen/", own_cache, name="own_cache"),
    path("fel/", broken, name="broken"),
]
