"""What an employer, a university or a collaboration offers others: a course, a day beside a colleague, supervision."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, HasVisible, Holds, InSet, SignedIn
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models import Framework
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.people.models import Evidence, Profession

PUBLISHERS = (
    InSet("employer", "coordinates")
    | InSet("unit", "manages")
    | InSet("employer", "represents")
    | InSet("collaboration", "leads") & Holds("is_joint", True)
)
AUDIENCE = (
    InSet("employer", "employers")
    | (
        Holds("audience", "collaboration")
        & (InSet("collaboration", "collaborations") | InSet("collaboration", "leads"))
    )
    | (Holds("audience", "everybody") & SignedIn())
    | (Holds("audience", "invited") & HasVisible("invited"))
    | Holds("is_shown_openly", True)
)

# Stems as Swedish has them, and the words as they are written, which the beginning of a word is looked for in. Without
# an index: row-level security comes before any search, so none would be asked, and 5,000 offers are read in 9 ms.
WORDS = (
    SearchVector("title", config="swedish", weight="A")
    + SearchVector("summary", config="swedish", weight="B")
    + SearchVector("description", config="swedish", weight="C")
    + SearchVector("title", "summary", config="simple", weight="D")
)


@tracked(exclude=["search"])
class Offer(models.Model):
    """Something with places that others may ask for. When, and how many, is said by its occasions.

    ``audience`` says whose staff see it and may apply; ``is_shown_openly`` also lets anybody read it, without a log-in.
    ``employer`` answers for it; a joint one is bought or arranged by the collaboration together. ``levels`` are orders
    in the applicant's own framework. ``gives_kind``, ``gives_code``: the evidence that taking part becomes.
    ``hours`` of working time, ``price`` in whole kronor a seat. ``reference`` is the employer's own name of it, by
    which a list that is brought in again finds it.
    """

    class Kind(models.TextChoices):
        COURSE = "course", _("Course")
        SHADOWING = "shadowing", pgettext_lazy("offer", "Shadowing")
        SUPERVISION = "supervision", _("Supervision")
        CONFERENCE = "conference", _("Conference")
        DIGITAL = "digital", _("Digital course")
        SIMULATION = "simulation", _("Simulation")
        PLACEMENT = "placement", _("Clinical placement for students (VFU)")
        NETWORK = "network", _("Network meeting")

    class Provider(models.TextChoices):
        INTERNAL = "internal", _("An employer's own")
        UNIVERSITY = "university", _("A university's")
        COMMISSIONED = "commissioned", _("Commissioned education")
        BOUGHT = "bought", _("Bought jointly")

    class Form(models.TextChoices):
        ON_SITE = "on_site", pgettext_lazy("form", "On site")
        DISTANCE = "distance", pgettext_lazy("form", "At a distance")
        MIXED = "mixed", pgettext_lazy("form", "Partly at a distance")
        WORKPLACE = "workplace", pgettext_lazy("form", "At one's own workplace")

    class Audience(models.TextChoices):
        OWN = "own", _("Our own staff")
        COLLABORATION = "collaboration", _("Everybody in the collaboration")
        INVITED = "invited", _("Certain employers")
        EVERYBODY = "everybody", _("All employers in Stegvis")

    class Given(models.TextChoices):
        FIRST_COME = "first_come", _("In the order people apply")
        ROUND = "round", _("In a round, by a published rule")

    class Split(models.TextChoices):
        FREE = "free", _("No cost")
        SENDER = "sender", _("The participant's employer pays for the seat")
        HOST = "host", _("Who offers it pays")
        BY_SEATS = "by_seats", _("Shared by seats taken")
        EQUALLY = "equally", _("Shared equally in the collaboration")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", pgettext_lazy("offer", "Published")
        CANCELLED = "cancelled", pgettext_lazy("offer", "Called off")

    access = Access(
        DataClass.PUBLISHED,
        read=PUBLISHERS | ((Holds("state", "published") | Holds("state", "cancelled")) & AUDIENCE),
        write=PUBLISHERS,
        history=PUBLISHERS,
    )

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collaboration = models.ForeignKey(Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_joint = models.BooleanField(_("the collaboration's own"), default=False)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    provider = models.CharField(_("whose"), max_length=12, choices=Provider.choices, default=Provider.INTERNAL)
    form = models.CharField(_("form"), max_length=9, choices=Form.choices, default=Form.ON_SITE)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=120)
    reference = models.CharField(_("own reference"), max_length=80, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    areas = ArrayField(models.SlugField(max_length=50), verbose_name=_("areas"), default=list, blank=True)
    audience = models.CharField(_("for whom"), max_length=13, choices=Audience.choices, default=Audience.COLLABORATION)
    is_shown_openly = models.BooleanField(_("anybody may read it, without logging in"), default=False)
    professions = ArrayField(models.SlugField(max_length=50), verbose_name=_("professions"), default=list, blank=True)
    lowest_level = models.PositiveSmallIntegerField(_("from level"), null=True, blank=True)
    highest_level = models.PositiveSmallIntegerField(_("to level"), null=True, blank=True)
    given = models.CharField(_("how places are given"), max_length=10, choices=Given.choices, default=Given.FIRST_COME)
    starts_any_time = models.BooleanField(_("each begins when it suits"), default=False)
    hours = models.PositiveSmallIntegerField(_("hours of working time"), null=True, blank=True)
    price = models.PositiveIntegerField(_("price for a seat, kronor"), default=0)
    split = models.CharField(_("who pays"), max_length=8, choices=Split.choices, default=Split.FREE)
    host_name = models.CharField(_("host or contact"), max_length=120, blank=True)
    host_email = models.EmailField(_("contact's e-mail address"), blank=True)
    terms = models.TextField(_("confidentiality and other terms at the host"), max_length=2000, blank=True)
    gives_kind = models.CharField(_("gives"), max_length=12, choices=Evidence.Kind.choices, blank=True)
    gives_code = models.SlugField(_("code in the career framework"), max_length=80, blank=True)
    gives_months = models.PositiveSmallIntegerField(_("valid for, months"), null=True, blank=True)
    cancelled_why = models.CharField(_("why it is called off"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    search = models.GeneratedField(expression=WORDS, output_field=SearchVectorField(), db_persist=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("offer")
        indexes = [models.Index(fields=["employer", "state"], name="offer_of_employer_state")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "id"], name="exchange_offer_of_employer"),
            models.UniqueConstraint(
                fields=["employer", "reference"], condition=~Q(reference=""), name="offer_has_its_own_reference"
            ),
            models.CheckConstraint(
                condition=~Q(audience="collaboration") | Q(collaboration__isnull=False), name="offer_has_its_audience"
            ),
            models.CheckConstraint(
                condition=Q(is_joint=False) | Q(collaboration__isnull=False), name="joint_offer_has_a_collaboration"
            ),
            models.CheckConstraint(
                condition=Q(gives_kind="", gives_code="") | (~Q(gives_kind="") & ~Q(gives_code="")),
                name="offer_gives_kind_and_code",
            ),
            models.CheckConstraint(
                condition=Q(lowest_level__isnull=True)
                | Q(highest_level__isnull=True)
                | Q(highest_level__gte=F("lowest_level")),
                name="offer_levels_rise",
            ),
        ]

    def __str__(self) -> str:
        return self.title


STAYS = pgtrigger.ReadOnly(name="part_stays", fields=["offer", "employer"])


class OfPart(models.Model):
    """A part of an offer: seen with it, written by who may write it."""

    access = Access(DataClass.PUBLISHED, read=AsRow("offer"), write=AsWriter("offer"))

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="%(class)ss")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@tracked()
class Meets(OfPart):
    """A requirement, by its code in a framework, that taking part helps to meet."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="meets")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    requirement = models.SlugField(_("requirement"), max_length=80)

    class Meta:
        ordering = ["framework", "requirement"]
        verbose_name = _("requirement that an offer meets")
        constraints = [
            models.UniqueConstraint(fields=["offer", "framework", "requirement"], name="offer_meets_a_requirement_once")
        ]
        triggers = [STAYS]


