"""Retention: an employer's rule for those who have left, a dry run, the purge, and doing it again after a restore.

Public records are not simply deleted: nothing is purged without the employer's rule and its ground, and every
purge leaves a protocol. A journal beside the data, which holds employers and days but no person, outlives a
restore of an older backup, so that what was purged stays purged.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Refused, Verdict, require
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation
from stegvis.people.models import Employment, Person, PurgeProtocol, RetentionRule


@dataclass(frozen=True)
class PurgeLine:
    """One person who left: when, and how many rows of each kind (the model's label) would go."""

    person: UUID
    name: str
    ended_on: date
    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True)
class PurgePlan:
    """What a purge today would take. ``digest`` changes when anything in it does."""

    employer: Organisation
    ended_before: date
    ground: str
    lines: tuple[PurgeLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by kind, of the kinds that occur; ``people.person`` counts those concerned."""
        total: Counter[str] = Counter({"people.person": len(self.lines)} if self.lines else {})
        for line in self.lines:
            total.update(line.rows)
        return dict(total)

    @property
    def digest(self) -> str:
        content = [self.employer.pk, str(self.ended_before), self.ground]
        people = sorted((str(line.person), sorted(line.rows.items())) for line in self.lines)
        return hashlib.sha256(json.dumps([content, people]).encode()).hexdigest()


@dataclass(frozen=True)
class PurgeDecision:
    """A purge that was made, as the journal keeps it."""

    employer: str  # the organisation's slug, for keys may differ after a restore
    ended_before: str
    ground: str


def may_purge(actor: Actor, employer: Organisation) -> Verdict:
    if employer.pk in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("Only a coordinator of the employer decides on retention and purges."))


def rule_of(actor: Actor, employer: Organisation) -> RetentionRule | None:
    return visible(actor, RetentionRule).filter(employer=employer).first()


def protocols_of(actor: Actor, employer: Organisation) -> QuerySet[PurgeProtocol]:
    """The employer's protocols but those of protected identities, newest first."""
    return visible(actor, PurgeProtocol).filter(employer=employer, is_protected=False).select_related("decided_by")


@transaction.atomic
def set_rule(*, actor: Actor, employer: Organisation, months_after_end: int, ground: str) -> RetentionRule:
    """Decide how long the employer keeps what concerns somebody who has left. Raises Refused."""
    require(may_purge(actor, employer))
    give_reason(ground)
    rule, _created = RetentionRule.objects.update_or_create(
        employer=employer, defaults={"months_after_end": months_after_end, "ground": ground}
    )
    return rule


def plan_purge(actor: Actor, employer: Organisation) -> PurgePlan:
    """A dry run: changes nothing. Raises Refused for others than coordinators, and without a rule."""
    require(may_purge(actor, employer))
    if rule_of(actor, employer) is None:
        raise Refused(_("Decide on a retention rule first. Without one nothing is purged."))
    rows: dict[UUID, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_purge_plan(%s)", [employer.pk])
        found = cursor.fetchall()
    for _before, _ground, person, what, amount in found:
        if person is not None:
            rows.setdefault(person, {})[what] = amount
    ended_before, ground = found[0][:2]  # one row at least, also when nothing is to be purged
    return PurgePlan(employer, ended_before, ground, _lines(actor, employer, rows))


@transaction.atomic
def purge(*, actor: Actor, employer: Organisation, digest: str) -> dict[str, int]:
    """Carry out the plan of that digest; returns rows taken by kind, of those the coordinator may know of.

    Raises Refused, also when the plan is no longer what was looked at. Once done there is nothing left to do:
    a second call takes nothing and writes no protocol.
    """
    plan = plan_purge(actor, employer)
    if plan.digest != digest:
        raise Refused(_("Something has changed since you looked. Look through the list again before you purge."))
    give_reason(plan.ground)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_purge(%s)", [employer.pk])
        done = json.loads(cursor.fetchone()[0])
    taken = {kind: amount for kind, amount in done["counts"].items() if amount}
    if taken != plan.counts:
        raise Refused(_("Something has changed since you looked. Look through the list again before you purge."))
    close_accounts(done["users"])
    decision = PurgeDecision(employer.slug, str(plan.ended_before), plan.ground)
    transaction.on_commit(partial(_note, decision))
    return taken


def purge_again(decisions: Iterable[PurgeDecision]) -> int:
    """After a restore, as the owner and the system: purge what had been purged. Returns how many persons that were.

    Doing it twice, or for an employer that is not there, changes nothing.
    """
    employers = {employer.slug: employer.pk for employer in Organisation.objects.all()}
    purged = 0
    for decision in decisions:
        if decision.employer in employers:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT stegvis_purge_before(%s, %s, %s, NULL)",
                    [employers[decision.employer], decision.ended_before, decision.ground],
                )
                done = json.loads(cursor.fetchone()[0])
            close_accounts(done["users"])
            purged += done["counts"]["people.person"]
    return purged


def decisions_made() -> list[PurgeDecision]:
    """What the journal beside the data tells, oldest first."""
    path = _journal()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [PurgeDecision(**json.loads(line)) for line in lines]


def close_accounts(users: Iterable[int]) -> None:
    """Empty the log-ins of persons who are gone, and all that hangs on them; the key stays for the logs."""
    for user in User.objects.filter(pk__in=list(users)):
        user.name, user.email, user.is_active = "", f"purged-{user.pk}@stegvis.invalid", False
        user.set_unusable_password()
        user.save()
        for relation in user._meta.related_objects:
            if relation.related_model._meta.app_label in {"account", "mfa", "socialaccount", "usersessions"}:
                relation.related_model._base_manager.filter(**{relation.field.name: user}).delete()


def _lines(actor: Actor, employer: Organisation, rows: dict[UUID, dict[str, int]]) -> tuple[PurgeLine, ...]:
    ends = dict(
        visible(actor, Employment)
        .filter(employer=employer, person__in=rows)
        .order_by()
        .values("person")
        .annotate(end=Max("valid_to"))
        .values_list("person", "end")
    )
    people = visible(actor, Person).filter(pk__in=rows).order_by("sort_name", "pk")
    return tuple(PurgeLine(person.pk, str(person), ends[person.pk], rows[person.pk]) for person in people)


def _journal() -> Path:
    return Path(settings.STEGVIS_DATA_DIR) / "purges.jsonl"


def _note(decision: PurgeDecision) -> None:
    path = _journal()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")
    path.chmod(0o600)
