"""Writing a supply plan, deciding it, and following it up. What is decided stays as it was decided."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.planning.days import require_near
from stegvis.planning.models import Measure, MeasureFollowUp, PlanEdition, PlanNeed, Scenario, SupplyPlan
from stegvis.planning.plans.beside import SHOWN
from stegvis.planning.plans.freezing import frozen
from stegvis.planning.plans.policies import may_decide, may_write
from stegvis.planning.plans.telling import Withheld, to_withhold
from stegvis.planning.policies import Owner, may_plan_for
from stegvis.planning.seen import mark_of

MOST_MEASURES = 200
LONGEST_HORIZON = 30  # years


@dataclass(frozen=True)
class About:
    title: str
    starts: int
    ends: int
    words: str = ""


@dataclass(frozen=True)
class NeedFacts:
    """Full-time equivalents of a profession, and where the figures are from."""

    now: Decimal
    supply: Decimal
    need: Decimal
    source: str
    words: str = ""


@dataclass(frozen=True)
class MeasureFacts:
    kind: str
    title: str
    owner: str
    due_on: date
    profession: str | None = None
    effect: Decimal | None = None
    state: str = Measure.State.PLANNED


@dataclass(frozen=True)
class Said:
    """How a measure went in a year."""

    year: int
    state: str
    words: str
    effect: Decimal | None = None


@transaction.atomic
def begin_plan(*, actor: Actor, owner: Owner, about: About) -> SupplyPlan:
    """A plan of the owner's, with nothing in it. Sent twice it is one. Raises Refused."""
    require(may_plan_for(actor, owner))
    told: dict[str, Any] = _checked_about(about) | {
        "employer": owner if isinstance(owner, Organisation) else None,
        "collaboration": owner if isinstance(owner, Collaboration) else None,
        "created_by_id": actor.user,
    }
    wait_for_turn("begin a supply plan", actor.user or 0)
    same = visible(actor, SupplyPlan).filter(**told, revision=0, put_away_at=None).first()
    return same or SupplyPlan.objects.create(**told)


@transaction.atomic
def change_plan(*, actor: Actor, plan_id: int, about: About, seen: str | None = None) -> SupplyPlan:
    """What it is called and the years that it is for. ``seen`` is the mark of it as it was looked at: if somebody has
    saved another since, nothing is changed. Raises Refused, NotYours."""
    plan, told = _held(actor, plan_id), _checked_about(about)
    if all(getattr(plan, name) == value for name, value in told.items()):
        return plan
    if seen not in {None, mark_of(plan, About.__dataclass_fields__)}:
        raise Refused(_("Somebody has changed the plan meanwhile. Nothing of yours is saved yet."))
    for name, value in told.items():
        setattr(plan, name, value)
    return _saved(plan)


@transaction.atomic
def put_away(*, actor: Actor, plan_id: int) -> SupplyPlan:
    """Take the plan out of the list, and what is decided of it out of the overview. Its history stays."""
    plan = _held(actor, plan_id)
    plan.put_away_at = timezone.now()
    writable(actor, PlanEdition).filter(plan=plan, is_open=True).update(is_open=False)
    return _saved(plan)


@transaction.atomic
def state_need(*, actor: Actor, plan_id: int, profession: str, facts: NeedFacts, seen: str | None = None) -> PlanNeed:
    """What a profession has and needs; said again, it is changed. ``seen`` is the mark of it as it was looked at: if
    somebody has saved another since, nothing is changed. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    told = asdict(facts) | {"source": _words(facts.source), "words": _words(facts.words)}
    if not told["source"]:
        raise Refused(_("Say where the figures are from."))
    there = writable(actor, PlanNeed).filter(plan=plan, profession=profession).first()
    if there and all(getattr(there, name) == value for name, value in told.items()):
        return there
    if seen not in {None, mark_of(there, NeedFacts.__dataclass_fields__)}:
        raise Refused(_("Somebody has changed the need meanwhile. Nothing of yours is saved yet."))
    need, _is_new = PlanNeed.objects.update_or_create(plan=plan, profession_id=profession, defaults=told)
    _saved(plan)
    return need


@transaction.atomic
def remove_need(*, actor: Actor, plan_id: int, profession: str) -> None:
    plan = _held(actor, plan_id)
    if not writable(actor, PlanNeed).filter(plan=plan, profession=profession).delete()[0]:
        raise NotYours
    _saved(plan)


@transaction.atomic
def add_measure(
    *, actor: Actor, plan_id: int, facts: MeasureFacts, scenario: Scenario | None = None, lever: str = ""
) -> Measure:
    """``lever`` is the one of the ``scenario`` that it comes from. Sent twice it is one measure. Raises Refused,
    NotYours."""
    plan, told = _held(actor, plan_id), _checked_measure(actor, facts)
    mine = visible(actor, Measure).filter(plan=plan)
    if same := mine.filter(scenario=scenario, lever=lever, **told).first():
        return same
    if mine.count() >= MOST_MEASURES:
        raise Refused(_("A plan can have at most %(n)s measures.") % {"n": MOST_MEASURES})
    measure = Measure.objects.create(plan=plan, scenario=scenario, lever=lever, **told)
    _saved(plan)
    return measure


@transaction.atomic
def change_measure(
    *, actor: Actor, plan_id: int, measure_id: int, facts: MeasureFacts, revision: int | None = None
) -> Measure:
    """``revision`` is the measure's as it was looked at: if somebody has saved another since, nothing is changed.
    Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    measure, told = _measure(actor, plan, measure_id), _checked_measure(actor, facts)
    if all(getattr(measure, name) == value for name, value in told.items()):
        return measure
    if revision not in {None, measure.revision}:
        raise Refused(_("Somebody has changed the measure meanwhile. Nothing of yours is saved yet."))
    for name, value in told.items():
        setattr(measure, name, value)
    measure.revision += 1
    measure.save()
    _saved(plan)
    return measure


