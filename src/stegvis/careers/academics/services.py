"""Writing academic paths. Each write holds the path's row, so that what was shown is compared with what there is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from stegvis.careers.academics.policies import OPEN, may_agree, may_finish, may_write
from stegvis.careers.academics.terms import held_against
from stegvis.careers.academics.wording import ENDS_IN, STAGES
from stegvis.careers.evidence.services import Statement, state_evidence
from stegvis.careers.models import StudyPath, StudyStage, StudyTerms
from stegvis.careers.plans.revision import CHANGED, revision_of
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.people.models import Evidence

State = StudyPath.State
MOST_STAGES = 30
LONGEST = timedelta(days=366 * 15)
LONGEST_PAUSE = timedelta(days=366 * 4)
FARTHEST = timedelta(days=366 * 30)
"""How far off studies may begin: beyond it the year is mistyped."""


@dataclass(frozen=True)
class PathFacts:
    """``share`` in per cent of working time, ``kronor`` whole and None where nothing is said."""

    kind: str
    title: str
    share: int
    starts: date
    ends: date
    university: str = ""
    supervisor: str = ""
    funding: str = ""
    paid_by: str = ""
    kronor: int | None = None
    follow_up_on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of it: a degree, or with ``credits`` (in tenths) only that many."""

    title: str
    on: date
    credits: int | None = None


@transaction.atomic
def start_path(*, actor: Actor, person: UUID, employer: int, facts: PathFacts) -> StudyPath:
    """Begin to plan studies, with the stages that its kind usually has. Raises Refused."""
    require(may_write(actor, person, employer))
    path = StudyPath(person_id=person, employer_id=employer, **_checked(actor, facts))
    _fits(actor, path)
    _save(path)
    StudyStage.objects.bulk_create(
        StudyStage(person_id=person, employer_id=employer, path=path, title=str(title), position=position)
        for position, title in enumerate(STAGES[path.kind])
    )
    return path


@transaction.atomic
def change_path(*, actor: Actor, path_id: int, seen: str, facts: PathFacts) -> StudyPath:
    """What is agreed on waits for a new yes where the time or the money changes, also in a pause. Raises Refused.

    A manager's change is a yes in itself, but for more than the terms say, which takes a ground.
    """
    path = _held(actor, path_id, seen)
    values = _checked(actor, facts)
    if values["kind"] != path.kind:
        raise Refused(_("The kind stays. End this and begin another."))
    agreed = ("share", "starts", "ends", "funding", "paid_by", "kronor")
    is_new = any(getattr(path, name) != values[name] for name in agreed)
    for name, value in values.items():
        setattr(path, name, value)
    _fits(actor, path)
    if is_new and (not _manages(actor, path) or _is_over(actor, path)):
        _plan_anew(path)
    _save(path)
    return path


@transaction.atomic
def agree_path(*, actor: Actor, path_id: int, seen: str, ground: str = "") -> StudyPath:
    """The manager says yes: the time is given. What is more than the terms say takes a ground. Raises Refused."""
    path = _held(actor, path_id, seen)
    require(may_agree(actor, path))
    is_over = _is_over(actor, path)
    path.ground = _line(ground, 300) if is_over else ""
    if is_over and not path.ground:
        raise Refused(_("It is more than the study terms say. Write why you agree on it."))
    path.state = State.RUNNING
    path.save()
    return path


@transaction.atomic
def pause_path(*, actor: Actor, path_id: int, seen: str, first: date, until: date | None) -> StudyPath:
    """Nobody has to say why. Raises Refused."""
    path = _held(actor, path_id, seen)
    if path.state != State.RUNNING:
        raise Refused(_("Only studies that are under way are paused."))
    if not path.starts <= first <= path.ends:
        raise Refused(_("The pause begins within the time of the studies."))
    if until is not None and not first <= until <= first + LONGEST_PAUSE:
        raise Refused(_("The pause ends before it begins, or is very long. Leave the end empty if it is not known."))
    path.state, path.paused_on, path.paused_until = State.PAUSED, first, until
    path.save()
    return path


