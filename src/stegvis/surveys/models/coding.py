"""Coding of free text: code books, who reads what apart, what they agree on, and what is quoted."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, HasVisible, Holds, IsUser, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned
from stegvis.surveys.models import coding_sql as sql
from stegvis.surveys.models.answered import Reply
from stegvis.surveys.models.fielding import OfRound, Round

USER = settings.AUTH_USER_MODEL
# Where a key has no constraint of its own, a composite one keeps it and takes the row along (``migrations/_keys.py``).


@tracked()
class CodeBook(Owned):
    """Codes as a tree, for the questions that are read with them: in one round after another. Coders read it too."""

    access = Access(DataClass.EMPLOYER, read=LEADERS | HasVisible("questions"), write=LEADERS, delete=Nobody())

    title = models.CharField(_("title"), max_length=120)
    note = models.TextField(_("how it is used"), max_length=2000, blank=True)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("code book")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="code_book_has_one_owner"),
            models.UniqueConstraint(
                fields=["employer", "collaboration", "title"],
                nulls_distinct=False,
                name="code_book_title_is_one_an_owner",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="code_book_stays", fields=["employer", "collaboration", "created_by"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class Code(models.Model):
    """What a passage is about. ``order`` places it among those of one parent. A retired one stays on what it marks."""

    access = Access(DataClass.EMPLOYER, read=AsRow("book"), write=AsWriter("book"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    book = models.ForeignKey(CodeBook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(_("code"), max_length=120)
    definition = models.TextField(_("what it stands for"), max_length=2000, blank=True)
    order = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        ordering = ["book_id", "order", "title"]
        verbose_name = _("code")
        constraints = [
            models.UniqueConstraint(fields=["book", "id"], name="code_of_book"),
            models.UniqueConstraint(
                fields=["book", "parent", "title"], nulls_distinct=False, name="code_title_is_one_under_its_parent"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="code_stays", fields=["book"]),
            pgtrigger.Trigger(
                name="code_is_no_part_of_itself",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                when=pgtrigger.Before,
                declare=[("above", "uuid")],
                func=sql.NO_CYCLE,
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=["texts"])
class OpenQuestion(Owned):
    """A question of a round that was answered in free words, and how far its coding has come.

    Its coders read no more of the round than this: its title and the question's words are copied. ``first`` and
    ``second`` are the database's own copy of who codes (``Reading``), and the owner that of the round. ``texts`` counts
    also those that are not yet shown.
    """

    class State(models.TextChoices):
        GATHERED = "gathered", pgettext_lazy("free text", "Not coded")
        CODING = "coding", pgettext_lazy("free text", "Being coded")
        COMPARED = "compared", pgettext_lazy("free text", "To compare")
        SETTLED = "settled", pgettext_lazy("free text", "Agreed")

    access = Access(
        DataClass.EMPLOYER,
        read=LEADERS | IsUser("first") | IsUser("second"),
        history=LEADERS,
        write=LEADERS,
        delete=Nobody(),
    )

    round = models.ForeignKey(Round, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    question = models.SlugField(_("question"), max_length=50)
    round_title = models.CharField(max_length=120)
    words = models.JSONField()
    is_anonymous = models.BooleanField()
    texts = models.PositiveIntegerField(default=0)
    book = models.ForeignKey(CodeBook, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.GATHERED)
    first = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round_id", "id"]  # by the key: to sort by the round itself is to join what a coder may not see
        verbose_name = _("open question")
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="open_question_is_kept_once"),
            models.UniqueConstraint(fields=["round", "id"], name="open_question_of_round"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="open_question_stays", fields=["round", "question", "is_anonymous", "employer", "collaboration"]
            ),
            pgtrigger.Trigger(
                name="open_question_takes_its_rounds_owner",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("employer_id", "collaboration_id", "book_id"),
                when=pgtrigger.Before,
                func=sql.ROUNDS_OWNER,
            ),
        ]

    def __str__(self) -> str:
        return self.question


class FreeText(OfRound):
    """What one has written to an open question. ``reply`` is empty where persons answer: nothing leads from it to the
    other answers of who wrote it, and its key is random. No history and no time, for they would tell.

    ``is_shown``: enough have written (decision 0013). ``is_hidden`` is the database's own copy of ``HiddenText``.
    """

    access = Access(
        DataClass.TWO_SIDED,
        read=Holds("is_shown", True) & Holds("is_hidden", False) & AsRow("asked"),
        insert=AsRow("reply") & AsWriter("round"),
        write=Nobody(),
        delete=AsRow("reply") & AsWriter("round"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    reply = models.ForeignKey(
        Reply, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    actor = models.CharField(max_length=15)
    content = models.TextField()
    is_shown = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("free text")
        constraints = [
            models.UniqueConstraint(fields=["asked", "id"], name="free_text_of_question"),
            models.UniqueConstraint(fields=["asked", "reply"], name="free_text_is_one_a_reply"),
            models.CheckConstraint(condition=~Q(content=""), name="free_text_says_something"),
        ]


@tracked()
class HiddenText(models.Model):
    """A free text that its round's leader has hidden from all, such as one that names a patient; and why."""

    access = Access(
        DataClass.EMPLOYER, read=AsWriter("asked"), insert=AsWriter("asked"), write=Nobody(), delete=AsWriter("asked")
    )

    text = models.OneToOneField(
        FreeText, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    reason = models.CharField(_("why"), max_length=300)
    hidden_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-hidden_at"]
        verbose_name = _("hidden text")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="hiding_has_a_reason")]
        triggers = [
            pgtrigger.Trigger(
                name="text_is_hidden",
                operation=pgtrigger.Insert | pgtrigger.Delete,
                when=pgtrigger.After,
                func=sql.HIDE,
            )
        ]


