"""Texts as they are kept: tidied, within their room, and without personal numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean


def line(text: str, longest: int) -> str:
    """One line. Raises Refused."""
    return _kept(clean(text), longest)


def several(text: str, longest: int) -> str:
    """Lines, each tidied. Raises Refused."""
    return _kept("\n".join(clean(one) for one in text.splitlines()).strip(), longest)


def _kept(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Refused(
            _("The text is %(length)s characters; at most %(limit)s fit.") % {"length": len(text), "limit": longest}
        )
    if holds_personal_number(text):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return text


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [one for one in text.splitlines() if one]
