"""The token of a link. The database keeps its digest only.

It follows from ``SECRET_KEY`` and the link's own key, so that a reminder leads to the same place as the first letter. A
link that is withdrawn is not used again: the next has another key, and so another token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse

from stegvis.surveys.models import Contact, Link

TOKEN_OCTETS = 24


def token_of(key: UUID) -> str:
    """32 letters that nobody guesses."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"stegvis survey link" + key.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:TOKEN_OCTETS]).decode()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(contact: Contact, *, name: str = "", email: str = "", may_sign: bool = True) -> Link:
    """Not yet saved."""
    key = uuid4()
    return Link(
        id=key,
        round_id=contact.round_id,
        contact=contact,
        name=name,
        email=email.lower(),
        may_sign=may_sign,
        token_hash=digest_of(token_of(key)),
    )


def path_of(link: Link) -> str:
    return reverse("surveys:answer", args=[token_of(link.pk)])


def address_of(link: Link) -> str:
    """The whole address, as it stands in a letter."""
    return f"{settings.SITE_URL}{path_of(link)}"
