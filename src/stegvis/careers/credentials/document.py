"""A credential as plain JSON values, after Open Badges 3.0 and the data model of Verifiable Credentials 2.0."""

from __future__ import annotations

import base64
import gzip
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

JSON = dict[str, Any]

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
CONTEXT = [CREDENTIALS, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
LIST_LENGTH = 131_072
"""Places in a status list: the least that BitstringStatusList allows, so that a place says nothing of whose it is."""


@dataclass(frozen=True)
class Achievement:
    """What somebody has: ``kind`` is one of Open Badges' achievement types; ``alignments`` lead to the framework."""

    id: str
    kind: str
    name: str
    description: str
    narrative: str
    alignments: tuple[JSON, ...] = field(default=())


@dataclass(frozen=True)
class Issue:
    """All that a credential is made of. ``site`` is Stegvis's address without a slash at its end."""

    id: UUID
    site: str
    issuer_slug: str
    issuer_name: str
    achievement: Achievement
    identity: JSON
    issued_at: datetime
    awarded_on: date
    valid_until: datetime | None
    status_list: int
    status_position: int


def named(name: str) -> JSON:
    """Who it is about, for all to read."""
    return {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}


def hashed(email: str) -> JSON:
    """Who it is about, for whoever knows the address already."""
    salt = secrets.token_hex(16)
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": digest_of(email, salt),
        "identityType": "emailAddress",
        "salt": salt,
    }


def digest_of(email: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()


def issuer_address(site: str, slug: str) -> str:
    return f"{site}/intyg/utfardare/{slug}/"


def list_address(site: str, slug: str, number: int) -> str:
    return f"{site}/intyg/status/{slug}/{number}/"


def key_address(site: str, kid: str) -> str:
    return f"{site}/intyg/nycklar/{kid}/"


def profile(site: str, slug: str, name: str) -> JSON:
    return {"id": issuer_address(site, slug), "type": ["Profile"], "name": name, "url": issuer_address(site, slug)}


def badge(issue: Issue) -> JSON:
    """The OpenBadgeCredential. Its subject has an address of its own in each, so that two are not told to be one's."""
    listed = list_address(issue.site, issue.issuer_slug, issue.status_list)
    found: JSON = {
        "@context": CONTEXT,
        "id": f"{issue.site}/intyg/{issue.id}/",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": issue.achievement.name,
        "issuer": profile(issue.site, issue.issuer_slug, issue.issuer_name),
        "validFrom": stamp(issue.issued_at),
        "awardedDate": f"{issue.awarded_on.isoformat()}T00:00:00Z",
        "credentialSubject": {
            "id": f"urn:uuid:{uuid4()}",
            "type": ["AchievementSubject"],
            "identifier": [issue.identity],
            "achievement": _achievement(issue.achievement),
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": f"{listed}#{issue.status_position}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(issue.status_position),
            "statusListCredential": listed,
        },
    }
    if issue.valid_until is not None:
        found["validUntil"] = stamp(issue.valid_until)
    return found


def _achievement(achievement: Achievement) -> JSON:
    found: JSON = {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.narrative},
        "inLanguage": "sv",
    }
    if achievement.alignments:
        found["alignment"] = list(achievement.alignments)
    return found


def status_list(*, site: str, slug: str, name: str, number: int, revoked: Iterable[int], at: datetime) -> JSON:
    """The BitstringStatusListCredential of an employer's list: a set bit is a revoked credential."""
    address = list_address(site, slug, number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": profile(site, slug, name),
        "validFrom": stamp(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
        },
    }


def encoded(revoked: Iterable[int]) -> str:
    """The bits, the first place being the highest of the first byte, packed by gzip, as multibase's base64url."""
    bits = bytearray(LIST_LENGTH // 8)
    for position in revoked:
        bits[position // 8] |= 0x80 >> position % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode("ascii")


def claims(document: JSON) -> JSON:
    """The payload of the VC-JWT: the credential itself beside the registered claims that say the same (§ 8.2)."""
    found = {
        **document,
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": _seconds(document["validFrom"]),
    }
    return found | {"exp": _seconds(document["validUntil"])} if "validUntil" in document else found


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """What ``stamp`` wrote. Raises ValueError."""
    return datetime.fromisoformat(text)


def _seconds(text: str) -> int:
    return int(moment(text).timestamp())
