"""What is done on an assessment's page, and what the page shows for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from stegvis.careers.assessments.forms import AcknowledgeForm, NameForm, WithdrawForm, rating_of
from stegvis.careers.assessments.items import Value, asked_competences, document_of, others_roles, roles_of, values_of
from stegvis.careers.assessments.policies import manages, may_withdraw
from stegvis.careers.assessments.queries import (
    Comparison,
    Progress,
    ToAssess,
    comment_of,
    comparison_of,
    has_newer_version,
    progress_of,
    signed_ratings,
    to_assess,
)
from stegvis.careers.assessments.services import join_own, name_judge, remove_judge, take_over
from stegvis.careers.assessments.signing import Agreement, acknowledge, agree, sign, withdraw
from stegvis.careers.models import Assessment
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.audit.queries import names_of

State = Assessment.State
Posted = Mapping[str, str]


def act(request: ActorRequest, assessment: Assessment) -> str:
    """Do what the form names; words about what was done. Raises Refused, Http404 for what nobody can do."""
    acts: dict[str, Callable[[Actor, Assessment, Posted], str]] = {
        "overens": _agree,
        "signera": _sign,
        "kvittera": _acknowledge,
        "aterkalla": _withdraw,
        "namnge": _name,
        "vanta-inte": _wait_no_longer,
        "ta-over": _take_over,
        "delta": _join,
    }
    chosen = acts.get(request.POST.get("gor", ""))
    if chosen is None:
        raise Http404
    return chosen(request.actor, assessment, request.POST)


def _agree(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    agree(actor=actor, assessment=assessment, agreed=_agreed_in(assessment, posted))
    return _("What you agreed on is saved.")


def _agreed_in(assessment: Assessment, posted: Posted) -> dict[str, Agreement]:
    return {
        code: (rating_of(posted[f"a-{code}"]) if posted[f"a-{code}"] else None, posted.get(f"m-{code}", ""))
        for code in asked_competences(document_of(assessment.version))
        if f"a-{code}" in posted
    }


def _sign(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    sign(actor=actor, assessment=assessment, seen=posted.get("sett", ""))
    return _("The assessment is signed. It now counts where the framework asks for it, and the person can sign too.")


def _acknowledge(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    acknowledge(actor=actor, assessment=assessment, comment=posted.get("comment", ""))
    return _("You have signed.")


def _withdraw(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    withdraw(actor=actor, assessment=assessment, ground=posted.get("ground", ""))
    return _("The assessment is withdrawn. It stays in the history with its ground.")


def _name(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    name_judge(actor=actor, assessment=assessment, email=posted.get("email", ""), role=posted.get("role", ""))
    return _("They are asked to judge. They see the person's name and unit and what is to be judged, nothing else.")


def _wait_no_longer(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    key = posted.get("bedomning", "")
    is_key = key.isascii() and key.isdigit() and len(key) < 19
    remove_judge(actor=actor, assessment=assessment, judgement=int(key) if is_key else 0)
    return _("That judgement is no longer waited for.")


def _take_over(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    take_over(actor=actor, assessment=assessment)
    return _("You judge as the manager now.")


def _join(actor: Actor, assessment: Assessment, posted: Posted) -> str:
    join_own(actor=actor, assessment=assessment)
    return _("Now you can judge yourself.")


@dataclass(frozen=True)
class Waiting:
    """Somebody who judges, and whether they have handed in. ``role`` is in words."""

    progress: Progress
    role: str
    name: str


@dataclass(frozen=True)
class AssessmentPage:
    """``posted`` is what was refused, to be shown again."""

    actor: Actor
    assessment: Assessment
    posted: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""

    @property
    def is_own(self) -> bool:
        return self.assessment.person_id == self.actor.person

    @cached_property
    def leads(self) -> bool:
        return manages(self.actor, self.assessment)

    @property
    def may_withdraw(self) -> bool:
        return self.assessment.state != State.WITHDRAWN and bool(may_withdraw(self.actor, self.assessment))

    @property
    def framework(self) -> str:
        return worded(document_of(self.assessment.version).title)

    @property
    def area(self) -> str:
        areas = document_of(self.assessment.version).areas
        return next((worded(one.title) for one in areas if one.code == self.assessment.area), "")

    @cached_property
    def waiting(self) -> list[Waiting]:
        roles = roles_of(document_of(self.assessment.version))
        found = progress_of([self.assessment.pk])
        names = names_of(one.judge for one in found)
        return [
            Waiting(one, roles.get(one.role, one.role) if one.role else _("The person's own"), names.get(one.judge, ""))
            for one in found
        ]

    @cached_property
    def mine(self) -> ToAssess | None:
        """What the actor is to judge in it, handed in or not, while it is open."""
        if self.assessment.state != State.OPEN:
            return None
        return next((one for one in to_assess(self.actor) if one.assessment == self.assessment.pk), None)

    @cached_property
    def comparison(self) -> Comparison:
        return comparison_of(self.actor, self.assessment)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Side by side, with what is agreed as the form's values and what was signed."""
        signed = signed_ratings(self.assessment)
        return [
            {
                "row": row,
                "agreed": self.posted.get(f"a-{row.item.competence}", "" if row.agreed is None else str(row.agreed)),
                "note": self.posted.get(f"m-{row.item.competence}", row.note),
                "result": signed.get(row.item.competence, row.combined),
            }
            for row in self.comparison.rows
        ]

    @property
    def differing(self) -> int:
        return sum(row.difference > 0 for row in self.comparison.rows)

    @property
    def values(self) -> list[Value]:
        return values_of(document_of(self.assessment.version))

    @property
    def words(self) -> dict[int, str]:
        return {one.value: one.title for one in self.values}

    @property
    def is_behind(self) -> bool:
        """Whether the person is placed by another version now."""
        under_way = self.assessment.state in {State.OPEN, State.COMPARED}
        return under_way and has_newer_version(self.actor, self.assessment)

    @property
    def comment(self) -> str:
        return comment_of(self.assessment)

    @property
    def names(self) -> dict[str, str]:
        found = names_of([self.assessment.signed_by_id, self.assessment.withdrawn_by_id])
        return {
            "signed": found.get(self.assessment.signed_by_id or 0, ""),
            "withdrawn": found.get(self.assessment.withdrawn_by_id or 0, ""),
        }

    @property
    def name_form(self) -> NameForm:
        roles = others_roles(document_of(self.assessment.version))
        return NameForm(roles, initial={"email": self.posted.get("email", "")})

    @property
    def withdraw_form(self) -> WithdrawForm:
        return WithdrawForm(initial={"ground": self.posted.get("ground", "")})

    @property
    def acknowledge_form(self) -> AcknowledgeForm:
        return AcknowledgeForm(initial={"comment": self.posted.get("comment", "")})
