"""The room of surveys in the drawn world: of employers and of collaborations, in any state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from stegvis.surveys import models as surveys
from tests.foundation.access.coding_world import make_free_texts
from tests.foundation.access.surveys_telling import make_telling

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker


def make_surveys(maker: Maker) -> None:
    owners: list[dict[str, Any]] = [
        *({"employer": one} for one in maker.world.employers),
        *({"collaboration": one} for one in maker.world.collaborations),
    ]
    for number, owner in enumerate(owners):
        surveys.Item.objects.create(**owner, code=f"i{number}", content={})
        questionnaire = surveys.Questionnaire.objects.create(**owner, code="q", title="Q", content={})
        version = surveys.Version.objects.create(questionnaire=questionnaire, number=1, content={})
        a_round(maker, version, owner)
        a_report(maker, owner, f"r{number}")


def a_round(maker: Maker, version: surveys.Version, owner: dict[str, Any]) -> None:
    days = dict.fromkeys(("opens_on", "closes_on", "contacts_until", "keep_until"), maker.today)
    found = surveys.Round.objects.create(
        **owner,
        **days,
        version=version,
        title="R",
        sender="S",
        kind=maker.draw.choice(surveys.Round.Kind.values),
        state=maker.draw.choice(surveys.Round.State.values),
    )
    surveys.Notice.objects.create(round=found, number=1, text="N")
    make_telling(maker, found)
    surveys.Stratum.objects.create(round=found, code="s", title="S", size=9)
    contact = surveys.Contact.objects.create(round=found, actor="region", name="K", email="k@example.se")
    link = surveys.Link.objects.create(round=found, contact=contact, token_hash=maker.draw.randbytes(16).hex())
    surveys.Begun.objects.create(link=link, content=b"sealed")
    surveys.Answers.objects.create(round=found, actor="region", notice=1, month=maker.today, content={})
    reply = surveys.Reply.objects.create(round=found, contact=contact, notice=1)
    surveys.ReplyFile.objects.create(
        round=found, reply=reply, question="f", name="f.pdf", media_type="application/pdf", content=b"%PDF"
    )
    surveys.Sent.objects.create(
        round=found, reply=reply, number=1, content={}, signed_by="S", signed_role="R", sent_at=timezone.now()
    )
    surveys.ReplyNote.objects.create(round=found, reply=reply, text="T")
    make_free_texts(maker, found, reply)


def a_report(maker: Maker, owner: dict[str, Any], slug: str) -> None:
    """Open, kept in, and withdrawn releases."""
    report = surveys.Report.objects.create(**owner, slug=slug, title="R")
    for number in (1, 2):
        is_open, is_retracted = maker.draw.random() < 0.6, maker.draw.random() < 0.4
        release = surveys.Release.objects.create(
            report=report,
            number=number,
            slug=slug,
            publisher="P",
            is_open=is_open,
            changes="C",
            published_at=timezone.now(),
            retracted_at=timezone.now() if is_retracted else None,
            retracted_why="W" if is_retracted else "",
        )
        surveys.ReleaseContent.objects.create(
            release=release, is_public=is_open and not is_retracted, content={}, audit={}, pdf=b"%PDF"
        )
