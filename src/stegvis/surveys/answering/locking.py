"""What a person has filled in, locked with a key that only their letter holds, and as long as everybody else's.

The key follows from the link's token, of which the database keeps a digest. Whoever has the database and its backups
reads nothing, and cannot tell much that is written from little.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stegvis.surveys.content.document import OF_CHOICES, Kind, Question, Questionnaire

NONCE = 12
STEP = 1024
LETTER = 2
"""Octets kept for each letter of words: Swedish takes less, and there is room for some of all others."""


class DoesNotFitError(Exception):
    """All that is written is together longer than is kept for anybody."""


def room_for(questionnaire: Questionnaire) -> int:
    """Octets that everybody's answers take, in whole steps: one size for all who answer the same."""
    total = sum(_most_octets(one) for one in questionnaire.questions())
    return STEP * (2 + total // STEP)


def _most_octets(question: Question) -> int:
    own = len(question.code) + 16
    if question.kind == Kind.TEXT:
        return own + LETTER * question.longest
    longest = max((len(one.code) for one in question.choices), default=0) + 6
    if question.rows:
        return own + sum(len(row.code) + longest + 48 for row in question.rows)
    return own + (longest * len(question.choices) if question.kind in OF_CHOICES else 32)


def lock(token: str, link: UUID, answers: dict[str, Any], room: int) -> bytes:
    """Raises DoesNotFitError."""
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > room:
        raise DoesNotFitError
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(token).encrypt(nonce, text.ljust(room), link.bytes)


def unlock(token: str, link: UUID, content: bytes) -> dict[str, Any]:
    """What was locked; nothing where it was locked with another token."""
    try:
        text = _cipher(token).decrypt(content[:NONCE], content[NONCE:], link.bytes)
    except InvalidTag:
        return {}
    found: dict[str, Any] = json.loads(text)
    return found


def _cipher(token: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"stegvis begun answers").derive(token.encode()))
