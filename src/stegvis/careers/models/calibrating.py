"""How evenly a framework is used: rounds in which a sample is judged a second time, blind."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import HasVisible, InSet, IsPerson, IsUser, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation
from stegvis.people.models import Evidence, Person, Profession

# Every change of an answer holds the round open until it is saved: a round closes with all that was answered in it.
ANSWERED_WHILE_OPEN = pgtrigger.Trigger(
    name="answered_while_open",
    operation=pgtrigger.UpdateOf("rating", "note", "judged_on", "declined"),
    when=pgtrigger.Before,
    func="""
        PERFORM 1 FROM careers_calibrationround WHERE id = NEW.round_id AND state = 'open' FOR SHARE;
        IF NOT FOUND THEN
            RAISE check_violation USING MESSAGE = 'the calibration round is not open';
        END IF;
        RETURN NEW;
    """,
)


@tracked()
class CalibrationRound(models.Model):
    """An employer's round. ``result`` is what may be shown when it has closed: counts and figures, no person.

    A round whose sample could not be drawn closes with ``result["problem"]``, a machine word.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    access = Access(
        DataClass.EMPLOYER,
        read=InSet("employer", "coordinates") | HasVisible("assessors"),
        write=InSet("employer", "coordinates"),
        delete=Nobody(),
    )

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    sample_size = models.PositiveSmallIntegerField(_("how many judgements to repeat"))
    seed = models.PositiveIntegerField()
    answer_by = models.DateField(_("answer by"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    result = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("calibration round")
        # The target of composite keys: a round's assessments stay with its employer.
        constraints = [models.UniqueConstraint(fields=["employer", "id"], name="round_of_employer")]

    def __str__(self) -> str:
        return self.title


@tracked()
class RoundAssessor(models.Model):
    """Somebody chosen to judge a second time in a round, of this employer or of another in the collaboration."""

    access = Access(
        DataClass.TWO_SIDED,
        read=IsUser() | InSet("employer", "coordinates"),
        write=InSet("employer", "coordinates"),
        delete=Nobody(),
    )

    round = models.ForeignKey(CalibrationRound, on_delete=models.CASCADE, related_name="assessors")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("second assessor")
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="assessor_is_chosen_once")]
        triggers = [pgtrigger.ReadOnly(name="assessor_stays", fields=["round", "employer", "user"])]


@tracked(exclude=["first_event"])
class SecondAssessment(models.Model):
    """One judgement to be made a second time. The assessor sees what is asked for, never the first rating.

    The first rating is not here, where both the person and the assessor read: ``first_event`` numbers the state in
    the history of ``evidence`` that was drawn, so that a later correction does not change what is compared.
    """

    access = Access(
        DataClass.PERSONAL,
        read=(IsPerson() | IsUser("assessor")) & NotHidden(),
        insert=Nobody(),
        write=IsUser("assessor") & NotHidden(),
        delete=Nobody(),
    )

    round = models.ForeignKey(
        CalibrationRound, verbose_name=_("calibration round"), on_delete=models.CASCADE, related_name="assessments"
    )
    employer = models.ForeignKey(Organisation, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Emptied by the database: whoever deletes the evidence does not see this row.
    evidence = models.ForeignKey(
        Evidence,
        verbose_name=_("evidence"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    first_event = models.PositiveBigIntegerField(editable=False)
    competence = models.SlugField(_("competence"), max_length=80)
    area = models.SlugField(_("area"), max_length=80, blank=True)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("second assessor"), on_delete=models.PROTECT, related_name="+"
    )
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    declined = models.BooleanField(_("cannot judge"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("second assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "competence", "area"], name="judged_a_second_time_once_per_round"
            )
        ]
        triggers = [
            ANSWERED_WHILE_OPEN,
            pgtrigger.ReadOnly(
                name="what_is_judged_stays",
                fields=["round", "employer", "person", "first_event", "competence", "area", "assessor"],
            ),
        ]
