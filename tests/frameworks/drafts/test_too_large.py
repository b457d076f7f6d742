"""What is larger than the server takes is answered in words, and is not lost."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from stegvis.frameworks.drafts.content import text_of
from stegvis.frameworks.drafts.too_large import GIVEN_BACK_AT_MOST
from stegvis.frameworks.models import Draft
from tests.frameworks.drafts.test_views import OTHERS, address, now, opened
from tests.support.cast import Cast

LIMIT: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
FORM = "application/x-www-form-urlencoded"


def send(client: Client, url: str, fields: dict[str, str], **more: str) -> HttpResponse:
    """As a browser sends a form."""
    return client.post(url, urlencode(fields), content_type=FORM, headers=more)  # type: ignore[return-value]


def large(draft: Draft) -> str:
    """YAML that could be read, were it not so large."""
    return text_of(draft.content) + "# Å\n" * (LIMIT // 10)


def test_the_text_comes_back_with_words_and_nothing_is_saved(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    typed = large(draft)
    response = send(client, address(draft, "draft_text"), {"revision": "1", "text": typed})
    html = response.content.decode()
    assert response.status_code == 413
    assert re.findall(r"Texten är för stor för att sparas här: den är .*? MB som den skickas", html) != []
    assert "högst 2 MB får plats" in html
    assert 'href="/karriarmodeller/import/"' in html
    shown = re.search(r'<textarea [^>]*id="yaml-text"[^>]*>\s?(.*?)</textarea>', html, re.DOTALL)
    assert shown is not None
    assert unescape(shown[1]) == typed
    assert (now(draft, cast).revision, now(draft, cast).content) == (1, draft.content)
    assert send(client, address(draft, "draft_text"), {"revision": "1", "text": "title: Kort"}).status_code == 302


def test_what_is_far_too_large_is_not_read_and_told_all_the_same(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    response = send(client, address(draft, "draft_text"), {"revision": "1", "text": "x" * GIVEN_BACK_AT_MOST})
    html = response.content.decode()
    assert (response.status_code, "<textarea" in html) == (413, False)
    assert "för stor för att visas här igen" in " ".join(html.split())
    multipart = client.post(address(draft, "draft_text"), {"revision": "1", "text": "x" * LIMIT * 2})
    assert (multipart.status_code, "<textarea" in multipart.content.decode()) == (413, False)


def test_an_automatic_save_gets_words_beside_what_was_typed(draft: Draft, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    sent = opened(client, draft, "") | {"summary_sv": "x" * LIMIT}
    response = send(client, address(draft, "draft_part"), sent, **{"HX-Request": "true"})
    html = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (200, "#utkast-lage [role=status]")
    assert ("<html" in html, "Texten är för stor för att sparas här" in html) == (False, True)
    assert send(client, address(draft, "draft_part"), sent).status_code == 413
    assert now(draft, cast).revision == 1


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("view", ["draft_text", "draft_part"])
def test_others_meet_nothing(draft: Draft, cast: Cast, client: Client, name: str, view: str) -> None:
    client.force_login(getattr(cast, name))
    assert send(client, address(draft, view), {"text": "x" * LIMIT}).status_code == 404


def test_a_colleague_is_told_as_the_owner_is_and_a_stranger_logs_in(draft: Draft, cast: Cast, client: Client) -> None:
    assert send(client, address(draft, "draft_text"), {"text": "x" * LIMIT}).status_code == 302
    client.force_login(cast.bosse)
    assert send(client, address(draft, "draft_text"), {"text": "x" * LIMIT}).status_code == 413


@pytest.mark.parametrize("size", [1, LIMIT, GIVEN_BACK_AT_MOST + 1])
def test_without_its_token_no_form_is_taken_and_none_is_shown_again(draft: Draft, cast: Cast, size: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.gunilla)
    response = send(client, address(draft, "draft_text"), {"revision": "1", "text": "z" * size})
    assert "z" * 100 not in response.content.decode()
    assert response.status_code == (413 if size > GIVEN_BACK_AT_MOST else 403)
    assert now(draft, cast).revision == 1
