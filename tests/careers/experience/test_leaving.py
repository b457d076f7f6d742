"""Who may retire, in counts: right against a plain count, and nothing of a small group however ages are compared."""

from __future__ import annotations

from collections import Counter

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.experience.leaving import leaving_of, told_by_age
from stegvis.careers.queries.team import PENSION_AGE, PENSION_AGES
from stegvis.foundation.access.actor import acting_as
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Person, ProtectedIdentity
from tests.careers.test_pages import EVERYBODY, MOST_QUERIES, text
from tests.support.cast import Cast
from tests.support.database import as_owner

PAGE = "/organisation/pensioner/"


@settings(max_examples=50)
@given(st.dictionaries(st.integers(62, 69), st.integers(0, 12), max_size=8))
def test_no_two_ages_tell_of_fewer_than_five(turning: dict[int, int]) -> None:
    everybody = sum(turning.values())
    told = {age: people for age, people in told_by_age(turning).items() if people is not None}
    plain = {age: sum(n for turned, n in turning.items() if turned >= age) for age in PENSION_AGES}
    assert told == {age: plain[age] for age in told}
    shown = [0, everybody, *told.values()] if everybody >= 5 else list(told.values())
    for one in shown:
        assert all(one == other or abs(one - other) >= 5 for other in shown)
    assert PENSION_AGE in told or not (plain[67] >= 5 and everybody - plain[67] >= 5)


def test_the_counts_are_those_of_a_plain_count(cast: Cast, sixty: FrameworkVersion) -> None:
    with as_owner():
        ProtectedIdentity.objects.all().delete()
        years = Counter(Person.objects.filter(employments__employer=cast.ale).values_list("birth_year", flat=True))
    until = timezone.localdate().year + 5
    with acting_as(cast.gunilla.pk) as actor:
        found = leaving_of(actor, employer_id=None, profession="", age=PENSION_AGE)
    (nurses,) = found.professions
    going = sum(n for year, n in years.items() if year is not None and year + PENSION_AGE <= until)
    assert (nurses.now, nurses.may_retire, nurses.left) == (sum(years.values()), going, sum(years.values()) - going)
    assert found.competences == ()  # nobody has shown anything above the first level


def test_protected_identities_and_who_has_left_are_not_counted(cast: Cast, sixty: FrameworkVersion) -> None:
    with as_owner():
        Employment.objects.filter(employee_number="50").update(valid_to=timezone.localdate().replace(month=1, day=1))
    with acting_as(cast.gunilla.pk) as actor:
        (nurses,) = leaving_of(actor, employer_id=None, profession="", age=PENSION_AGE).professions
    assert nurses.now == 59


def test_a_small_employer_says_only_that(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.gunilla)
    page = text(client, PAGE)
    assert "Sjuksköterska färre än 5" in page
    assert "Anna" not in page


def test_only_a_coordinator_reads_it(
    client: Client, cast: Cast, sixty: FrameworkVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    statuses = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        statuses[name] = client.get(PAGE).status_code
    assert statuses == dict.fromkeys(EVERYBODY, 404) | {"gunilla": 200}
    client.force_login(cast.gunilla)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert "De som fyller 65 inom fem år" in text(client, f"{PAGE}?alder=65")
    for query in ("?alder=62", "?alder=x", "?arbetsgivare=x", f"?arbetsgivare={cast.molndal.pk}", "?yrke=kock"):
        assert client.get(f"{PAGE}{query}").status_code == 404
    with acting_as(cast.bosse.pk) as actor, pytest.raises(Http404):
        leaving_of(actor, employer_id=cast.ale.pk, profession="", age=67)
