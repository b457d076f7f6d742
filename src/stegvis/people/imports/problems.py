"""What can be wrong with a staff list beyond what can be wrong with any document."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from stegvis.foundation.documents import problems

problems.TEXTS |= {
    "unknown_unit": gettext_noop(
        "There is no unit “%(value)s”. Write its code, or add it on the sheet Enheter or the page for units."
    ),
    "ambiguous_unit": gettext_noop("Several units are called “%(value)s”. Write the unit's code."),
    "unknown_profession": gettext_noop("“%(value)s” is not a profession that Stegvis knows. See the sheet Listor."),
    "ends_before_start": gettext_noop("The last day is before the first."),
    "duplicate": gettext_noop("The same as row %(first)s, and is passed over."),
    "duplicate_differs": gettext_noop("Rows %(rows)s are about the same thing but say different things."),
    "number_shared": gettext_noop("Rows %(rows)s have the same employee number but different names or birth years."),
    "number_taken": gettext_noop(
        "The employee number belongs to somebody else in the register. "
        "End that employment first (write its Till), or correct the number."
    ),
    "birth_year_impossible": gettext_noop(
        "The birth year %(value)s makes the person younger than %(least)s or older than %(most)s."
    ),
    "unknown_number": gettext_noop("No row that can be saved has the employee number “%(value)s”."),
    "not_employed_now": gettext_noop("Evidence can be saved only while the person is employed here."),
    "no_code": gettext_noop("Write a code or a name, so that it can be told what this is."),
    "amount_missing": gettext_noop("Write how many credits, or the rating."),
    "judge_missing": gettext_noop("Write which role has judged: demonstrated competence needs it."),
    "unit_circle": gettext_noop("The units stand above one another in a circle."),
    "unknown_parent": gettext_noop("There is no unit with the code “%(value)s” to stand above."),
}
