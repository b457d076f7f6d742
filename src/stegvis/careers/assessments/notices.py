"""The kinds of notices about assessments, and who hears of them. None names the person who is assessed."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.assessments.items import document_of, manager_role
from stegvis.careers.models import Assessment, Judgement
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.services import Message, dismiss, send

ASKED, COMPARED, SIGNED = "assessment.asked", "assessment.compared", "assessment.signed"
State = Assessment.State


def register() -> None:
    register_kind(Kind(ASKED, _("Assessments that wait for my judgement"), words_of(Assessment, _asked)))
    register_kind(Kind(COMPARED, _("Assessments to talk through"), words_of(Assessment, _compared)))
    register_kind(Kind(SIGNED, _("My assessment is signed"), words_of(Assessment, _signed)))


def tell_judges(actor: Actor, asked: Iterable[tuple[Assessment, int | None, str]]) -> None:
    """Tell everybody asked, by user and role, but for the actor. One query."""
    send(
        Message(judge, ASKED, {"assessment": one.pk}, _page_for(one, role), _asked_key(one.pk))
        for one, judge, role in asked
        if judge != actor.user
    )


def _page_for(assessment: Assessment, role: str) -> str:
    if role == "":
        return reverse("careers:own_assessments")
    is_manager = role == manager_role(document_of(assessment.version))
    return reverse("careers:team_assessments" if is_manager else "careers:assessments_asked")


def handed_in(actor: Actor, assessments: Iterable[int]) -> None:
    """The actor needs to be told no more that these wait."""
    dismiss(users=[actor.user or 0], keys=[_asked_key(one) for one in assessments])


def tell_of_comparison(assessments: Iterable[int]) -> None:
    """Tell the person and the manager of those among these in which all have handed in. Runs as the system."""
    rows = Judgement.objects.filter(assessment__in=list(assessments), assessment__state=State.COMPARED)
    rows = rows.select_related("assessment__version")
    send(
        Message(
            one.judge_id,
            COMPARED,
            {"assessment": one.assessment_id},
            reverse("careers:assessment", args=[one.assessment_id]),
            f"assessment-{one.assessment_id}-compared",
        )
        for one in rows
        if one.role in {"", manager_role(document_of(one.assessment.version))}
    )


def tell_person(assessment: Assessment) -> None:
    """That the manager has signed."""
    link, key = reverse("careers:assessment", args=[assessment.pk]), f"assessment-{assessment.pk}-signed"
    send([Message(assessment.person.user_id, SIGNED, {"assessment": assessment.pk}, link, key)])


def _asked_key(assessment: int) -> str:
    return f"assessment-{assessment}-asked"


def _asked(actor: Actor, assessment: Assessment) -> str:
    if assessment.state != State.OPEN:
        return gettext("An assessment that waited for your judgement is no longer open.")
    if assessment.person_id == actor.person:
        return gettext("Judge yourself. Nobody sees it before the others have handed in too.")
    return gettext("Somebody's assessment waits for your judgement. You see no other before yours is handed in.")


def _compared(actor: Actor, assessment: Assessment) -> str:
    if assessment.state != State.COMPARED:
        return gettext("An assessment that was to be talked through is done.")
    if assessment.person_id == actor.person:
        return gettext("All have handed in. Now you and your manager see both judgements, and talk them through.")
    return gettext("All have handed in. See where you differ, talk it through and sign.")


def _signed(_actor: Actor, assessment: Assessment) -> str:
    if assessment.state == State.WITHDRAWN:
        return gettext("Your assessment is withdrawn: %(why)s") % {"why": assessment.withdrawal_ground}
    return gettext("Your manager has signed your assessment. Read it, and sign with a comment if you like.")