@transaction.atomic
def resume_path(*, actor: Actor, path_id: int, seen: str, on: date) -> StudyPath:
    """Go on. The planned end and what is not reached yet move by as long as the pause was. Raises Refused.

    An end that the person moves is not the one agreed on: it waits for a new yes.
    """
    path = _held(actor, path_id, seen)
    if path.state != State.PAUSED or path.paused_on is None:
        raise Refused(_("The studies are not paused."))
    if on < path.paused_on or on > path.paused_on + LONGEST_PAUSE:
        raise Refused(_("The studies cannot go on before the pause began, nor after so many years."))
    length = on - path.paused_on
    path.state, path.paused_on, path.paused_until = State.RUNNING, None, None
    path.ends += length
    if length and not _manages(actor, path):
        _plan_anew(path)
    _fits(actor, path)
    path.save()
    left = writable(actor, StudyStage).filter(path=path, done_on__isnull=True, due__isnull=False)
    left.update(due=F("due") + length)
    return path


@transaction.atomic
def follow_up_path(*, actor: Actor, path_id: int, seen: str, note: str, again_on: date | None) -> StudyPath:
    path = _held(actor, path_id, seen)
    if again_on is not None and not path.starts <= again_on <= path.ends:
        raise Refused(_("The follow-up is within the time of the studies."))
    path.follow_up, path.follow_up_on = _words(note, 4000), again_on
    path.save()
    return path


@transaction.atomic
def finish_path(*, actor: Actor, path_id: int, seen: str, outcome: Outcome) -> Evidence:
    """The person has the degree or the credits: it is stated in their record, where somebody checks it."""
    path = _held(actor, path_id, seen)
    require(may_finish(actor, path))
    if outcome.on < path.starts:
        raise Refused(_("It cannot be finished before it began."))
    kind = Evidence.Kind.CREDITS if outcome.credits is not None else Evidence.Kind(ENDS_IN[path.kind])
    statement = Statement(kind, outcome.title, outcome.on, amount=outcome.credits or 1, reference=path.university[:80])
    evidence = state_evidence(actor=actor, employer_id=path.employer_id, statement=statement)
    path.state, path.ended_on, path.paused_on, path.paused_until = State.FINISHED, outcome.on, None, None
    path.save()
    return evidence


@transaction.atomic
def end_path(*, actor: Actor, path_id: int, seen: str, note: str) -> StudyPath:
    """End early. What was reached stays."""
    path = _held(actor, path_id, seen)
    path.state, path.ended_on, path.follow_up_on = State.ENDED, actor.today, None
    path.paused_on = path.paused_until = None
    path.follow_up = _words(note, 4000) or path.follow_up
    path.save()
    return path


@transaction.atomic
def add_stage(*, actor: Actor, path_id: int, title: str, due: date | None) -> StudyStage:
    path = _held(actor, path_id)
    count = visible(actor, StudyStage).filter(path=path).count()
    if count >= MOST_STAGES:
        raise Refused(_("There are very many stages. Take one away before you add more."))
    theirs = {"person_id": path.person_id, "employer_id": path.employer_id}
    return StudyStage.objects.create(**theirs, path=path, position=count, **_stage(path, title, due))


@transaction.atomic
def change_stage(*, actor: Actor, path_id: int, stage_id: int, seen: str, title: str, due: date | None) -> StudyStage:
    path, stage = _held_stage(actor, path_id, stage_id)
    if revision_of(stage) != seen:
        raise Refused(str(CHANGED))
    for name, value in _stage(path, title, due).items():
        setattr(stage, name, value)
    stage.save()
    return stage


@transaction.atomic
def remove_stage(*, actor: Actor, path_id: int, stage_id: int, seen: str) -> None:
    _path, stage = _held_stage(actor, path_id, stage_id)
    if revision_of(stage) != seen:
        raise Refused(str(CHANGED))
    stage.delete()


@transaction.atomic
def reach_stage(*, actor: Actor, path_id: int, stage_id: int, is_reached: bool) -> StudyStage:
    """Reached today, or not after all; the same again changes nothing."""
    _path, stage = _held_stage(actor, path_id, stage_id)
    if (stage.done_on is not None) != is_reached:
        stage.done_on = actor.today if is_reached else None
        stage.save()
    return stage


def _held(actor: Actor, path_id: int, seen: str | None = None) -> StudyPath:
    """The path, held until the transaction ends. Raises NotYours, and Refused for one that is over or has changed."""
    path = writable(actor, StudyPath).select_for_update(of=("self",)).filter(pk=path_id).first()
    if path is None:
        raise NotYours
    require(may_write(actor, path.person_id, path.employer_id))
    if path.state not in OPEN:
        raise Refused(_("The studies are over and stay as they are."))
    if seen is not None and revision_of(path) != seen:
        raise Refused(str(CHANGED))
    return path


