"""Common days: set by the collaboration, offered on by its members, and shown to all without blame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.exchange.models import CommonDay, Occasion, Offer
from stegvis.exchange.offers.notices import tell_hosts
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import ALLOWED, Refused, Verdict, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Membership

FURTHEST = timedelta(days=2 * 366)
ONE_DAY = timedelta(days=1)


def may_set_days(actor: Actor, collaboration: int) -> Verdict:
    if collaboration in actor.leads:
        return ALLOWED
    return Verdict(False, _("Common days are set by the collaboration's coordinator."))


def may_nudge(actor: Actor, day: CommonDay) -> Verdict:
    """Once for each day, while it is still to come: managers are short of time."""
    if day.nudged_at is not None:
        return Verdict(False, _("They have been reminded of this day already."))
    if day.day < actor.today:
        return Verdict(False, _("The day has been."))
    return may_set_days(actor, day.collaboration_id)


@transaction.atomic
def set_days(
    *, actor: Actor, collaboration: int, days: Iterable[date], kind: str, theme: str = "", note: str = ""
) -> list[CommonDay]:
    """Set aside these days. All or none. Raises Refused."""
    require(may_set_days(actor, collaboration))
    chosen = sorted(set(days))
    if not chosen:
        raise Refused(_("Choose a day."))
    for day in chosen:
        if not actor.today < day <= actor.today + FURTHEST:
            raise Refused(_("%(day)s is not within two years from now.") % {"day": date_format(day)})
    if holds_personal_number(f"{theme} {note}"):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    give_reason("set common days")
    texts = {"kind": kind, "theme": clean(theme)[:120], "note": clean(note)[:300]}
    try:
        with transaction.atomic():
            return CommonDay.objects.bulk_create(
                CommonDay(collaboration_id=collaboration, day=day, **texts) for day in chosen
            )
    except IntegrityError as error:
        raise Refused(_("One of the days is set already.")) from error


@transaction.atomic
def remove_day(*, actor: Actor, day_id: int) -> None:
    """What has been offered on it stays. Raises NotYours."""
    give_reason("remove common day")
    deleted, _kinds = writable(actor, CommonDay).filter(pk=day_id).delete()
    if not deleted:
        raise NotYours


@transaction.atomic
def nudge_hosts(*, actor: Actor, day_id: int) -> int:
    """Remind the members that have offered nothing, once. Returns how many people. Raises NotYours, Refused."""
    day = writable(actor, CommonDay).filter(pk=day_id).select_for_update().first()
    if day is None:
        raise NotYours
    require(may_nudge(actor, day))
    give_reason("nudge hosts")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_hosts_to_nudge(%s)", [day.pk])
        users = [user for (user,) in cursor.fetchall()]
    tell_hosts(day, users)
    CommonDay.objects.filter(pk=day.pk).update(nudged_at=timezone.now())
    return len(users)


def day_of(actor: Actor, day_id: int) -> CommonDay:
    """One that the actor sees. Raises NotYours."""
    return get_visible(actor, CommonDay, visible(actor, CommonDay).select_related("collaboration"), pk=day_id)


def on_day(rows: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """Of these, the occasions of what is published that take place on the common day of the outer query."""
    return rows.annotate(first=TruncDate("starts"), last=TruncDate("ends")).filter(
        offer__kind=OuterRef("kind"),
        offer__state=Offer.State.PUBLISHED,
        state__in=[Occasion.State.OPEN, Occasion.State.HELD],
        first__lte=OuterRef("day"),
        last__gte=OuterRef("day"),
    )


def days_without_ours(actor: Actor) -> QuerySet[CommonDay]:
    """Days to come that hosts were reminded of, and on which the actor's own employer offers nothing."""
    ours = Occasion.objects.filter(employer__in=actor.coordinates | actor.employers)
    return visible(actor, CommonDay).filter(
        ~Exists(on_day(ours)),
        collaboration__in=actor.collaborations,
        day__gte=actor.today,
        nudged_at__isnull=False,
    )


@dataclass(slots=True)
class Uptake:
    """A common day, and by employer what is offered on it and what is taken. ``members``: how many could offer."""

    day: CommonDay
    members: int
    seats: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def offered(self) -> int:
        return sum(seats for seats, _taken in self.seats.values())

    @property
    def taken(self) -> int:
        return sum(taken for _seats, taken in self.seats.values())


def uptakes(actor: Actor, days: Iterable[CommonDay]) -> list[Uptake]:
    """For each day, of what the actor may see. Only employers that offer are named: nobody is pointed out.

    Two queries.
    """
    found = list(days)
    if not found:
        return []
    members = _members(actor, {one.collaboration_id for one in found})
    rows = _occasions(actor, found)
    made = []
    for one in found:
        mine = members[one.collaboration_id]
        uptake = Uptake(one, len(mine))
        for row in rows:
            if row["offer__kind"] == one.kind and row["employer"] in mine and row["first"] <= one.day <= row["last"]:
                seats, taken = uptake.seats.get(row["employer__name"], (0, 0))
                uptake.seats[row["employer__name"]] = (seats + row["seats"], taken + row["taken"])
        made.append(uptake)
    return made


def _members(actor: Actor, collaborations: set[int]) -> dict[int, set[int]]:
    """Collaboration → its members today."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=actor.today)
    rows = Membership.objects.filter(current, collaboration__in=collaborations, valid_from__lte=actor.today)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for collaboration, organisation in rows.values_list("collaboration", "organisation"):
        found[collaboration].add(organisation)
    return found


def _occasions(actor: Actor, days: list[CommonDay]) -> list[Any]:
    """All that could take place on one of the days, with its Swedish days, by employer's name."""
    zone = timezone.get_default_timezone()
    earliest = datetime.combine(min(one.day for one in days), time(), zone)
    latest = datetime.combine(max(one.day for one in days) + ONE_DAY, time(), zone)
    rows = visible(actor, Occasion).filter(
        starts__lt=latest,
        ends__gt=earliest,
        offer__state=Offer.State.PUBLISHED,
        state__in=[Occasion.State.OPEN, Occasion.State.HELD],
    )
    return list(
        rows.annotate(first=TruncDate("starts"), last=TruncDate("ends"))
        .order_by("employer__name")
        .values("employer", "employer__name", "offer__kind", "first", "last", "seats", "taken")
    )
