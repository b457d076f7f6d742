"""Introduction programmes: an employer's own, and the one that somebody goes through."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import MANAGER, PERSON_MANAGER_OR_COORDINATOR, WHILE_EMPLOYED
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, InSet, IsUser, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.access import EmployedNow
from stegvis.people.models import Person


@tracked()
class Programme(models.Model):
    """An introduction as the employer gives it. ``content`` is its steps, as the service checks them.

    ``share`` is the part of working time set aside, in per cent; ``shielded_weeks`` the time without responsibility
    for patients of one's own; ``joins_any_month`` that the steps go round the year and one begins where it stands.
    """

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "employers"), write=InSet("employer", "coordinates"))

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="programmes")
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("for whom and why"), blank=True)
    professions = ArrayField(models.SlugField(max_length=50), default=list, blank=True)  # empty: for all
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    shielded_weeks = models.PositiveSmallIntegerField(_("weeks without patients of one's own"), default=0)
    share = models.PositiveSmallIntegerField(_("per cent of working time"), default=100)
    joins_any_month = models.BooleanField(_("one joins at any month"), default=False)
    content = models.JSONField(default=list)
    made_from = models.SlugField(max_length=80, blank=True)  # the packaged example
    retired_on = models.DateField(_("no longer used from"), null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("introduction programme")
        constraints = [
            models.UniqueConstraint(fields=["employer", "id"], name="programme_of_employer"),
            models.CheckConstraint(
                condition=Q(weeks__range=(1, 156), shielded_weeks__lte=F("weeks"), share__range=(1, 100)),
                name="programme_is_plausible",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Introduction(models.Model):
    """Somebody's introduction. Finished, it is evidence; ``extended_to`` is the later of two ends."""

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        FINISHED = "finished", _("Finished")
        STOPPED = "stopped", _("Stopped")

    access = Access(
        DataClass.EMPLOYER,
        read=PERSON_MANAGER_OR_COORDINATOR | (IsUser("supervisor") & NotHidden() & WHILE_EMPLOYED),
        insert=MANAGER | (EmployedNow("coordinates") & NotHidden()),
        write=MANAGER | ((EmployedNow("coordinates") | IsUser("supervisor")) & NotHidden()),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="introductions")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="introductions")
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RUNNING)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_ground = models.TextField(_("why it is extended"), blank=True)
    shielded_until = models.DateField(_("no patients of one's own until"), null=True, blank=True)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contact person or supervisor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    finished_on = models.DateField(null=True, blank=True)
    stopped_ground = models.TextField(_("why it is stopped"), blank=True)

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = _("introduction")
        indexes = [models.Index(fields=["employer", "state"], name="introduction_of_employer")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="introduction_of_person"),
            models.UniqueConstraint(
                fields=["employer", "person"], condition=Q(state="running"), name="one_introduction_at_a_time"
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="introduction_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class IntroductionStep(models.Model):
    """A thing to do, a day with a theme or a planned meeting; ``requirement`` is the code that it is a criterion of.

    A deviation is a step that did not go as planned: its ground says how, and ``due`` when instead.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("To do")
        THEME = "theme", _("Theme day")
        MEETING = "meeting", _("Meeting")

    access = Access(
        DataClass.EMPLOYER,
        read=AsRow("introduction"),
        insert=AsWriter("introduction"),
        write=AsRow("introduction"),
        delete=AsWriter("introduction"),
        history=PERSON_MANAGER_OR_COORDINATOR,
    )

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="steps")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.TASK)
    title = models.CharField(_("what"), max_length=300)
    requirement = models.SlugField(_("requirement"), max_length=80, blank=True)
    due = models.DateField(_("at the latest"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deviation = models.TextField(_("what did not go as planned"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due", "position", "id"]
        verbose_name = _("step of an introduction")
        triggers = [
            pgtrigger.Protect(
                name="step_stays",  # but where two persons turn out to be one
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "current_user <> 'stegvis_owner' AND (OLD.introduction_id, OLD.person_id, OLD.employer_id)"
                    " IS DISTINCT FROM (NEW.introduction_id, NEW.person_id, NEW.employer_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title
