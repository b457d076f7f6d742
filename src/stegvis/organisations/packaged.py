"""The organisations that come with the package: every municipality and region, and two collaborations."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from stegvis.organisations.models import Collaboration, Membership, Organisation

DATA = Path(__file__).parent / "data"


@cache
def known_organisations() -> dict[str, dict[str, str]]:
    """slug → type, name, code and county code."""
    with (DATA / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("slug"): row for row in csv.DictReader(file)}


@cache
def known_collaborations() -> dict[str, tuple[str, tuple[str, ...]]]:
    """slug → name and the members' slugs."""
    with (DATA / "collaborations.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: (row["name"], tuple(row["members"].split())) for row in csv.DictReader(file)}


def load_organisations(*slugs: str) -> dict[str, Organisation]:
    """Create the named organisations, or take those that are there. Run as the system. KeyError for an unknown slug."""
    return {
        slug: Organisation.objects.get_or_create(slug=slug, defaults=known_organisations()[slug])[0] for slug in slugs
    }


def load_collaboration(slug: str, *, since: date) -> Collaboration:
    """Create a collaboration with its members, or complete one that is there. Run as the system. Idempotent."""
    name, members = known_collaborations()[slug]
    collaboration, _ = Collaboration.objects.get_or_create(slug=slug, defaults={"name": name})
    there = set(collaboration.memberships.values_list("organisation__slug", flat=True))
    for member, organisation in load_organisations(*members).items():
        if member not in there:
            Membership.objects.create(collaboration=collaboration, organisation=organisation, valid_from=since)
    return collaboration
