"""Log-ins, sessions and their ends, through the real pages."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stegvis.foundation.accounts.models import CacheEntry, User
from tests.foundation.accounts.pages import inline_code
from tests.support.cast import Cast

OLD, NEW = "en gammal fras som duger 1", "en nyare fras som duger 2"
LOGIN = "/konto/login/"


@pytest.fixture
def anna(cast: Cast) -> User:
    cast.anna.set_password(OLD)
    cast.anna.save()
    return cast.anna


def log_in(client: Client, password: str = OLD, email: str = "anna@example.se") -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def prove(client: Client) -> None:
    """Say the password again, as pages of weight ask."""
    client.post("/konto/reauthenticate/", {"password": OLD})


def is_in(client: Client) -> bool:
    return client.get("/konto/2fa/").status_code == 200


def test_a_log_in_gives_a_new_key_and_the_old_one_is_dead(anna: User, client: Client) -> None:
    client.get("/inbjudan/x/")
    client.session.save()
    planted = client.session.session_key
    client.cookies["session"] = planted
    log_in(client)
    assert client.session.session_key != planted
    assert is_in(client)
    attacker = Client()
    attacker.cookies["session"] = planted
    assert not is_in(attacker)


def test_a_changed_password_ends_every_other_session(anna: User, client: Client) -> None:
    other = Client()
    log_in(client)
    log_in(other)
    assert is_in(other)
    done = client.post("/konto/password/change/", {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)
    assert [letter.to for letter in mail.outbox] == [["anna@example.se"]]


def test_a_password_reset_by_letter_ends_every_session(anna: User, client: Client) -> None:
    log_in(client)
    visitor = Client()
    visitor.post("/konto/password/reset/", {"email": "anna@example.se"})
    link = re.search(r"http://testserver(/konto/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    form = visitor.get(link[1])
    visitor.post(form["Location"], {"password1": NEW, "password2": NEW})
    assert not is_in(client)
    assert (log_in(Client(), OLD).status_code, log_in(Client(), NEW).status_code) == (200, 302)
    used = Client().get(link[1])
    assert used.context["token_fail"]


def test_a_disabled_account_is_out_at_once(anna: User, client: Client) -> None:
    log_in(client)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert not is_in(client)
    assert log_in(client)["Location"] == "/konto/inactive/"
    assert not is_in(client)


def test_a_log_out_ends_the_session_on_the_server(anna: User, client: Client) -> None:
    log_in(client)
    stolen = client.cookies["session"].value
    client.post("/konto/logout/")
    thief = Client()
    thief.cookies["session"] = stolen
    assert not is_in(thief)


def test_the_sessions_are_listed_and_the_others_can_be_ended(anna: User, client: Client) -> None:
    other = Client()
    log_in(client)
    log_in(other)
    assert UserSession.objects.filter(user=anna).count() == 2
    shown = client.get("/konto/sessions/")
    assert len(shown.context["sessions"]) == 2
    client.post("/konto/sessions/")
    assert (is_in(client), is_in(other)) == (True, False)


def test_guessing_a_password_is_stopped_also_for_the_right_one(anna: User, client: Client) -> None:
    answers = [log_in(client, f"fel lösenord nummer {n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 7
    errors = [answer.context["form"].non_field_errors().as_data()[0].code for answer in answers]
    assert errors == ["email_password_mismatch"] * 5 + ["too_many_login_attempts"] * 2
    assert log_in(client).status_code == 200
    assert not is_in(client)
    assert CacheEntry.objects.exists()


def test_an_address_gets_no_more_than_five_letters_an_hour(anna: User, client: Client) -> None:
    answers = [client.post("/konto/password/reset/", {"email": "anna@example.se"}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5


def test_known_and_unknown_addresses_get_the_same_answers(anna: User) -> None:
    def words(answer: Any) -> str:
        return re.sub(r'value="[^"]*"', "", answer.content.decode())

    known, unknown = Client(), Client()
    assert words(log_in(known, "fel fras som inte duger")) == words(
        log_in(unknown, "fel fras som inte duger", "ingen@example.se")
    )
    cache.clear()
    resets = [
        client.post("/konto/password/reset/", {"email": email})
        for client, email in ((known, "anna@example.se"), (unknown, "ingen@example.se"))
    ]
    assert {(answer.status_code, answer["Location"]) for answer in resets} == {(302, "/konto/password/reset/done/")}


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    answer = client.post("/konto/signup/", {"email": "x@example.se", "password1": NEW, "password2": NEW})
    assert answer.templates[0].name == "account/signup_closed.html"
    assert not User.objects.filter(email="x@example.se").exists()


def test_a_changed_address_counts_when_its_owner_has_answered(anna: User, client: Client) -> None:
    log_in(client)
    prove(client)
    client.post("/konto/email/", {"email": "anna.ny@example.se", "action_add": ""})
    anna.refresh_from_db()
    assert anna.email == "anna@example.se"
    letter = next(letter for letter in mail.outbox if letter.to == ["anna.ny@example.se"])
    link = re.search(r"http://testserver(/konto/confirm-email/\S+)", letter.body)
    assert link
    client.post(link[1])
    anna.refresh_from_db()
    assert anna.email == "anna.ny@example.se"


def test_a_changed_address_that_somebody_has_tells_nothing(anna: User, cast: Cast, client: Client) -> None:
    log_in(client)
    prove(client)
    answer = client.post("/konto/email/", {"email": cast.bosse.email, "action_add": ""})
    assert answer.status_code == 302
    assert answer["Location"] == "/konto/email/"
    anna.refresh_from_db()
    assert anna.email == "anna@example.se"
    fresh = client.post("/konto/email/", {"email": "ledig@example.se", "action_add": ""})
    assert (fresh.status_code, fresh["Location"]) == (answer.status_code, answer["Location"])


def test_what_weighs_asks_for_the_password_again(anna: User, client: Client) -> None:
    log_in(client)
    answer = client.get("/konto/2fa/totp/activate/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/konto/reauthenticate/?next=%2Fkonto%2F2fa%2Ftotp%2Factivate%2F",
    )
    done = client.post("/konto/reauthenticate/?next=/konto/2fa/totp/activate/", {"password": OLD})
    assert done["Location"] == "/konto/2fa/totp/activate/"


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_two_step_log_in_and_recovery_codes(anna: User, client: Client) -> None:
    log_in(client)
    prove(client)
    secret = client.get("/konto/2fa/totp/activate/").context["form"].secret
    client.post("/konto/2fa/totp/activate/", {"code": code_now(secret)})
    codes = client.get("/konto/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    phone, again = Client(), Client()
    for visitor in (phone, again):
        assert log_in(visitor)["Location"] == "/konto/2fa/authenticate/"
        assert visitor.post("/konto/2fa/authenticate/", {"code": "000000"}).status_code == 200
        assert not is_in(visitor)
        visitor.post("/konto/2fa/authenticate/", {"code": codes[0]})
    assert (is_in(phone), is_in(again)) == (True, False)


def addresses() -> list[str]:
    """Every address under /konto/ that needs no key."""

    def walk(found: Any, prefix: str) -> list[str]:
        names = []
        for pattern in found.url_patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                names += walk(pattern, path)
            elif isinstance(pattern, URLPattern) and pattern.name and "<" not in path and "(" not in path:
                names.append("/" + path)
        return names

    return sorted(path for path in walk(get_resolver(), "") if path.startswith("/konto/"))


def test_no_account_page_carries_inline_code_and_all_carry_the_policy(anna: User) -> None:
    stranger, user = Client(), Client()
    log_in(user)
    seen = 0
    for address in addresses():
        for client in (stranger, user):
            if client is user and "logout" in address:
                continue
            answer = client.get(address)
            assert answer.status_code < 500, address
            assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
            assert "unsafe" not in answer["Content-Security-Policy"]
            if answer["Content-Type"].startswith("text/html"):
                assert inline_code(answer.content.decode()) == [], address
                seen += answer.status_code == 200
    assert seen >= 20


def test_cookies_are_for_the_server_only(anna: User, client: Client) -> None:
    log_in(client)
    for name in ("session", "csrf"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_the_next_page_is_never_another_site(anna: User, client: Client) -> None:
    for address in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        client.logout()
        answer = client.post(f"{LOGIN}?next={address}", {"login": "anna@example.se", "password": OLD, "next": address})
        assert answer["Location"] == "/"


def test_reverse_names_that_the_shell_uses_exist() -> None:
    names = ("account_email", "account_change_password", "mfa_index", "usersessions_list", "account_logout")
    assert [reverse(name) for name in names] == [
        "/konto/email/",
        "/konto/password/change/",
        "/konto/2fa/",
        "/konto/sessions/",
        "/konto/logout/",
    ]
