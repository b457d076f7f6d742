"""A round of a survey in each employer, with an organisation asked, a link and a reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from stegvis.organisations.models import Organisation
from stegvis.surveys import models as surveys
from stegvis.surveys.fielding.links import new_link
from stegvis.surveys.telling.tables import Cell, Column, Kind, Part, Row, Table, Unit, write

CONTENT: dict[str, Any] = {
    "format": "stegvis-survey/1",
    "code": "liten",
    "title": {"sv": "Liten"},
    "sections": [
        {
            "code": "om",
            "title": {"sv": "Om"},
            "questions": [{"code": "ord", "kind": "text", "text": {"sv": "Med egna ord"}}],
        }
    ],
}


def _told(found: surveys.Round) -> None:
    """The round's results so far: how many were asked and answered."""
    columns = Column("asked", Unit.COUNT), Column("answered", Unit.COUNT, Part.BASE), Column("rate", Unit.PER_CENT)
    cells = Cell(2), Cell(1), Cell(50)
    table = Table("response", Kind.RESPONSE, {}, columns, (Row("", {}),), (cells,), Cell(1))
    content = {
        "tables": [write(table)],
        "asked": {},
        "notes": [],
        "file": {"keys": [], "kinds": [], "has_names": False},
    }
    surveys.Telling.objects.create(round=found, number=1, state="told", answered=1, content=content)


def a_survey(employer: Organisation) -> dict[str, Any]:
    """Open, with its reply received. Run it as the owner."""
    today = timezone.localdate()
    asked = surveys.Questionnaire.objects.create(employer=employer, code="liten", title="Liten", content=CONTENT)
    found = surveys.Round.objects.create(
        employer=employer,
        version=surveys.Version.objects.create(questionnaire=asked, number=1, content=CONTENT),
        title="Hösten",
        kind=surveys.Round.Kind.ORGANISATIONS,
        state=surveys.Round.State.OPEN,
        sender=employer.name,
        opens_on=today,
        closes_on=today + timedelta(days=9),
        contacts_until=today + timedelta(days=99),
        keep_until=today + timedelta(days=999),
    )
    surveys.Notice.objects.create(round=found, number=1, text="Så används svaren.")
    contact, waits = (
        surveys.Contact.objects.create(round=found, organisation=organisation, actor=employer.type, name=employer.name)
        for organisation in (employer, None)
    )
    link, another = new_link(contact, email="a@example.se"), new_link(waits, email="b@example.se")
    link.save()
    another.save()
    reply = surveys.Reply.objects.create(
        round=found,
        contact=contact,
        notice=1,
        content={"ord": "Hej"},
        state=surveys.Reply.State.RECEIVED,
        signed_by="Kim",
        signed_role="Chef",
        sent_at=timezone.now(),
    )
    file = surveys.ReplyFile.objects.create(
        round=found, reply=reply, question="ord", name="a.pdf", media_type="application/pdf", content=b"%PDF"
    )
    _told(found)
    return {
        "survey round": found,
        "survey contact": contact,
        "survey link": another,
        "reply": reply,
        "reply file": file,
    }
