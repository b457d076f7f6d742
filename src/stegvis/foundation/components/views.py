"""The living style page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.safestring import SafeString

from stegvis.foundation.components.samples import COLORS, sample_context

SAMPLES = {
    "page_header": "Page header",
    "steps": "Steps (career ladder)",
    "level_meter": "Level meter",
    "requirements": "Requirements",
    "stat": "Stat tiles",
    "card": "Card",
    "button": "Button",
    "tag": "Tag",
    "alert": "Alert",
    "toast": "Toast",
    "data_table": "Data table",
    "data_table_empty": "Data table, empty",
    "matrix": "Matrix",
    "form": "Form",
    "form_errors": "Form with errors",
    "chart": "Chart",
    "progress": "Progress",
    "confirm": "Confirm",
    "empty_state": "Empty state",
    "description_list": "Description list",
    "disclosure": "Disclosure",
    "tabs": "Tabs",
    "breadcrumbs": "Breadcrumbs",
    "switches": "Language and colour switches",
    "icon": "Icons",
    "dates": "Dates and numbers",
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
    samples = [make_sample(name, title, context, request) for name, title in SAMPLES.items()]
    return render(request, "components/style_page.html", {"samples": samples, "colors": COLORS})


def make_sample(name: str, title: str, context: dict[str, Any], request: HttpRequest) -> Sample:
    template = get_template(f"components/samples/{name}.html")
    source = Path(template.origin.name).read_text(encoding="utf-8")
    return Sample(name, title, template.render(context, request), source)
