"""A draft of Ale's, small enough to see through, and Cecilia of another employer who reads it for her union."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.drafts.review_services import ask_reviewer, send_out
from stegvis.frameworks.drafts.services import start_draft
from stegvis.frameworks.drafts.tasks import send_review_letter
from stegvis.frameworks.models import Draft
from tests.careers.test_tasks import queued
from tests.support.cast import Cast
from tests.support.database import as_owner

CONTENT: dict[str, Any] = {
    "format": 1,
    "code": "ale-modell",
    "version": 1,
    "status": "proposal",
    "title": "Ales modell",
    "summary": "För sjuksköterskor i Ale.",
    "owner": {"name": "Ale kommun", "kind": "municipality"},
    "provenance": {"basis": "written"},
    "professions": ["sjukskoterska"],
    "scale": [{"value": 1, "title": "Följer"}, {"value": 2, "title": "Leder"}],
    "competences": [
        {"code": "karna", "title": "Kärnan", "items": [{"code": "hygien", "title": "Rena händer alltid"}]},
    ],
    "roles": [{"code": "enhetschef", "title": "Enhetschef"}],
    "facts": [{"kind": "course", "code": "hlr", "title": "HLR"}],
    "levels": [
        {
            "code": "grund",
            "order": 1,
            "title": "Grundnivå",
            "requires": [
                {"kind": "licence", "code": "legitimation", "title": "Legitimation", "accepts": ["sjukskoterska"]},
                {"kind": "course", "code": "hygien", "title": "Kursen i HLR", "accepts": ["hlr"]},
            ],
        },
        {
            "code": "fordjupad",
            "order": 2,
            "title": "Fördjupad nivå",
            "requires": [
                {
                    "kind": "competence",
                    "code": "leder",
                    "title": "Leder hygienarbetet",
                    "accepts": ["hygien"],
                    "rating": 2,
                    "judged_by": ["enhetschef"],
                }
            ],
            "tracks": [{"code": "kliniskt", "title": "Kliniskt spår"}],
        },
    ],
}


@pytest.fixture
def content() -> dict[str, Any]:
    return copy.deepcopy(CONTENT)


@pytest.fixture
def draft(cast: Cast, content: dict[str, Any]) -> Draft:
    """Being written."""
    with acting_as(cast.gunilla.pk) as actor:
        return start_draft(actor=actor, owner=cast.ale, content=content)


@pytest.fixture
def out(cast: Cast, draft: Draft) -> Draft:
    """Out for review, with Cecilia of Mölndal as its one reviewer."""
    with acting_as(cast.gunilla.pk) as actor:
        ask_reviewer(
            actor=actor,
            draft=draft,
            email=cast.cecilia.email,
            role="union",
            speaks_for="Vårdförbundet",
        )
        send_out(actor=actor, draft=draft)
    return draft


def send_letters() -> None:
    """Run the letters that have been queued, as a worker that has been killed does: also those that were run before."""
    with as_owner():
        for ids in queued("frameworks.drafts.send_review_letter"):
            send_review_letter.func(**ids)
