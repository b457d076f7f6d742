"""What was answered: by an organisation under its name, or by persons without one."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.surveys.models.fielding import Contact, Link, OfRound, Round

USER = settings.AUTH_USER_MODEL


class Begun(models.Model):
    """What a person has filled in and not yet sent, locked with a key that only the link in their letter holds.

    Each takes the same room. The database's functions alone write it; sent answers leave it (``foundation.sealed``).
    """

    access = Access(DataClass.PERSONAL, read=Nobody(), write=Nobody())

    link = models.OneToOneField(Link, primary_key=True, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("begun answers")


class Answers(models.Model):
    """One person's answers, nobody knows whose: no contact, no link, a random key, no history, no time but a month.

    Written in an order by lot, at least ``Round.fewest`` together (decision 0016). Nobody reads a row: a job counts
    them, and what it tells is hidden where it is of few. ``notice`` is the number of the notice that was shown.
    What was written in free words is not in ``content`` (``FreeText``).
    ``actor``, ``stratum`` and ``cluster`` stand only where as many of those answers share them, else they are empty.
    """

    access = Access(DataClass.PERSONAL, read=Nobody(), write=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    actor = models.CharField(max_length=15, blank=True)
    stratum = models.SlugField(max_length=50, blank=True)
    cluster = models.CharField(max_length=50, blank=True)
    notice = models.PositiveSmallIntegerField()
    month = models.DateField()
    content = models.JSONField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("answers without a name")


@tracked(exclude=["content", "revision"])
class Reply(OfRound):
    """An organisation's reply, filled in by one or several of its people, signed and sent by one, and looked through.

    ``revision`` counts saves. Its history is of its states; what was sent each time is a ``Sent``.
    """

    class State(models.TextChoices):
        BEGUN = "begun", pgettext_lazy("survey reply", "Begun")
        RECEIVED = "received", pgettext_lazy("survey reply", "Received")
        RETURNED = "returned", pgettext_lazy("survey reply", "Sent back with a comment")
        RESUBMITTED = "resubmitted", pgettext_lazy("survey reply", "Sent again")
        APPROVED = "approved", pgettext_lazy("survey reply", "Approved")
        LOCKED = "locked", pgettext_lazy("survey reply", "Locked")

    access = Access(DataClass.TWO_SIDED, read=AsRow("round"), insert=Nobody(), write=AsWriter("round"), delete=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="reply")
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.BEGUN)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    notice = models.PositiveSmallIntegerField()
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    signed_role = models.CharField(_("as"), max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "contact__name"]
        verbose_name = _("reply")
        constraints = [
            models.UniqueConstraint(fields=["round", "id"], name="reply_of_round"),
            models.CheckConstraint(condition=Q(state="begun") | ~Q(signed_by=""), name="sent_reply_is_signed"),
        ]
        triggers = [pgtrigger.ReadOnly(name="reply_stays", fields=["round", "contact"])]


class Sent(OfRound):
    """A reply as it was signed and sent, each time. It never changes."""

    access = Access(DataClass.TWO_SIDED, read=AsRow("round"), write=Nobody())

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="sent")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    signed_by = models.CharField(max_length=200)
    signed_role = models.CharField(max_length=120)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "-number"]
        verbose_name = _("reply as sent")
        constraints = [models.UniqueConstraint(fields=["reply", "number"], name="reply_is_sent_by_number")]


class ReplyFile(OfRound):
    """A file that belongs to a reply. ``content`` is kept in the database, as everything is."""

    access = Access(DataClass.TWO_SIDED, read=AsRow("round"), write=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    question = models.SlugField(max_length=50)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ["reply", "question"]
        verbose_name = _("file of a reply")
        constraints = [models.UniqueConstraint(fields=["reply", "question"], name="question_has_one_file")]


@tracked()
class ReplyNote(OfRound):
    """What the survey's leader wrote to whoever replied, about the whole or a question, and what was answered."""

    access = Access(DataClass.TWO_SIDED, read=AsRow("round"), insert=AsWriter("round"), write=Nobody())

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="notes")
    question = models.SlugField(max_length=50, blank=True)
    text = models.TextField(_("comment"), max_length=2000)
    by_respondent = models.BooleanField(default=False)
    written_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["reply", "written_at", "id"]
        verbose_name = _("comment on a reply")
