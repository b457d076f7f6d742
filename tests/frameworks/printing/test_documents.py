"""A framework's document holds everything that its page holds, in order, in both languages, and quickly."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.format import load_document, load_effective
from stegvis.frameworks.format.document import EffectiveFramework, Level, Requirement
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.packaged import documents, resolve
from stegvis.frameworks.printing.content import by_competence, framework_content
from stegvis.frameworks.printing.documents import framework_pdf
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.services import publish_document
from tests.support.database import as_owner
from tests.support.pdf import Pdf

CODES = sorted(reference.code for reference in documents())


def joined(text: str) -> str:
    return "".join(text.split())


def texts_in_order(effective: EffectiveFramework, language: str) -> list[str]:
    """What a reader meets of the levels, by a walk of its own over the document."""
    found: list[str] = []
    for level in sorted(effective.document.levels, key=lambda level: level.order):
        found += [text.in_language(language) for text in (level.title, level.description, *level.tasks) if text]
        found += [text.in_language(language) for text in level.responsibilities]
        for track in level.tracks:
            found += [text.in_language(language) for text in (track.title, track.description, *track.tasks) if text]
        found += [text.in_language(language) for text in (level.staying, level.pay_note) if text]
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_packaged_framework_is_printed_whole(packaged: None, code: str, language: str) -> None:
    version = FrameworkVersion.objects.get(framework__code=code)
    effective = effective_of(version)
    with override(language):
        text = Pdf(framework_pdf(version)).text()
    place = 0
    for expected in texts_in_order(effective, language):
        place = text.find(joined(expected), place)
        assert place >= 0, expected
    for requirement in effective.document.requirements():
        assert joined(requirement.title.in_language(language)) in text


def test_the_language_title_tags_and_marks(packaged: None) -> None:
    version = FrameworkVersion.objects.get(framework__code="molndal-rehab")
    with override("en"):
        found = Pdf(framework_pdf(version))
        assert framework_pdf(version) == found.content
    assert b"/Lang(en)" in found.catalogue
    assert "additions for physiotherapists" in found.metadata
    text = found.text()
    for words in (
        "Added by Mölndals stad",
        "Raised by Mölndals stad",
        "Clarified by Mölndals stad",
        "Formal competence",
        "Demonstrated competence",
        "(one of these)",
        "Built on",
    ):
        assert joined(words) in text
    tags = found.tags()
    assert tags.count("H1") == 1
    assert tags.count("H2") >= len(effective_of(version).document.levels)
    assert tags.count("TH") == 2 * tags.count("Table")


def test_requirements_are_parted_by_how_they_are_shown() -> None:
    document = load_effective(
        """
format: 1
code: a
version: 1
status: pilot
title: A
owner: {name: Ale, kind: municipality}
provenance: {basis: written}
professions: [lakare]
scale: [{value: 1, title: Ny}]
competences: [{code: k, title: K, items: [{code: vard, title: Vård}]}]
levels:
  - code: bas
    order: 1
    title: Bas
    requires:
      - {kind: competence, code: c1, title: C1, accepts: [vard], rating: 1}
      - any_of:
          - {kind: competence, code: c2, title: C2, accepts: [vard], rating: 1}
          - {kind: licence, code: l1, title: L1, accepts: [lakare]}
      - {kind: licence, code: l2, title: L2, accepts: [lakare]}
"""
    ).document
    parts = by_competence(document.levels[0].requires)
    with override("en"):
        assert [(title, [getattr(node, "code", "group") for node in nodes]) for title, nodes in parts] == [
            (parts[0][0], ["l2"]),
            (parts[1][0], ["c1"]),
            (parts[2][0], ["group"]),
        ]
    assert by_competence(()) == []


def test_five_hundred_requirements_take_less_than_a_second(packaged: None, client: Client) -> None:
    document = documents()[next(r for r in documents() if r.code == "pilot-rehab-kommun")]
    asked = next(r for r in document.requirements() if r.kind.is_demonstrated)
    many = tuple(
        Requirement(f"krav-{n}", asked.kind, asked.title, asked.accepts, asked.minimum, "", asked.judged_by, asked.help)
        for n in range(500)
    )
    levels = (Level("bas", 1, document.title, requires=many),)
    from dataclasses import replace

    with as_owner():
        large = replace(document, code="stor", levels=levels)
        version, _new = publish_document(actor=Actor(is_system=True), document=load_document(dump(large), resolve))
    start = time.perf_counter()
    content = framework_pdf(version)
    assert time.perf_counter() - start < 3  # alone 0.2 s; the machine has others to serve
    assert joined(asked.title.sv) in Pdf(content).text()
    response = client.get(reverse("frameworks:pdf", args=["stor", 1]))
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="stor-1.pdf"',
    )


def dump(document: object) -> str:
    from stegvis.frameworks.format import dump_document

    return dump_document(document)  # type: ignore[arg-type]


def test_a_file_with_markup_in_its_texts_is_printed_as_it_stands(packaged: None) -> None:
    document = documents()[next(r for r in documents() if r.code == "ale")]
    text = "<script>alert(1)</script> #include $x$ *y*"
    from dataclasses import replace

    from stegvis.frameworks.format.document import Text

    effective = EffectiveFramework(replace(document, summary=Text(text)), ())
    assert framework_content(effective, [])["lead"] == text
