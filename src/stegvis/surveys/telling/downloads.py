"""A telling as a file, with the same figures in every kind."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.writing import XLSX
from stegvis.surveys.models import Round, Telling
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.files.codebook import CodedColumn, columns_of
from stegvis.surveys.telling.files.ddi import Study, write_ddi
from stegvis.surveys.telling.files.document import write_pdf
from stegvis.surveys.telling.files.spreadsheets import heading_of, write_csv, write_xlsx
from stegvis.surveys.telling.microdata import microdata
from stegvis.surveys.telling.queries import kept_in, kinds_answered, tables_of
from stegvis.surveys.telling.reading import questionnaire_of
from stegvis.surveys.telling.tables import Table

FILES = {
    "xlsx": ("Excel", XLSX),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "pdf": ("PDF", PDF),
    "ddi": (gettext_lazy("DDI code book"), "application/xml"),
}


def told_file(found: Round, told: Telling, kind: str, actor: str) -> tuple[bytes, str, str]:
    """Content, ending and media type. ``actor`` is a kind of organisation, or ``""``: all together."""
    tables = [one for one in tables_of(told) if one.actor == actor]
    day = timezone.localtime(told.made_at).date()
    heading = heading_of(found.title, told.number, date_format(day))
    media = FILES[kind][1]
    match kind:
        case "xlsx":
            return write_xlsx(heading, tables), "xlsx", media
        case "csv":
            return write_csv(heading, tables), "csv", media
        case "pdf":
            return write_pdf(found.title, heading[1:], tables, day), "pdf", media
    return write_ddi(_study(found, told, tables), _columns(found, told), tables), "xml", media


def _columns(found: Round, told: Telling) -> tuple[CodedColumn, ...]:
    """Those of the file with the answers that this telling is of."""
    nobody = microdata(questionnaire_of(found), [], year=found.closes_on.year, counting=lambda _who, _said: frozenset())
    return columns_of(nobody, kept_in(told))


def _study(found: Round, told: Telling, tables: list[Table]) -> Study:
    census = found.design == Round.Design.CENSUS
    return Study(
        title=found.title,
        number=f"stegvis-{found.pk}-{told.number}",
        who=str(found.owner),
        universe=", ".join(wording.actor_name(one) for one in kinds_answered(tables)),
        design=_("Everybody was asked.") if census else _("A sample was drawn."),
        begun=found.opens_on,
        ended=found.closes_on,
        answered=told.answered,
        made=timezone.localtime(told.made_at).date(),
        asked_of={one.code: one.actors for one in questionnaire_of(found).sections},
    )
