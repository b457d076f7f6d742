"""Reading EMIL version 3, the Swedish format for education on offer, as Susa-navet gives it out, into courses.

Of each ``educationInfo``: ``identifier``, ``title`` and ``description`` (the Swedish ``string``, else the first),
``url``, and ``credits`` where they are higher-education credits, which are told in the summary. Of each
``educationEvent``: ``identifier``, ``education`` (the identifier of its info), ``execution`` with ``start`` and
``end``, ``application`` with ``last``, ``distance`` (then it is given at a distance), the ``town`` of its first
``location``, ``url``, and ``cancelled``, which leaves it out. All else is passed over. The elements may stand in any
order, below any root, in any namespace. EMIL has no number of places, so a course is a draft until somebody says how
many.

Written from the public descriptions of the format, and tried on files made after them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from stegvis.exchange.models import Offer
from stegvis.exchange.offers.importing.courses import MOST_ROWS, Course
from stegvis.exchange.offers.importing.workbook import Reading
from stegvis.foundation.documents.problems import Problem, UnreadableError, echo
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.competence_areas import areas_named
from stegvis.integrations.susanavet.elements import parse

SWEDISH = ("swe", "sv")
CREDITS = ("hp", "högskolepoäng", "ects")


@dataclass(frozen=True, slots=True)
class Info:
    """What an ``educationInfo`` says."""

    title: str
    description: str
    url: str
    summary: str


def read_emil(content: bytes) -> Reading:
    """The courses of a file, an event to a row, counted from 1. Raises UnreadableError for no EMIL file."""
    root = parse(content)
    infos = {text_of(one, "identifier"): _info(one) for one in root.iter("educationInfo")}
    events = [one for one in root.iter("educationEvent") if text_of(one, "cancelled") not in {"true", "1"}]
    if not infos:
        raise UnreadableError("not_excel")
    if len(events) > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    found: list[Course] = []
    problems: list[Problem] = []
    for row, event in enumerate(events, start=1):
        try:
            found.append(_course(row, event, infos))
        except _FaultyError as fault:
            problems.append(Problem(fault.code, "", row, fault.element, fault.params))
    return Reading(found, problems, [])


class _FaultyError(Exception):
    """An event that cannot be a course: which element, and what is wrong with it."""

    def __init__(self, code: str, element: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.element = code, element
        self.params = {"value": echo(value)} if value else {}


def _info(element: Element) -> Info:
    summary = ""
    credits = element.find("credits")
    if credits is not None and _system(credits) in CREDITS:
        summary = f"{(text_of(credits, 'credits') or text_of(credits, 'value')).replace('.', ',')} högskolepoäng"
    return Info(_said(element, "title"), _said(element, "description"), text_of(element, "url"), summary)


def _system(credits: Element) -> str:
    system = credits.find("system")
    return "" if system is None else (text_of(system, "code") or clean(system.text or "")).casefold()


def _course(row: int, event: Element, infos: dict[str, Info]) -> Course:
    key, reference = text_of(event, "education"), text_of(event, "identifier")
    info = infos.get(key)
    if info is None:
        raise _FaultyError("required", "education")
    if not info.title:
        raise _FaultyError("required", "title")
    starts = _day(event, "execution/start")
    if starts is None:
        raise _FaultyError("required", "execution")
    is_distant = event.find("distance") is not None
    return Course(
        row=row,
        reference=key[:80],
        occasion=reference[:80],
        title=info.title[:120],
        starts_on=starts,
        ends_on=_day(event, "execution/end"),
        seats=None,
        is_spread=True,
        kind=Offer.Kind.COURSE,
        apply_by=_day(event, "application/last"),
        place=text_of(event, "location/town")[:200],
        link=_link(text_of(event, "url") or text_of(event, "application/url") or info.url),
        summary=info.summary,
        description=info.description[:4000],
        areas=areas_named(info.title),
        audience=Offer.Audience.EVERYBODY,
        form=Offer.Form.DISTANCE if is_distant else Offer.Form.ON_SITE,
        provider=Offer.Provider.UNIVERSITY,
    )


def text_of(element: Element, path: str) -> str:
    """The text of the first that the path leads to; its first ``string`` where it has such. Empty for none."""
    found = element.find(path)
    if found is None:
        return ""
    inner = next(_strings(found), found)
    return clean(inner.text or "")


def _said(element: Element, name: str) -> str:
    """In Swedish, where one of its texts is; else the first that is there."""
    texts = [one for found in element.findall(name) for one in (list(_strings(found)) or [found])]
    chosen = next((one for one in texts if one.get("lang", "").casefold() in SWEDISH), texts[0] if texts else None)
    return "" if chosen is None else clean("".join(chosen.itertext()))


def _strings(element: Element) -> Iterator[Element]:
    return element.iter("string") if element.tag != "string" else iter(())


def _day(event: Element, path: str) -> date | None:
    text = text_of(event, path)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise _FaultyError("not_date", path, text) from None


def _link(text: str) -> str:
    return text if text.startswith(("https://", "http://")) and len(text) <= 300 else ""
