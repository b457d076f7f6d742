"""When an occasion is and what is left of it: filters, since a list says it sixty times and templates take longer."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from stegvis.exchange.models import Occasion, Offer

register = template.Library()


@register.filter
def when(occasion: Occasion, offer: Offer) -> str:
    """``tors 3 december 2026, 08:00–16:00``; of several days the first and the last; of any time, the window."""
    starts, ends = timezone.localtime(occasion.starts), timezone.localtime(occasion.ends)
    if offer.starts_any_time:
        window = {"first": date_format(starts), "last": date_format(ends)}
        return gettext("Begin when it suits, %(first)s to %(last)s") % window
    day = date_format(starts, "D j F Y")
    if starts.date() == ends.date():
        return f"{day}, {starts:%H:%M}–{ends:%H:%M}"
    return f"{day} – {date_format(ends, 'D j F Y')}"


@register.filter
def seats(occasion: Occasion) -> str:
    """``3 free seats``, or that one may wait for one."""
    if not occasion.left:
        return gettext("Full, waiting list")
    return ngettext("%(n)s free seat", "%(n)s free seats", occasion.left) % {"n": number_format(occasion.left)}
