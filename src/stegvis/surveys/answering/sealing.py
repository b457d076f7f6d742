"""Sealing a person's answers, and opening them together when the round is closed (decision 0016).

What somebody else knows of those who answered stands on their links and contacts: the kind, the stratum, the cluster.
Beside an answer it stands only where so many of those opened together share it that it points at nobody. What was
written in free words goes another way than the rest of the answers, so that neither leads to the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.foundation.sealed.services import Sealed, gathered, open_together, seal
from stegvis.surveys.answering.locking import DoesNotFitError, room_for
from stegvis.surveys.answering.opened import Opened
from stegvis.surveys.coding.services import cut_free_texts
from stegvis.surveys.content.document import Questionnaire
from stegvis.surveys.content.plain import read
from stegvis.surveys.models import Answers, Round

PURPOSE = "surveys.answers"
Labels = tuple[str, ...]


def seal_answers(opened: Opened, counted: dict[str, Any]) -> Sealed:
    """``counted`` are the answers that count. Raises DoesNotFitError."""
    told = {name: getattr(opened, name) for name in ("actor", "stratum", "cluster", "notice")}
    room = room_for(opened.questionnaire)
    try:
        return seal(PURPOSE, opened.round, {**told, "answers": counted}, room=room + room // 2 + 1024)
    except ValueError:
        raise DoesNotFitError from None


def open_closed() -> int:
    """How many answers were opened, of rounds that are closed. Run it as Stegvis itself; it may run again."""
    closed = Round.objects.filter(pk__in=map(int, gathered(PURPOSE, fewest=1)), state=Round.State.CLOSED)
    return sum(open_answers_of(key) for key in closed.values_list("pk", flat=True))


@transaction.atomic
def open_answers_of(round_id: int) -> int:
    """Open what is gathered of a closed round, if there is enough of it; gives how many answers."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("version")
    found = rows.filter(pk=round_id, state=Round.State.CLOSED).first()
    if found is None:
        return 0
    is_divided = asks_differently(read(found.version.content))

    def choose(answers: list[dict[str, Any]]) -> set[int]:
        return told_together([_kept_apart(one, is_divided) for one in answers], found.fewest)

    opened = open_together(PURPOSE, str(round_id), fewest=found.fewest, choose=choose)
    labels = _labels(opened, found.fewest, is_divided)
    said = [(label[0], one["answers"]) for one, label in zip(opened, labels, strict=True)]
    contents = cut_free_texts(round_id=round_id, rows=said)
    month = timezone.localdate().replace(day=1)
    made = [
        Answers(
            round=found,
            actor=actor,
            stratum=stratum,
            cluster=cluster,
            notice=one["notice"],
            month=month,
            content=content,
        )
        for one, content, (actor, stratum, cluster) in zip(opened, contents, labels, strict=True)
    ]
    return len(Answers.objects.bulk_create(made))


def asks_differently(questionnaire: Questionnaire) -> bool:
    """Whether one kind is asked what another is not: then the answers themselves tell the kind."""
    return any(
        section.actors or question.actors or any(row.actors for row in question.rows)
        for section in questionnaire.sections
        for question in section.questions
    )


def _kept_apart(one: dict[str, Any], is_divided: bool) -> Labels:
    """What answers show of themselves, which no leaving out hides: the notice's number, and the kind if it is so."""
    return (str(one["notice"]), one["actor"] if is_divided else "")


def told_together(groups: Sequence[Labels], fewest: int) -> set[int]:
    """The places of those in a group of ``fewest`` or more; the others stay sealed."""
    places: dict[Labels, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        places[group].append(place)
    return {place for found in places.values() if len(found) >= fewest for place in found}


def _labels(opened: list[dict[str, Any]], fewest: int, is_divided: bool) -> list[Labels]:
    """Kind, stratum and cluster as they may stand, in the order of ``opened``."""
    full: list[Labels] = [(one["actor"], one["stratum"], one["cluster"]) for one in opened]
    kept: list[Labels] = [("", "", "")] * len(full)
    groups: dict[Labels, list[int]] = defaultdict(list)
    for place, one in enumerate(opened):
        groups[_kept_apart(one, is_divided)].append(place)
    for places in groups.values():
        for place, labels in zip(places, coarsened([full[place] for place in places], fewest), strict=True):
            kept[place] = labels
    return kept


def coarsened(labels: Sequence[Labels], fewest: int) -> list[Labels]:
    """Each label kept where ``fewest`` or more share it and all before it, else empty; and as many share the empty one.

    Where too few are left without a label, the smallest of the others loses its own too.
    """
    if not labels or not labels[0]:
        return list(labels)
    groups: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(labels):
        groups[one[0]].append(place)
    pool = [place for name in list(groups) if len(groups[name]) < fewest for place in groups.pop(name)]
    for name in sorted(groups, key=lambda name: (len(groups[name]), name)):
        if not 0 < len(pool) < fewest:
            break
        pool += groups.pop(name)
    kept: list[Labels] = [("",) * len(labels[0])] * len(labels)
    for name, places in groups.items():
        for place, rest in zip(places, coarsened([labels[place][1:] for place in places], fewest), strict=True):
            kept[place] = (name, *rest)
    return kept
