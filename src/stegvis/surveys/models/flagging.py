"""What coders ask of whoever leads the survey."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Holds, IsUser
from stegvis.foundation.audit.history import tracked
from stegvis.surveys.models.coding import FreeText, OpenQuestion

USER = settings.AUTH_USER_MODEL


@tracked(exclude=["words"])
class Flag(models.Model):
    """A coder asks the leader to look at a text, such as one that names somebody, or for a code that is lacking.

    The other coder does not see it: it would tell how the first reads. A leader who is the other does when both are
    done (``coding.flagging``). What was written of a text goes with the text,
    and is not kept in the history.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("The text should be looked at")
        CODE = "code", _("A code is lacking")

    class Answer(models.TextChoices):
        DONE = "done", pgettext_lazy("flag", "Seen to")
        DECLINED = "declined", pgettext_lazy("flag", "Left as it is")

    OWN = IsUser("raised_by") & Holds("answer", "")

    access = Access(
        DataClass.TWO_SIDED,
        read=(IsUser("raised_by") & AsRow("asked")) | AsWriter("asked"),
        insert=OWN & AsRow("text"),
        write=AsWriter("asked"),
        delete=OWN & AsRow("asked"),
    )

    asked = models.ForeignKey(OpenQuestion, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    text = models.ForeignKey(FreeText, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    words = models.CharField(_("what it is about"), max_length=300)
    raised_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("flag of a coder")
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="flag_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True) | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="flag_is_answered_by_somebody",
            ),
            models.UniqueConstraint(fields=["text", "kind", "words", "raised_by"], name="flag_is_raised_once"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="flag_stays", fields=["asked", "text", "kind", "words", "raised_by", "raised_at"])
        ]
