"""Supply plans (kompetensförsörjningsplaner): what is needed, what is done about it, and how it went."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Holds, Nobody, SignedIn
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned
from stegvis.people.models import Profession

USER = settings.AUTH_USER_MODEL
FTE: dict[str, Any] = {"max_digits": 8, "decimal_places": 1}


@tracked()
class SupplyPlan(Owned):
    """The plan as it is worked on, by its owner's coordinators. What is decided of it is in its editions.

    ``revision`` counts what is saved, and a decision names the one it was made on.
    """

    access = Access(DataClass.EMPLOYER, read=LEADERS, write=LEADERS, delete=Nobody())

    title = models.CharField(_("title"), max_length=120)
    starts = models.PositiveSmallIntegerField(_("from the year"))
    ends = models.PositiveSmallIntegerField(_("to the year"))
    words = models.TextField(_("background and aim"), max_length=4000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("supply plan")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="supply_plan_has_one_owner"),
            models.CheckConstraint(
                condition=Q(starts__range=(2000, 2100), ends__gt=F("starts"), ends__lte=F("starts") + 30),
                name="supply_plan_looks_ahead",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="supply_plan_stays", fields=["employer", "collaboration", "created_by"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class PlanNeed(models.Model):
    """What a profession has and needs, in full-time equivalents. ``source`` says where the figures are from."""

    access = Access(DataClass.EMPLOYER, read=AsRow("plan"), write=AsWriter("plan"))

    plan = models.ForeignKey(SupplyPlan, on_delete=models.CASCADE, related_name="needs")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    now = models.DecimalField(_("have now"), **FTE)
    supply = models.DecimalField(_("will have, if nothing is done"), **FTE)
    need = models.DecimalField(_("will need"), **FTE)
    source = models.CharField(_("where the figures are from"), max_length=200)
    words = models.CharField(_("what lies behind"), max_length=1000, blank=True)

    class Meta:
        ordering = ["profession__title_sv"]
        verbose_name = _("need of a profession")
        constraints = [
            models.UniqueConstraint(fields=["plan", "profession"], name="plan_names_a_profession_once"),
            models.CheckConstraint(condition=Q(now__gte=0, supply__gte=0, need__gte=0), name="need_is_not_below_zero"),
        ]
        triggers = [pgtrigger.ReadOnly(name="need_stays_in_its_plan", fields=["plan"])]


@tracked()
class Measure(models.Model):
    """Something that is done about a need, with who answers for it and when. ``owner`` is a function, no name.

    ``lever`` says which one of the ``scenario`` it comes from, if it does. ``revision`` counts what is saved.
    """

    class Kind(models.TextChoices):
        RETENTION = "retention", _("Keep those who work here")
        INDUCTION = "induction", _("Introduction and mentoring")
        WORKING_TIME = "working_time", _("More full time")
        LATER_RETIREMENT = "later_retirement", _("A longer working life")
        STUDY_POSTS = "study_posts", _("Study posts and further training")
        CAREER = "career", _("Career paths")
        TASK_SHIFTING = "task_shifting", _("The right use of competence")
        RECRUITMENT = "recruitment", _("Recruitment")
        EDUCATION = "education", _("Education with universities")
        ABROAD = "abroad", _("Those trained abroad")
        AGENCY = "agency", _("Less agency staff")
        ENVIRONMENT = "environment", _("Work environment")
        OTHER = "other", pgettext_lazy("measure", "Something else")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("measure", "Planned")
        RUNNING = "running", pgettext_lazy("measure", "Under way")
        DONE = "done", pgettext_lazy("measure", "Done")
        DROPPED = "dropped", pgettext_lazy("measure", "Dropped")

    access = Access(DataClass.EMPLOYER, read=AsRow("plan"), write=AsWriter("plan"))

    plan = models.ForeignKey(SupplyPlan, on_delete=models.CASCADE, related_name="measures")
    profession = models.ForeignKey(Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("what is done"), max_length=200)
    owner = models.CharField(_("who answers for it"), max_length=120)
    due_on = models.DateField(_("done by"))
    effect = models.DecimalField(_("expected effect, full-time equivalents"), null=True, blank=True, **FTE)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PLANNED)
    scenario = models.ForeignKey("planning.Scenario", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lever = models.SlugField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("measure")
        constraints = [
            models.UniqueConstraint(fields=["plan", "id"], name="measure_of_plan"),
            models.UniqueConstraint(
                fields=["plan", "scenario", "lever", "profession"], name="lever_is_one_measure_of_a_profession"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="measure_stays_in_its_plan", fields=["plan"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class MeasureFollowUp(models.Model):
    """How a measure went in a year, said once a year; said again, it is changed."""

    access = Access(DataClass.EMPLOYER, read=AsRow("plan"), write=AsWriter("plan"))

    plan = models.ForeignKey(SupplyPlan, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="follow_ups")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=7, choices=Measure.State.choices)
    words = models.CharField(_("what happened"), max_length=1000)
    effect = models.DecimalField(_("seen effect, full-time equivalents"), null=True, blank=True, **FTE)
    said_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("follow-up of a measure")
        constraints = [models.UniqueConstraint(fields=["measure", "year"], name="measure_is_followed_up_once_a_year")]
        triggers = [pgtrigger.ReadOnly(name="follow_up_stays_with_its_measure", fields=["plan", "measure", "year"])]


@tracked(exclude=["content", "withheld"])
class PlanEdition(models.Model):
    """A plan as it was decided. ``content`` is plain values (``plans.freezing``) and never changes; ``is_open`` while
    everybody who is signed in may read it, and it counts in the national overview. ``withheld`` is what others are not
    told (``plans.telling``), None until it is first shown, and the same ever after."""

    access = Access(
        DataClass.PUBLISHED,
        read=AsRow("plan") | (Holds("is_open", True) & SignedIn()),
        insert=AsWriter("plan"),
        write=AsWriter("plan"),
        delete=Nobody(),
    )

    plan = models.ForeignKey(SupplyPlan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("version"))
    owner = models.CharField(max_length=120)
    is_joint = models.BooleanField()  # a collaboration's: it tells of the same staff as its employers' own
    is_open = models.BooleanField(_("shown to everybody signed in"), default=True)
    is_latest = models.BooleanField(default=True)
    decided_on = models.DateField(_("decided on"))
    decided_in = models.CharField(_("who decided"), max_length=120)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    withheld = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["owner", "-number"]
        verbose_name = _("decided supply plan")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_is_numbered_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(is_latest=True), name="plan_has_one_latest_edition"),
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(withheld__isnull=False), name="what_is_shown_says_what_is_withheld"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="edition_stays",
                fields=["plan", "number", "owner", "is_joint", "decided_on", "decided_in", "decided_by", "content"],
            ),
            pgtrigger.Protect(
                name="what_others_were_told_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withheld__isnull=False, old__withheld__df=pgtrigger.F("new__withheld")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.number}"
