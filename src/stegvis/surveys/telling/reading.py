"""A round's answers, read once, as Stegvis itself: nobody reads those of a person singly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet

from stegvis.surveys.content import plain
from stegvis.surveys.content.document import Questionnaire
from stegvis.surveys.content.routing import shown
from stegvis.surveys.models import Answers, Contact, FreeText, Margin, Reply, Round, Stratum
from stegvis.surveys.telling.ground import Drawn, Ground, sampled
from stegvis.surveys.telling.microdata import NOT_APART, Answered, Microdata, microdata

State = Reply.State
COUNTED = (State.RECEIVED, State.RESUBMITTED, State.APPROVED, State.LOCKED)
"""What has been sent and stands; what was sent back is waited for."""


def questionnaire_of(found: Round) -> Questionnaire:
    return plain.read(found.version.content)


def microdata_of(found: Round) -> Microdata:
    questionnaire = questionnaire_of(found)

    def counting(actor: str, answers: Mapping[str, Any]) -> frozenset[str]:
        return shown(questionnaire, actor, answers).codes

    year, written = found.closes_on.year, written_in(found)
    return microdata(questionnaire, answered_in(found), year=year, counting=counting, written=written)


def written_in(found: Round) -> dict[tuple[str, str], int] | None:
    """How many persons wrote something, by question and kind, for it is cut loose from their answers; None of
    organisations, whose replies hold it. What is hidden was written too."""
    if found.kind == Round.Kind.ORGANISATIONS:
        return None
    rows = FreeText.objects.filter(round=found).values("asked__question", "actor").order_by()
    told = rows.annotate(number=Count("pk")).values_list("asked__question", "actor", "number")
    return {(question, actor): number for question, actor, number in told}


def answered_in(found: Round) -> list[Answered]:
    """Test replies left out. The order says nothing: persons' by their random keys, organisations' by name."""
    if found.kind == Round.Kind.PERSONS:
        rows = Answers.objects.filter(round=found).order_by("id")
        return [Answered(*one) for one in rows.values_list("actor", "content", "stratum", "cluster")]
    columns = ("contact__actor", "content", "contact__stratum", "contact__cluster")
    return [Answered(*one) for one in _replies(found).values_list(*columns)]


def names_in(found: Round) -> list[str]:
    """Who replied, in the order of ``answered_in``."""
    return list(_replies(found).values_list("contact__name", flat=True))


def _replies(found: Round) -> QuerySet[Reply]:
    rows = Reply.objects.filter(round=found, state__in=COUNTED, contact__is_test=False)
    return rows.order_by("contact__name", "id")


def asked_in(found: Round) -> dict[str, int]:
    """How many of each kind were asked and belong to those the survey is about; empty when that has been deleted."""
    rows = Contact.objects.filter(round=found, is_test=False).exclude(said=Contact.Said.OUTSIDE)
    return dict(rows.values("actor").order_by("actor").annotate(number=Count("pk")).values_list("actor", "number"))


def as_answered(asked: Mapping[str, int], kinds: set[str]) -> dict[str, int]:
    """Those asked, by kind as far as the answers keep their kind; the others together."""
    if NOT_APART not in kinds:
        return dict(asked)
    apart = {kind: number for kind, number in asked.items() if kind in kinds}
    return apart | {NOT_APART: sum(asked.values()) - sum(apart.values())} if asked else {}


def ground_of(found: Round, data: Microdata, asked: Mapping[str, int]) -> Ground:
    asked = as_answered(asked, set(data.who.actors.tolist()))
    if found.design == Round.Design.CENSUS:
        return Ground(asked)
    strata = {one.code: Drawn(one.size, one.clusters) for one in Stratum.objects.filter(round=found)}
    margins: dict[str, dict[str, int]] = {}
    for one in Margin.objects.filter(round=found):
        margins.setdefault(one.question, {})[one.choice] = one.size
    return sampled(data, strata, margins, asked)
