"""A badge read by somebody else's program: nothing here is Stegvis's but the answers of its addresses.

The signature is checked with ``cryptography``, the rest with the standard library, from the published keys and the
published list. What Open Badges 3.0 and the data model of Verifiable Credentials 2.0 ask of the JSON is stated here.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from jsonschema import Draft201909Validator, FormatChecker

SITE = "http://localhost"
URI = {"type": "string", "format": "uri", "pattern": "^(https?|urn):"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
TYPES = {"enum": ["Achievement", "Assignment", "Certificate", "Competency", "Course", "Degree", "LearningProgram"]}


def typed(name: str, /, **properties: Any) -> dict[str, Any]:
    """An object whose types hold ``name``; members with a question mark need not be there."""
    needed = [member for member in properties if not member.endswith("?")]
    return {
        "type": "object",
        "required": ["type", *needed],
        "properties": {
            "type": {"type": "array", "contains": {"const": name}},
            **{member.rstrip("?"): rule for member, rule in properties.items()},
        },
    }


TEXT = {"type": "string", "minLength": 1}
IDENTITY = {
    "type": "object",
    "required": ["type", "hashed", "identityHash", "identityType"],
    "properties": {
        "type": {"const": "IdentityObject"},
        "hashed": {"type": "boolean"},
        "identityHash": TEXT,
        "identityType": {"enum": ["name", "emailAddress"]},
        "salt": TEXT,
    },
    "additionalProperties": False,
}
ALIGNMENT = typed("Alignment", targetName=TEXT, targetUrl=URI)
ACHIEVEMENT = typed(
    "Achievement",
    id=URI,
    name=TEXT,
    description=TEXT,
    criteria={"type": "object", "required": ["narrative"], "properties": {"narrative": TEXT}},
    **{"achievementType?": TYPES, "inLanguage?": {"const": "sv"}, "alignment?": {"type": "array", "items": ALIGNMENT}},
)
SUBJECT = typed(
    "AchievementSubject",
    id=URI,
    achievement=ACHIEVEMENT,
    identifier={"type": "array", "minItems": 1, "items": IDENTITY},
)
STATUS = {
    "type": "object",
    "required": ["type", "statusPurpose", "statusListIndex", "statusListCredential"],
    "properties": {
        "id": URI,
        "type": {"const": "BitstringStatusListEntry"},
        "statusPurpose": {"const": "revocation"},
        "statusListIndex": {"type": "string", "pattern": "^[0-9]+$"},
        "statusListCredential": URI,
    },
}
BADGE = typed(
    "OpenBadgeCredential",
    **{
        "@context": {
            "type": "array",
            "minItems": 2,
            "items": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"type": "string", "pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.0\.\d\.json$"},
            ],
        },
        "id": URI,
        "name": TEXT,
        "issuer": typed("Profile", id=URI, name=TEXT),
        "validFrom": MOMENT,
        "validUntil?": MOMENT,
        "awardedDate?": MOMENT,
        "credentialSubject": SUBJECT,
        "credentialStatus": STATUS,
        "credentialSchema?": {"type": "array", "items": {"type": "object", "required": ["id", "type"]}},
        "proof?": False,
        "vc?": False,  # the data model's first version wrapped it in such a member
    },
)


def decode(part: str) -> bytes:
    assert re.fullmatch("[A-Za-z0-9_-]+", part)
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def opened(token: str, keys: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a JWS whose signature is of one of the keys. Raises InvalidSignature."""
    header_part, payload_part, signature = token.split(".")
    header = json.loads(decode(header_part))
    (jwk,) = [key for key in keys if header["kid"].endswith(f"/{key['kid']}/")]
    modulus, exponent = (int.from_bytes(decode(jwk[name]), "big") for name in ("n", "e"))
    key = RSAPublicNumbers(exponent, modulus).public_key()
    key.verify(decode(signature), f"{header_part}.{payload_part}".encode(), PKCS1v15(), SHA256())
    return header, json.loads(decode(payload_part))


def fetched(client: Client, address: str) -> Any:
    """What a program gets from an address in a credential, without logging in."""
    assert address.startswith(SITE)
    answer = client.get(address.removeprefix(SITE), headers={"accept": "application/json"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    return answer


def is_revoked(client: Client, content: dict[str, Any], keys: list[dict[str, Any]]) -> bool:
    status = content["credentialStatus"]
    _header, listed = opened(fetched(client, status["statusListCredential"]).content.decode(), keys)
    assert listed["id"] == status["statusListCredential"]
    assert listed["issuer"]["id"] == content["issuer"]["id"]
    subject = listed["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    assert subject["encodedList"][0] == "u"  # multibase: base64url without padding
    bits = gzip.decompress(decode(subject["encodedList"][1:]))
    assert len(bits) * 8 == 131_072
    place = int(status["statusListIndex"])
    return bool(bits[place // 8] >> (7 - place % 8) & 1)


@pytest.fixture
def token(client: Client, cast: Any, badge: Any) -> str:
    """As Anna downloads it."""
    client.force_login(cast.anna)
    return client.get(f"/min-utveckling/intyg/{badge.pk}/fil.jwt").content.decode()


@pytest.fixture
def keys() -> list[dict[str, Any]]:
    return fetched(Client(), f"{SITE}/intyg/nycklar.json").json()["keys"]


def test_a_badge_is_genuine_to_whoever_reads_it(token: str, badge: Any, cast: Any) -> None:
    client = Client()
    keys = fetched(client, f"{SITE}/intyg/nycklar.json").json()["keys"]
    header, content = opened(token, keys)
    assert {name: header[name] for name in ("alg", "typ")} == {"alg": "RS256", "typ": "JWT"}
    assert fetched(client, header["kid"]).json() == keys[0]
    assert set(keys[0]) == {"kty", "n", "e", "kid", "alg", "use"}  # and nothing of the private half
    errors = [
        error.message for error in Draft201909Validator(BADGE, format_checker=FormatChecker()).iter_errors(content)
    ]
    assert errors == []
    assert (content["iss"], content["sub"], content["jti"]) == (
        content["issuer"]["id"],
        content["credentialSubject"]["id"],
        content["id"],
    )
    stamps = {"nbf": content["validFrom"], "exp": content["validUntil"]}
    assert {
        name: datetime.fromtimestamp(content[name], UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for name in stamps
    } == stamps
    assert fetched(client, content["issuer"]["id"]).json() == content["issuer"]
    assert content["credentialSubject"]["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Anna Exempel", "identityType": "name"}
    ]
    assert not is_revoked(client, content, keys)
    assert client.get(content["id"].removeprefix(SITE)).status_code == 200


def test_a_program_sees_that_a_badge_is_revoked(token: str, badge: Any, cast: Any, keys: list[dict[str, Any]]) -> None:
    from tests.careers.credentials.conftest import revoke

    revoke(cast.anna, badge, "")
    assert is_revoked(Client(), opened(token, keys)[1], keys)


def test_a_swapped_content_does_not_fit_the_signature(token: str, keys: list[dict[str, Any]]) -> None:
    header, payload, signature = token.split(".")
    content = json.loads(decode(payload))
    content["name"] = "Överläkare"
    forged = base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
    with pytest.raises(InvalidSignature):
        opened(f"{header}.{forged}.{signature}", keys)
