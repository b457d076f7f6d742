"""Counting in the night what stands in people's way. Runs as Stegvis itself."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from django.db import transaction

from stegvis.careers.gaps import in_the_way
from stegvis.careers.models import Standing
from stegvis.exchange.models import Lacking
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import compiled
from stegvis.people.models import ProtectedIdentity

Ladder = tuple[int, str]
"""A version's key, and an area."""


@transaction.atomic
def count_what_is_lacking() -> int:
    """Count anew for all employers what of the next level stands in the way of how many. How many counts there are.

    Everybody once an employer, by the primary standing. A row of each standing is read, none for each requirement.
    """
    people: dict[Ladder, list[tuple[int, str, list[bool]]]] = defaultdict(list)
    hidden = ProtectedIdentity.objects.values("person")
    rows = Standing.objects.filter(is_primary=True).exclude(next_level_code="").exclude(person__in=hidden)
    for version, area, employer, level, met in rows.values_list(
        "version", "area", "employer", "next_level_code", "met"
    ):
        people[version, area].append((employer, level, met))
    versions = FrameworkVersion.objects.in_bulk({version for version, _area in people})
    counts: Counter[tuple[int, int, str]] = Counter()
    for (version, area), members in people.items():
        counts.update(_in_their_way(versions[version], area, members))
    Lacking.objects.all().delete()
    Lacking.objects.bulk_create(
        Lacking(employer_id=employer, framework_id=framework, requirement=code, people=number)
        for (employer, framework, code), number in sorted(counts.items())
    )
    return len(counts)


def _in_their_way(
    version: FrameworkVersion, area: str, members: list[tuple[int, str, list[bool]]]
) -> Counter[tuple[int, int, str]]:
    """(employer, framework, requirement) → people for whom it stands between them and their next level."""
    ladder = compiled(version, area)
    stands = in_the_way(ladder, np.array([met for *_, met in members], np.bool_).T)
    leaf_level = version.requirements.order_by("position").values_list("level_code", flat=True)
    of_next = np.array(list(leaf_level))[:, None] == np.array([level for _employer, level, _met in members])[None]
    found: Counter[tuple[int, int, str]] = Counter()
    for leaf, person in np.argwhere(stands & of_next):
        code = ladder.leaves[leaf].requirement.code
        found[members[person][0], version.framework_id, code] += 1
    return found
