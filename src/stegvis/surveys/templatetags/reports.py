"""How a report's texts and charts are written on a page. What people wrote is always escaped."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from stegvis.surveys.reports.charts.svg import PHONE, WIDE, Size, svg_of
from stegvis.surveys.reports.markup import Part, Run, parts
from stegvis.surveys.reports.presenting import Shown
from stegvis.surveys.reports.typography import bound

register = template.Library()


@register.filter
def report_parts(found: tuple[Part, ...]) -> SafeString:
    """Paragraphs and lists of parsed markup."""
    return format_html_join("", "{}", ((_part(one),) for one in found))


@register.filter
def report_text(text: str) -> SafeString:
    return report_parts(tuple(parts(text)))


def _part(part: Part) -> SafeString:
    if part["kind"] == "paragraph":
        return format_html("<p>{}</p>", _runs(part["runs"]))
    items = format_html_join("", "<li>{}</li>", ((_runs(item),) for item in part["items"]))
    return format_html("<ol>{}</ol>" if part.get("ordered") else "<ul>{}</ul>", items)


def _runs(runs: list[Run]) -> SafeString:
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString | str:
    text = bound(run["text"])
    if "to" in run:
        return format_html('<a href="{}" rel="noopener nofollow">{}</a>', run["to"], text)
    match run.get("as"):
        case "strong":
            return format_html("<strong>{}</strong>", text)
        case "em":
            return format_html("<em>{}</em>", text)
    return text


@register.simple_tag
def report_chart(shown: Shown) -> SafeString:
    """The drawing twice: with words beside the bars, and for a phone above them. One of them is shown at a time."""
    return format_html("{}{}", _drawn(shown, WIDE, "wide"), _drawn(shown, PHONE, "phone"))


def _drawn(shown: Shown, size: Size, name: str) -> SafeString:
    if shown.chart is None:
        return SafeString("")
    drawn = svg_of(shown.chart, size, title=shown.caption, told=shown.alt, key=f"{shown.id}-{name}")
    # The drawing is this program's own; every text in it is escaped where it is put in (charts.svg).
    return format_html('<div class="rep-chart__{}">{}</div>', name, mark_safe(drawn))  # noqa: S308
