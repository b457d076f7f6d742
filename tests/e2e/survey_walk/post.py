"""The letters that have gone out, which this product writes where its worker talks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import decode_header, make_header
from time import monotonic, sleep

from tests.support.server import Product

PATIENCE = 90  # seconds; each letter is a job of its own


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    path: str


def letters(product: Product, domain: str = "svar.example.se") -> list[Letter]:
    """In the order that they went, with where their links lead."""
    parts = (product.logs / "worker.log").read_text("utf-8").split("\nSubject: ")[1:]
    found = []
    for part in parts:
        to, link = re.search(r"^To: (\S+)$", part, re.M), re.search(r"https?://[^/]+(/\S+/)", part)
        if to and to[1].endswith(f"@{domain}") and link:
            subject = part[: re.search(r"\n(?=\S+: )", part).start()]  # type: ignore[union-attr]
            found.append(Letter(to[1], str(make_header(decode_header(subject))), link[1]))
    return found


def wait_for(product: Product, subject: str, number: int) -> list[Letter]:
    """So many letters of the subject, and no more, each to its own."""
    until = monotonic() + PATIENCE
    while len(found := [one for one in letters(product) if one.subject == subject]) < number:
        assert monotonic() < until, f"{len(found)} of {number} letters of {subject!r} have come"
        sleep(0.2)
    assert len(found) == len({one.to for one in found}) == number
    return found
