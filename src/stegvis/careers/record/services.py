"""Showing one's record to an employer, ending it, and counting what one has been shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.careers.record import tasks
from stegvis.careers.record.policies import may_count, may_last, may_show
from stegvis.careers.record.queries import own_consents, receivers, shown_to_us
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.notices.services import notify
from stegvis.people.models import Consent, Evidence, Part
from stegvis.people.signals import competence_changed


@transaction.atomic
def share_record(*, actor: Actor, receiver_id: int, parts: Collection[str], until: date) -> Consent:
    """Let an employer read these parts from now on; what it was shown before ends with it. Raises Refused."""
    if actor.person is None:
        raise NotYours
    receiver = receivers(actor).filter(pk=receiver_id).first()
    if receiver is None:
        raise Refused(_("That employer does not use Stegvis, so nobody there could read it."))
    chosen = [part.value for part in Part if part in parts]
    if not chosen:
        raise Refused(_("Choose what you want to show."))
    require(may_last(actor, until))
    require(may_show(actor, receiver))
    earlier = own_consents(actor).filter(receiver=receiver, ended_at__isnull=True)
    for one in earlier:
        if one.until == until and one.parts == chosen:
            raise Refused(
                _("You already show exactly this to %(employer)s, until %(day)s.")
                % {"employer": receiver, "day": date_format(until)}
            )
    earlier.order_by().update(ended_at=timezone.now())
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                person_id=actor.person, receiver=receiver, parts=chosen, given_on=actor.today, until=until
            )
    except IntegrityError as error:
        if "one_consent_at_a_time" not in str(error):
            raise
        raise Refused(_("You have just shown this in another window.")) from error
    tasks.tell_receivers.defer(consent_id=consent.pk)
    return consent


@transaction.atomic
def end_consent(*, actor: Actor, consent_id: int) -> Consent:
    """Nobody reads by it any more, from now on. Raises Refused where it has ended already."""
    consent = get_visible(actor, Consent, own_consents(actor), pk=consent_id)
    if consent.until < actor.today:
        raise Refused(_("It ran out on %(day)s.") % {"day": date_format(consent.until)})
    ended = Consent.objects.filter(pk=consent.pk, ended_at__isnull=True).update(ended_at=timezone.now())
    if not ended:
        raise Refused(_("It has ended already. %(employer)s sees nothing by it.") % {"employer": consent.receiver})
    return consent


@transaction.atomic
def count_shared(*, actor: Actor, consent_id: int, evidence: Collection[int] | None) -> int:
    """Take evidence that is shown (None: all) into the receiver's own, as checked; returns how many were new.

    It stays when the consent ends, as the person was told. Raises Refused, also where the consent has ended since.
    """
    rows = visible(actor, Consent).exclude(person=actor.person) if actor.person else visible(actor, Consent)
    consent = get_visible(actor, Consent, rows.select_related("person", "receiver"), pk=consent_id)
    if not shown_to_us(actor).filter(pk=consent.pk).exists():
        raise Refused(_("This is no longer shared with you. Nothing was counted."))
    require(may_count(actor, consent))
    found = visible(actor, Evidence).filter(person=consent.person_id, state=Evidence.State.VERIFIED)
    found = found if evidence is None else found.filter(pk__in=evidence)
    shown = list(found.exclude(employer=consent.receiver).select_related("employer"))
    if not shown or Part.EVIDENCE not in consent.parts:
        raise Refused(_("Choose what is to count."))
    before = _count(consent)
    Evidence.objects.bulk_create((_taken(actor, consent, one) for one in shown), ignore_conflicts=True)
    new = _count(consent) - before
    competence_changed.send(Evidence, employer_id=consent.receiver_id, person_ids=[consent.person_id])
    if new:
        notify(
            users=[consent.person.user_id],
            kind="record.counted",
            params={"consent": consent.pk, "number": new},
            link=reverse("careers:evidence"),
            key=f"consent-{consent.pk}-counted-{before + new}",
        )
    return new


def _count(consent: Consent) -> int:
    return Evidence.objects.filter(person=consent.person_id, employer=consent.receiver_id).count()


def _taken(actor: Actor, consent: Consent, shown: Evidence) -> Evidence:
    how = _("Shown by the person, registered by %(employer)s") % {"employer": shown.employer}
    kept = (
        "kind",
        "code",
        "area",
        "title",
        "amount",
        "valid_from",
        "valid_until",
        "judged_by",
        "origin",
        "assessor_id",
        "reference",
    )
    return Evidence(
        person_id=consent.person_id,
        employer_id=consent.receiver_id,
        source=Evidence.Source.MANAGER,
        state=Evidence.State.VERIFIED,
        checked_by_id=actor.user,
        checked_on=actor.today,
        checked_how=how[:120],
        **{name: getattr(shown, name) for name in kept},
    )
