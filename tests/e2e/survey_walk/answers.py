"""What each organisation answers, as its form posts it: figures that can be counted out by hand.

Six of seven regions, 24 of 74 municipalities and all six universities answer. Ten write how they work.
"""

from __future__ import annotations

from itertools import chain, repeat

from tests.e2e.survey_walk.fielding import DECLINED, asked, of_type

Pages = dict[str, dict[str, str]]
STEPS, WORK, UNIVERSITY = "fragor", "sektion", "sektion-2"
"""The sections' codes."""
KLART, PAGAR, PLANERAT, NEJ, VET_EJ = "klart", "pagar", "planerat", "nej", "vet-ej"
BY_REGION = {KLART: 3, PAGAR: 3}
BY_MUNICIPALITY = {KLART: 4, PAGAR: 5, PLANERAT: 5, NEJ: 5, VET_EJ: 5}
ROWS = {"steg-forberedelse": ("l01", "l02"), "steg-beslut": ("l03", "l04"), "steg-inforande": ("l11", "l12")}
"""Each ladder is a status behind the one before it."""
SAID = [
    "Vi bygger modellen stegvis 🙈 tillsammans med facken. Tid saknas för handledning.",
    *(f"Vi har börjat med en yrkesgrupp och provar i område {number}." for number in range(2, 11)),
]


def regions() -> list[str]:
    return [one for one in of_type("region") if one != DECLINED]


def municipalities() -> list[str]:
    return of_type("municipality")[:24]


def everybody() -> list[str]:
    return [*regions(), *municipalities(), *of_type("university")]


def status(slug: str) -> str:
    """How far they have come with preparing."""
    among, counts = (regions(), BY_REGION) if slug in regions() else (municipalities(), BY_MUNICIPALITY)
    return list(chain.from_iterable(repeat(code, number) for code, number in counts.items()))[among.index(slug)]


def behind(code: str, by: int) -> str:
    order = [KLART, PAGAR, PLANERAT, NEJ]
    return code if code == VET_EJ else order[min(order.index(code) + by, 3)]


def said(slug: str) -> str:
    """The first six to write are the regions."""
    order = [*regions(), *municipalities()].index(slug)
    return SAID[order] if order < len(SAID) else ""


def answers(slug: str) -> Pages:
    if asked()[slug]["type"] == "university":
        return {UNIVERSITY: {"q-u1": "ja" if slug != "hig" else "nej", "q-u3": "Med delade tjänster."}}
    steps = {
        f"q-{question}.{row}": behind(status(slug), by)
        for by, (question, rows) in enumerate(ROWS.items())
        for row in rows
    }
    specialists = "nej" if status(slug) in (NEJ, VET_EJ) else "ja"
    return {STEPS: steps, WORK: {"q-f1": said(slug), "q-y3": specialists} | cooperation(slug)}


def cooperation(slug: str) -> dict[str, str]:
    """Every region does; municipalities that have finished a step do, and are asked how."""
    if slug in regions():
        return {"q-f3": "ja"}
    return {"q-f4": "ja", "q-f4a": "I en arbetsgrupp."} if status(slug) == KLART else {"q-f4": "nej"}
