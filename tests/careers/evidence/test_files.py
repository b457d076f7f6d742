"""What may be kept, what is looked through, and who opens it."""

from __future__ import annotations

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stegvis.careers.evidence.documents import MOST_BYTES, Document, read_document
from stegvis.careers.evidence.services import state_evidence
from stegvis.careers.evidence.tasks import ScanError, scan_file, scan_waiting
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Evidence, EvidenceFile
from tests.careers.evidence.conftest import JPEG, PDF, PNG, PREVIEW, SIGNATURE, chunk, course
from tests.support.cast import Cast
from tests.support.database import as_owner

ZIP = b"PK\5\6" + bytes(18)  # an archive without files
SEARCH = [sys.executable, "-c", "import sys; d = sys.stdin.buffer.read(); sys.exit(1 if b'EICAR' in d else 0)"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("intyg.pdf", PDF, ("intyg.pdf", "application/pdf")),
        ("INTYG.PDF", PDF, ("INTYG.pdf", "application/pdf")),
        ("foto", PNG, ("foto.png", "image/png")),
        ("foto.jpeg", JPEG + b"a film that a phone adds", ("foto.jpg", "image/jpeg")),
        ("../../etc/passwd.pdf", PDF, ("passwd.pdf", "application/pdf")),
        ("C:\\bilder\\gnp.\u202efdp.png", PNG, ("gnp.fdp.png", "image/png")),
        ("19850101-1234.pdf", PDF, ("intyg.pdf", "application/pdf")),
        ("å" * 300 + ".pdf", PDF, ("å" * 115 + ".pdf", "application/pdf")),
    ],
)
def test_a_file_is_known_by_its_content_and_shown_by_a_plain_name(
    name: str, content: bytes, expected: tuple[str, str]
) -> None:
    file = SimpleUploadedFile("x", content)
    file._name = name  # Django has cleaned a real upload of its path already
    found = read_document(file)
    assert (found.name, found.media_type) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("intyg.pdf", b"MZ\x90\x00", "inte PDF"),
        ("intyg.pdf", b"<html>%PDF-", "inte PDF"),
        ("intyg.pdf", PNG, "något annat"),
        ("intyg.pdf", b"", "tom"),
        ("intyg.pdf", PDF[:-6], "avhuggen"),
        ("foto.png", PNG[:-1], "avhuggen"),
        ("intyg.pdf", b"%PDF-<html>" + PDF[9:], "avhuggen"),
        ("intyg.pdf", b"%PDF-1.4\nstartxref\n0\n%%EOF", "avhuggen"),
        ("foto.png", PNG + b"<?php", "avhuggen"),
        ("foto.png", SIGNATURE + b"x" * 100 + chunk(b"IEND"), "avhuggen"),
        ("foto.jpg", JPEG[:-1], "avhuggen"),  # but for the preview's own end
        ("foto.jpg", PREVIEW, "avhuggen"),
        ("intyg.pdf", PDF + ZIP, "annan fil"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_document(SimpleUploadedFile(name, content))


def test_a_file_that_is_too_large_is_never_read() -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("it was read")

    file = Unread("intyg.pdf", b"")
    file.size = MOST_BYTES + 1
    with pytest.raises(Refused, match="större än 10 MB"):
        read_document(file)


def add(cast: Cast, content: bytes) -> EvidenceFile:
    document = Document("intyg.pdf", "application/pdf", content)
    with acting_as(cast.anna.pk) as actor:
        made = state_evidence(actor=actor, employer_id=cast.ale.pk, statement=course(), document=document)
    with as_owner():
        return made.files.get()


def opened(user: object, file: EvidenceFile) -> int:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client.get(f"/underlag/fil/{file.pk}/").status_code


def test_nobody_opens_a_file_before_it_is_found_clean(cast: Cast, nurses: FrameworkVersion, settings: object) -> None:
    settings.FILE_SCAN = SEARCH  # type: ignore[attr-defined]
    file = add(cast, PDF)
    assert [opened(user, file) for user in (cast.anna, cast.bosse)] == [404, 404]
    with as_owner():
        scan_file.func(file_id=str(file.pk))
    assert [opened(user, file) for user in (cast.anna, cast.bosse, cast.gunilla, cast.cecilia, cast.maria)] == [
        200,
        200,
        200,
        404,
        404,
    ]


def test_what_is_refused_is_not_kept_and_its_owner_is_told(
    cast: Cast, nurses: FrameworkVersion, settings: object
) -> None:
    settings.FILE_SCAN = SEARCH  # type: ignore[attr-defined]
    file = add(cast, PDF + b"EICAR")
    with as_owner():
        scan_file.func(file_id=str(file.pk))
        file.refresh_from_db()
    assert (file.scan, bytes(file.content)) == ("refused", b"")
    assert [opened(user, file) for user in (cast.anna, cast.bosse)] == [404, 404]
    client = Client()
    client.force_login(cast.anna)
    assert "stoppades och sparas inte" in client.get("/aviseringar/").content.decode()


def test_a_command_that_fails_leaves_the_file_waiting(cast: Cast, nurses: FrameworkVersion, settings: object) -> None:
    settings.FILE_SCAN = [sys.executable, "-c", "raise SystemExit(2)"]  # type: ignore[attr-defined]
    file = add(cast, PDF)
    with as_owner():
        with pytest.raises(ScanError):
            scan_file.func(file_id=str(file.pk))
        file.refresh_from_db()
        scan_waiting(0)  # too early to try again
    assert file.scan == "waiting"


def test_a_file_is_saved_and_not_shown_and_who_opens_it_is_noted(cast: Cast, stated: Evidence, client: Client) -> None:
    with as_owner():
        file = stated.files.get()
    client.force_login(cast.bosse)
    answer = client.get(f"/underlag/fil/{file.pk}/")
    assert answer.content == PDF
    wanted = ("Content-Disposition", "X-Content-Type-Options", "Cache-Control", "Content-Type")
    assert [answer.headers[name] for name in wanted] == [
        'attachment; filename="intyg.pdf"',
        "nosniff",
        "no-store, private",
        "application/pdf",
    ]
    with as_owner():
        noted = list(Reading.objects.values_list("person", "reader", "page"))
    assert noted == [(cast.anna.person.pk, cast.bosse.pk, "careers:evidence_file")]