@tracked()
class Block(OfPart):
    """One of the blocks that a course is taken in, in their order."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("block"), max_length=120)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    form = models.CharField(_("form"), max_length=9, choices=Offer.Form.choices, default=Offer.Form.ON_SITE)
    is_simulation = models.BooleanField(_("simulation"), default=False)
    is_team = models.BooleanField(_("in teams of several professions"), default=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("block of a course")
        triggers = [STAYS]


@tracked()
class Examination(OfPart):
    """How a profession is examined in an interprofessional course: each at a level of its own."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="examinations")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("examined at"), max_length=200)
    credits = models.PositiveSmallIntegerField(_("higher-education credits, tenths"), null=True, blank=True)

    class Meta:
        ordering = ["profession"]
        verbose_name = _("examination of a profession")
        constraints = [
            models.UniqueConstraint(fields=["offer", "profession"], name="profession_is_examined_once_in_an_offer")
        ]
        triggers = [STAYS]


@tracked()
class Prior(OfPart):
    """What one must have before: evidence of a kind with a code, said in words."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="priors")
    kind = models.CharField(_("kind"), max_length=12, choices=Evidence.Kind.choices)
    code = models.SlugField(_("code"), max_length=80)
    title = models.CharField(_("in words"), max_length=200)

    class Meta:
        ordering = ["id"]
        verbose_name = _("what is needed before an offer")
        constraints = [models.UniqueConstraint(fields=["offer", "kind", "code"], name="prior_is_asked_once")]
        triggers = [STAYS]


@tracked()
class Invited(models.Model):
    """An employer whose staff an offer is open to, where it is for certain employers."""

    access = Access(
        DataClass.PUBLISHED,
        read=InSet("invited", "employers") | AsWriter("offer"),
        write=AsWriter("offer"),
    )

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="invited")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    invited = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("invited employer")
        constraints = [models.UniqueConstraint(fields=["offer", "invited"], name="employer_is_invited_once")]
        triggers = [STAYS]
