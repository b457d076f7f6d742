"""What is said of a credential: genuine, and each way in which it is not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone

from stegvis.careers.credentials import verifying
from stegvis.careers.credentials.document import digest_of
from stegvis.careers.credentials.keys import published_keys, rotate_key, signing_key
from stegvis.careers.credentials.queries import check_token
from stegvis.careers.credentials.verifying import Listed, Outcome, verify
from stegvis.careers.models import Credential, CredentialStatus
from stegvis.people.models import Evidence
from tests.careers.credentials.conftest import issue, now, revoke
from tests.support.cast import Cast
from tests.support.database import as_owner

CHECK = "/intyg/kontrollera/"


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False}), public_pem()


def public_pem() -> bytes:
    (key,) = published_keys()
    return jwt.PyJWK(key.jwk).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def other_key(token: str) -> str:
    """The forger names our key and signs with their own."""
    header, content, _pem = parts(token)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(content, key, algorithm="RS256", headers=header)


def own_jwk(token: str) -> str:
    """The forger brings their own public key along."""
    _header, content, _pem = parts(token)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.encode(content, key, algorithm="RS256", headers={"jwk": jwk})


def unsigned(token: str) -> str:
    header, content, _pem = parts(token)
    return jwt.encode(content, None, algorithm="none", headers={"kid": header["kid"]})


def public_key_as_secret(token: str) -> str:
    """Signed by HMAC with the public key, which a careless checker would take for the secret."""
    import hashlib
    import hmac

    header, content, pem = parts(token)
    signed = f"{part({**header, 'alg': 'HS256'})}.{part(content)}"
    signature = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def swapped(token: str) -> str:
    header, _payload, signature = token.split(".")
    content = parts(token)[1] | {"name": "Specialist"}
    return f"{header}.{part(content)}.{signature}"


def unknown_kid(token: str) -> str:
    _header, payload, signature = token.split(".")
    return f"{part({'alg': 'RS256', 'kid': 'https://annan.example.se/nyckel'})}.{payload}.{signature}"


def nested(text: str = '{"a":') -> str:
    """Deeper than Python reads, and within what may be pasted."""
    return base64.urlsafe_b64encode(text.encode() * 5_000).rstrip(b"=").decode()


def nested_payload(token: str) -> str:
    """Signed by us, so that it is read."""
    header, _content, _pem = parts(token)
    return jwt.api_jws.encode(b'{"a":' * 5_000, signing_key().key, algorithm="RS256", headers=header)


def same(token: str) -> str:
    return "\n" + token[:80] + "\n  " + token[80:] + "\n"  # as letters break lines


FORGED: list[tuple[Callable[[str], str], Outcome]] = [
    (same, Outcome.GENUINE),
    (other_key, Outcome.ALTERED),
    (swapped, Outcome.ALTERED),
    (lambda token: token[:-2], Outcome.ALTERED),
    (own_jwk, Outcome.UNKNOWN_KEY),
    (unknown_kid, Outcome.UNKNOWN_KEY),
    (unsigned, Outcome.UNSIGNED),
    (public_key_as_secret, Outcome.UNSIGNED),
    (lambda token: token.rpartition(".")[0], Outcome.UNREADABLE),
    (lambda token: token[:-1], Outcome.UNREADABLE),
    (lambda token: token.replace(".", ""), Outcome.UNREADABLE),
    (lambda _token: "x" * (verifying.LONGEST + 1), Outcome.UNREADABLE),
    (lambda _token: f"{part([])}.{part(1)}.x", Outcome.UNREADABLE),
    (lambda _token: f"{nested()}.{part({})}.eA", Outcome.UNREADABLE),
    (nested_payload, Outcome.ALTERED),
]


def test_each_forgery_has_its_answer(badge: Credential) -> None:
    answers = [check_token(spoil(badge.token)) for spoil, _expected in FORGED]
    assert [answer.outcome for answer in answers] == [expected for _spoil, expected in FORGED]
    assert [answer.content is not None for answer in answers] == [True] + [False] * (len(FORGED) - 1)


def test_days_and_the_list_decide_what_a_genuine_one_is_worth(badge: Credential) -> None:
    keys = {key.kid: key.jwk for key in published_keys()}

    def outcome(days: int, listed: Listed | None) -> Outcome:
        return verify(badge.token, keys, lambda _place: listed, timezone.now() + timedelta(days=days)).outcome

    held, revoked = Listed(None), Listed(date(2026, 1, 1))
    assert [
        outcome(0, held),
        outcome(29, held),
        outcome(32, held),
        outcome(-1, held),
        outcome(0, revoked),
        outcome(32, revoked),
        outcome(0, None),
    ] == ["genuine", "genuine", "lapsed", "not_yet", "revoked", "revoked", "unlisted"]


def test_it_holds_to_the_end_of_its_last_day(badge: Credential, course: Evidence) -> None:
    assert course.valid_until
    ends = datetime.fromisoformat(jwt.decode(badge.token, options={"verify_signature": False})["validUntil"])
    assert timezone.localtime(ends) == timezone.make_aware(
        datetime.combine(course.valid_until + timedelta(days=1), datetime.min.time())
    )


def test_an_old_key_still_counts_and_a_leaked_one_does_not(cast: Cast, badge: Credential) -> None:
    with as_owner():
        rotate_key()
    assert check_token(badge.token).outcome == Outcome.GENUINE
    newer = issue(cast.anna, f"evidence-{now(badge).evidence_id}", "email")
    kids = [jwt.get_unverified_header(one.token)["kid"] for one in (badge, newer)]
    assert [f"/intyg/nycklar/{key.kid}/" in kids[1] for key in published_keys()] == [True, False]
    with as_owner():
        rotate_key(distrust=True)
    assert [check_token(one.token).outcome for one in (badge, newer)] == [Outcome.GENUINE, Outcome.UNKNOWN_KEY]


def test_a_checksum_tells_only_who_knows_the_address(cast: Cast, course: Evidence, client: Client) -> None:
    token = issue(cast.anna, course, "email").token
    content = jwt.decode(token, options={"verify_signature": False})
    (identity,) = content["credentialSubject"]["identifier"]
    assert identity["identityHash"] == digest_of("anna@example.se", identity["salt"])
    assert {"Anna", "anna@", str(cast.anna.person.pk)} & set(json.dumps(content).split('"')) == set()
    assert "anna" not in json.dumps(content).lower()
    said = [
        client.post(CHECK, {"token": token, "email": email}).content.decode()
        for email in ("", "Anna@example.se", "bosse@example.se")
    ]
    assert ["Skriv personens e-postadress" in page for page in said] == [True, False, False]
    assert ["Den som har adressen Anna@example.se" in page for page in said] == [False, True, False]
    assert ["Någon annan än den som har adressen bosse@example.se" in page for page in said] == [False, False, True]


def test_anybody_checks_by_text_by_file_and_by_link(badge: Credential, cast: Cast, client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    def asked(**data: Any) -> str:
        answer = client.post(CHECK, data)
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
        return answer.content.decode()

    pages = [
        asked(token=badge.token),
        asked(file=SimpleUploadedFile("intyg.jwt", badge.token.encode())),
        client.get(f"/intyg/{badge.pk}/").content.decode(),
    ]
    for page in pages:
        assert "Intyget är äkta och gäller i dag" in page
        assert all(word in page for word in ("Anna Exempel", "Ale kommun", "Kurs palliativ"))
    assert "undertecknats här" not in asked(token="{}")
    assert "kopian för läsning" in asked(token=json.dumps({"name": "x"}))
    assert "Klistra in intygets text" in asked()
    for endless in ("[" * 39_000, '{"a":' * 7_000, "1" * 39_000, f"{nested()}.{part({})}.eA"):
        assert "undertecknats här" not in asked(token=endless)
        assert "kopian för läsning" not in asked(token=endless)
    assert "inget digitalt intyg" in asked(file=SimpleUploadedFile("bild.png", b"\x89PNG"))
    revoke(cast.anna, badge, "")
    assert "Intyget är återkallat" in asked(token=badge.token)
    page = client.get(f"/intyg/{badge.pk}/").content.decode()
    assert ("Intyget är återkallat" in page, "Anna" in page, "palliativ" in page) == (True, False, False)


def test_checks_are_limited_by_address(badge: Credential, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"credential": "3/m/ip"}
    assert [client.post(CHECK, {"token": "x"}).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_places_are_taken_once_and_a_full_list_gives_way(cast: Cast, course: Evidence, monkeypatch: Any) -> None:
    from stegvis.careers.credentials import services

    monkeypatch.setattr(services, "FULL", 1)
    first, second = issue(cast.anna, course), issue(cast.anna, course, "email")
    assert (first.status_list, second.status_list) == (1, 2)
    with as_owner():
        rows = CredentialStatus.objects.order_by("number").values_list("number", "position", "revoked_on")
        assert list(rows) == [(1, first.status_position, None), (2, second.status_position, None)]


def test_the_list_of_nobody_is_not_there(cast: Cast, client: Client) -> None:
    answers = [client.get(f"/intyg/status/{slug}/1/").status_code for slug in ("ale", "finns-inte")]
    assert answers == [404, 404]


@pytest.mark.parametrize("number", [0, 1, 9, 131_071])
def test_a_bit_stands_where_it_should(number: int) -> None:
    import gzip

    from stegvis.careers.credentials.document import encoded

    text = encoded([number])[1:]
    bits = gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert "".join(f"{byte:08b}" for byte in bits).find("1") == number
