"""What comes of the talk: what is agreed, signed and withdrawn, and the evidence that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.careers.assessments.items import competence_title, document_of, manager_role, scale_of
from stegvis.careers.assessments.notices import tell_person
from stegvis.careers.assessments.policies import may_lead, may_withdraw
from stegvis.careers.assessments.queries import Comparison, comparison_of, signed_ratings
from stegvis.careers.models import Assessment
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.people.models import Evidence
from stegvis.people.signals import competence_changed

State = Assessment.State
Agreement = tuple[int | None, str]
"""A rating, or None for what the rule makes, and a note."""
STATED_ONCE = ["person", "employer", "kind", "code", "area", "valid_from", "judged_by", "origin"]
LONGEST_TEXT = 2000


@transaction.atomic
def agree(*, actor: Actor, assessment: Assessment, agreed: Mapping[str, Agreement]) -> None:
    """Keep what was agreed in the talk, of these competences; the others stay. Raises Refused.

    Another rating than the rule's takes a note: somebody judged otherwise, and is owed the reason.
    """
    require(may_lead(actor, assessment))
    found = _held(actor, assessment, State.COMPARED, _("The assessment is not to be talked through any more."))
    rows = {row.item.competence: row for row in comparison_of(actor, found).rows}
    scale = set(scale_of(document_of(found.version)))
    kept = dict(found.combined.get("agreed", {}))
    for competence, (rating, note) in agreed.items():
        if competence not in rows or (rating is not None and rating not in scale):
            raise Refused(_("Choose one of the scale's ratings."))
        if len(note) > LONGEST_TEXT:
            raise Refused(_("A note has at most %(n)d characters.") % {"n": LONGEST_TEXT})
        by_rule, title = rows[competence].by_rule, rows[competence].item.title
        if rating is not None and by_rule is not None and rating != by_rule and not note.strip():
            raise Refused(_("Write why you agreed on another rating: %(title)s.") % {"title": title})
        kept.pop(competence, None)
        if rating is not None and (rating != by_rule or note.strip()):
            kept[competence] = {"rating": rating, "note": note.strip()}
    give_reason("agree on ratings")
    found.combined = {**found.combined, "agreed": kept}
    found.save(update_fields=["combined"])


@transaction.atomic
def sign(*, actor: Actor, assessment: Assessment, seen: str) -> Assessment:
    """Sign what is put together, as it was shown (``seen``), and make evidence of it. Raises Refused.

    Of two who sign at once one does; the other is told. Sends competence_changed.
    """
    require(may_lead(actor, assessment))
    found = _held(actor, assessment, State.COMPARED, _("Somebody else has just signed it, or it was withdrawn."))
    comparison = comparison_of(actor, found)
    if comparison.seen != seen:
        raise Refused(_("Something was agreed while you read. Look through it again before you sign."))
    ratings = {row.item.competence: row.combined for row in comparison.rows if row.combined is not None}
    if not ratings:
        raise Refused(_("There is no rating to sign: nobody could tell, or nothing is agreed."))
    give_reason("sign assessment")
    found.state, found.signed_by_id, found.signed_on = State.SIGNED, actor.user, actor.today
    found.combined = {**found.combined, "ratings": ratings}
    found.save(update_fields=["state", "signed_by", "signed_on", "combined"])
    _state_evidence(actor, found, comparison, ratings)
    competence_changed.send(Assessment, employer_id=found.employer_id, person_ids=[found.person_id])
    tell_person(found)
    return found


@transaction.atomic
def acknowledge(*, actor: Actor, assessment: Assessment, comment: str = "") -> None:
    """The person signs that they have read it, with a comment if they like: it says so where they disagree."""
    if assessment.person_id != actor.person:
        raise NotYours
    if len(comment) > LONGEST_TEXT:
        raise Refused(_("A comment has at most %(n)d characters.") % {"n": LONGEST_TEXT})
    found = _held(actor, assessment, State.SIGNED, _("There is nothing to sign: it is not signed by your manager."))
    if found.person_signed_on is not None:
        raise Refused(_("You have already signed."))
    give_reason("acknowledge assessment")
    found.person_signed_on = actor.today
    found.combined = {**found.combined, "comment": comment.strip()}
    found.save(update_fields=["person_signed_on", "combined"])


@transaction.atomic
def withdraw(*, actor: Actor, assessment: Assessment, ground: str) -> None:
    """Take it back, with its evidence; it stays in the history. Raises Refused. Sends competence_changed."""
    require(may_withdraw(actor, assessment))
    if not ground.strip():
        raise Refused(_("Say why the assessment is withdrawn."))
    under_way = (State.OPEN, State.COMPARED, State.SIGNED)
    found = _held(actor, assessment, under_way, _("The assessment is already withdrawn."))
    give_reason("withdraw assessment")
    was_signed = found.state == State.SIGNED
    found.state, found.withdrawn_by_id, found.withdrawn_on = State.WITHDRAWN, actor.user, actor.today
    found.withdrawal_ground = ground.strip()[:LONGEST_TEXT]
    found.save(update_fields=["state", "withdrawn_by", "withdrawn_on", "withdrawal_ground"])
    if was_signed:
        _take_back_evidence(actor, found)
        competence_changed.send(Assessment, employer_id=found.employer_id, person_ids=[found.person_id])


def _held(actor: Actor, assessment: Assessment, state: str | tuple[str, ...], otherwise: str) -> Assessment:
    """The row as it is now, held until the transaction ends. Raises Refused where it has another state."""
    states = (state,) if isinstance(state, str) else state
    rows = writable(actor, Assessment).filter(pk=assessment.pk, state__in=states)
    found = rows.select_for_update(of=("self",)).select_related("version").first()
    if found is None:
        raise Refused(otherwise)
    return found


def _state_evidence(actor: Actor, assessment: Assessment, comparison: Comparison, ratings: Mapping[str, int]) -> None:
    """One row for each competence and judging role: the framework may ask for a rating by that very role.

    What an earlier assessment stated of the same ends the day before; on the same day it is taken over.
    """
    rows = _evidence_of(assessment, comparison, ratings)
    earlier = _assessed(actor, assessment).filter(valid_until__isnull=True, valid_from__lt=actor.today)
    ended = [one.pk for one in earlier if (one.code, one.judged_by) in rows]
    writable(actor, Evidence).filter(pk__in=ended).update(valid_until=actor.today - timedelta(days=1))
    Evidence.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=STATED_ONCE,
        update_fields=["title", "amount", "assessor", "reference", "checked_on", "checked_by", "source", "state"],
    )


def _evidence_of(
    assessment: Assessment, comparison: Comparison, ratings: Mapping[str, int]
) -> dict[tuple[str, str], Evidence]:
    """What a signed assessment states, not saved, by competence and judging role."""
    assert assessment.signed_on is not None, "it is signed"  # noqa: S101 - tells the type checker
    document = document_of(assessment.version)
    judged: dict[tuple[str, str], int | None] = {}
    for row in comparison.rows:
        if row.item.competence in ratings:
            for one in row.said:
                if not one.judge.is_own and one.rating is not None:
                    judged.setdefault((row.item.competence, one.judge.judgement.role), one.judge.judgement.judge_id)
    for competence in ratings.keys() - {code for code, _role in judged}:
        judged[competence, manager_role(document)] = assessment.signed_by_id
    return {
        (competence, role): Evidence(
            person_id=assessment.person_id,
            employer_id=assessment.employer_id,
            kind=Evidence.Kind.COMPETENCE,
            code=competence,
            area=assessment.area,
            title=competence_title(document, competence),
            amount=ratings[competence],
            valid_from=assessment.signed_on,
            judged_by=role,
            assessor_id=judge,
            reference=reference_of(assessment),
            checked_on=assessment.signed_on,
            checked_by_id=assessment.signed_by_id,
            source=Evidence.Source.ASSESSMENT,
            state=Evidence.State.VERIFIED,
        )
        for (competence, role), judge in sorted(judged.items())
    }


def _take_back_evidence(actor: Actor, assessment: Assessment) -> None:
    """What came before it holds again, until the day on which what comes after begins."""
    rows = list(_assessed(actor, assessment))
    stated = [one for one in rows if one.reference == reference_of(assessment)]
    writable(actor, Evidence).filter(pk__in=[one.pk for one in stated]).delete()
    taken_over = _taken_over(actor, assessment)
    again = []
    for gone in stated:
        if before := taken_over.get((gone.code, gone.judged_by)):
            before.valid_until = gone.valid_until
            again.append(before)
            continue
        ended = writable(actor, Evidence).filter(
            pk__in=[one.pk for one in rows if (one.code, one.judged_by) == (gone.code, gone.judged_by)],
            valid_until=gone.valid_from - timedelta(days=1),
        )
        ended.update(valid_until=gone.valid_until)
    Evidence.objects.bulk_create(again)


def _taken_over(actor: Actor, assessment: Assessment) -> dict[tuple[str, str], Evidence]:
    """What others stated that were signed the same day and still stand, the last of them; not saved."""
    found: dict[tuple[str, str], Evidence] = {}
    same = {name: getattr(assessment, name) for name in ("person_id", "employer_id", "area", "signed_on")}
    others = visible(actor, Assessment).filter(**same, state=State.SIGNED)  # never two under way: in order of signing
    for other in others.select_related("version").order_by("pk"):
        found |= _evidence_of(other, comparison_of(actor, other), signed_ratings(other))
    return found


def _assessed(actor: Actor, assessment: Assessment) -> QuerySet[Evidence]:
    """What assessments have stated of the person with this employer in this area."""
    return writable(actor, Evidence).filter(
        person=assessment.person_id,
        employer=assessment.employer_id,
        kind=Evidence.Kind.COMPETENCE,
        area=assessment.area,
        source=Evidence.Source.ASSESSMENT,
    )


def reference_of(assessment: Assessment) -> str:
    """What the evidence of an assessment refers to; Swedish, since it is data of a record."""
    return f"Bedömning {assessment.pk}"
