"""Checking somebody's credential: is it signed with one of our keys, unchanged, in force and not revoked?

Nothing is fetched from outside: what another installation or another issuer has signed is not ours to vouch for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import jwt

from stegvis.careers.credentials.document import JSON, digest_of, moment

ALGORITHM = "RS256"
LONGEST = 40_000  # characters; ours are below 10,000
LISTED = re.compile(r"/intyg/status/(?P<slug>[-\w]+)/(?P<number>[0-9]{1,9})/$", re.ASCII)


class Outcome(StrEnum):
    GENUINE = "genuine"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    UNLISTED = "unlisted"  # signed by us, but its place is not taken in the list: issued after the backup in use
    UNKNOWN_KEY = "unknown_key"
    ALTERED = "altered"
    UNSIGNED = "unsigned"  # no signature, or of a kind that we never make
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Place:
    """A place in a status list, by the issuer's slug."""

    slug: str
    number: int
    position: int


@dataclass(frozen=True)
class Listed:
    """What the list says of a place that is taken."""

    revoked_on: date | None


@dataclass(frozen=True)
class Finding:
    """``content`` is the credential, but only where the signature holds: nothing else is worth repeating."""

    outcome: Outcome
    content: JSON | None = None
    revoked_on: date | None = None


StatusOf = Callable[[Place], Listed | None]


def verify(token: str, keys: Mapping[str, JSON], status_of: StatusOf, now: datetime) -> Finding:
    """``keys`` are the published JSON Web Keys by ``kid``."""
    token = "".join(token.split())
    if not token or len(token) > LONGEST:
        return Finding(Outcome.UNREADABLE)
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, RecursionError):  # older versions let nesting through
        return Finding(Outcome.UNREADABLE)
    if header.get("alg") != ALGORITHM:
        return Finding(Outcome.UNSIGNED)
    jwk = keys.get(_kid(header.get("kid")))
    if jwk is None:
        return Finding(Outcome.UNKNOWN_KEY)
    content = _signed(token, jwk)
    return _judge(content, status_of, now) if content is not None else Finding(Outcome.ALTERED)


def _kid(address: Any) -> str:
    """The key's name is the last part of its address: the site may have moved since."""
    return address.rstrip("/").rpartition("/")[2] if isinstance(address, str) else ""


def _signed(token: str, jwk: JSON) -> JSON | None:
    """The payload if the signature is of just this key. Days are looked at afterwards, and told apart."""
    try:
        found: JSON = jwt.decode(
            token,
            jwt.PyJWK(jwk, algorithm=ALGORITHM).key,
            algorithms=[ALGORITHM],
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
        )
    except (jwt.InvalidTokenError, RecursionError):
        return None
    return found


def _judge(content: JSON, status_of: StatusOf, now: datetime) -> Finding:
    if "OpenBadgeCredential" not in content.get("type", ()):
        return Finding(Outcome.UNREADABLE)  # a status list, which is signed with the same key
    status = content["credentialStatus"]
    place = LISTED.search(status["statusListCredential"])
    listed = place and status_of(Place(place["slug"], int(place["number"]), int(status["statusListIndex"])))
    if not listed:
        return Finding(Outcome.UNLISTED, content)
    if listed.revoked_on is not None:
        return Finding(Outcome.REVOKED, content, listed.revoked_on)
    if "validUntil" in content and moment(content["validUntil"]) <= now:
        return Finding(Outcome.LAPSED, content)
    return Finding(Outcome.NOT_YET if moment(content["validFrom"]) > now else Outcome.GENUINE, content)


def is_about(content: JSON, email: str) -> bool | None:
    """Whether the credential is about whoever has this address; ``None`` where it does not say by an address."""
    answers = [
        digest_of(email, one.get("salt", "")) == one["identityHash"]
        for one in content["credentialSubject"].get("identifier", ())
        if one.get("hashed")
    ]
    return any(answers) if answers else None


def name_in(content: JSON) -> str:
    """The name that it says, or none."""
    named = (one for one in content["credentialSubject"].get("identifier", ()) if not one.get("hashed"))
    return next((one["identityHash"] for one in named), "")


def is_readable_copy(text: str) -> bool:
    """Whether it is the copy for reading, which has no signature."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):  # anybody may paste brackets without end
        return False
