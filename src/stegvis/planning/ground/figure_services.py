"""Every write of figures: fetched for everybody, brought in by an owner, and taken out of force."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.planning.ground import queries
from stegvis.planning.ground.names import name_of
from stegvis.planning.ground.sources import Fetched
from stegvis.planning.models.ground import Figures, Ground, SetAside, StaffCount
from stegvis.planning.policies import may_keep_for_all, may_plan_for

Content = dict[str, Any]


def digest_of(content: Content) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def keep_shared(*, actor: Actor, fetched: Fetched) -> tuple[Figures, bool]:
    """For everybody's forecasts. Whether it is new comes with it; the same table again is in force from now on."""
    require(may_keep_for_all(actor))
    give_reason("keep inhabitants for everybody")
    return Figures.objects.update_or_create(
        ground=None,
        digest=digest_of(fetched.content),
        defaults={
            "is_shared": True,
            "source": fetched.source,
            "table": fetched.table,
            "dated": fetched.dated,
            "noise": fetched.noise,
            "has_ages": fetched.has_ages,
            "last_year": fetched.content["years"][-1],
            "content": fetched.content,
            "brought_at": timezone.now(),
        },
    )


@transaction.atomic
def keep_own(*, actor: Actor, ground: Ground, content: Content) -> bool:
    """An owner's own table, in force from now on. Whether that changes anything."""
    require(may_plan_for(actor, ground.owner))
    give_reason("bring in inhabitants")
    digest, own = digest_of(content), queries.own_figures(actor, ground)
    if own and own[0].digest == digest:
        return False
    about = {"source": _("Brought in from Excel"), "dated": actor.today, "brought_by_id": actor.user}
    about |= {"content": content, "last_year": content["years"][-1], "brought_at": timezone.now()}
    kept, _made = Figures.objects.update_or_create(ground=ground, digest=digest, defaults=about)
    _put_back(actor, ground, kept)
    return True


@transaction.atomic
def count_staff(*, actor: Actor, ground: Ground, added: Sequence[StaffCount], changed: Sequence[StaffCount]) -> None:
    """Of the ground's employer. Raises Refused where the ground is a collaboration's."""
    require(may_plan_for(actor, ground.owner))
    if ground.employer_id is None or {one.employer_id for one in (*added, *changed)} - {ground.employer_id}:
        raise Refused(_("Staff is brought in by the employer whose staff it is."))
    give_reason("bring in counted staff")
    StaffCount.objects.bulk_create(added)
    StaffCount.objects.bulk_update(changed, ["persons", "fte"])


@transaction.atomic
def set_figures_aside(*, actor: Actor, ground_id: int, figures_id: UUID) -> SetAside:
    """The ground does without these figures. Raises NotYours, Refused."""
    ground = queries.ground_of(actor=actor, pk=ground_id)
    require(may_plan_for(actor, ground.owner))
    figures = get_visible(actor, Figures, queries.all_figures(actor, ground), pk=figures_id)
    give_reason("take figures out of force")
    try:
        with transaction.atomic():
            return SetAside.objects.create(
                ground=ground, figures=figures, signed_by_id=actor.user, signed_name=name_of(actor)
            )
    except IntegrityError as twice:
        raise Refused(_("The figures are out of force already.")) from twice


@transaction.atomic
def put_figures_back(*, actor: Actor, ground_id: int, figures_id: UUID) -> None:
    """They may hold again. Raises NotYours, Refused."""
    ground = queries.ground_of(actor=actor, pk=ground_id)
    require(may_plan_for(actor, ground.owner))
    figures = get_visible(actor, Figures, queries.all_figures(actor, ground), pk=figures_id)
    give_reason("put figures back")
    if not _put_back(actor, ground, figures):
        raise Refused(_("The figures are not out of force."))


def _put_back(actor: Actor, ground: Ground, figures: Figures) -> int:
    aside = visible(actor, SetAside).filter(ground=ground, figures=figures, undone_at=None)
    return aside.update(undone_at=timezone.now(), undone_by_id=actor.user, undone_name=name_of(actor))
