"""Assessments: what the person and others each think of the same competences, first apart and then side by side."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import MANAGER, PERSON_OR_MANAGER, WHILE_EMPLOYED
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, HasVisible, Holds, IsPerson, IsUser, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation
from stegvis.people.access import Shared
from stegvis.people.models import Part, Person, Profession

# Nobody sees another's judgement before their own is given: the database opens them all at once, when the last of
# them is handed in.
OPENED_TOGETHER = pgtrigger.Trigger(
    name="opened_together",
    operation=pgtrigger.UpdateOf("submitted_at"),
    when=pgtrigger.After,
    func="""
        PERFORM 1 FROM careers_assessment WHERE id = NEW.assessment_id FOR UPDATE;
        IF NOT EXISTS (
            SELECT 1 FROM careers_judgement WHERE assessment_id = NEW.assessment_id AND submitted_at IS NULL
        ) THEN
            UPDATE careers_assessment SET state = 'compared' WHERE id = NEW.assessment_id AND state = 'open';
            UPDATE careers_judgement SET is_open = true WHERE assessment_id = NEW.assessment_id AND NOT is_open;
        END IF;
        RETURN NULL;
    """,
)

# What was handed in stays as it was handed in.
RATED_WHILE_HELD = pgtrigger.Trigger(
    name="rated_while_held",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        PERFORM 1 FROM careers_judgement
        WHERE id = coalesce(NEW.judgement_id, OLD.judgement_id) AND submitted_at IS NULL FOR SHARE;
        IF NOT FOUND AND pg_trigger_depth() < 2
           AND EXISTS (SELECT 1 FROM careers_judgement WHERE id = coalesce(NEW.judgement_id, OLD.judgement_id)) THEN
            RAISE check_violation USING MESSAGE = 'the judgement is handed in';
        END IF;
        RETURN coalesce(NEW, OLD);
    """,
)


@tracked()
class Assessment(models.Model):
    """One person's competences, judged at one time against one version, in one area.

    ``combined`` holds what is put together by the rule that ``rule`` names: "ratings" (competence → rating, when it is
    signed), "agreed" (what was said in the talk) and the person's "comment". Signing makes evidence of the ratings. A
    withdrawn assessment stays, with its reason.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Being judged")
        COMPARED = "compared", _("To talk through")
        SIGNED = "signed", _("Signed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Rule(models.TextChoices):
        AGREED = "agreed", _("What is agreed in the talk")
        MEDIAN = "median", _("The median of the others', the lower of two; the person's own is not counted in")
        LOWEST = "lowest", _("The lowest of the others'; the person's own is not counted in")

    access = Access(
        DataClass.PERSONAL,
        read=PERSON_OR_MANAGER
        | HasVisible("judgements")
        | (Holds("state", "signed") & Shared(Part.ASSESSMENTS) & NotHidden()),
        history=PERSON_OR_MANAGER | HasVisible("judgements"),
        insert=MANAGER | IsPerson(),
        write=MANAGER | IsPerson(),
        delete=Nobody(),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assessments")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    area = models.SlugField(_("area"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    rule = models.CharField(_("how several are put together"), max_length=8, choices=Rule.choices, default=Rule.MEDIAN)
    combined = models.JSONField(_("put together"), default=dict)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(_("opened on"))
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    person_signed_on = models.DateField(_("signed by the person on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_ground = models.TextField(_("why it is withdrawn"), blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = _("assessment")
        indexes = [models.Index(fields=["employer", "person"], name="assessment_of_employer")]
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="assessment_of_person"),
            models.UniqueConstraint(
                fields=["employer", "person", "version", "area"],
                condition=models.Q(state__in=["open", "compared"]),
                name="one_assessment_at_a_time",
            ),
        ]


@tracked()
class Judgement(models.Model):
    """What one of them thinks. Only its judge reads it until all have handed in theirs."""

    access = Access(
        DataClass.PERSONAL,
        read=(IsUser("judge") & NotHidden() & WHILE_EMPLOYED) | (Holds("is_open", True) & PERSON_OR_MANAGER),
        insert=MANAGER | IsPerson(),
        write=IsUser("judge") & Holds("is_open", False) & NotHidden(),
        delete=MANAGER & Holds("is_open", False),
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="judgements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(_("judging role"), max_length=30, blank=True)  # blank: the person's own
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    is_open = models.BooleanField(default=False)

    class Meta:
        ordering = ["assessment", "id"]
        verbose_name = _("judgement")
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "judge", "id"], name="judgement_of_person"),
            models.UniqueConstraint(fields=["assessment", "judge"], name="judged_once_by_each"),
            models.UniqueConstraint(
                fields=["assessment", "role"], condition=models.Q(role=""), name="one_own_judgement"
            ),
        ]
        triggers = [
            OPENED_TOGETHER,
            pgtrigger.ReadOnly(name="judgement_stays", fields=["assessment", "person", "employer", "judge", "role"]),
        ]


@tracked()
class Rating(models.Model):
    """A competence in a judgement. No rating: the judge cannot tell."""

    access = Access(
        DataClass.PERSONAL,
        read=AsRow("judgement"),
        write=IsUser("judge") & NotHidden(),
    )

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="ratings")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    competence = models.SlugField(_("competence"), max_length=80)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["judgement", "id"]
        verbose_name = _("rating")
        constraints = [models.UniqueConstraint(fields=["judgement", "competence"], name="rated_once")]
        triggers = [RATED_WHILE_HELD]


@tracked()
class PlacementAnswer(models.Model):
    """What the person says of a placement: a comment, or a wish that somebody looks again, and the manager's answer."""

    access = Access(
        DataClass.PERSONAL,
        read=PERSON_OR_MANAGER,
        insert=IsPerson(),
        write=MANAGER,
        delete=Nobody(),
    )

    placement = models.ForeignKey("careers.Placement", on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField(_("written on"))
    text = models.TextField(_("what you want to say"))
    asks_again = models.BooleanField(_("I want somebody to look again"), default=False)
    reply = models.TextField(_("the manager's answer"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replied_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["written_on", "id"]
        verbose_name = _("answer to a placement")
        triggers = [
            pgtrigger.ReadOnly(
                name="answer_stays", fields=["placement", "person", "employer", "written_on", "text", "asks_again"]
            )
        ]
