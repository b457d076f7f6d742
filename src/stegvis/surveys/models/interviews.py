"""Interview studies: who is asked, what is talked about, what was said, and what is told of it together.

Three circles. Whoever leads the study reads all of it. An interviewer reads the study, the guide and their own
interviews. What sums up over interviews is for the leaders alone; what they give out is a report.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, HasVisible, Holds, IsUser, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned

USER = settings.AUTH_USER_MODEL
INTERVIEWER = IsUser() & Holds("is_active", True)


@tracked()
class InterviewStudy(Owned):
    """What is to be found out by talking with people. Nothing is told of fewer than ``fewest`` interviews.

    Names and addresses are deleted after ``contacts_until``; after ``notes_until`` all that was said in a single
    interview, and who said it. ``told_by`` is the one way in which counts are told apart: a second could be crossed
    with the first. ``revision`` counts saves.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("interview study", "Planned")
        GOING_ON = "going_on", pgettext_lazy("interview study", "Going on")
        SUMMARISED = "summarised", pgettext_lazy("interview study", "Summarised")
        CLOSED = "closed", pgettext_lazy("interview study", "Closed")

    class Group(models.TextChoices):
        STAFF_GROUP = "staff_group", _("By staff group")
        ROLE = "role", _("By role")
        NONE = "none", _("Not at all")

    access = Access(DataClass.EMPLOYER, read=LEADERS | HasVisible("interviewers"), write=LEADERS, delete=Nobody())

    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    notice = models.TextField(_("what those who are interviewed are told"), max_length=4000, blank=True)
    networks = models.CharField(_("who receives the report"), max_length=300, blank=True)
    fewest = models.PositiveSmallIntegerField(_("tell of no fewer than"), default=5)
    told_by = models.CharField(_("tell counts apart"), max_length=11, choices=Group.choices, default=Group.STAFF_GROUP)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    contacts_until = models.DateField(_("names are deleted after"))
    notes_until = models.DateField(_("notes are deleted after"))
    contacts_deleted_on = models.DateField(null=True, blank=True)
    notes_deleted_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("interview study")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="interview_study_has_one_owner"),
            models.CheckConstraint(condition=Q(fewest__range=(3, 100)), name="interviews_tell_of_no_fewer_than_three"),
            models.CheckConstraint(
                condition=Q(notes_until__gte=F("contacts_until")), name="interview_notes_outlive_names"
            ),
            models.UniqueConstraint(fields=["id", "employer"], name="interview_study_of_employer"),
            models.UniqueConstraint(fields=["id", "collaboration"], name="interview_study_of_collaboration"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="interview_study_stays", fields=["employer", "collaboration", "created_by"])
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Interviewer(Owned):
    """Somebody whom the leader has named to interview, by address: ``user`` is whoever logs in with it.

    Pages tell who it is only after ``opened_at``, so that naming does not tell who has an account. Whoever is no
    longer to interview keeps the row; their interviews stay with the leaders.
    """

    access = Access(
        DataClass.TWO_SIDED, read=INTERVIEWER | LEADERS, insert=LEADERS, write=INTERVIEWER | LEADERS, delete=Nobody()
    )

    study = models.ForeignKey(InterviewStudy, on_delete=models.CASCADE, related_name="interviewers")
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["study", "email"]
        verbose_name = _("interviewer")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="interviewer_has_one_owner"),
            models.UniqueConstraint(fields=["study", "email"], name="interviewer_is_named_once"),
            models.UniqueConstraint(fields=["study", "id"], name="interviewer_of_study"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="interviewer_stays", fields=["study", "employer", "collaboration", "email"])
        ]

    def __str__(self) -> str:
        return self.email


class OfStudy(models.Model):
    """A part of a study that interviewers read too."""

    access = Access(DataClass.TWO_SIDED, read=AsRow("study"), write=AsWriter("study"))

    study = models.ForeignKey(InterviewStudy, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


@tracked()
class InterviewQuestion(OfStudy):
    """One of the main questions that the study is to answer."""

    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)

    class Meta:
        ordering = ["study", "number", "id"]
        verbose_name = _("main question")
        constraints = [models.UniqueConstraint(fields=["study", "id"], name="interview_question_of_study")]

    def __str__(self) -> str:
        return self.text


