"""Anna, whose framework is in use, and statements that hold."""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

from django.utils import timezone

from stegvis.careers.evidence.documents import Document
from stegvis.careers.evidence.services import Statement, state_evidence
from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Evidence
from tests.support.cast import Cast
from tests.support.layers import layer

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n45\n%%EOF\n"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")


SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG = SIGNATURE + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"x") + chunk(b"IEND")
PREVIEW = b"\xff\xd8\xff\xe1\0\x06\xff\xd9xx"
JPEG = PREVIEW + b"\xff\xda\0\x02xx\xff\xd9"


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def course(**changes: object) -> Statement:
    return Statement(**{"kind": "course", "title": "Sårvård", "valid_from": days(-10), **changes})  # type: ignore[arg-type]


@layer
def stated(cast: Cast, nurses: FrameworkVersion) -> Evidence:
    """Anna's, with a document, waiting."""
    with acting_as(cast.anna.pk) as actor:
        return state_evidence(
            actor=actor,
            employer_id=cast.ale.pk,
            statement=course(),
            document=Document("intyg.pdf", "application/pdf", PDF),
        )
