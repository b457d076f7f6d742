"""Mentors who offer themselves, rounds in which wishes on both sides are matched, and the mentorships they become."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import InOwnCollaboration
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import (
    AsRow,
    AsWriter,
    HasVisible,
    Holds,
    InSet,
    IsPerson,
    IsUser,
    Nobody,
    NotHidden,
)
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Person, Profession

USER = settings.AUTH_USER_MODEL
MOST_PLACES = 5
OWN_WORDS = IsUser("writer") & (IsPerson() | NotHidden())


class Topic(models.TextChoices):
    """What a meeting was about, and what a mentor can help with. Words to choose among: nobody writes what was said."""

    NEW = "new", _("Being new")
    ROLE = "role", _("The professional role")
    CLINICAL = "clinical", _("Clinical judgement")
    COOPERATION = "cooperation", _("Working with others")
    LEADERSHIP = "leadership", _("Leading work")
    TEACHING = "teaching", _("Supervising and teaching")
    IMPROVEMENT = "improvement", _("Improving the care")
    PATHS = "paths", _("Development and studies")
    LASTING = "lasting", _("A working life that lasts")


@tracked(exclude=["taken"])
class MentorOffer(models.Model):
    """Somebody who wants to be a mentor, as they present themself. ``taken`` of the ``places`` are held.

    ``name``, ``unit`` and ``profession`` are what the mentor publishes. Who has retired offers as a former employee.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open to questions")
        PAUSED = "paused", _("Paused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Meets(models.TextChoices):
        EITHER = "either", _("On site or at a distance")
        ON_SITE = "on_site", _("On site")
        DISTANCE = "distance", _("At a distance")

    access = Access(
        DataClass.PUBLISHED,
        read=IsPerson()
        | (Holds("state", "open") & (InSet("employer", "employers") | InOwnCollaboration()) & NotHidden()),
        write=IsPerson(),
        delete=Nobody(),
        history=IsPerson(),
    )

    user = models.OneToOneField(USER, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mentor_offer")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    topics = ArrayField(models.CharField(max_length=12, choices=Topic.choices), verbose_name=_("topics"), default=list)
    about = models.CharField(_("in one's own words"), max_length=300, blank=True)
    professions = ArrayField(models.SlugField(max_length=50), verbose_name=_("professions"), default=list, blank=True)
    places = models.PositiveSmallIntegerField(_("how many at once"), default=1)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    meets = models.CharField(_("how we meet"), max_length=8, choices=Meets.choices, default=Meets.EITHER)
    is_former = models.BooleanField(_("former employee"), default=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("offer to be a mentor")
        indexes = [models.Index(fields=["employer", "state"], name="mentor_offer_of_employer")]
        constraints = [
            models.CheckConstraint(condition=Q(places__range=(1, MOST_PLACES)), name="mentor_has_a_few_places"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="mentor_takes_no_more_than_places"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class MentorRound(models.Model):
    """A matching round of an employer or of a collaboration. ``seed`` is drawn when the matching is run.

    ``closes_on`` is the last day for wishes.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open for wishes")
        MATCHED = "matched", _("Proposal to look at")
        SETTLED = "settled", _("Settled")
        CANCELLED = "cancelled", _("Called off")

    access = Access(
        DataClass.EMPLOYER,
        # A former employee who has been wished for sees the round too.
        read=InSet("employer", "employers") | InSet("collaboration", "collaborations") | HasVisible("wishes"),
        write=InSet("employer", "coordinates") | InSet("collaboration", "leads"),
        delete=Nobody(),
    )

    employer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collaboration = models.ForeignKey(Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    closes_on = models.DateField(_("last day for wishes"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    seed = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    class Meta:
        ordering = ["-closes_on", "-id"]
        verbose_name = _("matching round")
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=True) ^ Q(collaboration__isnull=True), name="mentor_round_has_one_owner"
            ),
            models.UniqueConstraint(
                fields=["employer"], condition=Q(state__in=["open", "matched"]), name="one_mentor_round_of_employer"
            ),
            models.UniqueConstraint(
                fields=["collaboration"],
                condition=Q(state__in=["open", "matched"]),
                name="one_mentor_round_of_collaboration",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class MentorWish(models.Model):
    """One of somebody's wishes in a round, ``rank`` 1 the dearest. ``outcome`` is told when the round is settled.

    ``unit`` and ``profession`` are what the mentor is shown of the person, beside the name.
    """

    class Outcome(models.TextChoices):
        MATCHED = "matched", _("Matched")
        DEARER = "dearer", _("A dearer wish was met")
        UNSUITED = "unsuited", _("The mentor cannot help with this")
        FULL = "full", _("The places went to others")
        GONE = "gone", _("The mentor no longer has places")

    access = Access(
        DataClass.TWO_SIDED,
        read=IsPerson() | ((IsUser("mentor") | AsWriter("round")) & NotHidden()),
        insert=IsPerson(),
        write=IsPerson() | (AsWriter("round") & NotHidden()),
        delete=IsPerson(),
        history=IsPerson(),
    )

    round = models.ForeignKey(MentorRound, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(USER, verbose_name=_("mentor"), on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("order"))
    line = models.CharField(_("what I want help with"), max_length=300)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ["rank", "id"]
        verbose_name = _("wish for a mentor")
        indexes = [models.Index(fields=["round", "mentor"], name="mentor_wishes_for_mentor")]
        constraints = [
            models.UniqueConstraint(fields=["round", "person", "mentor"], name="mentor_wished_for_once"),
            models.CheckConstraint(condition=~Q(user=F("mentor")), name="nobody_wishes_for_themself"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="mentor_wish_stays", fields=["round", "person", "employer", "user", "mentor"])
        ]


class MentorAnswer(models.Model):
    """What a mentor says of somebody who has wished for them: an order of their own, or that it does not suit.

    Not in the wish, which the person reads. Without a row the mentor has said nothing, and takes them after the others.
    """

    access = Access(
        DataClass.TWO_SIDED,
        read=(IsUser("mentor") | AsWriter("round")) & NotHidden(),
        insert=IsUser("mentor"),
        write=IsUser("mentor") & NotHidden(),
    )

    round = models.ForeignKey(MentorRound, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("order"), null=True, blank=True)
    suits = models.BooleanField(_("suits"), default=True)

    class Meta:
        ordering = ["rank", "id"]
        verbose_name = _("mentor's answer")
        constraints = [
            models.UniqueConstraint(fields=["round", "person", "mentor"], name="mentor_answers_once_about_each")
        ]


# The mentor's places are counted where they cannot be overdrawn: the offer's own constraint refuses the last but one.
HOLDS_A_PLACE = pgtrigger.Trigger(
    name="holds_a_place",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state") | pgtrigger.Delete,
    when=pgtrigger.After,
    declare=[("change", "int"), ("whose", "bigint")],
    func="""
        change := 0;
        IF TG_OP <> 'DELETE' THEN
            whose := NEW.mentor_id;
            change := change + (NEW.state IN ('proposed', 'running'))::int;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            whose := OLD.mentor_id;
            change := change - (OLD.state IN ('proposed', 'running'))::int;
        END IF;
        IF change <> 0 THEN
            UPDATE careers_mentoroffer SET taken = taken + change WHERE user_id = whose;
        END IF;
        RETURN NULL;
    """,
)


@tracked()
class Mentorship(models.Model):
    """A mentor and somebody, from the question to the end. It runs when both have said yes.

    ``user`` is the person's log-in. The key is random: whoever settles a round makes rows that they may not read.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        PROPOSED = "proposed", _("Proposed by a round")
        RUNNING = "running", _("Under way")
        FINISHED = "finished", _("Finished")
        ENDED = "ended", _("Ended early")
        DECLINED = "declined", _("Did not come to be")

    access = Access(
        DataClass.TWO_SIDED,
        read=IsPerson() | (IsUser("mentor") & NotHidden()),
        insert=IsPerson() | AsWriter("round"),
        write=IsPerson() | (IsUser("mentor") & NotHidden()),
        delete=Nobody(),
        history=IsPerson(),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorships")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(USER, verbose_name=_("mentor"), on_delete=models.PROTECT, related_name="+")
    mentor_employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(MentorRound, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentorships")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    line = models.CharField(_("what I want help with"), max_length=300)
    asked_on = models.DateField(_("asked on"))
    person_accepted_on = models.DateField(_("the person said yes on"), null=True, blank=True)
    mentor_accepted_on = models.DateField(_("the mentor said yes on"), null=True, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("planned end"), null=True, blank=True)
    next_meeting = models.DateField(_("next meeting"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_on", "-id"]
        verbose_name = _("mentorship")
        indexes = [models.Index(fields=["mentor", "state"], name="mentorship_of_mentor")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="mentorship_of_person"),
            models.UniqueConstraint(fields=["person"], condition=Q(state="running"), name="one_mentor_at_a_time"),
            models.UniqueConstraint(fields=["person"], condition=Q(state="asked"), name="one_mentor_asked_at_a_time"),
            models.UniqueConstraint(fields=["person"], condition=Q(state="proposed"), name="one_mentor_proposed"),
            models.CheckConstraint(condition=~Q(user=F("mentor")), name="nobody_is_their_own_mentor"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "proposed", "declined"])
                | Q(starts__isnull=False, ends__isnull=False, ends__gte=F("starts")),
                name="mentorship_that_runs_has_its_days",
            ),
        ]
        triggers = [
            HOLDS_A_PLACE,
            pgtrigger.ReadOnly(
                name="mentorship_stays", fields=["person", "employer", "user", "mentor", "mentor_employer"]
            ),
        ]


@tracked()
class MentorMeeting(models.Model):
    """That the two have met, and about what: never what was said."""

    access = Access(DataClass.TWO_SIDED, read=AsRow("mentorship"), write=AsRow("mentorship"))

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="meetings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField(_("day"))
    topics = ArrayField(models.CharField(max_length=12, choices=Topic.choices), verbose_name=_("about"), default=list)

    class Meta:
        ordering = ["-met_on", "-id"]
        verbose_name = _("meeting of a mentorship")
        constraints = [models.UniqueConstraint(fields=["mentorship", "met_on"], name="met_once_a_day")]


@tracked()
class MentorReflection(models.Model):
    """What one of the two thinks of it at the end. The other reads it when its writer has shared it."""

    access = Access(
        DataClass.TWO_SIDED,
        read=OWN_WORDS | (Holds("is_shared", True) & AsRow("mentorship")),
        write=IsUser("writer") & AsRow("mentorship"),
        history=OWN_WORDS,
    )

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="reflections")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("reflection"))
    is_shared = models.BooleanField(_("shown to the other"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("closing reflection")
        constraints = [models.UniqueConstraint(fields=["mentorship", "writer"], name="reflected_once_by_each")]
