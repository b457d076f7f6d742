"""What in a text may point somebody out: a name that the study knows, two words that look like a name, an address.

It warns and does not refuse: an organisation is called by a name too, and words may have to be kept as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_SHOWN = 5
SHORTEST = 3
_CAPITAL, _SMALL = "A-ZÅÄÖÉÜØÆÁČŠŽ", "a-zåäöéüøæáčšž"
_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}][{_SMALL}]+)?"
_FULL_NAME = re.compile(rf"\b{_WORD}(?:[ \t]+(?:(?:von|af|de|van|la|al)[ \t]+)?{_WORD}){{1,2}}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+46|0)[ -]?\d{1,3}(?:[ -]?\d{2,3}){2,4}(?!\w)")
# Two words with capitals that name places and organisations.
_NOT_A_PERSON = re.compile(
    r"(?:region|regionen|kommun|kommunen|universitet|universitetet|högskola|högskolan|sjukhus|sjukhuset|teams|vård|stad)$"
)
_FIRST_WORDS = {
    "alla", "andra", "annars", "att", "både", "de", "deras", "det", "den", "dessa", "detta", "därför", "då", "där",
    "efter", "en", "enligt", "ett", "flera", "från", "för", "genom", "hon", "hur", "han", "här", "i", "inom", "idag",
    "ingen", "inte", "ja", "kommunen", "man", "med", "men", "mellan", "många", "nej", "nu", "när", "nära", "också",
    "och", "om", "på", "samma", "sedan", "som", "svårt", "till", "trots", "under", "utan", "vad", "vi", "vid", "vissa",
    "våra", "västra", "östra", "norra", "södra", "göteborgs", "är", "även", "över", "enhetschef", "microsoft", "nya",
}  # fmt: skip


def pointed_out(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """What stands in ``text`` that may be a person's, in the order found, ``MOST_SHOWN`` at most.

    ``names`` are those of the people interviewed, given and family name; each is looked for by itself too.
    """
    found: dict[str, int] = {}
    for name in names:
        for part in (name, *re.split(r"[\s-]+", name)):
            if len(part) >= SHORTEST and (hit := re.search(rf"(?<!\w){re.escape(part)}s?(?!\w)", text)):
                found.setdefault(hit[0], hit.start())
    for pattern in (_EMAIL, _TELEPHONE):
        found |= {hit[0]: hit.start() for hit in pattern.finditer(text)}
    for hit in _FULL_NAME.finditer(text):
        first, *_rest, last = hit[0].lower().split()
        if first not in _FIRST_WORDS and not _NOT_A_PERSON.search(last):
            found.setdefault(hit[0], hit.start())
    shown = sorted(found, key=lambda one: (found[one], -len(one)))
    whole = [one for one in shown if not any(one != other and one in other for other in found)]
    return tuple(whole[:MOST_SHOWN])
