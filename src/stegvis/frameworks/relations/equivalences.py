"""What people say of how two frameworks' requirements stand to each other: recorded, read either way, withdrawn.

A row names the two versions that it was recorded for, and holds on in others where both requirements stay the same. It
is kept one way round, the older framework first, so that the same is not said twice from two pages; ``Recorded`` turns
it as the reader asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible, writable
from stegvis.foundation.access.verdict import ALLOWED, Refused, Verdict, require
from stegvis.foundation.audit.queries import names_of
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.policies import Owner, owns
from stegvis.frameworks.relations.counterparts import Counterparts, codes_of
from stegvis.frameworks.relations.recognition import SUFFICIENT
from stegvis.organisations.models import Collaboration, Organisation

Relation = Equivalence.Relation

TURNED = {
    str(Relation.SAME): str(Relation.SAME),
    str(Relation.BROADER): str(Relation.NARROWER),
    str(Relation.NARROWER): str(Relation.BROADER),
}
"""The relation as it reads from the other side."""


@dataclass(frozen=True)
class Statement:
    """That ``left_code`` of one version stands in ``relation`` to ``right_code`` of another, and on what ground."""

    left: FrameworkVersion
    left_code: str
    right: FrameworkVersion
    right_code: str
    relation: str
    ground: str = ""

    def turned(self) -> Statement:
        relation = TURNED[self.relation]
        return Statement(self.right, self.right_code, self.left, self.left_code, relation, self.ground)


@dataclass(frozen=True)
class Recorded:
    """A recorded equivalence as it reads from the left framework of a page to the right one.

    ``by`` is "" for whom the reader may not know of. ``between`` are the versions that it was recorded for, left and
    right. ``holds`` says that both requirements are the same in the versions asked for, and that it is not withdrawn.
    Where one is gone from them, ``is_there`` is false and the codes are those of the versions recorded for.
    """

    pk: int
    left_code: str
    right_code: str
    relation: str
    ground: str
    owner: Owner
    by: str
    recorded_on: date
    withdrawn_on: date | None
    between: tuple[FrameworkVersion, FrameworkVersion]
    holds: bool
    is_there: bool = True

    @property
    def codes(self) -> tuple[str, str]:
        return self.left_code, self.right_code

    @property
    def relation_in_words(self) -> str:
        return str(Relation(self.relation).label)

    @property
    def owner_key(self) -> str:
        return key_of(self.owner)


def key_of(owner: Owner) -> str:
    """How forms name an owner."""
    return f"{type(owner).__name__.lower()}-{owner.pk}"


def may_record(actor: Actor, owner: Owner | None, left: FrameworkVersion, right: FrameworkVersion) -> Verdict:
    """For one's own employer or collaboration, between any two frameworks."""
    if not owns(actor, owner):
        return Verdict(False, _("Only a coordinator records equivalences, for the own employer or collaboration."))
    if left.framework_id == right.framework_id:
        return Verdict(False, _("How two versions of one framework follow on each other is said by its owner."))
    return ALLOWED


def may_withdraw(actor: Actor, equivalence: Equivalence) -> Verdict:
    if owns(actor, equivalence.owner or equivalence.collaboration):
        return ALLOWED
    return Verdict(False, _("Only a coordinator of those who recorded the equivalence may withdraw it."))


@transaction.atomic
def record_equivalence(*, actor: Actor, owner: Owner, said: Statement) -> Equivalence:
    """Record what is said on behalf of ``owner``.

    Raises Refused: for another's owner, for a code that its version does not have, and where the same owner has
    already said how the two stand to each other, for these versions or for others where they are the same.
    """
    require(may_record(actor, owner, said.left, said.right))
    require(_names_requirements(said))
    said_before = Refused(
        _("%(owner)s has already said how these two requirements stand to each other. Withdraw that first.")
        % {"owner": owner.name}
    )
    codes = said.left_code, said.right_code
    if any(
        one.holds and one.owner == owner and one.codes == codes
        for one in equivalences_between(actor, said.left, said.right)
    ):
        raise said_before
    kept = said if said.left.framework_id < said.right.framework_id else said.turned()
    recorded_by: Any = actor.user
    try:
        with transaction.atomic():
            return Equivalence.objects.create(
                owner=owner if isinstance(owner, Organisation) else None,
                collaboration=owner if isinstance(owner, Collaboration) else None,
                left=kept.left,
                left_code=kept.left_code,
                right=kept.right,
                right_code=kept.right_code,
                relation=kept.relation,
                ground=kept.ground,
                recorded_by_id=recorded_by,
            )
    except IntegrityError as at_once:
        raise said_before from at_once


