"""The organisations that come with the package."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from stegvis.organisations.models import Collaboration, Organisation
from stegvis.organisations.packaged import (
    known_collaborations,
    known_organisations,
    load_collaboration,
    load_organisations,
)
from tests.support.database import as_owner

SINCE = date(2022, 1, 1)


def test_every_municipality_and_region_is_there_once() -> None:
    found = known_organisations()
    assert Counter(row["type"] for row in found.values()) == {"municipality": 290, "region": 21, "university": 9}
    assert len({row["name"] for row in found.values()}) == len(found)
    of_municipalities = {row["code"] for row in found.values() if row["type"] == "municipality"}
    assert len(of_municipalities) == 290
    assert {code[:2] for code in of_municipalities} == {r["code"] for r in found.values() if r["type"] == "region"}


@pytest.mark.django_db
def test_a_collaboration_is_loaded_with_its_members_and_only_once() -> None:
    with as_owner():
        for _time in range(2):
            gr, council = load_collaboration("gr", since=SINCE), load_collaboration("mellansverige", since=SINCE)
        sizes = {c.slug: c.memberships.count() for c in Collaboration.objects.all()}
        assert sizes == {"gr": 13, "mellansverige": 7}
        assert (gr.name, council.name) == ("Göteborgsregionen", "Regionala vårdkompetensrådet Mellansverige")
        assert Organisation.objects.count() == 20
        vgr = load_organisations("vgr")["vgr"]
    assert (vgr.name, vgr.type, vgr.code) == ("Västra Götalandsregionen", "region", "14")


def test_members_are_known() -> None:
    members = {member for _name, members in known_collaborations().values() for member in members}
    assert members <= set(known_organisations())
