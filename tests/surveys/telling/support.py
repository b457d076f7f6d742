"""Rounds with answers in them, as though they had been asked and closed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from stegvis.foundation.access.actor import acting_as
from stegvis.surveys.coding.services import cut_free_texts
from stegvis.surveys.content import plain
from stegvis.surveys.content.routing import shown
from stegvis.surveys.models import Answers, Contact, Questionnaire, Reply, Round, Telling, Version
from stegvis.surveys.packaged import packaged
from stegvis.surveys.telling.microdata import Answered, Microdata, microdata
from stegvis.surveys.telling.services import tell
from tests.support.cast import Cast
from tests.support.database import as_owner

NEEDS = "utbildningsbehov"


def data_of(content: Mapping[str, Any], rows: Sequence[Answered], year: int = 2026) -> Microdata:
    questionnaire = plain.read(dict(content))

    def counting(actor: str, answers: Mapping[str, Any]) -> frozenset[str]:
        return shown(questionnaire, actor, answers).codes

    return microdata(questionnaire, rows, year=year, counting=counting)


def needs_answers(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """Answers to the packaged survey of needs: most call most things valuable, and some leave something out."""
    rng = random.Random(seed)
    questions = list(plain.read(packaged()[NEEDS]).questions())
    found = []
    for _person in range(number):
        answers: dict[str, Any] = {"roll": rng.choice(["enhetschef", "sjukskoterska"])}
        for question in questions:
            if question.code.startswith("behov-"):
                answers[question.code] = {
                    row.code: rng.choices(["akut", "vardefullt", "intressant", "inte-aktuellt"], [3, 10, 5, 2])[0]
                    for row in question.rows
                    if rng.random() < 0.95
                }
        answers["utbildningsform"] = rng.choice(["hogskola", "uppdrag"])
        answers["upplagg"] = [one for one in ("distans", "pa-plats") if rng.random() < 0.6] or ["seminarium"]
        answers["ovriga-behov"] = "Sårvård" if rng.random() < 0.3 else ""
        found.append({key: value for key, value in answers.items() if value})
    return found


def make_version(cast: Cast, content: dict[str, Any], number: int = 1) -> Version:
    questionnaire, _is_new = Questionnaire.objects.get_or_create(
        collaboration=cast.gr,
        code=content["code"],
        defaults={"title": content["title"]["sv"], "content": content, "created_by": cast.dag},
    )
    return Version.objects.create(questionnaire=questionnaire, number=number, content=content, fixed_by=cast.dag)


def make_round(cast: Cast, version: Version, **facts: Any) -> Round:
    """Closed, and of persons unless something else is said."""
    known: dict[str, Any] = {
        "title": "Behov 2026",
        "kind": Round.Kind.PERSONS,
        "state": Round.State.CLOSED,
        "opens_on": date(2026, 9, 1),
        "closes_on": date(2026, 9, 30),
        "sender": "GR",
        "contacts_until": date(2036, 10, 1),
        "keep_until": date(2036, 10, 1),
        "created_by": cast.dag,
    }
    return Round.objects.create(version=version, collaboration=cast.gr, **(known | facts))


def answer(found: Round, answers: Sequence[dict[str, Any]], actor: str = "municipality") -> None:
    """Persons, of whom as many again were asked and said nothing."""
    month = date(2026, 9, 1)
    kept = cut_free_texts(round_id=found.pk, rows=[(actor, content) for content in answers])
    Answers.objects.bulk_create(
        Answers(round=found, actor=actor, notice=1, month=month, content=content) for content in kept
    )
    Contact.objects.bulk_create(
        Contact(round=found, actor=actor, name=f"Person {at}") for at in range(2 * len(answers))
    )


def reply(found: Round, answers: Sequence[dict[str, Any]], actor: str, state: str = Reply.State.RECEIVED) -> None:
    """Organisations, by names of their own."""
    for at, content in enumerate(answers):
        contact = Contact.objects.create(round=found, actor=actor, name=f"{actor} {at}")
        Reply.objects.create(
            round=found, contact=contact, state=state, content=content, notice=1, signed_by="Kim Ek", signed_role="chef"
        )


def told_of(cast: Cast, found: Round) -> Telling:
    """Worked out as the coordinator's job, as the worker does it."""
    with as_owner(), acting_as(cast.dag.pk) as actor:
        return tell(actor=actor, round_id=found.pk)
