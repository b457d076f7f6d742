"""The certificate of having taken part, as a tagged PDF."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stegvis.exchange.taking_part.queries import Afterwards
from stegvis.foundation.documents.pdf import typeset

TEMPLATE = "exchange/taking_part/certificate.typ"


def certificate_pdf(found: Afterwards) -> bytes:
    """In the language of the moment: who, what, at whose, which days and how many hours."""
    one = found.application
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    days = [date_format(day) for day in found.days]
    facts = [
        (_("Name"), one.name),
        (_("Took part in"), one.title),
        (_("Host"), str(one.host)),
        (ngettext("Day", "Days", len(days)), ", ".join(days)),
    ]
    if found.hours:
        facts.append((_("Extent"), ngettext("%(n)s hour", "%(n)s hours", found.hours) % {"n": found.hours}))
    data = {"facts": facts, "note": _("Attendance was noted by the host. The certificate is printed from Stegvis.")}
    return typeset(TEMPLATE, data, title=_("Certificate of attendance"), language=language, day=found.days[-1])
