"""What people call the kinds of what is offered, in a list that is brought in and in a search."""

from __future__ import annotations

from stegvis.exchange.models import Offer

NAMES: dict[str, tuple[str, ...]] = {
    Offer.Kind.COURSE: ("kurs", "utbildning"),
    Offer.Kind.SHADOWING: ("hospitering", "skuggning", "auskultation"),
    Offer.Kind.SUPERVISION: ("handledning",),
    Offer.Kind.CONFERENCE: ("konferens", "temadag"),
    Offer.Kind.DIGITAL: ("digital kurs", "webbkurs", "e-utbildning"),
    Offer.Kind.SIMULATION: ("simulering",),
    Offer.Kind.PLACEMENT: ("VFU", "verksamhetsförlagd utbildning"),
    Offer.Kind.NETWORK: ("nätverksträff", "nätverk"),
}
"""The first is the one that a template writes."""
STEMS: dict[str, tuple[str, ...]] = {
    Offer.Kind.COURSE: ("kurs", "utbildning", "course"),
    Offer.Kind.SHADOWING: ("hospit", "skugg", "auskult", "shadowing"),
    Offer.Kind.SUPERVISION: ("handled", "supervision"),
    Offer.Kind.CONFERENCE: ("konferens", "temadag", "conference"),
    Offer.Kind.DIGITAL: ("kurs", "utbildning", "webbkurs", "digital", "webbutbildning", "course"),
    Offer.Kind.SIMULATION: ("simuler", "simulat"),
    Offer.Kind.PLACEMENT: ("vfu", "praktik", "verksamhetsförlagd", "placement"),
    Offer.Kind.NETWORK: ("nätverk", "network"),
}
FEWEST_LETTERS = 3


def kinds_named(word: str) -> list[str]:
    """The kinds that a word of a search is a form of, or begins the name of."""
    word = word.casefold()
    return [kind for kind, stems in STEMS.items() if any(_is_of(word, stem) for stem in stems)]


def kinds_called(words: str) -> list[str]:
    """The kinds that go by those words together, or by a name that they begin."""
    return [
        kind for kind, names in NAMES.items() if any(_plain(name).startswith(words) for name in names) and " " in words
    ]


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ")


def _is_of(word: str, stem: str) -> bool:
    return word.startswith(stem) or (len(word) >= FEWEST_LETTERS and stem.startswith(word))
