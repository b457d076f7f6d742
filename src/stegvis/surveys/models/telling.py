"""What is told of a round, and what is known of waves that were asked elsewhere."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.surveys.models.asking import Questionnaire
from stegvis.surveys.models.fielding import OfRound

USER = settings.AUTH_USER_MODEL


@tracked()
class Crossing(OfRound):
    """A background by a question, to be told of with the round's other tables."""

    background = models.SlugField(_("background"), max_length=50)
    question = models.SlugField(_("question"), max_length=50)

    class Meta:
        ordering = ["round", "background", "question"]
        verbose_name = _("cross table")
        constraints = [
            models.UniqueConstraint(fields=["round", "background", "question"], name="crossing_is_chosen_once"),
            models.CheckConstraint(condition=~Q(background=models.F("question")), name="crossing_is_of_two"),
        ]


@tracked(exclude=["content", "audit"])
class Telling(OfRound):
    """All tables of a round, hidden where they are of few, as one publication. It never changes; a later one counts
    with what this one has told.

    ``content`` is ``{"tables": [telling.tables], "notes": […]}``; ``audit`` what somebody who reads it all could work
    out (``telling.publication``). ``answered`` is empty where too few have answered for anything to be told.
    """

    class State(models.TextChoices):
        TOLD = "told", pgettext_lazy("survey results", "Told")
        TOO_FEW = "too_few", pgettext_lazy("survey results", "Too few have answered")

    access = Access(DataClass.EMPLOYER, read=AsRow("round"), insert=Nobody(), write=Nobody())

    number = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=7, choices=State.choices)
    answered = models.PositiveIntegerField(null=True)
    content = models.JSONField(default=dict)
    audit = models.JSONField(default=dict)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "-number"]
        verbose_name = _("results of a round")
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="telling_is_numbered_once"),
            models.CheckConstraint(
                condition=Q(state="told", answered__isnull=False) | Q(state="too_few", answered__isnull=True),
                name="telling_of_too_few_says_no_number",
            ),
        ]
        triggers = [pgtrigger.Protect(name="telling_stays", operation=pgtrigger.Update)]


class ToldCounts(models.Model):
    """Every count that a telling leans on, hidden ones too (``telling.earlier``): a later telling of the round must
    not leave a small group between the two. Nobody reads it, and it goes when the answers go."""

    access = Access(DataClass.PERSONAL, read=Nobody(), write=Nobody())

    telling = models.OneToOneField(Telling, primary_key=True, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField()

    class Meta:
        verbose_name = _("counts behind results")


@tracked(exclude=["content"])
class AnswerFile(OfRound):
    """The round's answers as a file for a statistics program, made by a job. ``left_out`` says what is not in it, and
    why. It goes when the answers go; that it was written, by whom and for what ``reason``, stays in its history."""

    class Kind(models.TextChoices):
        SAV = "sav", "SPSS"
        XLSX = "xlsx", "Excel"

    access = Access(DataClass.EMPLOYER, read=AsRow("round"), write=Nobody())

    kind = models.CharField(max_length=4, choices=Kind.choices)
    content = models.BinaryField()
    left_out = models.JSONField(default=list)
    has_words = models.BooleanField(default=False)
    reason = models.CharField(_("what it is needed for"), max_length=300, blank=True)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "kind"]
        verbose_name = _("answers as a file")
        constraints = [models.UniqueConstraint(fields=["round", "kind"], name="answers_have_one_file_a_kind")]


@tracked()
class Margin(OfRound):
    """How many of the whole population a sample was drawn from would choose ``choice``: what it is fitted to."""

    question = models.SlugField(_("question"), max_length=50)
    choice = models.SlugField(_("answer"), max_length=50)
    size = models.PositiveIntegerField(_("how many there are"))

    class Meta:
        ordering = ["round", "question", "id"]
        verbose_name = _("known total")
        constraints = [models.UniqueConstraint(fields=["round", "question", "choice"], name="margin_is_told_once")]


@tracked()
class KnownWave(models.Model):
    """A wave of which nothing but published shares is known: no answers, and no head counts. ``note`` is shown with
    every figure of it; ``asked`` says how the answers were come by, in the source's words."""

    access = Access(DataClass.EMPLOYER, read=AsRow("questionnaire"), write=AsWriter("questionnaire"))

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="known_waves")
    code = models.SlugField(_("code"), max_length=50)
    title = models.CharField(_("title"), max_length=120)
    asked_on = models.DateField(_("asked"))
    asked = models.CharField(_("who answered"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("to be said with it"), max_length=500, blank=True)
    areas = models.JSONField(default=dict)

    class Meta:
        ordering = ["questionnaire", "-asked_on", "code"]
        verbose_name = _("earlier wave known by its shares")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "code"], name="known_wave_is_told_once")]

    def __str__(self) -> str:
        return self.title


class KnownShare(models.Model):
    """One published share, in per cent: of those who answered ``item``, how many chose ``choice``."""

    access = Access(DataClass.EMPLOYER, read=AsRow("wave"), write=AsWriter("wave"))

    wave = models.ForeignKey(KnownWave, on_delete=models.CASCADE, related_name="shares")
    item = models.SlugField(max_length=50)
    item_title = models.CharField(max_length=300)
    group = models.CharField(max_length=120, blank=True)
    choice = models.SlugField(max_length=50)
    choice_title = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField()
    share = models.DecimalField(max_digits=4, decimal_places=1)
    is_certain = models.BooleanField(default=True)
    is_multiple = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["wave", "place"]
        verbose_name = _("published share")
        constraints = [
            models.UniqueConstraint(fields=["wave", "item", "choice"], name="known_share_is_told_once"),
            models.CheckConstraint(condition=Q(share__range=(0, 100)), name="known_share_is_of_a_hundred"),
        ]