@tracked()
class InterviewTheme(OfStudy):
    """A theme of the guide, with what to ask about, a line each."""

    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("theme"), max_length=120)
    prompts = models.TextField(_("what to ask about"), max_length=2000, blank=True)

    class Meta:
        ordering = ["study", "number", "id"]
        verbose_name = _("theme of an interview guide")
        constraints = [models.UniqueConstraint(fields=["study", "id"], name="interview_theme_of_study")]

    def __str__(self) -> str:
        return self.title


@tracked()
class InterviewAsked(OfStudy):
    """An organisation that was asked to take part, and what it said."""

    class Said(models.TextChoices):
        NOTHING = "nothing", pgettext_lazy("asked to be interviewed", "Has not answered")
        YES = "yes", pgettext_lazy("asked to be interviewed", "Takes part")
        NO = "no", pgettext_lazy("asked to be interviewed", "Does not take part")

    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("organisation"), max_length=200)
    said = models.CharField(_("answer"), max_length=7, choices=Said.choices, default=Said.NOTHING)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)

    class Meta:
        ordering = ["study", "name"]
        verbose_name = _("who is asked to be interviewed")
        constraints = [
            models.UniqueConstraint(fields=["study", "name"], name="interview_is_asked_for_once"),
            models.UniqueConstraint(fields=["study", "id"], name="interview_asked_of_study"),
        ]

    def __str__(self) -> str:
        return self.name


class Interview(OfStudy):
    """One interview, known by its ``number`` in the study. No history: it is deleted whole for who takes back their
    yes. ``minutes`` is how long it was; ``followed_up_on`` when something was added by mail."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        TEAMS = "teams", pgettext_lazy("interview", "Teams")
        PHONE = "phone", pgettext_lazy("interview", "By telephone")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("interview", "Planned")
        HELD = "held", pgettext_lazy("interview", "Held")
        CANCELLED = "cancelled", pgettext_lazy("interview", "Called off")

    access = Access(DataClass.PERSONAL, read=AsRow("interviewer"), write=AsRow("interviewer"), delete=AsWriter("study"))

    number = models.PositiveIntegerField(_("number"))
    interviewer = models.ForeignKey(
        Interviewer, verbose_name=_("interviewer"), on_delete=models.PROTECT, related_name="interviews"
    )
    asked = models.ForeignKey(
        InterviewAsked,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interviews",
    )
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    held_on = models.DateField(_("day"), null=True, blank=True)
    mode = models.CharField(_("how"), max_length=7, choices=Mode.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    followed_up_on = models.DateField(_("added to by e-mail on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["study", "number"]
        verbose_name = _("interview")
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="interview_is_numbered_once"),
            models.UniqueConstraint(fields=["study", "id"], name="interview_of_study"),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_on__isnull=False), name="interview_held_on_day"),
        ]
        triggers = [pgtrigger.ReadOnly(name="interview_stays", fields=["study", "number"])]

    def __str__(self) -> str:
        return str(self.number)


class OfInterview(OfStudy):
    """A part of an interview, for its interviewer and the leaders."""

    access = Access(DataClass.PERSONAL, read=AsRow("interview"), write=AsRow("interview"))

    class Meta:
        abstract = True


class Interviewee(OfInterview):
    """Somebody in an interview, without a name: their role and staff group, and that they were told what it is for."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="interviewees")
    role = models.CharField(_("role"), max_length=80, blank=True)
    staff_group = models.CharField(_("staff group"), max_length=80, blank=True)
    told_on = models.DateField(_("told what it is for on"), null=True, blank=True)
    agrees = models.BooleanField(_("has said yes to taking part"), default=False)

    class Meta:
        ordering = ["interview", "id"]
        verbose_name = _("person interviewed")
        constraints = [models.UniqueConstraint(fields=["study", "id"], name="interviewee_of_study")]


