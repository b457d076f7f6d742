"""A round: a version asked of somebody, in some days, under some promises."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned
from stegvis.surveys.models.asking import Version

USER = settings.AUTH_USER_MODEL


@tracked()
class Round(Owned):
    """``kind`` says what was promised, and stays from when the first letter is sent: replies of organisations carry
    their name; answers of persons carry none. Fewer than ``fewest`` persons are never told of, nor organisations where
    it ``hides_small``. ``earlier`` is the wave before. What was answered is deleted after ``keep_until``, who was asked
    already after ``contacts_until``; ``became`` then keeps how many of each kind had answered and not."""

    class Kind(models.TextChoices):
        ORGANISATIONS = "organisations", _("Organisations reply, under their name")
        PERSONS = "persons", _("Persons answer, without a name")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("survey", "Draft")
        OPEN = "open", pgettext_lazy("survey", "Open")
        PAUSED = "paused", pgettext_lazy("survey", "Paused")
        CLOSED = "closed", pgettext_lazy("survey", "Closed")

    class Design(models.TextChoices):
        CENSUS = "census", _("Everybody is asked")
        SAMPLE = "sample", _("A sample is drawn")

    access = Access(DataClass.EMPLOYER, read=LEADERS, write=LEADERS, delete=LEADERS)

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("who answers"), max_length=13, choices=Kind.choices)
    design = models.CharField(_("who is asked"), max_length=6, choices=Design.choices, default=Design.CENSUS)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.DRAFT)
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    fewest = models.PositiveSmallIntegerField(_("tell of no fewer than"), default=5)
    hides_small = models.BooleanField(_("hide what is of few"), default=True)
    sender = models.CharField(_("sender, as in the letter"), max_length=120)
    contact = models.CharField(_("whom to ask"), max_length=200, blank=True)
    letter = models.TextField(_("words in the letter"), max_length=2000, blank=True)
    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later")
    remind_on = models.DateField(_("remind on"), null=True, blank=True)
    contacts_until = models.DateField(_("who was asked is deleted after"))
    keep_until = models.DateField(_("answers are deleted after"))
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    became = models.JSONField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-closes_on", "-id"]
        verbose_name = _("round of a survey")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="survey_round_has_one_owner"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(fewest__range=(3, 100)), name="survey_tells_of_no_fewer_than_three"),
            models.CheckConstraint(
                condition=Q(kind="organisations") | Q(hides_small=True), name="survey_of_persons_hides_what_is_of_few"
            ),
            models.CheckConstraint(
                condition=Q(contacts_until__gte=F("closes_on"), keep_until__gte=F("contacts_until")),
                name="survey_keeps_until_it_is_closed",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="survey_round_stays", fields=["employer", "collaboration", "created_by"])]

    def __str__(self) -> str:
        return self.title


class OfRound(models.Model):
    """A part of a round, for who leads it."""

    access = Access(DataClass.EMPLOYER, read=AsRow("round"), write=AsWriter("round"))

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


@tracked()
class Notice(OfRound):
    """How the answers are used, as was told: the newest is shown, and each answer keeps the number of its own."""

    access = Access(DataClass.EMPLOYER, read=AsRow("round"), insert=AsWriter("round"), write=Nobody())

    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("how the answers are used"), max_length=4000)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "-number"]
        verbose_name = _("notice on privacy")
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="notice_is_numbered_once")]


@tracked()
class Stratum(OfRound):
    """A group that a sample was drawn from, with how many there are in it: its weight follows from them. ``clusters``
    is how many clusters there are in it, where whole clusters were drawn."""

    code = models.SlugField(_("code"), max_length=50)
    title = models.CharField(_("title"), max_length=120)
    size = models.PositiveIntegerField(_("how many there are"))
    clusters = models.PositiveIntegerField(_("how many clusters there are"), null=True, blank=True)

    class Meta:
        ordering = ["round", "code"]
        verbose_name = _("stratum")
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="stratum_is_told_once"),
            models.CheckConstraint(condition=Q(size__gte=1), name="stratum_has_somebody"),
        ]


class Contact(OfRound):
    """Who is asked: an organisation, or a person on a list. ``actor`` is the kind of organisation, which decides the
    questions. ``stratum`` and ``cluster`` are of a sample. ``said`` is what is known of who will not answer, after
    AAPOR's standard definitions; that somebody has answered stands on the link. No history: it is deleted whole."""

    class Said(models.TextChoices):
        REFUSED = "refused", pgettext_lazy("survey", "Will not take part")
        NOT_REACHED = "not_reached", pgettext_lazy("survey", "Could not be reached")
        OUTSIDE = "outside", pgettext_lazy("survey", "Does not belong to those asked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(_("kind"), max_length=15, choices=Organisation.Type.choices)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    stratum = models.SlugField(max_length=50, blank=True)
    cluster = models.CharField(max_length=50, blank=True)
    said = models.CharField(_("what is known"), max_length=11, choices=Said.choices, blank=True)
    is_test = models.BooleanField(default=False)

    class Meta:
        ordering = ["actor", "name", "id"]
        verbose_name = _("who is asked")
        indexes = [models.Index(fields=["round", "actor"], name="contacts_of_round")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(organisation__isnull=False, is_test=False),
                name="organisation_is_asked_once",
            ),
            models.UniqueConstraint(fields=["round", "id"], name="contact_of_round"),
        ]

    def __str__(self) -> str:
        return self.name


class Link(OfRound):
    """A way in for one person, by letter. Of its token a digest is kept. ``answered_on`` is a day, never a time.

    Several persons may have a link to one organisation's reply; who ``may_sign`` sends it. It tells that somebody has
    answered; to what was answered without a name nothing leads from here. ``saves`` counts those of the ``minute`` of
    an hour, so that nobody floods the server by one link; it is no time of day.
    """

    access = Access(DataClass.EMPLOYER, read=AsRow("round"), write=AsWriter("round"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    may_sign = models.BooleanField(_("may sign and send"), default=True)
    sent_on = models.DateField(null=True, blank=True)
    failed_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    begun_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    minute = models.PositiveSmallIntegerField(default=0, editable=False)
    saves = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["contact", "id"]
        verbose_name = _("link")
        indexes = [models.Index(fields=["round"], name="links_of_round")]
