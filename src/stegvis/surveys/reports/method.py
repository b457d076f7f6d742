"""How what is reported was found out: who was asked and answered, what is hidden and why, how sure the figures are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from stegvis.surveys.models import Round
from stegvis.surveys.reports.presenting import Content, Grid, grid_of
from stegvis.surveys.telling.tables import Span, read


@dataclass(frozen=True, slots=True)
class Method:
    """Of one round: ``facts`` as label and words, ``response`` its table of who answered."""

    title: str
    facts: tuple[tuple[str, str], ...]
    response: Grid | None


@dataclass(frozen=True, slots=True)
class Note:
    """The whole note on method. ``heading`` and the words in it are in the report's language."""

    heading: str
    methods: tuple[Method, ...]
    sentences: tuple[str, ...]


def note_on_method(content: Content) -> Note:
    with override(content["language"]):
        methods = tuple(_method(one) for one in content["rounds"])
        return Note(_("How the survey was done"), methods, tuple(_sentences(content)))


def _method(told: dict[str, Any]) -> Method:
    opens, closes = (date_format(date.fromisoformat(told[key]), "DATE_FORMAT") for key in ("opens_on", "closes_on"))
    facts = [
        (_("Who answered"), str(Round.Kind(told["kind"]).label)),
        (_("Who was asked"), str(Round.Design(told["design"]).label)),
        (_("When"), f"{opens} \N{EN DASH} {closes}"),
    ]
    if told["answered"] is not None:
        facts.append((_("Answers in all"), number_format(told["answered"])))
    counted = date_format(date.fromisoformat(told["told_on"]), "DATE_FORMAT")
    facts.append((_("Counted"), counted))
    response = grid_of(read(told["response"])) if told["response"] else None
    return Method(told["title"], tuple(facts), response)


def _sentences(content: Content) -> list[str]:
    found = []
    limits = sorted({one["fewest"] for one in content["rounds"] if one["hides_small"]})
    if limits:
        found.append(
            _(
                "A figure of fewer than %(n)s is hidden, and others beside it, so that it can neither be read nor be"
                " worked out from the rest. That holds for this whole report together: page, document and files."
            )
            % {"n": limits[-1]}
        )
    spans = {block["table"]["span"] for block in content["blocks"] if "table" in block}
    if Span.CENSUS in spans:
        found.append(
            _(
                "Everybody was asked, and not everybody answered. Figures in brackets are therefore the least and the"
                " most that the share can be if those who did not answer are counted in, whatever they would have said."
            )
        )
    if Span.SAMPLE in spans:
        found.append(
            _("A sample was asked. Figures in brackets are intervals of 95 per cent, by how the sample was drawn.")
        )
    if any(block["type"] == "chart" or "table" in block for block in content["blocks"]):
        found.append(
            _("Shares are of those who answered on the scale. “Not applicable” stands beside it and is not counted in.")
        )
    return found