@tracked()
class Reading(models.Model):
    """A coder's reading of an open question; ``place`` 0 is what the two have agreed, and nobody's own.

    That somebody reads and is done is seen by all who see the question; what they have marked, by nobody but
    themself until all are done. Then the database opens the readings together.
    """

    access = Access(
        DataClass.TWO_SIDED,
        read=AsRow("asked"),
        insert=AsWriter("asked"),
        write=IsUser("coder") & Holds("is_open", False),
        delete=AsWriter("asked") & Holds("is_open", False),
    )

    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="readings")
    place = models.PositiveSmallIntegerField()
    coder = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    is_open = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_id", "place"]
        verbose_name = _("reading")
        constraints = [
            models.UniqueConstraint(fields=["asked", "id"], name="reading_of_question"),
            models.UniqueConstraint(fields=["asked", "place"], name="question_is_read_by_two"),
            models.UniqueConstraint(fields=["asked", "coder"], name="question_is_read_once_by_each"),
            models.CheckConstraint(
                condition=Q(place=0, coder__isnull=True, is_open=True) | Q(place__in=[1, 2], coder__isnull=False),
                name="reading_has_a_coder_or_is_agreed",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="reading_stays", fields=["asked", "place", "coder"]),
            pgtrigger.Trigger(
                name="reading_begins_blind",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=sql.BEGINS_BLIND,
            ),
            pgtrigger.Trigger(
                name="readings_open_together",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("done_at") | pgtrigger.Delete,
                when=pgtrigger.After,
                declare=[("about", "bigint")],
                func=sql.OPEN_TOGETHER,
            ),
        ]


@tracked()
class Passage(models.Model):
    """A stretch of a text under a code: from the character ``begins`` up to, not with, ``ends``, in code points.

    ``coder``, ``is_agreed`` and ``is_open`` are the database's own copy of the reading's.
    """

    OWN = IsUser("coder") & Holds("is_open", False)

    access = Access(
        DataClass.TWO_SIDED,
        read=(IsUser("coder") | Holds("is_open", True)) & AsRow("text"),
        write=(OWN | Holds("is_agreed", True)) & AsRow("text"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    reading = models.ForeignKey(Reading, on_delete=models.DO_NOTHING, db_constraint=False, related_name="passages")
    text = models.ForeignKey(FreeText, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    memo = models.TextField(_("memo"), max_length=1000, blank=True)
    coder = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_agreed = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)

    class Meta:
        ordering = ["text_id", "begins", "ends", "code_id"]
        verbose_name = _("coded passage")
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "text", "code", "begins", "ends"], name="passage_is_marked_once_with_a_code"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="passage_has_a_length"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="passage_stands_in_its_text",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("own", "record")],
                func=sql.STANDS_IN_ITS_TEXT,
            ),
            pgtrigger.Trigger(
                name="passage_stays_when_done",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=sql.STAYS_WHEN_DONE,
            ),
        ]


@tracked()
class Settled(models.Model):
    """How a difference between the two readings was settled: of a code, in a stretch of a text."""

    class Choice(models.TextChoices):
        FIRST = "first", pgettext_lazy("two coders", "As the first")
        SECOND = "second", pgettext_lazy("two coders", "As the second")
        BOTH = "both", pgettext_lazy("two coders", "Both together")
        NEITHER = "neither", pgettext_lazy("two coders", "Not marked")

    access = Access(DataClass.TWO_SIDED, read=AsRow("text"), insert=AsRow("text"), write=Nobody(), delete=AsRow("text"))

    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    text = models.ForeignKey(FreeText, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    choice = models.CharField(_("settled"), max_length=7, choices=Choice.choices)
    settled_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["text_id", "begins", "code_id"]
        verbose_name = _("settled difference")
        constraints = [
            models.UniqueConstraint(fields=["text", "code", "begins", "ends"], name="difference_is_settled_once")
        ]


@tracked()
class Quote(models.Model):
    """A passage chosen to be published: its words as they will stand, with ``[…]`` for what is left out.

    Another than who proposed it says yes or no. Only an approved one is given to a report.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("quote", "Proposed")
        APPROVED = "approved", pgettext_lazy("quote", "Approved")
        REFUSED = "refused", pgettext_lazy("quote", "Not approved")

    OWN_PROPOSAL = IsUser("proposed_by") & Holds("state", "proposed")

    access = Access(
        DataClass.TWO_SIDED,
        read=AsRow("text"),
        insert=OWN_PROPOSAL & AsRow("text"),
        write=AsWriter("asked") & AsRow("text"),
        delete=OWN_PROPOSAL & AsRow("text"),
    )

    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    text = models.ForeignKey(FreeText, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    begins = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    words = models.TextField(_("the quote as it will stand"), max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["asked_id", "state", "id"]
        verbose_name = _("quote")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="quote_has_a_length"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | (Q(state__in=["approved", "refused"], decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="quote_is_decided_by_another",
            ),
            models.UniqueConstraint(fields=["text", "words"], name="quote_is_proposed_once"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="quote_stays", fields=["asked", "text", "begins", "ends", "words", "proposed_by", "proposed_at"]
            )
        ]
