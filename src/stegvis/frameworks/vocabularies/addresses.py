"""How a concept is named in a file (``jobtech:<id>``, ``esco:<id>``) and where the public can read about it."""

from __future__ import annotations

import re

from stegvis.frameworks.models import Concept

JOBTECH_ID = re.compile(r"[A-Za-z0-9]{4}_[A-Za-z0-9]{3}_[A-Za-z0-9]{3}")
JOBTECH_ADDRESS = "https://data.jobtechdev.se/taxonomy/concept/"
ESCO_ID = re.compile(r"([a-z-]+)/[A-Za-z0-9.-]+")
ESCO_ADDRESS = "http://data.europa.eu/esco/"
ESCO_KINDS = ("skill", "occupation", "isco")
_JOBTECH_WRITTEN = re.compile(r"https?://[a-z.]*jobtechdev\.se/(?:[a-z-]+/)*")
_ESCO_WRITTEN = re.compile(r"https?://data\.europa\.eu/esco/")


def parse_reference(reference: str) -> tuple[str, str]:
    """The scheme and the concept's code; an ESCO address is shortened to what follows the vocabulary's own."""
    scheme, _, code = reference.partition(":")
    return scheme, esco_code(code) if scheme == Concept.Scheme.ESCO else code


def esco_code(address: str) -> str:
    """``http://data.europa.eu/esco/skill/x`` → ``skill/x``."""
    return _ESCO_WRITTEN.sub("", address, count=1)


def address_of(scheme: str, code: str) -> str:
    return (ESCO_ADDRESS if scheme == Concept.Scheme.ESCO else JOBTECH_ADDRESS) + code


def reference_from(typed: str) -> str:
    """How a file names the concept that somebody typed or pasted; empty where it is no concept's address or id.

    Taken are ``jobtech:<id>`` and ``esco:<id>``, a bare id, and the address of a concept at either vocabulary.
    """
    typed = typed.strip()
    scheme, _, code = typed.partition(":")
    if scheme.lower() in Concept.Scheme.values:
        typed = code.strip()
    shortened = esco_code(typed).rstrip("/")
    told = ESCO_ID.fullmatch(shortened)
    if told and (shortened != typed.rstrip("/") or scheme.lower() == Concept.Scheme.ESCO or told[1] in ESCO_KINDS):
        return f"{Concept.Scheme.ESCO}:{shortened}"
    code = _JOBTECH_WRITTEN.sub("", typed).partition("?")[0].rstrip("/")
    return f"{Concept.Scheme.JOBTECH}:{code}" if JOBTECH_ID.fullmatch(code) else ""
