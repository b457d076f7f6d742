"""A form that was open for too long is told so on a page of ours."""

from __future__ import annotations

from django.test import Client

from tests.support.cast import Cast


def test_a_form_without_its_token_is_answered_in_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.anna)
    client.cookies["django_language"] = "en"
    response = client.post("/konto/logout/")
    assert response.status_code == 403
    page = response.content.decode()
    assert "The page had become too old" in page
    assert "nothing has been saved" in page
    assert "CSRF" not in page
