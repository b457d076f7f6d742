"""Development plans, and the employer's year that gives them their dates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.careers.models.access import MANAGER, PERSON_OR_MANAGER, SHARED_PLAN
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, IsPerson
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.models import Person

WRITERS = MANAGER | IsPerson()


@tracked()
class YearEntry(models.Model):
    """Something that comes back every year (årshjul), between two days of it."""

    class Kind(models.TextChoices):
        DEVELOPMENT_TALK = "development", _("Development talks")
        SALARY_TALK = "salary", _("Salary talks")
        FOLLOW_UP = "follow_up", _("Follow-up of plans")
        ASSESSMENT = "assessment", _("Assessments")
        APPLICATIONS = "applications", _("Applications for courses")
        OTHER = "other", _("Other")

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "employers"), write=InSet("employer", "coordinates"))

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="year_entries")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    from_month = models.PositiveSmallIntegerField(_("from month"))
    from_day = models.PositiveSmallIntegerField(_("from day"))
    to_month = models.PositiveSmallIntegerField(_("to month"))
    to_day = models.PositiveSmallIntegerField(_("to day"))

    class Meta:
        ordering = ["from_month", "from_day", "id"]
        verbose_name = _("entry of the year")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_month__range=(1, 12), to_month__range=(1, 12))
                & Q(from_day__range=(1, 31), to_day__range=(1, 31)),
                name="year_entry_is_in_the_year",
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class DevelopmentPlan(models.Model):
    """What the person and the manager have agreed on for a time (utvecklingsplan)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREED = "agreed", pgettext_lazy("plan", "Agreed")
        CLOSED = "closed", _("Closed")

    access = Access(DataClass.PERSONAL, read=PERSON_OR_MANAGER | SHARED_PLAN, write=WRITERS, history=PERSON_OR_MANAGER)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plans")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.DRAFT)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    follow_up = models.TextField(_("what was seen at the follow-up"), blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = _("development plan")
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="plan_of_person"),
            models.UniqueConstraint(
                fields=["employer", "person"],
                condition=Q(state__in=["draft", "agreed"]),
                name="one_plan_at_a_time",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="plan_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Goal(models.Model):
    """What is to be reached: a requirement of the framework (``requirement`` its code), or something of one's own."""

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        REACHED = "reached", _("Reached")
        DROPPED = "dropped", pgettext_lazy("goal", "Dropped")

    access = Access(DataClass.PERSONAL, read=PERSON_OR_MANAGER | SHARED_PLAN, write=WRITERS, history=PERSON_OR_MANAGER)

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="goals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    requirement = models.SlugField(_("requirement"), max_length=80, blank=True)
    title = models.CharField(_("goal"), max_length=300)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.OPEN)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("goal")
        constraints = [models.UniqueConstraint(fields=["employer", "person", "id"], name="goal_of_person")]

    def __str__(self) -> str:
        return self.title


@tracked()
class Activity(models.Model):
    """Something to do for a goal. ``cost`` in whole kronor, ``hours`` of working time."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Course")
        SHADOWING = "shadowing", _("Shadowing")
        SUPERVISION = "supervision", _("Supervision")
        PROJECT = "project", _("Project")
        READING = "reading", _("Reading")
        NETWORK = "network", _("Network")
        MENTORING = "mentoring", _("Mentoring")
        PRACTICE = "practice", _("Practice in daily work")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", pgettext_lazy("goal", "Dropped")

    class Terms(models.TextChoices):
        NONE = "none", _("No study time needed")
        WORKING_TIME = "working_time", _("In working time")
        LEAVE_WITH_PAY = "leave_with_pay", _("Leave with pay")
        LEAVE_PART_PAY = "leave_part_pay", _("Leave with part of the pay")
        LEAVE = "leave", _("Leave without pay")
        OWN_TIME = "own_time", _("In one's own time")

    access = Access(DataClass.PERSONAL, read=PERSON_OR_MANAGER | SHARED_PLAN, write=WRITERS, history=PERSON_OR_MANAGER)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="activities")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    title = models.CharField(_("what"), max_length=300)
    owner = models.CharField(
        _("who sees to it"), max_length=7, choices=[("person", _("The person")), ("manager", _("The manager"))]
    )
    due = models.DateField(_("at the latest"), null=True, blank=True)
    cost = models.PositiveIntegerField(_("cost, kronor"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("working hours"), null=True, blank=True)
    terms = models.CharField(_("study time"), max_length=14, choices=Terms.choices, default=Terms.WORKING_TIME)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        ordering = ["due", "id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [models.UniqueConstraint(fields=["employer", "person", "id"], name="activity_of_person")]

    def __str__(self) -> str:
        return self.title
