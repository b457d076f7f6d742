"""Logging in by an employer's own identity provider, over HTTP against a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from stegvis.foundation.accounts.models import User
from stegvis.foundation.accounts.openid.configuration import allauth_settings, read_providers
from stegvis.organisations.models import Role, RoleGrant
from tests.foundation.accounts.conftest import ENVIRON, Provider, free_port, write_file
from tests.foundation.accounts.identity_provider import PASSWORD
from tests.foundation.accounts.pages import inline_code
from tests.organisations.people import invite, newest_invitation
from tests.support.cast import Cast
from tests.support.database import as_owner

LOGIN = "/konto/oidc/ale/login/"


@pytest.fixture
def provider(identity_provider: Provider, settings: Any) -> Provider:
    use(settings, identity_provider.file)
    return identity_provider


def use(settings: Any, file: Path) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = allauth_settings(read_providers(file, ENVIRON, insecure=True))


def at_provider(address: str, email: str) -> str:
    """Log in at the provider as a browser would; returns the address that it sends the browser back to."""
    browser = requests.Session()
    shown = browser.get(address, timeout=10)
    token = shown.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    answer = browser.post(
        shown.url,
        {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token},
        timeout=10,
        allow_redirects=False,
    )
    while answer.status_code == 302 and not answer.headers["Location"].startswith("http://testserver/"):
        answer = browser.get(
            requests.compat.urljoin(answer.url, answer.headers["Location"]), timeout=10, allow_redirects=False
        )
    return answer.headers["Location"]


def log_in(client: Client, email: str, start: str = LOGIN) -> HttpResponse:
    sent = client.post(start)
    assert sent.status_code == 302, sent.content
    back = at_provider(sent["Location"], email)
    return client.get(back.removeprefix("http://testserver"))  # type: ignore[return-value]


def who(client: Client) -> str:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else ""


def test_a_known_user_is_logged_in_and_remembered_by_subject(cast: Cast, client: Client, provider: Provider) -> None:
    answer = log_in(client, "anna@example.se")
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/", "anna@example.se")
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.provider) == (cast.anna, "ale")
    assert kept.extra_data == {"email": "anna@example.se", "name": "Anna Exempel", "hsa_id": ""}
    # The address changes here; the subject still leads to the same user.
    User.objects.filter(pk=cast.anna.pk).update(email="anna.ny@example.se")
    again = Client()
    log_in(again, "anna@example.se")
    assert who(again) == "anna.ny@example.se"
    assert SocialAccount.objects.count() == 1


def test_the_code_is_asked_for_with_a_proof_key_and_a_state(cast: Cast, client: Client, provider: Provider) -> None:
    asked = urlsplit(client.post(LOGIN)["Location"])
    assert f"{asked.scheme}://{asked.netloc}" == provider.address
    query = parse_qs(asked.query)
    assert query["code_challenge_method"] == ["S256"]
    assert set(query["scope"][0].split()) == {"openid", "profile", "email"}
    assert {"state", "code_challenge", "redirect_uri", "client_id", "response_type"} <= set(query)


def test_opening_the_address_asks_first(cast: Cast, client: Client, provider: Provider) -> None:
    """A link on another site must not log anybody in."""
    shown = client.get(LOGIN)
    assert (shown.status_code, inline_code(shown.content.decode())) == (200, [])


@pytest.mark.parametrize("email", ["stranger@example.se", "bosse@example.se", "cecilia@elsewhere.se"])
def test_who_is_unknown_unverified_or_of_another_domain_gets_one_and_the_same_page(
    cast: Cast, client: Client, provider: Provider, email: str
) -> None:
    User.objects.filter(pk=cast.cecilia.pk).update(email="cecilia@elsewhere.se")
    before = User.objects.count()
    answer = log_in(client, email)
    assert failure(answer) == (403, "socialaccount/unknown_identity.html", [])
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == ("", before, 0)


def test_a_trusted_directory_speaks_for_its_own_domain_without_the_mark(
    cast: Cast, client: Client, provider: Provider, settings: Any, tmp_path: Path
) -> None:
    use(settings, write_file(tmp_path / "oidc.toml", provider.address, 'match = "trusted-domain"'))
    log_in(client, "bosse@example.se")
    assert who(client) == "bosse@example.se"
    other = Client()
    assert log_in(other, "cecilia@elsewhere.se").status_code == 403


def test_claims_are_mapped_by_the_file(
    cast: Cast, client: Client, provider: Provider, settings: Any, tmp_path: Path
) -> None:
    mapping = ["[provider.claims]", 'name = "given_name"', 'hsa_id = "preferred_username"']
    use(settings, write_file(tmp_path / "oidc.toml", provider.address, *mapping))
    log_in(client, "anna@example.se")
    assert SocialAccount.objects.get().extra_data == {"email": "anna@example.se", "name": "Anna", "hsa_id": "anna"}


def test_a_disabled_user_is_not_logged_in(cast: Cast, client: Client, provider: Provider) -> None:
    User.objects.filter(pk=cast.anna.pk).update(is_active=False)
    log_in(client, "anna@example.se")
    assert who(client) == ""


def test_an_invitation_is_accepted_by_the_identity_it_was_sent_to(
    cast: Cast, client: Client, provider: Provider
) -> None:
    token = invite(cast, role=Role.COORDINATOR)
    shown = client.get(f"/inbjudan/{token}/")
    assert f'href="{LOGIN}?process=login"' in shown.content.decode()
    log_in(client, "nina@example.se")
    user = User.objects.get(email="nina@example.se")
    assert (who(client), user.name, user.has_usable_password()) == ("nina@example.se", "Nina Exempel", False)
    with as_owner():
        assert RoleGrant.objects.get(user=user).role == Role.COORDINATOR
    assert newest_invitation(cast).used_by == user


def test_another_identity_does_not_use_the_invitation(cast: Cast, client: Client, provider: Provider) -> None:
    client.get(f"/inbjudan/{invite(cast, role=Role.COORDINATOR)}/")
    assert log_in(client, "stranger@example.se").status_code == 403
    assert newest_invitation(cast).used_at is None


def test_a_user_connects_an_identity_with_another_address(cast: Cast, client: Client, provider: Provider) -> None:
    client.force_login(cast.gunilla)
    log_in(client, "stranger@example.se", f"{LOGIN}?process=connect")
    assert SocialAccount.objects.get().user == cast.gunilla
    fresh = Client()
    log_in(fresh, "stranger@example.se")
    assert who(fresh) == "gunilla@example.se"


def failure(answer: Any) -> tuple[int, str, list[str]]:
    return answer.status_code, answer.templates[0].name, inline_code(answer.content.decode())


IN_WORDS = (401, "socialaccount/authentication_error.html", [])


def test_a_provider_that_is_down_is_told_in_words(cast: Cast, client: Client, settings: Any, tmp_path: Path) -> None:
    use(settings, write_file(tmp_path / "oidc.toml", f"http://127.0.0.1:{free_port()}"))
    assert failure(client.post(LOGIN)) == IN_WORDS


def test_a_provider_that_goes_down_on_the_way_is_told_in_words(
    cast: Cast, client: Client, provider: Provider, settings: Any, tmp_path: Path
) -> None:
    back = at_provider(client.post(LOGIN)["Location"], "anna@example.se").removeprefix("http://testserver")
    use(settings, write_file(tmp_path / "oidc.toml", f"http://127.0.0.1:{free_port()}"))
    assert failure(client.get(back)) == IN_WORDS
    assert who(client) == ""


def test_a_wrong_state_a_stolen_code_and_a_used_code_log_nobody_in(
    cast: Cast, client: Client, provider: Provider
) -> None:
    back = at_provider(client.post(LOGIN)["Location"], "anna@example.se").removeprefix("http://testserver")
    wrong = Client()
    assert failure(wrong.get(back)) == IN_WORDS
    assert failure(client.get(back.replace("state=", "state=x"))) == IN_WORDS
    assert (who(client), who(wrong)) == ("", "")
    client.get(back)
    assert who(client) == "anna@example.se"
    assert failure(Client().get(back)) == IN_WORDS


def test_an_error_from_the_provider_is_told_in_words(cast: Cast, client: Client, provider: Provider) -> None:
    state = parse_qs(urlsplit(client.post(LOGIN)["Location"]).query)["state"][0]
    assert failure(client.get(f"{LOGIN}callback/?error=server_error&state={state}")) == IN_WORDS


def test_a_provider_that_is_not_configured_is_not_there(cast: Cast, client: Client) -> None:
    assert client.get("/konto/oidc/nobody/login/").status_code == 404
