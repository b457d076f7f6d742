"""A published report of the training-needs survey, built as its leader would in the browser."""

from __future__ import annotations

from django.db import transaction

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Collaboration
from stegvis.surveys.models import Report, Round, Telling
from stegvis.surveys.reports.building import drawn_usually
from stegvis.surveys.reports.publishing import publish_report
from stegvis.surveys.reports.services import add_block, begin_report
from stegvis.surveys.telling.tables import read
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
LEADER = "dag"
OPENING = (
    "Göteborgsregionen har frågat chefer, MAS, MAR och sjuksköterskor vilken utbildning de skulle avsätta tid för. "
    "Svaren är påhittade: de hör till demonstrationen."
)
READING = (
    "”Inte aktuellt” står bredvid skalan och räknas inte in i den. Det som bygger på färre än fem svar är dolt, och så "
    "mycket därtill att det inte går att räkna ut ur resten."
)
PARTS: tuple[tuple[str, str, str], ...] = (
    ("Vad som behövs mest", "needs", "table"),
    ("Nära vård", "behov-nara-vard", "chart"),
    ("Demens", "behov-demens.figures", "table"),
    ("Form och upplägg", "upplagg.chosen", "chart"),
    ("Jämfört med 2022", "behov-nara-vard.waves", "table"),
)
"""Heading, the told table, and how it is shown."""


@transaction.atomic
def publish() -> None:
    """Unless it is published, or too few have answered for anything to be told."""
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        told = visible(actor, Telling).filter(round__kind=Round.Kind.PERSONS, state=Telling.State.TOLD).first()
        if told is None or visible(actor, Report).exists():
            return
        tables = {one["key"]: one for one in told.content["tables"]}
        owner = Collaboration.objects.get(slug="gr")
        report = begin_report(actor=actor, owner=owner, title="Vilken utbildning behöver kommunerna?")
        blocks: list[dict[str, object]] = [{"type": "text", "text": OPENING}, {"type": "note", "text": READING}]
        for heading, key, shown in PARTS:
            if key in tables:
                block: dict[str, object] = {"type": shown, "telling": told.pk, "key": key, "caption": ""}
                drawn = drawn_usually(read(tables[key]), "sv") if shown == "chart" else {}
                blocks += [{"type": "heading", "text": heading, "level": 2}, block | drawn]
        for one in blocks:
            report, _key = add_block(actor=actor, report=report, revision=report.revision, block=one)
        publish_report(actor=actor, report=report, revision=report.revision, is_open=True)
