"""The outline as HTML. It is written here and not by a template: a template takes 0.5 s for 500 rows."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stegvis.frameworks.drafts.outline import Row


def outline_html(rows: Iterable[Row], query: str = "") -> SafeString:
    """Nested lists of links; ``query`` is what each link keeps of the page's address, such as ``&yaml=1``."""
    words = {
        "level": _("The level’s own texts"),
        "section": _("Overview and new"),
        "faults": _("%(number)s to correct"),
    }
    return mark_safe("".join(["<ul>", *(_row(row, escape(query), words) for row in rows), "</ul>"]))  # noqa: S308


def row_words(row: Row) -> SafeString:
    """What stands in a row: its words, what it is, and how much is to be corrected in it."""
    return mark_safe(_words(row, _("%(number)s to correct")))  # noqa: S308


def _row(row: Row, query: str, words: dict[str, str]) -> str:
    held = f' data-till="{escape(row.place)}" data-plats="{row.index}"' if row.place else ""
    told = f'<span id="{escape(row.id)}">{_words(row, words["faults"])}</span>'
    if row.is_branch:
        own = words["section" if "." not in row.name else "level"]
        first = f"<li>{_link(row, query, escape(own))}</li>" if row.name else ""
        shown = " open" if row.is_open else ""
        return f"<li{_named(row, held)}><details{shown}><summary>{told}</summary><ul>{first}{row.after}"
    below = "<ul>" if row.is_above_others else ""
    return f"<li{_named(row, held)}>{_link(row, query, told)}{below}{row.after}"


def _named(row: Row, held: str) -> str:
    return f' data-nod="{escape(row.name)}"{held}' if held else ""


def _link(row: Row, query: str, words: str) -> str:
    current = ' aria-current="page"' if row.is_current else ""
    return f'<a href="?nod={escape(quote(row.name))}{query}"{current}>{words}</a>'


def _words(row: Row, faults: str) -> str:
    mark = f" <small>{escape(row.mark)}</small>" if row.mark else ""
    wrong = f" <b>{escape(faults % {'number': row.faults})}</b>" if row.faults else ""
    return f"{escape(row.label)}{mark}{wrong}"
