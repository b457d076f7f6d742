"""Where the registers stand in a forecast: which assumption a count speaks to, and what it would be by the count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.organisations.models import Organisation
from stegvis.planning.ground.assumptions import Assumption, Assumptions, faults_of
from stegvis.planning.ground.keys import COUNTED_AS, KEYS, PROFESSIONS
from stegvis.planning.ground.places import places
from stegvis.planning.ground.queries import grounds
from stegvis.planning.ground.standing import Standing, standing
from stegvis.planning.models import Ground, TrainedAbroad, TrainingPost
from stegvis.planning.registers.kinds import Register, Row

ASSUMPTION = {"hyrpersonal": "agency", "utlandsutbildade": "abroad", "utbildningstjanstgoring": "begins"}
"""Of each register the assumption that it speaks to."""
RETIREMENT = "retirement_age"
TRAINS = {
    TrainingPost.Kind.AT: ("lakare", 18),
    TrainingPost.Kind.BT: ("lakare", 12),
    TrainingPost.Kind.PTP: ("psykolog", 12),
}
"""Who stands in a post of that kind, and for how many months. Who is in specialist training is employed already."""
A_YEAR = 2  # half-years


@dataclass(frozen=True)
class Feed:
    """``key`` names it in the register. ``counted`` is the register's number and ``here`` the forecast's own of the
    same, in words. ``wanted`` is what the assumption would be by the count, None where it cannot be that."""

    key: str
    what: str
    counted: str
    here: str
    held: Assumption
    wanted: Assumption | None
    source: str
    dated: date
    why: str

    @property
    def is_used(self) -> bool:
        return (self.held.source, self.held.why) == (self.source, self.why)


@dataclass(frozen=True)
class Counted:
    """``number`` is of a year, counted in the half-years ``terms``."""

    key: str
    what: str
    profession: str
    number: float
    terms: tuple[tuple[int, int], ...]


def ground_for(actor: Actor, employer: Organisation) -> Ground | None:
    """The employer's, where it is one that forecasts are made for and it has been begun."""
    return grounds(actor).filter(employer=employer).first() if employer.code in places() else None


def feeds_of(
    actor: Actor, ground: Ground | None, register: Register, employer: Organisation, lines: Sequence[Row]
) -> list[Feed]:
    """What the latest year's counts say. Nothing where the employer has no planning data yet."""
    counts = COUNTS[register.slug](lines) if ground else []
    if ground is None or not counts:
        return []
    held, stands = standing(actor, ground)
    return [_feed(register, employer, one, held, stands.get(one.profession)) for one in counts]


def _feed(register: Register, employer: Organisation, one: Counted, held: Assumptions, stands: Standing | None) -> Feed:
    key, sector = ASSUMPTION[register.slug], places()[employer.code].kind
    entry = held.entry(key, one.profession, sector)
    by_sector = key == "agency"
    value = None if stands is None else value_for(key, one.number, entry.value, stands)
    wanted = None
    if value is not None:
        wanted = Assumption(key, value, one.profession, sector if by_sector else "")
        wanted = None if faults_of(wanted) else wanted
    return Feed(
        key=one.key,
        what=one.what,
        counted=_told(key, one.number),
        here=_told(key, _here(key, stands, entry.value)),
        held=entry,
        wanted=wanted,
        source=_source(register, employer, one),
        dated=_last_day(*max(one.terms)),
        why=_("The register counts %(n)s. The value lets the forecast count on as many here.")
        % {"n": _told(key, one.number)},
    )


def value_for(key: str, number: float, held: float, stands: Standing) -> float | None:
    """The assumption that gives the number at this employer. Two of them are the nation's: then it is what they would
    be if everywhere were as here."""
    match key:
        case "agency":
            return number / stands.fte if stands.fte > 0 else None
        case "abroad":
            return number / stands.share if stands.share > 0 else None
        case _:
            return held * number / stands.begin if stands.begin > 0 else None


def _here(key: str, stands: Standing | None, held: float) -> float:
    if stands is None:
        return 0.0
    return {"agency": held * stands.fte, "abroad": stands.abroad, "begins": stands.begin}[key]


def _told(key: str, number: float) -> str:
    unit = _("full-time equivalents") if key == "agency" else str(KEYS["seats"].unit)
    return f"{number_format(round(number, 1), 1)} {unit}"


def _source(register: Register, employer: Organisation, one: Counted) -> str:
    first, last = min(one.terms), max(one.terms)
    terms = "–".join(f"{year}:{half}" for year, half in dict.fromkeys((first, last)))
    told = {"register": register.title, "what": one.what, "employer": employer, "terms": terms}
    return (_("Register in Stegvis: %(register)s, %(what)s, %(employer)s, %(terms)s") % told)[:200]


def _last_day(year: int, half: int) -> date:
    return date(year, 6, 30) if half == 1 else date(year, 12, 31)


def _latest(lines: Sequence[Row]) -> list[tuple[int, int]]:
    return sorted({(one.year, one.half) for one in lines}, reverse=True)[:A_YEAR]


def _agency(lines: Sequence[Row]) -> list[Counted]:
    """The mean over the latest year's half-years."""
    terms = _latest(lines)
    found = _by_profession(lines, terms, lambda one: float(one.worked))  # type: ignore[union-attr]
    return [Counted(code, name, code, total / len(terms), tuple(terms)) for (code, name), total in found.items()]


def _abroad(lines: Sequence[Row]) -> list[Counted]:
    """Those licensed in the latest year, or twice a half-year's where one alone is counted."""
    licensed = [one for one in lines if one.step == TrainedAbroad.Step.LICENSED]  # type: ignore[union-attr]
    terms = _latest(licensed)
    found = _by_profession(licensed, terms, lambda one: float(one.people))  # type: ignore[union-attr]
    return [
        Counted(code, name, code, total * A_YEAR / len(terms), tuple(terms)) for (code, name), total in found.items()
    ]


def _by_profession(
    lines: Sequence[Row], terms: list[tuple[int, int]], number: Callable[[Row], float]
) -> dict[tuple[str, str], float]:
    """As the forecast has them: what it knows by a wider name is counted there, what it does not know nowhere."""
    found: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for one in lines:
        if (one.year, one.half) in terms:
            own = one.profession_id  # type: ignore[union-attr]
            code = COUNTED_AS.get(own, own)
            found[code] += number(one)
            names[code] = str(one.profession) if code == own else names.get(code, str(one.profession))  # type: ignore[union-attr]
    return {(code, names[code]): total for code, total in found.items() if code in PROFESSIONS}


def _posts(lines: Sequence[Row]) -> list[Counted]:
    """As many begin in a year as there are in the posts, by how long they are there."""
    terms = _latest(lines)[:1]
    return [
        Counted(one.kind, str(one.get_kind_display()), TRAINS[kind][0], one.filled * 12 / TRAINS[kind][1], tuple(terms))
        for one in lines
        if isinstance(one, TrainingPost)
        and (one.year, one.half) in terms
        and (kind := TrainingPost.Kind(one.kind)) in TRAINS
    ]


COUNTS: dict[str, Callable[[Sequence[Row]], list[Counted]]] = {
    "hyrpersonal": _agency,
    "utlandsutbildade": _abroad,
    "utbildningstjanstgoring": _posts,
}
