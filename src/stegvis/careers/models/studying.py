"""Academic paths inside the employment: master and doctoral study, specialist training, AST posts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import MANAGER, PERSON_OR_MANAGER
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, IsPerson
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.models import Person, Profession

WRITERS = MANAGER | (IsPerson() & InSet("employer", "employers"))


@tracked()
class StudyPath(models.Model):
    """Studies inside the employment. ``share`` is per cent of working time, ``kronor`` what it costs in all.

    A pause needs no reason; while it runs the share is not counted. ``ground`` is why more was agreed than the study
    terms say, empty where it was not more.
    """

    class Kind(models.TextChoices):
        MASTER = "master", _("Master's studies")
        DOCTORAL = "doctoral", _("Doctoral studies")
        SPECIALIST = "specialist", _("Specialist training for nurses")
        AST = "ast", _("AST (academic specialist service post)")

    class State(models.TextChoices):
        PLANNED = "planned", _("Being planned")
        RUNNING = "running", _("Under way")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")
        ENDED = "ended", _("Ended early")

    class PaidBy(models.TextChoices):
        WORKPLACE = "workplace", _("The workplace")
        EMPLOYER = "employer", _("The employer in common")
        STATE = "state", _("State grants")
        GRANT = "grant", _("Research funds and other grants")
        SEVERAL = "several", _("Several together")

    access = Access(DataClass.PERSONAL, read=PERSON_OR_MANAGER, write=WRITERS)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("subject"), max_length=200)
    university = models.CharField(_("university"), max_length=120, blank=True)
    supervisor = models.CharField(_("supervisor"), max_length=120, blank=True)
    share = models.PositiveSmallIntegerField(_("per cent of working time"))
    funding = models.CharField(_("who pays for what"), max_length=300, blank=True)
    paid_by = models.CharField(_("who pays the most"), max_length=9, choices=PaidBy.choices, blank=True)
    kronor = models.PositiveIntegerField(_("cost in all, kronor"), null=True, blank=True)
    ground = models.CharField(_("why it is more than the study terms say"), max_length=300, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("planned end"))
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    follow_up = models.TextField(_("what was seen at the follow-up"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    paused_on = models.DateField(_("paused from"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = _("academic path")
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="path_of_person"),
            models.UniqueConstraint(
                fields=["employer", "person", "kind"],
                condition=Q(state__in=["planned", "running", "paused"]),
                name="one_path_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts"), share__range=(1, 100)), name="path_is_plausible"),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | Q(paused_until__gte=F("paused_on")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class StudyStage(models.Model):
    """A stage of a path, such as the half-time review."""

    access = Access(DataClass.PERSONAL, read=PERSON_OR_MANAGER, write=WRITERS)

    path = models.ForeignKey(StudyPath, on_delete=models.CASCADE, related_name="stages")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("stage"), max_length=200)
    due = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("reached on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("stage of an academic path")

    def __str__(self) -> str:
        return self.title


@tracked()
class StudyTerms(models.Model):
    """What an employer gives whoever studies in the employment: a profession's own, or in general without one.

    ``share`` is the most per cent of working time, ``kronor`` what is set aside a year for all; None is not said.
    """

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "employers"), write=InSet("employer", "coordinates"))

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    profession = models.ForeignKey(Profession, null=True, on_delete=models.PROTECT, related_name="+")
    share = models.PositiveSmallIntegerField(_("per cent of working time at most"), null=True, blank=True)
    kronor = models.PositiveIntegerField(_("set aside a year, kronor"), null=True, blank=True)
    text = models.CharField(_("what applies"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("study terms")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "profession"], nulls_distinct=False, name="study_terms_of_profession"
            ),
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__range=(1, 100)), name="terms_share"),
        ]
