"""Working out what a round tells, and choosing what it is to tell of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, acting_as_system
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import Progress, no_progress
from stegvis.foundation.jobs.running import start_job
from stegvis.surveys.models import Crossing, Round, Telling, ToldCounts
from stegvis.surveys.telling import earlier as kept
from stegvis.surveys.telling import sums
from stegvis.surveys.telling.backgrounds import backgrounds_of, crossable_questions
from stegvis.surveys.telling.files.codebook import kept_of_organisations, kept_of_persons
from stegvis.surveys.telling.making import make_tables
from stegvis.surveys.telling.microdata import Microdata
from stegvis.surveys.telling.needs import needs_table
from stegvis.surveys.telling.policies import may_choose, may_tell
from stegvis.surveys.telling.queries import round_of
from stegvis.surveys.telling.reading import asked_in, ground_of, microdata_of, questionnaire_of
from stegvis.surveys.telling.tables import Table, write
from stegvis.surveys.telling.waves import compared

STEPS = 100
READ, TOLD = 10, 90
MOST_CROSSINGS = 12


@transaction.atomic
def start_telling(*, actor: Actor, round_id: int, result_url: str) -> Job:
    """Begin working out the results. Raises NotYours, Refused."""
    from stegvis.surveys.telling import tasks

    found = round_of(actor, round_id)
    require(may_tell(actor, found))
    title = _("Results of %(round)s") % {"round": found.title}
    return start_job(actor=actor, title=title[:200], task=tasks.tell_round, result_url=result_url, round_id=found.pk)


def tell(*, actor: Actor, round_id: int, progress: Progress | Any = no_progress) -> Telling:
    """All tables of the round as one publication, the next of its tellings; the last one, where nothing has changed
    since. As the worker alone can. Raises Refused."""
    found = round_of(actor, round_id)
    require(may_tell(actor, found))
    with acting_as_system(reason="surveys.tell"):
        Round.objects.select_for_update().get(pk=found.pk)  # two at once are told one after the other
        told = _tell(found, actor, progress)
    progress(STEPS, STEPS)
    return told


def _tell(found: Round, actor: Actor, progress: Any) -> Telling:
    progress(0, STEPS)
    before = list(Telling.objects.filter(round=found).order_by("number"))
    number = (before[-1].number if before else 0) + 1
    data = microdata_of(found)
    progress(READ, STEPS)
    fewest = found.fewest if found.hides_small else 1
    if data.who.size < max(fewest, 1):
        if before and before[-1].state == Telling.State.TOO_FEW:
            return before[-1]
        return Telling.objects.create(
            round=found, number=number, state=Telling.State.TOO_FEW, made_by_id=actor.user, content={}, audit={}
        )
    _refuse_few_more(found, data.who.size, before)
    asked = asked_in(found) or (before[-1].content.get("asked", {}) if before else {})
    ground = ground_of(found, data, asked)
    kept_before = _counts_before(found)
    made = make_tables(
        data,
        ground,
        threshold=found.fewest if found.hides_small else 0,
        crossings=[(one.background, one.question) for one in Crossing.objects.filter(round=found)],
        earlier=[kept.read(one) for one in kept_before],
        summed=sums.read(one.get("summed", {}) for one in kept_before),
        watch=_Bar(progress),
    )
    progress(TOLD, STEPS)
    tables = [*made.tables, *needs_table(made.tables), *compared(found, data.questionnaire, made.tables)]
    content = _content(tables, asked, ground.notes) | {"file": _in_file(found, data)}
    if before and before[-1].content == content:
        return before[-1]
    told = Telling.objects.create(
        round=found,
        number=number,
        state=Telling.State.TOLD,
        answered=data.who.size,
        content=content,
        audit=made.audit,
        made_by_id=actor.user,
    )
    ToldCounts.objects.create(telling=told, content=kept.write(made.told) | {"summed": sums.write(made.sums)})
    return told


class _Bar:
    """Nobody knows how many steps the search for what to hide takes, so each goes a tenth of what is left."""

    def __init__(self, progress: Any) -> None:
        self.progress = progress
        self.left = float(TOLD - READ)

    def __call__(self) -> None:
        self.left *= 0.9
        self.progress(TOLD - math.ceil(self.left), STEPS)


def _refuse_few_more(found: Round, answered: int, before: list[Telling]) -> None:
    """A few more answers than were told of last would hide nearly everything: the difference is what they said."""
    last = next((one.answered for one in reversed(before) if one.answered is not None), None)
    if found.hides_small and last is not None and 0 < abs(answered - last) < found.fewest:
        raise Refused(
            _(
                "Fewer than %(fewest)s answers have come or gone since the results were worked out last. What those few"
                " said could be read from the difference, so nothing new is told until there are more."
            )
            % {"fewest": found.fewest}
        )


def _counts_before(found: Round) -> list[dict[str, Any]]:
    rows = ToldCounts.objects.filter(telling__round=found).order_by("telling__number")
    return list(rows.values_list("content", flat=True))


def _content(tables: list[Table], asked: Mapping[str, int], notes: Any) -> dict[str, Any]:
    return {
        "tables": [write(one) for one in tables],
        "asked": dict(asked),
        "notes": [{"code": one.code, "params": one.params} for one in notes],
    }


def _in_file(found: Round, data: Microdata) -> dict[str, Any]:
    """What goes into the file with the answers, which is told with the figures so that both are described alike."""
    is_of_persons = found.kind == Round.Kind.PERSONS
    in_file = kept_of_persons(data, found.fewest) if is_of_persons else kept_of_organisations(data, with_words=True)
    return {"keys": list(in_file.keys), "kinds": list(in_file.kinds), "has_names": in_file.has_names}


@transaction.atomic
def add_crossing(*, actor: Actor, round_id: int, background: str, question: str) -> bool:
    """Cross a background with a question from the next telling on; False where they are crossed. Raises Refused."""
    found = round_of(actor, round_id)
    require(may_choose(actor, found))
    questionnaire = questionnaire_of(found)
    if background not in backgrounds_of(questionnaire) or question not in crossable_questions(
        questionnaire, background
    ):
        raise Refused(_("Choose a background and a question of this round that can be crossed with it."))
    if Crossing.objects.filter(round=found).count() >= MOST_CROSSINGS:
        raise Refused(_("There are %(n)s cross tables already. Take one away first.") % {"n": MOST_CROSSINGS})
    return Crossing.objects.get_or_create(round=found, background=background, question=question)[1]


@transaction.atomic
def remove_crossing(*, actor: Actor, round_id: int, crossing_id: int) -> None:
    """From the next telling on. What has been told of it stays told. Raises NotYours."""
    found = round_of(actor, round_id)
    require(may_choose(actor, found))
    Crossing.objects.filter(round=found, pk=crossing_id).delete()