@transaction.atomic
def remove_measure(*, actor: Actor, plan_id: int, measure_id: int) -> None:
    """Only what has not been followed up; else it is marked as dropped, and what was said of it stays."""
    plan = _held(actor, plan_id)
    measure = _measure(actor, plan, measure_id)
    if visible(actor, MeasureFollowUp).filter(measure=measure).exists():
        raise Refused(_("The measure has been followed up. Mark it as dropped instead, so that what was said stays."))
    measure.delete()
    _saved(plan)


@transaction.atomic
def follow_up(*, actor: Actor, plan_id: int, measure_id: int, said: Said) -> MeasureFollowUp:
    """How a measure went in a year; the measure's state follows the latest year. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    measure = _measure(actor, plan, measure_id)
    if not plan.starts - 1 <= said.year <= actor.today.year:
        raise Refused(
            _("Choose a year from %(first)s to %(last)s.") % {"first": plan.starts - 1, "last": actor.today.year}
        )
    words = _words(said.words)
    if not words:
        raise Refused(_("Say what happened, also when nothing did."))
    told = {"state": said.state, "words": words, "effect": said.effect, "said_by_id": actor.user}
    row, _is_new = MeasureFollowUp.objects.update_or_create(
        plan=plan, measure=measure, year=said.year, defaults=told | {"said_on": actor.today}
    )
    if not visible(actor, MeasureFollowUp).filter(measure=measure, year__gt=said.year).exists():
        measure.state, measure.revision = said.state, measure.revision + 1
        measure.save()
    _saved(plan)
    return row


@transaction.atomic
def decide(
    *, actor: Actor, plan_id: int, revision: int, decided_on: date, decided_in: str, is_open: bool
) -> PlanEdition:
    """The plan as it stands becomes its next edition, which never changes. Raises Refused, NotYours.

    ``revision`` is what was looked at: if somebody has saved since, nothing is decided. The same decision sent twice is
    one edition.
    """
    plan = _held(actor, plan_id)
    said = {"decided_on": decided_on, "decided_in": _words(decided_in), "is_open": is_open, "decided_by_id": actor.user}
    earlier = writable(actor, PlanEdition).filter(plan=plan)
    same = earlier.filter(is_latest=True, **said).first()
    if same is not None and plan.revision == revision + 1:
        return same
    if plan.revision != revision:
        raise Refused(_("Somebody has changed the plan meanwhile. Look at it as it is now before it is decided."))
    require_near(decided_on, actor.today)
    if decided_on > actor.today:
        raise Refused(_("The day has not come yet."))
    content = frozen(actor, plan)
    require(may_decide(actor, plan, needs=len(content["needs"]), measures=len(content["measures"])))
    withheld = _withheld(actor, plan, content, decided_on) if is_open else None
    number = earlier.count() + 1
    earlier.filter(is_latest=True).update(is_latest=False)
    _saved(plan)
    return PlanEdition.objects.create(
        plan=plan,
        number=number,
        owner=str(plan.owner),
        is_joint=plan.collaboration_id is not None,
        content=content,
        withheld=withheld,
        **said,
    )


@transaction.atomic
def show_edition(*, actor: Actor, plan_id: int, number: int, is_open: bool) -> PlanEdition:
    """Show an edition to everybody who is signed in, or no longer."""
    plan = _held(actor, plan_id)
    edition = writable(actor, PlanEdition).filter(plan=plan, number=number).first()
    if edition is None:
        raise NotYours
    edition.is_open = is_open
    if is_open and edition.withheld is None:
        edition.withheld = _withheld(actor, plan, edition.content, edition.decided_on, edition=edition.pk)
    edition.save(update_fields=["is_open", "withheld"])
    return edition


def _withheld(actor: Actor, plan: SupplyPlan, *what: Any, edition: int | None = None) -> Withheld:
    """Of two plans shown at once the later sees what the first tells."""
    wait_for_turn(SHOWN)
    return to_withhold(actor, plan, *what, edition=edition)


def _held(actor: Actor, plan_id: int) -> SupplyPlan:
    plan = writable(actor, SupplyPlan).select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        raise NotYours
    require(may_write(actor, plan))
    return plan


def _saved(plan: SupplyPlan) -> SupplyPlan:
    plan.revision = F("revision") + 1
    plan.save()
    plan.refresh_from_db(fields=["revision"])
    return plan


def _measure(actor: Actor, plan: SupplyPlan, measure_id: int) -> Measure:
    measure = writable(actor, Measure).filter(plan=plan, pk=measure_id).first()
    if measure is None:
        raise NotYours
    return measure


def _checked_about(about: About) -> dict[str, Any]:
    told = asdict(about) | {"title": " ".join(_words(about.title).split()), "words": _words(about.words)}
    if not told["title"]:
        raise Refused(_("Give the plan a title."))
    if not about.starts < about.ends <= about.starts + LONGEST_HORIZON:
        raise Refused(_("The plan ends after it begins, and within %(n)s years.") % {"n": LONGEST_HORIZON})
    return told


def _checked_measure(actor: Actor, facts: MeasureFacts) -> dict[str, Any]:
    require_near(facts.due_on, actor.today)
    told = asdict(facts) | {"title": _words(facts.title), "owner": _words(facts.owner)}
    told["profession_id"] = told.pop("profession")
    if not (told["title"] and told["owner"]):
        raise Refused(_("Say what is done and who answers for it."))
    return told


def _words(text: str) -> str:
    words: str = clean(text)
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words
