"""The list of staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import require
from stegvis.foundation.audit.services import record_readings
from stegvis.foundation.components.tables import Column, Table
from stegvis.foundation.documents.writing import export_table
from stegvis.people.forms import StaffFilterForm
from stegvis.people.models import Employment
from stegvis.people.policies import may_import_staff, may_list_staff
from stegvis.people.queries import staff_list, unit_and_below

FORMATS = {"xlsx": "Excel", "csv": "CSV"}


@login_required
@require_GET
def staff(request: ActorRequest) -> HttpResponse:
    """Search, filter, sort, page and export; a value that is no choice is no page."""
    require(may_list_staff(request.actor))
    form = StaffFilterForm(request.actor, request.GET)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    units = unit_and_below(form.units, chosen["unit"]) if chosen["unit"] else ()
    rows = staff_list(request.actor, words=chosen["q"], units=units, profession=chosen["profession"])
    table = Table(request, rows, _columns(), formats=FORMATS)
    if "export" in request.GET:
        return _export(request, table)
    persons = {row.person_id for row in table.page}
    record_readings(actor=request.actor, persons=persons, page="people:staff")
    context = {"table": table, "form": form, "may_import": bool(may_import_staff(request.actor))}
    return render(request, "people/staff.html", context)


def _columns() -> list[Column]:
    return [
        Column("name", _("Name"), ("person__sort_name", "id")),
        Column("number", _("Employee number"), ("employee_number", "id")),
        Column("profession", _("Profession"), ("profession__title_sv", "person__sort_name", "id")),
        Column("unit", _("Unit"), ("unit__name", "person__sort_name", "id")),
        Column("title", _("Job title"), ("title", "person__sort_name", "id")),
        Column("share", _("Share of full time"), ("share", "person__sort_name", "id"), is_number=True),
        Column("since", _("Employed since"), ("valid_from", "person__sort_name", "id")),
    ]


def _export(request: ActorRequest, table: Table) -> HttpResponse:
    file_format = request.GET["export"]
    if file_format not in FORMATS:
        raise Http404
    rows: list[Employment] = list(table.ordered)
    record_readings(actor=request.actor, persons={row.person_id for row in rows}, page="people:staff_file")
    return export_table(_("Staff"), [column.label for column in table.columns], _cells(rows), file_format)


def _cells(rows: Iterable[Employment]) -> Iterator[list[object]]:
    for row in rows:
        yield [
            str(row.person),
            row.employee_number,
            str(row.profession),
            str(row.unit),
            row.title,
            row.share,
            row.valid_from,
        ]
