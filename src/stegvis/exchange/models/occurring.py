"""When an offer takes place, and how many seats there are."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.exchange.days import FIRST_DAY, LAST_DAY
from stegvis.exchange.models.offering import STAYS, Offer
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation

EARLIEST, LATEST = datetime.combine(FIRST_DAY, time(), UTC), datetime.combine(LAST_DAY, time.max, UTC)

# Who called off does not see everybody with a place, so the database tells all of them: none is left with a seat on
# what does not take place.
CALLS_OFF = pgtrigger.Trigger(
    name="calls_off",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.After,
    condition=pgtrigger.Q(new__state="cancelled") & ~pgtrigger.Q(old__state="cancelled"),
    func="""
        UPDATE exchange_application SET state = 'cancelled', ended_at = now()
        WHERE occasion_id = NEW.id AND state IN ('waiting', 'held', 'offered', 'booked');
        RETURN NULL;
    """,
)


@tracked(exclude=["taken"])
class Occasion(models.Model):
    """One time that an offer takes place: ``taken`` of the ``seats`` are held, which the database alone counts.

    ``starts`` and ``ends`` span its sessions; where each begins when it suits, they are the window. ``series`` joins
    those that were made in one press. ``apply_by`` is the last day to apply. Under ``fewest`` it may be called off.
    ``reference`` is its own name in a list that was brought in.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("occasion", "Open")
        CANCELLED = "cancelled", pgettext_lazy("occasion", "Called off")
        HELD = "held", pgettext_lazy("occasion", "Held")

    access = Access(DataClass.PUBLISHED, read=AsRow("offer"), write=AsWriter("offer"), history=AsWriter("offer"))

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="occasions")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality's code"), max_length=4, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    fewest = models.PositiveSmallIntegerField(_("fewest participants"), null=True, blank=True)
    apply_by = models.DateField(_("last day to apply"))
    series = models.UUIDField(null=True, blank=True)
    reference = models.CharField(_("own reference"), max_length=80, blank=True)
    cancelled_why = models.CharField(_("why it is called off"), max_length=300, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = _("occasion")
        indexes = [models.Index(fields=["state", "starts"], name="occasion_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "id"], name="occasion_of_employer"),
            models.UniqueConstraint(fields=["offer", "id"], name="occasion_of_offer"),
            models.UniqueConstraint(
                fields=["offer", "reference"], condition=~Q(reference=""), name="occasion_has_its_own_reference"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="occasion_ends_after_start"),
            # A typed year that no calendar holds would break every page and file where the occasion stands.
            models.CheckConstraint(
                condition=Q(starts__gte=EARLIEST, ends__lte=LATEST, apply_by__range=(FIRST_DAY, LAST_DAY)),
                name="occasion_is_in_calendars",
            ),
            # Behind the conditional count of a seat: whatever is written, no more are taken than there are.
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="no_more_seats_taken_than_there_are"),
        ]
        triggers = [STAYS, CALLS_OFF]

    def __str__(self) -> str:
        return f"{self.offer} {self.starts:%Y-%m-%d}"

    @property
    def left(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.taken

    @property
    def last_start(self) -> datetime:
        """When it is too late to begin: when it begins, or, where each begins when it suits, when the window ends."""
        return self.ends if self.offer.starts_any_time else self.starts


# Who has a seat is busy when the sessions now are; two seats at one time are refused here as when they were taken.
KEEPS_TIME = pgtrigger.Trigger(
    name="keeps_time",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    declare=[("whose", "bigint")],
    func="""
        whose := CASE WHEN TG_OP = 'DELETE' THEN OLD.occasion_id ELSE NEW.occasion_id END;
        UPDATE exchange_application SET held = stegvis_held(person_id, occasion_id)
        WHERE occasion_id = whose AND state IN ('held', 'offered', 'booked');
        RETURN NULL;
    """,
)


@tracked()
class Session(models.Model):
    """Hours of an occasion: who has a seat is busy then. An occasion of a course in blocks has several."""

    access = Access(DataClass.PUBLISHED, read=AsRow("occasion"), write=AsWriter("occasion"))

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="sessions")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = _("session")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_start"),
            models.UniqueConstraint(fields=["occasion", "starts"], name="session_begins_once"),
        ]
        triggers = [KEEPS_TIME, pgtrigger.ReadOnly(name="session_stays", fields=["occasion", "employer"])]