@transaction.atomic
def withdraw_equivalence(*, actor: Actor, equivalence: Equivalence) -> None:
    """Let it count no longer. The row and its history stay. Raises Refused, also where it is withdrawn already."""
    require(may_withdraw(actor, equivalence))
    current = writable(actor, Equivalence).filter(pk=equivalence.pk, withdrawn_on__isnull=True)
    if not current.update(withdrawn_on=actor.today):
        raise Refused(_("The equivalence is already withdrawn."))


def equivalence_of(actor: Actor, pk: int) -> Equivalence:
    """One equivalence with its owner and frameworks. Raises NotYours."""
    return get_visible(actor, Equivalence, _with_all_named(visible(actor, Equivalence)), pk=pk)


def equivalences_between(actor: Actor, left: FrameworkVersion, right: FrameworkVersion) -> list[Recorded]:
    """All that is recorded between the two frameworks, of any versions, withdrawn ones too, the oldest first.

    What was recorded for other versions follows the mappings between them: where they say *same* on both sides it
    holds, else it stands here with each of what the requirements have become. Three queries, two where none is of
    other versions.
    """
    either_way = Q(left__framework=left.framework_id, right__framework=right.framework_id) | Q(
        left__framework=right.framework_id, right__framework=left.framework_id
    )
    rows = list(_with_all_named(visible(actor, Equivalence)).filter(either_way).order_by("recorded_on", "pk"))
    names = names_of(row.recorded_by_id for row in rows)
    are_elsewhere = any({row.left_id, row.right_id} != {left.pk, right.pk} for row in rows)
    follows = Counterparts([left.framework_id, right.framework_id] if are_elsewhere else [])
    return [one for row in rows for one in _read(row, left, right, names.get(row.recorded_by_id, ""), follows)]


def counted(recorded: Iterable[Recorded]) -> list[Recorded]:
    """What counts towards recognising a level of the right framework for one of the left.

    Where people differ on whether the left requirement is enough for the right one, it does not count.
    """
    held = [one for one in recorded if one.holds]
    too_little = {one.codes for one in held if one.relation not in SUFFICIENT}
    return [one for one in held if one.codes not in too_little]


def _read(
    row: Equivalence, left: FrameworkVersion, right: FrameworkVersion, by: str, follows: Counterparts
) -> Iterator[Recorded]:
    said = Statement(row.left, row.left_code, row.right, row.right_code, row.relation, row.ground)
    if row.left.framework_id != left.framework_id:
        said = said.turned()
    owner: Any = row.owner or row.collaboration
    whole = Recorded(
        pk=row.pk,
        left_code=said.left_code,
        right_code=said.right_code,
        relation=said.relation,
        ground=said.ground,
        owner=owner,
        by=by,
        recorded_on=row.recorded_on,
        withdrawn_on=row.withdrawn_on,
        between=(said.left, said.right),
        holds=False,
    )
    ours = follows.of(said.left_code, said.left, left)
    theirs = follows.of(said.right_code, said.right, right)
    if not (ours and theirs):
        yield replace(whole, is_there=False)
    for (ours_now, is_ours), (theirs_now, is_theirs) in product(ours.items(), theirs.items()):
        holds = row.withdrawn_on is None and is_ours and is_theirs
        yield replace(whole, left_code=ours_now, right_code=theirs_now, holds=holds)


def _names_requirements(said: Statement) -> Verdict:
    for version, code in ((said.left, said.left_code), (said.right, said.right_code)):
        if code not in codes_of(version):
            return Verdict(False, _("The framework has no requirement “%(code)s” in that version.") % {"code": code})
    return ALLOWED


def _with_all_named(rows: QuerySet[Equivalence]) -> QuerySet[Equivalence]:
    return rows.select_related("owner", "collaboration", "left__framework", "right__framework")
