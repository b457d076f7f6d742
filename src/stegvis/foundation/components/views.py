"""The living style page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.components.samples import COLORS, sample_context

SAMPLE_FOLDER = Path(__file__).parent / "templates" / "components" / "samples"
SAMPLES = {
    "page_header": _("Page header"),
    "steps": _("Steps (career ladder)"),
    "level_meter": _("Level meter"),
    "requirements": _("Requirements"),
    "stat": _("Stat tiles"),
    "card": _("Card"),
    "button": _("Button"),
    "tag": _("Tag"),
    "alert": _("Alert"),
    "toast": _("Toast"),
    "data_table": _("Data table"),
    "data_table_empty": _("Data table, empty"),
    "matrix": _("Matrix"),
    "form": _("Form"),
    "form_errors": _("Form with errors"),
    "chart": _("Chart"),
    "progress": _("Progress"),
    "confirm": _("Confirm"),
    "empty_state": _("Empty state"),
    "description_list": _("Description list"),
    "disclosure": _("Disclosure"),
    "tabs": _("Tabs"),
    "breadcrumbs": _("Breadcrumbs"),
    "switches": _("Language and colour switches"),
    "icon": _("Icons"),
    "dates": _("Dates and numbers"),
}


@dataclass(frozen=True)
class Sample:
    """A component as it looks and the very lines that made it."""

    name: str
    title: str
    html: SafeString
    source: str


def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states. Holds no data, so everybody may read it."""
    context = sample_context(request)
    samples = [make_sample(name, str(title), context, request) for name, title in SAMPLES.items()]
    return render(request, "components/style_page.html", {"samples": samples, "colors": COLORS})


def make_sample(name: str, title: str, context: dict[str, Any], request: HttpRequest) -> Sample:
    html = render_to_string(f"components/samples/{name}.html", context, request)
    return Sample(name, title, html, (SAMPLE_FOLDER / f"{name}.html").read_text(encoding="utf-8"))
