"""A script is answered with a status and words, where a person is led to the log-in or shown a page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.services import discard_draft, start_empty
from tests.support.cast import Cast

LOGGED_OUT = "Du är inte längre inloggad. Logga in i en annan flik och fortsätt här."
SCRIPTS = [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}]


def told(response: HttpResponse) -> tuple[int, str, str]:
    return response.status_code, response.headers["Content-Type"], response.content.decode()


@pytest.mark.parametrize("headers", SCRIPTS)
def test_without_a_session_a_script_is_not_led_to_the_log_in(db: None, client: Client, headers: dict[str, str]) -> None:
    url = reverse("frameworks:drafts")
    assert told(client.get(url, headers=headers)) == (401, "text/plain; charset=utf-8", LOGGED_OUT)
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_a_refusal_is_told_in_its_own_words(cast: Cast, client: Client) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        draft = discard_draft(actor=actor, draft=start_empty(actor=actor, owner=cast.ale, title="Vår modell"))
    client.force_login(cast.gunilla)
    url = reverse("frameworks:draft_part", args=[draft.pk])
    words = f"Utkastet är bortplockat av {cast.gunilla.name}."
    assert told(client.post(url, headers=SCRIPTS[0])) == (403, "text/plain; charset=utf-8", words)
    assert client.post(url).headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_page_open_since_before_a_log_in_gets_the_token_to_try_again_with(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.gunilla)
    url = reverse("frameworks:draft_start")
    stale = client.get(url).context["csrf_token"]
    del client.cookies["csrf"]
    client.get(url)
    refused = client.post(url, {"csrfmiddlewaretoken": str(stale)}, headers=SCRIPTS[0])
    assert told(refused) == (403, "text/plain; charset=utf-8", "Sidan har varit öppen för länge. Ladda om den.")
    fresh = refused.headers["X-CSRFToken"]
    assert client.post(url, {"csrfmiddlewaretoken": fresh}, headers=SCRIPTS[0]).status_code == 200
    plain = client.post(url, {"csrfmiddlewaretoken": str(stale)})
    assert (plain.status_code, "X-CSRFToken" in plain.headers) == (403, False)
