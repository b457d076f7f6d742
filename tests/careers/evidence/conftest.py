"""Anna, whose framework is in use, and statements that hold."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from stegvis.careers.evidence.documents import Document
from stegvis.careers.evidence.services import Statement, state_evidence
from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Evidence
from tests.support.cast import Cast
from tests.support.layers import layer

PDF = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100 + b"\0\0\0\0IEND\xaeB`\x82"
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