class IntervieweeContact(OfStudy):
    """Who it was, kept apart from what was said, and deleted first. No history."""

    access = Access(DataClass.PERSONAL, read=AsRow("interviewee"), write=AsRow("interviewee"))

    interviewee = models.OneToOneField(Interviewee, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("name of a person interviewed")


class InterviewNote(OfInterview):
    """What was said about a theme. ``revision`` counts saves; a save names the one it began from. No history."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="notes")
    theme = models.ForeignKey(InterviewTheme, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("notes"), max_length=20_000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["interview", "theme__number", "id"]
        verbose_name = _("notes of an interview")
        constraints = [models.UniqueConstraint(fields=["interview", "theme"], name="theme_is_noted_once")]


class OverInterviews(OfStudy):
    """What sums up over interviews, for the leaders."""

    access = Access(DataClass.EMPLOYER, read=AsWriter("study"), write=AsWriter("study"))

    class Meta:
        abstract = True


class InterviewSummary(OverInterviews):
    """What is said together of a theme, or in answer to a main question; with neither, what is proposed, a line each.

    ``revision`` as of a note.
    """

    theme = models.ForeignKey(InterviewTheme, null=True, blank=True, on_delete=models.CASCADE, related_name="summaries")
    question = models.ForeignKey(
        InterviewQuestion, null=True, blank=True, on_delete=models.CASCADE, related_name="summaries"
    )
    text = models.TextField(_("summary"), max_length=8000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["study", "id"]
        verbose_name = _("summary of interviews")
        constraints = [
            models.UniqueConstraint(
                fields=["study", "theme", "question"], nulls_distinct=False, name="interviews_are_summed_up_once"
            ),
            models.CheckConstraint(
                condition=Q(theme__isnull=True) | Q(question__isnull=True), name="summary_is_of_one_thing"
            ),
        ]


class InterviewFinding(OverInterviews):
    """Something that was said about a theme, in a sentence, so that it can be counted who agrees."""

    theme = models.ForeignKey(InterviewTheme, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("what was said"), max_length=400)

    class Meta:
        ordering = ["theme", "number", "id"]
        verbose_name = _("finding")
        constraints = [models.UniqueConstraint(fields=["study", "id"], name="finding_of_study")]

    def __str__(self) -> str:
        return self.text


class InterviewSupport(OverInterviews):
    """That an interview agrees with a finding, or says otherwise; its notes about the theme are the trace."""

    class Stance(models.TextChoices):
        AGREES = "agrees", pgettext_lazy("interview", "Agrees")
        DIFFERS = "differs", pgettext_lazy("interview", "Says otherwise")

    finding = models.ForeignKey(InterviewFinding, on_delete=models.CASCADE, related_name="supports")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=7, choices=Stance.choices)

    class Meta:
        ordering = ["finding", "interview"]
        verbose_name = _("interview behind a finding")
        constraints = [models.UniqueConstraint(fields=["finding", "interview"], name="interview_has_one_stance")]


class InterviewQuote(OverInterviews):
    """Words out of the notes of an interview. Told only once they are approved, and never whose they are."""

    theme = models.ForeignKey(InterviewTheme, on_delete=models.CASCADE, related_name="quotes")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("quote"), max_length=600)
    approved_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["theme", "id"]
        verbose_name = _("quote from an interview")
        constraints = [
            models.UniqueConstraint(fields=["interview", "theme", "text"], name="interview_is_quoted_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="quote_is_approved_by_somebody",
            ),
        ]


class InterviewReport(OverInterviews):
    """The report as it was given out. It never changes, and stays when the interviews are deleted.

    ``interviews`` are the keys of those that are counted: a later report counts the same, or enough others that none
    of them can be told by comparing the two.
    """

    access = Access(DataClass.EMPLOYER, read=AsWriter("study"), insert=AsWriter("study"), write=Nobody())

    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    interviews = models.JSONField()
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["study", "-number"]
        verbose_name = _("report of interviews")
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="interview_report_is_numbered_once")]
        triggers = [pgtrigger.Protect(name="interview_report_stays", operation=pgtrigger.Update)]
