"""Swedish dates, weeks and numbers, where Django's own filters do not suffice."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.filter
def week(value: date | datetime) -> str:
    """Return the ISO week the Swedish way: ``v. 7 2026``."""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    year, number, _ = day.isocalendar()
    return gettext("w. %(week)d %(year)d") % {"week": number, "year": year}


@register.filter
def percent(value: float | None, decimals: int = 0) -> str:
    """Return a share of one as per cent, with the language's comma and a hard space: ``12,5 %``."""
    if value is None:
        return "–"
    # Rounded here, for number_format cuts off: 87.5 would become 87.
    share = Decimal(str(value)).scaleb(2).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{number_format(share, decimals)}\N{NO-BREAK SPACE}%"


SEAMS = re.compile(r"(?i)(kompetens|försörjnings|utbildnings|tjänst|specialist|sköterske|tillgänglighets)(?=\w{4})")


@register.filter(is_safe=True)
def parted(text: object) -> str:
    """With soft hyphens where the parts of a long Swedish compound meet: a phone without a dictionary parts it there,
    and not within a syllable."""
    return re.sub(r"\w{22,}", lambda word: SEAMS.sub("\\1\N{SOFT HYPHEN}", word[0]), str(text))


@register.filter
def under(row: Sequence[object], head: Sequence[object]) -> list[tuple[object, object]]:
    """Each cell of a row with the head that it stands under: where columns are stacked, each says its own."""
    return list(zip(head, row, strict=True))


@register.filter
def has_errors(fields: Iterable[BoundField] | None) -> bool:
    """Whether any of the fields has one; a template that names none has none."""
    return any(field.errors for field in fields or ())


@register.filter
def field_kind(field: BoundField) -> str:
    """Return how a field is laid out: ``check`` (box before label), ``group`` (fieldset) or ``plain``."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "group"
    return "plain"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of ``icons.svg``, named by ``label`` or hidden from those who listen. The quick way within components."""
    named = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    return format_html('<svg class="sv-icon {}" {}><use href="{}#{}"></use></svg>', css, named, _icons(), name)


@cache
def _icons() -> str:
    return static("stegvis/icons.svg")
