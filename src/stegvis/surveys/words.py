"""What the parts of a questionnaire are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.surveys.content.document import Kind, Likeness, Test

KINDS = {
    Kind.SINGLE: _("One choice"),
    Kind.MULTI: _("Several choices"),
    Kind.MATRIX: _("Matrix with a scale"),
    Kind.LADDER: _("Ladder with statuses"),
    Kind.NUMBER: pgettext_lazy("question", "Number"),
    Kind.DATE: pgettext_lazy("question", "Date"),
    Kind.TEXT: _("Free text"),
    Kind.RANKING: _("Ranking"),
    Kind.FILE: pgettext_lazy("question", "File"),
}
LIKENESSES = {
    Likeness.SAME: _("The same: may be compared"),
    Likeness.REWORDED: _("Reworded: compared with a warning"),
    Likeness.RESCALED: _("Another scale: only what the scales share"),
    Likeness.NOT_COMPARABLE: _("Not comparable"),
}
TESTS = {
    Test.IS: _("is"),
    Test.IS_NOT: _("is answered, and is not"),
    Test.ANY_OF: _("is any of"),
    Test.ANSWERED: _("is answered at all"),
    Test.AT_LEAST: _("is at least"),
    Test.AT_MOST: _("is at most"),
}
