"""A framework's document as PDF. The same words give the same document, so what was typeset is kept in memory."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.foundation.documents.pdf import typeset
from stegvis.frameworks.format.document import EffectiveFramework
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.printing.content import framework_content, status_word
from stegvis.frameworks.queries import bases_of, with_true_owners
from stegvis.frameworks.templatetags.framework_text import spoken

TEMPLATE = "frameworks/printing/framework.typ"
KEPT_IN_MEMORY = 32


def framework_pdf(version: FrameworkVersion) -> bytes:
    """The version as PDF in the language of the moment: tagged, for print and for those who listen."""
    effective = with_true_owners(version)
    return _typeset(
        json.dumps(framework_content(effective, _facts(version, effective))),
        spoken(effective.document.title),
        "en" if (get_language() or "sv").startswith("en") else "sv",
        localdate(version.published_at),
    )


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _typeset(content: str, title: str, language: str, day: date) -> bytes:
    return typeset(TEMPLATE, json.loads(content), title=title, language=language, day=day)


def _facts(version: FrameworkVersion, effective: EffectiveFramework) -> list[tuple[str, str]]:
    document = effective.document
    professions = [str(profession) for profession in version.professions.all()]
    professions = professions or [spoken(group) for group in document.profession_groups]
    below = [
        _("%(title)s, version %(version)s (%(owner)s)")
        % {"title": spoken(base.title), "version": base.version, "owner": effective.owners[base.code]}
        for base in bases_of(version)
    ]
    return [
        (_("Status"), status_word(document.status)),
        (_("Owner"), effective.owners[document.code]),
        (_("Version"), str(document.version)),
        (_("Published"), date_format(localdate(version.published_at), "DATE_FORMAT")),
        (_("Professions"), ", ".join(professions) or _("Not named in the source")),
        *([(_("Built on"), "; ".join(below))] if below else []),
    ]
