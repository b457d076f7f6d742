"""Sealing an answer without a name, and opening it with others.

That somebody has answered has to be kept, so that nobody does it twice. Whoever reads the whole database could then
join the mark to the answer: by the transaction that wrote both (``xmin``), by order, by time, or because only one has
answered. So an answer is sealed, with a key that the database does not hold, until it is opened by another
transaction with at least four others, in an order by lot.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import Count

from stegvis.foundation.sealed.models import SealedAnswer

FEWEST = 5
"""As few are told of together."""
ROOM = 2048
"""Octets that every answer takes, so that none is known again by its length."""
NONCE = 12


@dataclass(frozen=True)
class Sealed:
    """What a room's database function puts in, beside its mark that somebody has answered."""

    content: bytes
    id: UUID = field(default_factory=uuid4)


def seal(purpose: str, about: object, answer: dict[str, Any], *, room: int = ROOM) -> Sealed:
    """``answer`` is what JSON can hold. Raises ValueError where it does not fit in ``room`` octets."""
    text = json.dumps(answer, ensure_ascii=False).encode()
    if len(text) > room:
        raise ValueError(f"the answer takes {len(text)} octets, and {room} are kept for each")
    key, nonce = uuid4(), secrets.token_bytes(NONCE)
    return Sealed(nonce + _cipher().encrypt(nonce, text.ljust(room), _label(purpose, str(about), key)), key)


def gathered(purpose: str, *, fewest: int = FEWEST) -> list[str]:
    """What there are answers enough about to open them. Run it as Stegvis itself, as what follows."""
    rows = SealedAnswer.objects.filter(purpose=purpose).values("about").alias(number=Count("pk"))
    return list(rows.filter(number__gte=fewest).order_by("about").values_list("about", flat=True))


Choose = Callable[[list[dict[str, Any]]], Collection[int]]


@transaction.atomic
def open_together(
    purpose: str, about: str, *, fewest: int = FEWEST, choose: Choose | None = None
) -> list[dict[str, Any]]:
    """Every answer that waits, in an order by lot, taken out; none while they are fewer than ``fewest``.

    ``choose`` says which of them, by their place in a list; the others stay as they are. What was sealed with another
    ``SECRET_KEY``, or put in by copying, cannot be opened and counts as none.
    """
    rows = SealedAnswer.objects.filter(purpose=purpose, about=about)
    opened = {row.pk: answer for row in rows.select_for_update() if (answer := _open(row)) is not None}
    if choose is not None:
        chosen = choose(list(opened.values()))
        opened = {key: answer for place, (key, answer) in enumerate(opened.items()) if place in chosen}
    if len(opened) < fewest:
        return []
    SealedAnswer.objects.filter(pk__in=opened).delete()
    answers = list(opened.values())
    secrets.SystemRandom().shuffle(answers)
    return answers


def _open(row: SealedAnswer) -> dict[str, Any] | None:
    content = bytes(row.content)
    try:
        text = _cipher().decrypt(content[:NONCE], content[NONCE:], _label(row.purpose, row.about, row.pk))
    except InvalidTag:
        return None
    found: dict[str, Any] = json.loads(text)
    return found


def _cipher() -> AESGCM:
    """Its key follows from ``SECRET_KEY``, which is kept elsewhere than the database and its backups."""
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"stegvis answers").derive(settings.SECRET_KEY.encode()))


def _label(purpose: str, about: str, key: UUID) -> bytes:
    """Bound to its place, so that one answer copied five times is not opened as five."""
    return f"{purpose}:{about}:{key}".encode()
