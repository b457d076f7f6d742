"""Reading questionnaires and their versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.content.checks import items_in, questions_in
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.models import Questionnaire, Version
from stegvis.surveys.policies import Owner


def questionnaires_of(actor: Actor, *, away: bool = False) -> QuerySet[Questionnaire]:
    """Those that the actor leads, with how many versions each has, the latest changed first."""
    return (
        visible(actor, Questionnaire)
        .filter(put_away_at__isnull=not away)
        .defer("content", "text")
        .select_related("employer", "collaboration", "changed_by")
        .annotate(fixed=Count("versions"), latest=Max("versions__number"))
        .order_by("-changed_at")
    )


def questionnaire_of(actor: Actor, key: int | str) -> Questionnaire:
    """One that the actor leads. Raises NotYours."""
    rows = visible(actor, Questionnaire).select_related("employer", "collaboration", "changed_by")
    return get_visible(actor, Questionnaire, rows, pk=key)


def version_of(actor: Actor, key: int | str) -> Version:
    """One version of what the actor leads. Raises NotYours."""
    related = ("questionnaire__employer", "questionnaire__collaboration", "fixed_by")
    return get_visible(actor, Version, visible(actor, Version).select_related(*related), pk=key)


def versions_of(actor: Actor, questionnaire: Questionnaire) -> list[Version]:
    """The newest first."""
    rows = visible(actor, Version).filter(questionnaire=questionnaire.pk).select_related("fixed_by")
    return list(rows.order_by("-number"))


def startable_versions(actor: Actor) -> QuerySet[Version]:
    """Versions to start another questionnaire from."""
    rows = visible(actor, Version).defer("content").select_related("questionnaire")
    return rows.order_by("questionnaire__title", "-number")


def possible_owners(actor: Actor) -> list[Owner]:
    """The collaborations that the actor leads and the employers that the actor coordinates."""
    return [
        *visible(actor, Collaboration).filter(pk__in=actor.leads).order_by("name"),
        *visible(actor, Organisation).filter(pk__in=actor.coordinates).order_by("name"),
    ]


@dataclass(frozen=True)
class Changes:
    """What has become of the items since a version: their codes."""

    new: list[str]
    gone: list[str]
    changed: list[str]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


def changes_between(before: Plain, now: Plain) -> Changes:
    """By code, over questions and rows."""
    was, held = _items(before), _items(now)
    return Changes(
        new=[code for code in held if code not in was],
        gone=[code for code in was if code not in held],
        changed=[code for code, item in held.items() if code in was and was[code] != item],
    )


def _items(content: Plain) -> dict[str, Plain]:
    """Each item without its rows, which are items of their own."""
    scales = content.get("scales", {})
    return {
        item["code"]: {key: value for key, value in item.items() if key != "rows"}
        | ({"choices": scales.get(item["scale"], [])} if "scale" in item else {})
        for item, _path, _question in items_in(questions_in(content))
    }


def using(code: str) -> Q:
    """Questionnaires and versions that ask the item with that code."""
    question = [{"questions": [{"code": code}]}]
    row = [{"questions": [{"rows": [{"code": code}]}]}]
    return Q(content__sections__contains=question) | Q(content__sections__contains=row)
