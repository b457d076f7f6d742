"""A talk as a tagged PDF, to sign on paper or to keep."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.careers.models import Talk
from stegvis.careers.talks.wording import PARTS
from stegvis.foundation.documents.pdf import typeset

TEMPLATE = "careers/talks/talk.typ"


def talk_pdf(talk: Talk, manager: str) -> bytes:
    """A talk that has been held, in the language of the moment; its facts are as they were kept."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    title = f"{talk.get_kind_display()}: {talk.person}"
    return typeset(TEMPLATE, talk_content(talk, manager), title=title, language=language, day=talk.held_on)


def talk_content(talk: Talk, manager: str) -> dict[str, Any]:
    """What ``talk.typ`` sets."""
    return {
        "words": {
            "fact": _("Detail"),
            "value": _("Content"),
            "facts": _("What we had before us"),
            "notes": _("What we have agreed"),
            "signatures": _("Signatures"),
            "who": _("Who"),
            "when": _("Signed"),
        },
        "lead": ""
        if talk.state == Talk.State.SIGNED
        else _("Not signed by both yet: what is said here may still change."),
        "facts": [
            (_("Person"), str(talk.person)),
            (_("Employer"), str(talk.employer)),
            (_("Held by"), manager),
            (_("Held on"), date_format(talk.held_on)),
        ],
        "parts": [
            {"title": str(title), "lines": talk.facts[name]} for name, title in PARTS.items() if talk.facts.get(name)
        ],
        "notes": talk.notes.splitlines() or [_("Nothing is written.")],
        "signatures": [
            (str(talk.person), _when(talk.person_signed_at)),
            (manager, _when(talk.manager_signed_at)),
        ],
    }


def _when(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else _("Not signed")
