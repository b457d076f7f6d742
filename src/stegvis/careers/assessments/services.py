"""Opening assessments, asking who judges, and judging. A judgement is its judge's alone until all have handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.assessments.items import asked_competences, document_of, manager_role, others_roles, scale_of
from stegvis.careers.assessments.notices import handed_in, tell_judges
from stegvis.careers.assessments.policies import may_lead, may_open
from stegvis.careers.assessments.queries import ToAssess, progress_of, to_assess
from stegvis.careers.assessments.tasks import tell_of_comparison
from stegvis.careers.models import Assessment, Judgement, Rating, Standing
from stegvis.careers.queries.disclosed import database_rows
from stegvis.careers.queries.person import versions_of
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment

OWN = ""
"""The judging role of the person themself."""
State = Assessment.State
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Given:
    """A rating of a competence; None says that the judge cannot tell. A note of None leaves the one that is there."""

    competence: str
    rating: int | None
    note: str | None = None


@transaction.atomic
def open_assessments(
    *,
    actor: Actor,
    employments: Sequence[Employment],
    answer_by: date | None = None,
    rule: str = Assessment.Rule.MEDIAN,
) -> list[Assessment]:
    """Open one for each person, with the person's own judgement (where they can log in) and the manager's.

    By the version in use and in the area where the person stands highest. Whoever has one under way already, or a
    profession in which nothing is judged, is passed by; the actor too, when a team is opened. Raises Refused where
    the actor may not. Nine queries at most, whatever the number.
    """
    others = [one for one in employments if one.person_id != actor.person]
    versions = versions_of(actor, others)
    for one in others:
        require(may_open(actor, one, versions.get(one.pk)))
    give_reason("open assessments")
    return _open(actor, others, versions, answer_by, rule, manager=actor.user)


@transaction.atomic
def start_own_assessment(*, actor: Actor, employment: Employment) -> Assessment:
    """The person's own start: their judgement, and their nearest manager's. Raises Refused, also where one is open."""
    if employment.person_id != actor.person:
        raise NotYours
    versions = versions_of(actor, [employment])
    require(may_open(actor, employment, versions.get(employment.pk)))
    give_reason("open own assessment")
    managers = database_rows("SELECT id FROM stegvis_own_manager(%s)", employment.employer_id)
    found = _open(
        actor, [employment], versions, None, Assessment.Rule.MEDIAN, manager=managers[0][0] if managers else None
    )
    if not found:
        raise Refused(_("You already have an assessment under way."))
    return found[0]


def _open(
    actor: Actor,
    employments: Sequence[Employment],
    versions: Mapping[int, FrameworkVersion],
    answer_by: date | None,
    rule: str,
    *,
    manager: int | None,
) -> list[Assessment]:
    persons = {one.person_id for one in employments}
    areas = _areas(actor, employments)
    under_way = set(
        visible(actor, Assessment)
        .filter(person__in=persons, state__in=[State.OPEN, State.COMPARED])
        .values_list("person_id", "employer_id")
    )
    chosen: dict[tuple[UUID, int], Employment] = {}
    for one in employments:
        if (one.person_id, one.employer_id) not in under_way:
            chosen.setdefault((one.person_id, one.employer_id), one)
    try:
        with transaction.atomic():
            found = Assessment.objects.bulk_create(
                Assessment(
                    person_id=one.person_id,
                    employer_id=one.employer_id,
                    profession_id=one.profession_id,
                    version=versions[one.pk],
                    area=areas.get((one.person_id, one.employer_id, versions[one.pk].pk), ""),
                    rule=rule,
                    opened_by_id=actor.user,
                    opened_on=actor.today,
                    answer_by=answer_by,
                )
                for one in chosen.values()
            )
    except IntegrityError as clash:
        raise Refused(_("Somebody opened an assessment at the same moment. Look at the list again.")) from clash
    users = {one.person_id: one.person.user_id for one in chosen.values()}
    _ask(actor, ((assessment, users[assessment.person_id], OWN) for assessment in found))
    _ask(actor, ((assessment, manager, manager_role(document_of(assessment.version))) for assessment in found))
    return found


def _areas(actor: Actor, employments: Iterable[Employment]) -> dict[tuple, str]:
    rows = visible(actor, Standing).filter(person__in={one.person_id for one in employments}, is_primary=True)
    return {
        (person, employer, version): area
        for person, employer, version, area in rows.values_list("person_id", "employer_id", "version_id", "area")
    }


def _ask(actor: Actor, asked: Iterable[tuple[Assessment, int | None, str]]) -> None:
    """Nothing comes back of the new rows: they are their judges' alone, and who asks must not read them."""
    asked = list(asked)
    tell_judges(actor, asked)
    Judgement.objects.bulk_create(
        [
            Judgement(
                assessment=assessment,
                person_id=assessment.person_id,
                employer_id=assessment.employer_id,
                judge_id=judge,
                role=role,
            )
            for assessment, judge, role in asked
            if judge is not None
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def join_own(*, actor: Actor, assessment: Assessment) -> None:
    """The person's own judgement in an assessment that was opened before they could log in. Raises Refused."""
    if assessment.person_id != actor.person:
        raise NotYours
    _hold_open(actor, assessment)
    _ask(actor, [(assessment, actor.user, OWN)])


@transaction.atomic
def take_over(*, actor: Actor, assessment: Assessment) -> None:
    """A new manager judges: in place of an earlier one who has not handed in, beside one who has. Raises Refused."""
    require(may_lead(actor, assessment))
    _hold_open(actor, assessment)
    role = manager_role(document_of(assessment.version))
    give_reason("new manager")
    _ask(actor, [(assessment, actor.user, role)])
    for one in progress_of([assessment.pk]):
        if one.role == role and one.judge != actor.user and not one.handed_in:
            database_rows("SELECT stegvis_unask(%s)", one.judgement)


@transaction.atomic
def name_judge(*, actor: Actor, assessment: Assessment, email: str, role: str) -> None:
    """Ask somebody to judge too, in one of the framework's roles. Raises Refused for an address of nobody who may."""
    require(may_lead(actor, assessment))
    _hold_open(actor, assessment)
    if role not in others_roles(document_of(assessment.version)):
        raise Refused(_("The framework has no such role."))
    found = database_rows("SELECT id FROM stegvis_possible_judge(%s, %s)", assessment.pk, email.strip())
    if not found:
        raise Refused(_("Nobody who may judge here has the address %(email)s.") % {"email": email.strip()})
    if any(one.judge == found[0][0] for one in progress_of([assessment.pk])):
        raise Refused(_("They are asked already."))
    give_reason("name judge")
    _ask(actor, [(assessment, found[0][0], role)])


@transaction.atomic
def remove_judge(*, actor: Actor, assessment: Assessment, judgement: int) -> None:
    """Wait no longer for somebody who has not handed in. Raises Refused where they just have."""
    require(may_lead(actor, assessment))
    if judgement not in {one.judgement for one in progress_of([assessment.pk])}:
        raise NotYours
    give_reason("wait no longer")
    ((gone,),) = database_rows("SELECT stegvis_unask(%s)", judgement)
    if not gone:
        raise Refused(_("That judgement has just been handed in."))


def _hold_open(actor: Actor, assessment: Assessment) -> None:
    """Keep it from being opened to all until the transaction ends. Raises Refused where it is."""
    rows = writable(actor, Assessment).filter(pk=assessment.pk, state=State.OPEN)
    if not rows.select_for_update(of=("self",)).values("pk").first():
        raise Refused(_("All have handed in already, so nobody else can judge without having seen the others."))


@transaction.atomic
def save_ratings(*, actor: Actor, given: Mapping[int, Sequence[Given]]) -> int:
    """Save ratings in the actor's own judgements, by their keys; the number saved. All or nothing.

    All come with notes or none. Raises NotYours for a judgement that is not the actor's to make (any more), Refused
    for what is outside the scale or not asked for, and where it is handed in already. Three queries.
    """
    if actor.user is None:
        raise NotYours
    held = {one.judgement: one for one in to_assess(actor, only=next(iter(given)) if len(given) == 1 else None)}
    if not given.keys() <= held.keys():
        raise NotYours
    for key, ratings in given.items():
        _check(held[key], ratings)
    rows = [
        Rating(
            judgement_id=key,
            judge_id=actor.user,
            person_id=held[key].person,
            employer_id=held[key].employer,
            competence=one.competence,
            rating=one.rating,
            note=(one.note or "").strip(),
        )
        for key, ratings in given.items()
        for one in ratings
    ]
    has_notes = any(one.note is not None for ratings in given.values() for one in ratings)
    try:
        with transaction.atomic():
            Rating.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["judgement", "competence"],
                update_fields=["rating", "note"] if has_notes else ["rating"],
            )
    except IntegrityError as handed_in:
        raise Refused(_already_handed_in()) from handed_in
    return len(rows)


def _check(held: ToAssess, ratings: Sequence[Given]) -> None:
    if held.submitted:
        raise Refused(_already_handed_in())
    document = document_of(held.version)
    asked, scale = set(asked_competences(document)), set(scale_of(document))
    for one in ratings:
        if one.competence not in asked:
            raise Refused(_("The framework does not ask for that competence."))
        if one.rating is not None and one.rating not in scale:
            raise Refused(
                _("Choose a rating from %(low)s to %(high)s, or say that you cannot tell.")
                % {"low": min(scale), "high": max(scale)}
            )
        if len(one.note or "") > LONGEST_NOTE:
            raise Refused(_("A note has at most %(n)d characters.") % {"n": LONGEST_NOTE})


def _already_handed_in() -> str:
    return _("The judgement is handed in and can no longer be changed.")


@transaction.atomic
def hand_in(*, actor: Actor, judgements: Iterable[int]) -> int:
    """Hand in the actor's own judgements; the number handed in. The database opens each that was the last.

    Raises NotYours, and Refused where something has not been answered or was handed in already.
    """
    wanted = set(judgements)
    held = {one.judgement: one for one in to_assess(actor)}
    if not wanted <= held.keys():
        raise NotYours
    answered = answered_of(actor, wanted)
    for key in wanted:
        if left := set(asked_competences(document_of(held[key].version))) - answered.get(key, set()):
            raise Refused(
                ngettext(
                    "%(n)s competence of %(name)s has no answer yet. Rate it, or say that you cannot tell.",
                    "%(n)s competences of %(name)s have no answer yet. Rate them, or say that you cannot tell.",
                    len(left),
                )
                % {"n": len(left), "name": held[key].name}
            )
    give_reason("hand in judgement")
    rows = writable(actor, Judgement).filter(pk__in=wanted, submitted_at__isnull=True)
    if rows.update(submitted_at=timezone.now()) != len(wanted):
        raise Refused(_already_handed_in())
    assessments = sorted({held[key].assessment for key in wanted})
    handed_in(actor, assessments)
    tell_of_comparison.defer(assessments=assessments)
    return len(wanted)


def answered_of(actor: Actor, judgements: Iterable[int]) -> dict[int, set[str]]:
    """Judgement → the competences that the actor has answered."""
    found: dict[int, set[str]] = {}
    rows = visible(actor, Rating).filter(judgement__in=set(judgements), judge=actor.user)
    for judgement, competence in rows.values_list("judgement_id", "competence"):
        found.setdefault(judgement, set()).add(competence)
    return found
