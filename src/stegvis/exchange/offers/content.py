"""What is written of an offer, and how an occasion is planned, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from stegvis.exchange.models import Offer
from stegvis.exchange.offers.times import Hours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.competence_areas import areas

# The columns that a publisher writes; whose it is and its state have services of their own.
WRITTEN = (
    "kind",
    "provider",
    "form",
    "title",
    "reference",
    "summary",
    "description",
    "areas",
    "audience",
    "is_shown_openly",
    "professions",
    "lowest_level",
    "highest_level",
    "given",
    "starts_any_time",
    "hours",
    "price",
    "split",
    "host_name",
    "host_email",
    "terms",
    "gives_kind",
    "gives_code",
    "gives_months",
)
ONE_LINE = ("title", "reference", "summary", "host_name")
SEVERAL_LINES = ("description", "terms")


@dataclass(frozen=True, slots=True)
class BlockText:
    title: str
    hours: int | None = None
    form: str = Offer.Form.ON_SITE
    is_simulation: bool = False
    is_team: bool = False


@dataclass(frozen=True, slots=True)
class ExaminationText:
    """``credits`` in tenths of a higher-education credit."""

    profession: str
    level: str
    credits: int | None = None


@dataclass(frozen=True, slots=True)
class PriorText:
    kind: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an offer; what is not named here is taken away when they are saved. ``invited`` are employers."""

    blocks: Sequence[BlockText] = ()
    examinations: Sequence[ExaminationText] = ()
    priors: Sequence[PriorText] = ()
    invited: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """An occasion as it is asked for. Where each begins when it suits, ``sessions`` is one stretch: the window.

    It takes up the time of who takes part unless it is said not to, as where only first and last day are known.
    Where ``seats`` is None nobody has said yet how many there are: it is kept with none, and cannot be published.
    """

    sessions: tuple[Hours, ...]
    seats: int | None
    apply_by: date
    place: str = ""
    municipality: str = ""
    link: str = ""
    fewest: int | None = None
    reference: str = ""
    is_busy: bool = True


@dataclass(frozen=True, slots=True)
class NewOffer:
    """``facts`` are columns of WRITTEN; the others keep their defaults."""

    facts: Mapping[str, Any]
    occasions: Sequence[Planned] = field(default_factory=tuple)
    parts: Parts | None = None


def press_of(request: UUID | None, *said: object) -> UUID | None:
    """One name for a page that is sent twice with the same in it; what is written anew on it is something else."""
    return None if request is None else uuid5(request, repr(said))


def checked(facts: Mapping[str, Any], offer: Offer) -> dict[str, Any]:
    """The columns as they are kept, tidied; ``offer`` gives what is not among them. Raises Refused, KeyError."""
    if unknown := set(facts) - set(WRITTEN):
        raise KeyError(f"not written by a publisher: {sorted(unknown)}")
    found = dict(facts)
    found |= {name: clean(found[name]) for name in ONE_LINE if name in found}
    found |= {name: _lines(found[name]) for name in SEVERAL_LINES if name in found}
    whole = {name: found.get(name, getattr(offer, name)) for name in WRITTEN}
    _check(whole, offer)
    return found


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _check(whole: Mapping[str, Any], offer: Offer) -> None:
    if not whole["title"]:
        raise Refused(_("Give it a title."))
    if any(holds_personal_number(str(whole[name])) for name in (*ONE_LINE, *SEVERAL_LINES)):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    if set(whole["areas"]) - set(areas()):
        raise Refused(_("Choose areas from the list."))
    if whole["audience"] == Offer.Audience.COLLABORATION and offer.collaboration_id is None:
        raise Refused(_("The employer is in no collaboration. Choose who it is for."))
    low, high = whole["lowest_level"], whole["highest_level"]
    if low and high and high < low:
        raise Refused(_("The highest level is below the lowest."))
    if whole["price"] and whole["split"] == Offer.Split.FREE:
        raise Refused(_("There is a price. Say who pays."))
    if bool(whole["gives_kind"]) != bool(whole["gives_code"]):
        raise Refused(_("Choose both what kind of evidence it gives and which."))