def _held_stage(actor: Actor, path_id: int, stage_id: int) -> tuple[StudyPath, StudyStage]:
    path = _held(actor, path_id)
    stage = writable(actor, StudyStage).filter(path=path, pk=stage_id).first()
    if stage is None:
        raise Refused(_("The stage is no longer there."))
    return path, stage


def _manages(actor: Actor, path: StudyPath) -> bool:
    return actor.person != path.person_id


def _is_over(actor: Actor, path: StudyPath) -> bool:
    held = held_against(actor, path)
    return held is not None and held.is_over


def _plan_anew(path: StudyPath) -> None:
    """A pause ends with the agreement that it was a pause from."""
    path.state, path.paused_on, path.paused_until = State.PLANNED, None, None


def _save(path: StudyPath) -> None:
    try:
        with transaction.atomic():
            path.save()
    except IntegrityError as error:
        if "one_path_of_a_kind" not in str(error):
            raise
        raise Refused(_("There is one of the kind already. Finish or end it before the next.")) from error


def _fits(actor: Actor, path: StudyPath) -> None:
    """Raises Refused where the shares of what runs at the same time are over 100 per cent on some day.

    Held per person, so that two begun at once are seen by one another. What another employer keeps is not told.
    """
    wait_for_turn("careers.studypath", path.person_id)
    others = visible(actor, StudyPath).filter(
        person=path.person_id, state__in=(State.PLANNED, State.RUNNING), starts__lte=path.ends, ends__gte=path.starts
    )
    spans = [(one.starts, one.ends, one.share) for one in others.exclude(pk=path.pk)]
    days = {path.starts} | {first for first, _last, _share in spans if first >= path.starts}
    total = max(sum(share for first, last, share in spans if first <= day <= last) for day in days) + path.share
    if total > 100:
        told = _("Together with other studies at the same time it would be %(total)s per cent of the working time.")
        raise Refused(told % {"total": total})


def _checked(actor: Actor, facts: PathFacts) -> dict[str, object]:
    """The fields to be stored. Raises Refused with the first thing that cannot be so."""
    values = asdict(facts)
    for name, longest in (("title", 200), ("university", 120), ("supervisor", 120), ("funding", 300)):
        values[name] = _line(values[name], longest)
    if facts.kind not in StudyPath.Kind.values:
        raise Refused(_("Choose what kind of studies it is."))
    if not values["title"]:
        raise Refused(_("Say what the studies are in."))
    if not 1 <= facts.share <= 100:
        raise Refused(_("The share is between 1 and 100 per cent of the working time."))
    if abs(facts.starts - actor.today) > FARTHEST:
        raise Refused(_("The studies begin more than thirty years away. Check the year."))
    if not facts.starts <= facts.ends <= facts.starts + LONGEST:
        raise Refused(_("The studies end before they begin, or take very long."))
    if facts.follow_up_on is not None and not facts.starts <= facts.follow_up_on <= facts.ends:
        raise Refused(_("The follow-up is within the time of the studies."))
    return values


def _stage(path: StudyPath, title: str, due: date | None) -> dict[str, object]:
    line = _line(title, 200)
    if not line:
        raise Refused(_("Say what the stage is."))
    if due is not None and not path.starts <= due <= path.ends:
        raise Refused(_("The day is within the time of the studies."))
    return {"title": line, "due": due}


def _line(text: str, longest: int) -> str:
    line = clean(text)[:longest]
    if holds_personal_number(line):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return line


def _words(text: str, longest: int) -> str:
    words = "\n".join(clean(line) for line in text.splitlines()).strip()[:longest]
    if holds_personal_number(words):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return words


@transaction.atomic
def keep_terms(*, actor: Actor, employer: int, profession: str | None, values: dict[str, Any], seen: str) -> None:
    """A profession's terms from now on, or the general ones; with nothing in them there are none. Raises Refused.

    ``seen`` is the revision of the terms that were shown, or of none.
    """
    if employer not in actor.coordinates:
        raise NotYours
    values = values | {"text": clean(values["text"])[:300]}
    if holds_personal_number(values["text"]):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    wait_for_turn("careers.studyterms", employer)
    rows = writable(actor, StudyTerms)
    if revision_of(*rows.filter(employer=employer, profession=profession)) != seen:
        raise Refused(str(CHANGED))
    if all(value in (None, "") for value in values.values()):  # 0 kronor is a sum
        rows.filter(employer=employer, profession=profession).delete()
        return
    rows.update_or_create(employer_id=employer, profession_id=profession, defaults=values)
