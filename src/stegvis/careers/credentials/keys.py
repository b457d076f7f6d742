"""The keys that credentials are signed with: one at a time, made at its first use (decision 0010)."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from jwt.algorithms import RSAAlgorithm

from stegvis.careers.models import SigningKey
from stegvis.foundation.database.turns import wait_for_turn

logger = logging.getLogger(__name__)

BITS = 2048
PURPOSE = b"stegvis: signing keys of credentials"


@dataclass(frozen=True)
class PublicKey:
    """``jwk`` is the JSON Web Key as it is published, with ``kid``, ``use`` and ``alg``."""

    kid: str
    jwk: dict[str, Any]
    made_at: datetime
    is_current: bool


@dataclass(frozen=True)
class PrivateKey:
    kid: str
    key: rsa.RSAPrivateKey


def published_keys() -> list[PublicKey]:
    """Those that signatures may be checked with, the current one first. Nobody needs to be signed in. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kid, public, made_at, is_current FROM stegvis_published_keys()")
        rows = cursor.fetchall()
    return [
        PublicKey(kid, json.loads(public) if isinstance(public, str) else public, made_at, is_current)
        for kid, public, made_at, is_current in rows
    ]


@transaction.atomic
def signing_key() -> PrivateKey:
    """The key to sign with, made where there is none, or where the one that there is cannot be opened any more."""
    kid, sealed = _stored()
    key = _open(sealed) if kid else None
    if key is None:
        if kid:
            logger.warning("The signing key %s cannot be opened with this SECRET_KEY; a new one takes its place", kid)
        made = make_key()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT stegvis_keep_signing_key(%s, %s, %s, %s)",
                [made["kid"], json.dumps(made["public"]), made["sealed"], kid],
            )
        kid, sealed = _stored()
        key = _open(sealed)
    if key is None:
        raise RuntimeError("the signing key was sealed with another SECRET_KEY than this process has")
    return PrivateKey(kid, key)


@transaction.atomic
def rotate_key(*, distrust: bool = False) -> str:
    """Make a new key the current one and return its ``kid``. Run it as Stegvis itself.

    The private half of the old one is erased; its public half stays published, so that what it has signed still
    holds, unless it is not to be trusted: then whatever it has signed is refused from now on.
    """
    wait_for_turn("careers.signingkey")
    now = timezone.now()
    old = SigningKey.objects.filter(is_current=True)
    old.update(is_current=False, sealed="", distrusted_at=now if distrust else None)
    return SigningKey.objects.create(**make_key()).kid


def _stored() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kid, sealed FROM stegvis_signing_key()")
        return cursor.fetchone() or ("", "")


def make_key() -> dict[str, Any]:
    """A new pair, as the fields of a SigningKey."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public: dict[str, Any] = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    needed = {name: public[name] for name in ("e", "kty", "n")}
    kid = thumbprint(needed)
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "kid": kid,
        "public": {**needed, "alg": "RS256", "kid": kid, "use": "sig"},
        "sealed": _seal().encrypt(plain).decode("ascii"),
    }


def thumbprint(needed: dict[str, str]) -> str:
    """RFC 7638: of the members that are needed, in the order of their names, without white space."""
    text = json.dumps(needed, sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode("ascii")


def _open(sealed: str) -> rsa.RSAPrivateKey | None:
    try:
        key = serialization.load_der_private_key(_seal().decrypt(sealed.encode("ascii")), password=None)
    except InvalidToken:
        return None
    return key if isinstance(key, rsa.RSAPrivateKey) else None


def _seal() -> Fernet:
    """What the database alone cannot open: its key follows from ``SECRET_KEY``, which is kept elsewhere."""
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
