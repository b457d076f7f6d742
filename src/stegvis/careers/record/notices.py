"""The kinds of notices about a record that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.record.queries import own_consents, shown_to_us
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, Params, register_kind


def register() -> None:
    register_kind(Kind("record.shared", _("Records that are shown to us"), _shared))
    register_kind(Kind("record.counted", _("What another employer counts of mine"), _counted))


def _shared(actor: Actor, notices: Sequence[Params]) -> list[str]:
    """Of whom it is told only while the reader may read it. One query."""
    found = shown_to_us(actor).in_bulk([one["consent"] for one in notices])
    return [
        gettext("%(person)s shows you what others have registered about them.") % {"person": found[key].person}
        if (key := one["consent"]) in found
        else ""
        for one in notices
    ]


def _counted(actor: Actor, notices: Sequence[Params]) -> list[str]:
    """One query."""
    if actor.person is None:
        return ["" for _one in notices]
    found = own_consents(actor).in_bulk([one["consent"] for one in notices])
    told = [(one["number"], found.get(one["consent"])) for one in notices]
    return [
        ngettext(
            "%(employer)s now counts %(n)s thing that you have shown.",
            "%(employer)s now counts %(n)s things that you have shown.",
            number,
        )
        % {"employer": consent.receiver, "n": number}
        if consent
        else ""
        for number, consent in told
    ]
