"""Rounds: places that many wish for, given by a rule that is published before anybody wishes."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.careers.models.access import PERSON_MANAGER_OR_COORDINATOR
from stegvis.exchange.models.occurring import Occasion
from stegvis.exchange.models.offering import Offer
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Holds, InSet, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.people.access import EmployedNow
from stegvis.people.models import Person, Profession

USER = settings.AUTH_USER_MODEL
LEADERS = InSet("employer", "coordinates") | InSet("collaboration", "leads")
SHOWN = (
    Holds("state", "open")
    | Holds("state", "closed")
    | Holds("state", "previewed")
    | Holds("state", "published")
    | Holds("state", "cancelled")
)


@tracked()
class Round(models.Model):
    """A round of an employer or of a collaboration. ``opens_on`` to ``closes_on`` are the days for wishes.

    ``rule`` holds criteria in the order in which they count: who came comes first, the lot last. An employer is small
    with at most ``small_staff`` people in the professions that the round's offers are for. ``previous`` is the round
    whose places count as received. ``seed`` is drawn with the first preview, and ``applicants`` is how many numbers
    were given out then. ``has_crossing`` gives the places by the other engine. ``request`` makes a repeated press one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("round", "Draft")
        OPEN = "open", pgettext_lazy("round", "Open for wishes")
        CLOSED = "closed", pgettext_lazy("round", "Closed")
        PREVIEWED = "previewed", pgettext_lazy("round", "Looked through before it is published")
        PUBLISHED = "published", pgettext_lazy("round", "Published")
        CANCELLED = "cancelled", pgettext_lazy("round", "Called off")

    class Criterion(models.TextChoices):
        CAME = "came", _("Who has not been away without a word")
        GAP = "gap", _("Who needs it for the next level")
        SMALL = "small", _("Staff of small employers")
        RECEIVED = "received", _("Who had no place in the last round")
        RECIPROCITY = "reciprocity", _("The employer's class in the exchange")

    access = Access(
        DataClass.EMPLOYER,
        read=LEADERS | (SHOWN & (InSet("employer", "employers") | InSet("collaboration", "collaborations"))),
        write=LEADERS,
        delete=Nobody(),
        history=LEADERS,
    )

    employer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collaboration = models.ForeignKey(Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=11, choices=Offer.Kind.choices, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    opens_on = models.DateField(_("first day for wishes"))
    closes_on = models.DateField(_("last day for wishes"))
    rule = ArrayField(models.CharField(max_length=11, choices=Criterion.choices), default=list, blank=True)
    small_staff = models.PositiveSmallIntegerField(_("small, with at most so many"), default=50)
    has_crossing = models.BooleanField(_("with rules that cross"), default=False)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seed = models.BigIntegerField(null=True, blank=True)
    applicants = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.UUIDField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    cancelled_why = models.CharField(_("why it is called off"), max_length=300, blank=True)

    class Meta:
        ordering = ["-closes_on", "-id"]
        verbose_name = _("round")
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=True) ^ Q(collaboration__isnull=True), name="round_has_one_owner"
            ),
            models.UniqueConstraint(fields=["created_by", "request"], name="round_is_set_up_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=~Q(state__in=["previewed", "published"]) | Q(seed__isnull=False, applicants__isnull=False),
                name="previewed_round_has_its_seed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfRound(models.Model):
    """A part of a round: seen with it, written by who leads it."""

    access = Access(DataClass.PUBLISHED, read=AsRow("round"), write=AsWriter("round"))

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


@tracked()
class RoundQuota(OfRound):
    """At most ``limit`` places over all the occasions and quotas within it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="quotas")
    title = models.CharField(_("what it is for"), max_length=120)
    limit = models.PositiveIntegerField(_("at most so many places"))
    within = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("quota of a round")
        constraints = [
            models.UniqueConstraint(fields=["round", "id"], name="quota_of_round"),
            models.UniqueConstraint(fields=["round", "title"], name="quota_is_named_once_in_a_round"),
        ]
        triggers = [pgtrigger.ReadOnly(name="quota_stays", fields=["round"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class RoundOccasion(OfRound):
    """An occasion whose free seats are given in the round. ``own_seats`` go to the host's own staff first, and to
    others where these want fewer."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="occasions")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    quota = models.ForeignKey(RoundQuota, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    own_seats = models.PositiveSmallIntegerField(_("the host's own places"), default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("occasion in a round")
        constraints = [models.UniqueConstraint(fields=["round", "occasion"], name="occasion_is_in_a_round_once")]
        triggers = [pgtrigger.ReadOnly(name="occasion_in_round_stays", fields=["round", "occasion", "employer"])]


@tracked()
class RoundCap(OfRound):
    """At most so many of one employer's staff to another, in a round with rules that cross."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="caps")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    most = models.PositiveSmallIntegerField(_("at most so many"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("cap between two employers")
        constraints = [
            models.UniqueConstraint(fields=["round", "sender", "host"], name="two_employers_are_capped_once")
        ]
        triggers = [pgtrigger.ReadOnly(name="cap_stays", fields=["round"])]


@tracked()
class RoundWish(models.Model):
    """One of somebody's wishes, ``rank`` 1 the dearest. The manager says yes or no; what nobody answers has no part.

    ``number`` is what the person is known by in the published document. ``outcome`` and what explains it are written
    when the round is published: the own ``key``, the ``last`` admitted one as far as it decided and no further, the
    ``quota`` that was full where it was not the occasion's own places, and the place in the queue. ``company`` is the
    word that those who travel together were given. ``starts_on`` is asked for where each begins when it suits.
    """

    class Answer(models.TextChoices):
        NONE = "", pgettext_lazy("wish", "Not answered")
        APPROVED = "approved", pgettext_lazy("wish", "Yes")
        DECLINED = "declined", pgettext_lazy("wish", "No")

    class Outcome(models.TextChoices):
        NONE = "", pgettext_lazy("wish", "Not yet decided")
        PLACED = "placed", pgettext_lazy("wish", "Got a place")
        DEARER = "dearer", pgettext_lazy("wish", "A dearer wish was met")
        BEHIND = "behind", pgettext_lazy("wish", "The places went to those before")
        NO_PLACES = "no_places", pgettext_lazy("wish", "There were no places")
        CANCELLED = "cancelled", pgettext_lazy("wish", "It was called off")
        UNANSWERED = "unanswered", pgettext_lazy("wish", "The manager did not answer")
        DECLINED = "declined", pgettext_lazy("wish", "The manager said no")
        LEFT = "left", pgettext_lazy("wish", "The employment has ended")
        HIDDEN = "hidden", pgettext_lazy("wish", "Arranged in another way")
        CLASH = "clash", pgettext_lazy("wish", "Another place at the same time")
        NOT_RUN = "not_run", pgettext_lazy("wish", "Too few for it to take place")
        PASSED = "passed", pgettext_lazy("wish", "Not possible with the rules that cross")

    access = Access(
        DataClass.TWO_SIDED,
        read=PERSON_MANAGER_OR_COORDINATOR | (AsWriter("round") & NotHidden()),
        insert=IsPerson() & InSet("employer", "employers"),
        write=IsPerson() | ((EmployedNow("manages") | EmployedNow("coordinates")) & NotHidden()),
        delete=IsPerson(),
        history=PERSON_MANAGER_OR_COORDINATOR,
    )

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="wishes")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    workplace = models.CharField(_("workplace"), max_length=250, blank=True)
    title = models.CharField(_("title"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("order"))
    starts_on = models.DateField(_("I want to begin"), null=True, blank=True)
    company = models.CharField(_("the word of those who go together"), max_length=30, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True, default=Answer.NONE)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("the manager's words"), max_length=300, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.NONE)
    key = ArrayField(models.BigIntegerField(), default=list, blank=True)
    last = ArrayField(models.BigIntegerField(), default=list, blank=True)
    quota = models.CharField(_("quota"), max_length=120, blank=True)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["rank", "id"]
        verbose_name = _("wish in a round")
        indexes = [models.Index(fields=["person"], name="round_wishes_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="round_wish_of_person"),
            models.UniqueConstraint(fields=["round", "person", "occasion"], name="occasion_is_wished_for_once"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="round_wish_stays", fields=["round", "occasion", "person", "employer", "user"])
        ]


@tracked()
class RoundResult(models.Model):
    """One computation: what went in and what came out, as the bytes whose SHA-256 is ``digest``.

    ``applicants`` counts who had a wish that competed, ``placed`` and ``first_choices`` those of them who got a place.
    ``reason`` says why it was drawn anew, where it was. Who leads the round sees them all; others the published one,
    whose ``draws`` tell of all that were made: of each ``at``, ``seed``, ``digest`` and ``why``. Where few competed it
    has no documents and no figures (decision 0015).
    """

    access = Access(
        DataClass.PUBLISHED,
        read=AsWriter("round") | (Holds("is_published", True) & AsRow("round")),
        write=AsWriter("round"),
        delete=Nobody(),
        history=AsWriter("round"),
    )

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="results")
    seed = models.BigIntegerField()
    reason = models.CharField(_("why it was drawn anew"), max_length=300, blank=True)
    document = models.TextField(blank=True)
    result = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    applicants = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    first_choices = models.PositiveIntegerField(default=0)
    draws = models.JSONField(default=list, blank=True)
    is_published = models.BooleanField(default=False)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("result of a round")
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(is_published=True), name="one_published_result_of_a_round"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="round_result_stays", fields=["round", "seed", "reason", "document", "result", "digest", "draws"]
            )
        ]
