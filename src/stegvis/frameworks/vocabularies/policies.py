"""Who may refresh the local copies of the public vocabularies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.vocabularies.queries import Changes

MOST_LACKING = 10
"""Of how many in use one may be lacking from a file that is said to be whole."""


def may_refresh(actor: Actor) -> Verdict:
    """Everybody reads the same copy, so whoever runs the installation refreshes it."""
    return ALLOWED if actor.is_system else Verdict(False, _("Only Stegvis's administrator refreshes the vocabularies."))


def is_whole_enough(changes: Changes) -> Verdict:
    """A file that lacks much of what is in use is more likely a selection than a new state of the vocabulary."""
    if changes.lacking * MOST_LACKING <= changes.in_use:
        return ALLOWED
    return Verdict(
        False,
        _(
            "The file lacks %(lacking)s of the %(in_use)s concepts in use, more than a tenth; they would all be marked"
            " as deprecated. If it is a selection, say so with --partial. If they are really gone, say --all."
        )
        % {"lacking": changes.lacking, "in_use": changes.in_use},
    )
