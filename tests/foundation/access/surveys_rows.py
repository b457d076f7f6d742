"""What the web may write in the room of surveys, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from django.db.models import Model
from django.utils import timezone

from stegvis.organisations.models import Organisation
from stegvis.surveys import models as surveys
from tests.foundation.access import coding_rows, surveys_telling
from tests.support.cast import START, Cast
from tests.support.database import as_owner

M = TypeVar("M", bound=Model)
Make = Callable[[Cast, Organisation], Model]
DAYS: dict[str, Any] = {"opens_on": START, "closes_on": START, "contacts_until": START, "keep_until": START}


def made(model: type[M], **fields: Any) -> M:
    with as_owner():
        return model._base_manager.create(**fields)


def questionnaire_of(owner: Organisation) -> surveys.Questionnaire:
    return made(surveys.Questionnaire, employer=owner, code=uuid4().hex, title="Q", content={})


def version_of(owner: Organisation) -> surveys.Version:
    return made(surveys.Version, questionnaire=questionnaire_of(owner), number=1, content={})


def round_of(owner: Organisation) -> surveys.Round:
    about: dict[str, Any] = {"title": "R", "kind": "organisations", "sender": "S"}
    return made(surveys.Round, employer=owner, version=version_of(owner), **DAYS, **about)


def contact_of(owner: Organisation) -> surveys.Contact:
    return made(surveys.Contact, round=round_of(owner), actor="region", name="K")


def link_of(owner: Organisation) -> surveys.Link:
    contact = contact_of(owner)
    return surveys.Link(round=contact.round, contact=contact, token_hash=uuid4().hex)


def note_on(owner: Organisation) -> surveys.ReplyNote:
    contact = contact_of(owner)
    reply = made(surveys.Reply, round=contact.round, contact=contact, notice=1)
    return surveys.ReplyNote(round=contact.round, reply=reply, text="T")


def report_of(owner: Organisation) -> surveys.Report:
    return made(surveys.Report, employer=owner, slug=uuid4().hex, title="R")


def release_of(report: surveys.Report) -> surveys.Release:
    return surveys.Release(report=report, number=1, slug=report.slug, published_at=timezone.now())


def content_of(owner: Organisation) -> surveys.ReleaseContent:
    release = release_of(report_of(owner))
    with as_owner():
        release.save()
    return surveys.ReleaseContent(release=release, content={}, audit={}, pdf=b"%PDF")


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    surveys.Item: ("employer", "gunilla", lambda c, o: surveys.Item(employer=o, code=uuid4().hex, content={})),
    surveys.Questionnaire: (
        "employer",
        "gunilla",
        lambda c, o: surveys.Questionnaire(employer=o, code=uuid4().hex, title="Q", content={}),
    ),
    surveys.Version: (
        "questionnaire",
        "gunilla",
        lambda c, o: surveys.Version(questionnaire=questionnaire_of(o), number=1, content={}),
    ),
    surveys.Round: (
        "employer",
        "gunilla",
        lambda c, o: surveys.Round(
            employer=o, version=version_of(o), title="R", kind="organisations", sender="S", **DAYS
        ),
    ),
    surveys.Notice: ("round", "gunilla", lambda c, o: surveys.Notice(round=round_of(o), number=1, text="N")),
    surveys.Stratum: (
        "round",
        "gunilla",
        lambda c, o: surveys.Stratum(round=round_of(o), code="s", title="S", size=9),
    ),
    surveys.Contact: (
        "round",
        "gunilla",
        lambda c, o: surveys.Contact(round=round_of(o), actor="region", name="K"),
    ),
    surveys.Link: ("round", "gunilla", lambda c, o: link_of(o)),
    surveys.Report: (
        "employer",
        "gunilla",
        lambda c, o: surveys.Report(employer=o, slug=uuid4().hex, title="R"),
    ),
    surveys.Release: ("report", "gunilla", lambda c, o: release_of(report_of(o))),
    surveys.ReleaseContent: ("release", "gunilla", lambda c, o: content_of(o)),
    surveys.ReplyNote: ("round", "gunilla", lambda c, o: note_on(o)),
    **coding_rows.ROWS,
    **surveys_telling.rows(made, round_of, questionnaire_of, START),
}

# What an organisation replies comes in by its link, through the database's own functions; the leader changes its state.
OF_ONES_OWN = {surveys.Reply}
