"""What people record of two frameworks' requirements: as owner, colleague and stranger, and at once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.placements.recognising import recognised
from stegvis.engine.ladder import Kind
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.format import load_document
from stegvis.frameworks.format.document import FrameworkDocument, Level, Requirement, Text
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.relations.equivalences import (
    Recorded,
    Statement,
    counted,
    equivalence_of,
    equivalences_between,
    record_equivalence,
    withdraw_equivalence,
)
from stegvis.frameworks.relations.suggesting import LIKEST, Suggestion, suggest
from stegvis.frameworks.services import publish_document, publish_framework
from tests.frameworks.relations.second import first
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer

SMALL = (Path(__file__).parents[1] / "data" / "small.yaml").read_text(encoding="utf-8")
RECORD = reverse("frameworks:equivalence_record")
EVERYBODY = ["anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per"]
MOST_QUERIES = 15

Two = tuple[FrameworkVersion, FrameworkVersion]


@layer
def two(packaged: list[FrameworkVersion]) -> Two:
    """Two small frameworks; the second is the first under other codes."""
    return published()


def published() -> Two:
    other = SMALL.replace("code: small", "code: stor").replace("title: Liten modell", "title: Stor modell")
    for code in ("leg", "kurs", "trygg", "erfaren"):
        other = other.replace(f"code: {code}\n", f"code: b-{code}\n")
    with as_owner():
        return publish_framework(actor=SYSTEM, text=SMALL)[0], publish_framework(actor=SYSTEM, text=other)[0]


SYSTEM = Actor(is_system=True)


def says(two: Two, left: str = "leg", right: str = "b-leg", relation: str = "same", ground: str = "") -> Statement:
    return Statement(two[0], left, two[1], right, relation, ground)


def record(cast: Cast, said: Statement, who: str = "gunilla") -> Equivalence:
    with acting_as(getattr(cast, who).pk) as actor:
        return record_equivalence(actor=actor, owner=cast.gr if who == "dag" else cast.ale, said=said)


def read(cast: Cast, left: FrameworkVersion, right: FrameworkVersion, who: str = "cecilia") -> list[Recorded]:
    with acting_as(getattr(cast, who).pk) as actor:
        return equivalences_between(actor, left, right)


def page(left: FrameworkVersion, right: FrameworkVersion) -> str:
    return f"{reverse('frameworks:compare')}?left={left.pk}&right={right.pk}"


def posting(left: FrameworkVersion, right: FrameworkVersion) -> str:
    return f"{RECORD}?left={left.pk}&right={right.pk}"


def words(client: Client, address: str) -> str:
    html = re.sub(r"<[^>]+>", " ", client.get(address).content.decode().split("<main", 1)[1])
    return re.sub(r"\s+", " ", html)


@pytest.mark.django_db
def test_it_reads_from_both_sides(cast: Cast, two: Two) -> None:
    small, large = two
    row = record(cast, says(two, relation="broader", ground="Samma legitimation."))
    today = timezone.localdate()
    found = Recorded(
        row.pk, "leg", "b-leg", "broader", "Samma legitimation.", cast.ale, "Gunilla", today, None, two, True
    )
    assert read(cast, small, large) == [found]
    assert read(cast, large, small) == [
        replace(found, left_code="b-leg", right_code="leg", relation="narrower", between=(large, small))
    ]


@pytest.mark.django_db
def test_said_from_the_other_side_it_is_the_same_row(cast: Cast, two: Two) -> None:
    row = record(cast, says(two, relation="broader").turned())
    assert (row.left, row.left_code, row.right, row.right_code, row.relation) == (
        two[0],
        "leg",
        two[1],
        "b-leg",
        "broader",
    )
    for said in (says(two, relation="narrower"), says(two).turned()):
        with pytest.raises(Refused, match="har redan noterat hur de två kraven"):
            record(cast, said)
    assert [one.pk for one in read(cast, *two)] == [row.pk]


@pytest.mark.django_db
def test_another_owner_may_say_the_same_or_otherwise(cast: Cast, two: Two) -> None:
    record(cast, says(two, relation="same"))
    record(cast, says(two, relation="narrower"), "dag")
    record(cast, says(two, "kurs", "b-kurs", "broader"))
    record(cast, says(two, "kurs", "b-kurs", "same"), "dag")
    found = read(cast, *two)
    assert [(one.owner.name, one.relation) for one in found] == [
        ("Ale kommun", "same"),
        ("Göteborgsregionen", "narrower"),
        ("Ale kommun", "broader"),
        ("Göteborgsregionen", "same"),
    ]
    assert [(one.codes, one.relation) for one in counted(found)] == [
        (("kurs", "b-kurs"), "broader"),
        (("kurs", "b-kurs"), "same"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "gunilla"])
def test_only_the_owners_coordinator_records_and_withdraws(cast: Cast, two: Two, name: str) -> None:
    row = record(cast, says(two))
    with acting_as(getattr(cast, name).pk) as actor:
        with pytest.raises(Refused, match="samordnare"):
            record_equivalence(actor=actor, owner=cast.ale, said=says(two, "kurs", "b-kurs"))
        with pytest.raises(Refused, match="samordnare"):
            withdraw_equivalence(actor=actor, equivalence=equivalence_of(actor, row.pk))
    assert [(one.codes, one.withdrawn_on) for one in read(cast, *two)] == [(("leg", "b-leg"), None)]


@pytest.mark.django_db
def test_what_is_not_there_and_one_framework_alone_are_refused(cast: Cast, two: Two) -> None:
    for said in (says(two, "b-leg"), says(two, "leg", "leg"), says(two, "", "b-leg")):
        with pytest.raises(Refused, match="har inget krav"):
            record(cast, said)
    with pytest.raises(Refused, match="ägare"):
        record(cast, Statement(two[0], "leg", two[0], "kurs", "same"))
    assert read(cast, *two) == []


@pytest.mark.django_db
def test_withdrawn_it_stays_and_can_be_said_anew(cast: Cast, two: Two) -> None:
    row = record(cast, says(two))
    with acting_as(cast.gunilla.pk) as actor:
        withdraw_equivalence(actor=actor, equivalence=row)
        with pytest.raises(Refused, match="redan återkallad"):
            withdraw_equivalence(actor=actor, equivalence=row)
        today = actor.today
    record(cast, says(two, relation="narrower"))
    found = read(cast, *two)
    assert [(one.relation, one.withdrawn_on, one.holds) for one in found] == [
        ("same", today, False),
        ("narrower", None, True),
    ]
    with as_owner():
        events = Equivalence.pgh_event_models  # type: ignore[attr-defined]
        history = next(iter(events.values())).objects.filter(pgh_obj=row.pk).order_by("pgh_id")
        assert [(event.withdrawn_on, event.pgh_context["user"]) for event in history] == [
            (None, cast.gunilla.pk),
            (today, cast.gunilla.pk),
        ]


ALL = ("leg", "kurs", "trygg", "erfaren")


def renewed(earlier: FrameworkVersion, text: str, mapping: list[MappingEntry]) -> FrameworkVersion:
    document = load_document(text.replace("version: 1\n", f"version: {earlier.version + 1}\n", 1))
    with as_owner():
        return publish_document(actor=SYSTEM, document=document, earlier=earlier, mapping=mapping)[0]


def same(*codes: str) -> list[MappingEntry]:
    return [MappingEntry("same", (code,), (code,)) for code in codes]


@pytest.mark.django_db
def test_it_holds_on_where_the_mappings_say_same_on_both_sides(cast: Cast, two: Two, client: Client) -> None:
    small, large = two
    for code in ALL:
        record(cast, says(two, code, f"b-{code}"))
    moved = SMALL.replace("code: kurs\n", "code: kursen\n").replace("code: erfaren\n", "code: lang\n")
    mapping = [*same("leg"), MappingEntry("same", ("kurs",), ("kursen",)), MappingEntry("changed", *[("trygg",)] * 2)]
    second = renewed(small, moved, [*mapping, MappingEntry("gone", ("erfaren",)), MappingEntry("new", (), ("lang",))])
    third = renewed(second, moved, same("leg", "kursen", "trygg", "lang"))
    other = SMALL.replace("code: small", "code: stor").replace("title: Liten modell", "title: Stor modell")
    for code in ALL:
        other = other.replace(f"code: {code}\n", f"code: b-{code}\n")
    larger = renewed(large, other, same(*(f"b-{code}" for code in ALL)))
    expected = [
        (("leg", "b-leg"), True, True),
        (("kursen", "b-kurs"), True, True),
        (("trygg", "b-trygg"), False, True),
        (("erfaren", "b-erfaren"), False, False),
    ]
    found = read(cast, third, larger)
    assert [(one.codes, one.holds, one.is_there) for one in found] == expected
    assert {one.between for one in found} == {(small, large)}
    assert [one.codes for one in counted(read(cast, larger, third))] == [("b-leg", "leg"), ("b-kurs", "kursen")]
    with pytest.raises(Refused, match="har redan noterat"):
        record(cast, Statement(third, "kursen", larger, "b-kurs", "narrower"))
    client.force_login(cast.gunilla)
    shown = words(client, page(third, larger))
    assert shown.count("Noterad för version 1 av den första och version 1 av den andra: samma krav.") == 2
    assert "Att se över efter en ny version (2)" in shown
    assert "Minst ett av kraven finns inte kvar." in shown
    record(cast, Statement(third, "leg", larger, "b-trygg", "same"))
    assert [one.codes for one in read(cast, small, large) if one.holds] == [
        *((code, f"b-{code}") for code in ALL),
        ("leg", "b-trygg"),
    ]


@pytest.mark.django_db
def test_what_is_split_is_asked_of_each_part(cast: Cast, two: Two) -> None:
    small, large = two
    record(cast, says(two, "erfaren", "b-erfaren"))
    last = SMALL[SMALL.index("      - kind: practice\n") :]
    divided = f"{SMALL}{last.replace('code: erfaren', 'code: lang')}"
    split = renewed(
        small, divided, [*same("leg", "kurs", "trygg"), MappingEntry("split", ("erfaren",), ("erfaren", "lang"))]
    )
    assert [(one.codes, one.holds) for one in read(cast, split, large)] == [
        (("erfaren", "b-erfaren"), False),
        (("lang", "b-erfaren"), False),
    ]


@pytest.mark.django_db
def test_a_managers_support_rests_on_what_is_recorded_and_uncontested(cast: Cast, two: Two) -> None:
    small, large = two
    record(cast, says(two))
    record(cast, says(two, "kurs", "b-kurs").turned())

    def reached() -> list[tuple[str, int, tuple[str, ...]]]:
        with acting_as(cast.bosse.pk) as actor:
            return [(one.level, one.reaches, one.remaining) for one in recognised(actor, small, large)]

    assert reached() == [("Bas", 1, ("Trygg", "Erfaren")), ("Topp", 1, ("Trygg", "Erfaren"))]
    record(cast, says(two, "kurs", "b-kurs", "narrower"), "dag")
    assert reached() == [("Bas", 0, ("Kurs",)), ("Topp", 0, ("Kurs",))]


def test_two_who_record_the_same_at_once_record_it_once(fresh_database: str) -> None:
    from tests.support.cast import make_cast

    with as_owner():
        from stegvis.people.professions import load_professions

        load_professions()
        cast = make_cast()
    two = published()
    both = Barrier(2)

    def say(said: Statement) -> str:
        try:
            with acting_as(cast.gunilla.pk) as actor:
                both.wait(timeout=20)
                record_equivalence(actor=actor, owner=cast.ale, said=said)
            return "recorded"
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(say, (says(two), says(two, relation="broader").turned())))
    assert answers[1] == "recorded"
    assert "har redan noterat" in answers[0]
    assert [one.codes for one in read(cast, *two)] == [("leg", "b-leg")]


# The pages


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_signed_in_reads_and_coordinators_write(cast: Cast, two: Two, client: Client, name: str) -> None:
    record(cast, says(two, relation="broader", ground="<b>Kursplanerna</b>"))
    client.force_login(getattr(cast, name))
    shown = words(client, page(*two))
    assert "Det första kräver mer" in shown
    assert "Ale kommun, Gunilla" in shown
    assert "&lt;b&gt;Kursplanerna&lt;/b&gt;" in shown
    assert ("Återkalla" in shown) == (name == "gunilla")
    assert ("Notera en likvärdighet" in shown) == (name in ("gunilla", "dag"))
    assert client.get(posting(*two)).status_code == (200 if name in ("gunilla", "dag") else 403)
    assert client.post(posting(*two), {"owner": f"organisation-{cast.ale.pk}"}).status_code == (
        200 if name in ("gunilla", "dag") else 403
    )


@pytest.mark.django_db
def test_a_stranger_is_asked_to_log_in(cast: Cast, two: Two, client: Client) -> None:
    row = record(cast, says(two))
    withdrawing = reverse("frameworks:equivalence_withdraw", args=[row.pk])
    for address in (page(*two), posting(*two), withdrawing):
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302
    assert [one.holds for one in read(cast, *two)] == [True]


@pytest.mark.django_db
def test_a_suggestion_is_recorded_by_one_press(cast: Cast, two: Two, client: Client) -> None:
    client.force_login(cast.dag)
    small, large = two
    html = client.get(page(*two)).content.decode()
    offered = re.findall(r'name="forslag" value="([^"]+)"', html)
    assert offered == ["leg same b-leg", "kurs same b-kurs", "trygg same b-trygg", "erfaren same b-erfaren"]
    sent = {"owner": f"collaboration-{cast.gr.pk}", "ground": "Samma kurs", "forslag": offered[1]}
    answer = client.post(posting(*two), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{page(*two)}#likvardiga")
    assert [(one.codes, one.relation, one.ground, one.owner) for one in read(cast, small, large)] == [
        (("kurs", "b-kurs"), "same", "Samma kurs", cast.gr)
    ]
    assert "kurs same b-kurs" not in client.get(page(*two)).content.decode()
    again = client.post(posting(*two), sent)
    assert "har redan noterat" in again.content.decode()
    assert len(read(cast, small, large)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"left_code": "b-leg"},
        {"right_code": "leg"},
        {"relation": "equal"},
        {"relation": ""},
        {"owner": "organisation-1000000"},
        {"owner": "molndal"},
        {"ground": "x" * 301},
        {"forslag": "leg same finns-inte"},
        {"forslag": "leg 'same' b-leg"},
    ],
)
def test_bad_input_is_told_and_records_nothing(cast: Cast, two: Two, client: Client, wrong: dict[str, str]) -> None:
    client.force_login(cast.gunilla)
    sent = {"left_code": "leg", "right_code": "b-leg", "relation": "same", "owner": f"organisation-{cast.ale.pk}"}
    answer = client.post(posting(*two), sent | wrong)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert read(cast, *two) == []


@pytest.mark.django_db
def test_another_employers_name_is_no_choice(cast: Cast, two: Two, client: Client) -> None:
    client.force_login(cast.gunilla)
    sent = {"left_code": "leg", "right_code": "b-leg", "relation": "same", "owner": f"organisation-{cast.molndal.pk}"}
    assert client.post(posting(*two), sent).status_code == 200
    assert read(cast, *two) == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "0", "-1", "2147483647", "9" * 30, "1 OR 1=1"])
def test_versions_that_are_not_there(cast: Cast, two: Two, client: Client, key: str) -> None:
    client.force_login(cast.gunilla)
    assert client.get(f"{RECORD}?left={two[0].pk}&right={key}").status_code == 404
    assert client.post(f"{RECORD}?left={key}&right={two[0].pk}").status_code == 404
    assert client.get(f"{reverse('frameworks:compare')}?left={key}").status_code == (404 if key else 200)
    shown = client.get(f"{reverse('frameworks:compare')}?left={key}&right={two[0].pk}")
    assert shown.status_code == 200
    assert "likvardiga" not in shown.content.decode()


@pytest.mark.django_db
def test_withdrawing_asks_first_and_is_told_once(cast: Cast, two: Two, client: Client) -> None:
    row = record(cast, says(two))
    address = reverse("frameworks:equivalence_withdraw", args=[row.pk]) + f"?left={two[1].pk}&right={two[0].pk}"
    client.force_login(cast.dag)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    client.force_login(cast.gunilla)
    assert "Nivåer som redan är beslutade ligger kvar" in words(client, address)
    answer = client.post(address)
    assert (answer.status_code, answer["Location"]) == (302, f"{page(two[1], two[0])}#likvardiga")
    assert "Återkallade (1)" in words(client, page(*two))
    assert "redan återkallad" in words(client, address)
    assert "redan återkallad" in client.post(address, follow=True).content.decode()
    assert client.get(reverse("frameworks:equivalence_withdraw", args=[2**31 - 1])).status_code == 404
    elsewhere = address.partition("?")[0] + f"?left={two[0].pk}&right={two[0].pk}"
    assert client.get(elsewhere).status_code == 404


@pytest.mark.django_db
def test_the_page_tells_levels_and_coverage(cast: Cast, two: Two, client: Client) -> None:
    record(cast, says(two))
    record(cast, says(two, "kurs", "b-kurs"))
    record(cast, says(two, "trygg", "b-trygg", "narrower"))
    client.force_login(cast.anna)
    html = client.get(page(*two)).content.decode()
    cells = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in re.findall(r"<td.*?</td>", html, re.S)
    ]
    (levels,) = re.findall(r'aria-labelledby="nivaer"><table.*?</table>', html, re.S)
    rows = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in re.findall(r"<tr>.*?</tr>", levels, re.S)
    ]
    assert rows[1:] == [
        "Bas Bas 2 krav Trygg (minst 2 på skalan (Van), i det egna området, bedömt av enhetschef)"
        " Erfaren (minst 24 månader, Stroke)",
        "Topp Bas 2 krav Trygg (minst 2 på skalan (Van), i det egna området, bedömt av enhetschef)"
        " Erfaren (minst 24 månader, Stroke)",
    ]
    assert "4 av 4 krav i Liten modell har en motsvarighet i Stor modell." in html
    numbers = [cell for cell in cells if cell.isdigit()]
    assert numbers == ["2", "2", "0", "0", "2", "1", "1", "0"] * 2


@pytest.mark.django_db
def test_a_changed_requirement_is_asked_about_and_recorded_anew_by_one_press(
    cast: Cast, two: Two, client: Client
) -> None:
    small, large = two
    record(cast, says(two, ground="Kursplan & prov"))
    later = renewed(small, SMALL, [*same("kurs", "trygg", "erfaren"), MappingEntry("changed", ("leg",), ("leg",))])
    client.force_login(cast.dag)
    (again,) = re.findall(r'href="([^"]+)">Notera även för de här', client.get(page(later, large)).content.decode())
    filled = client.get(again.replace("&amp;", "&")).content.decode()
    assert 'value="Kursplan &amp; prov"' in filled
    assert '<option value="leg" selected' in filled
    client.force_login(cast.gunilla)
    html = client.get(page(later, large)).content.decode()
    (form,) = re.findall(r"<form[^>]*>(?:(?!</form>).)*Gäller fortfarande.*?</form>", html, re.S)
    sent = {"owner": f"organisation-{cast.ale.pk}", "ground": "Kursplan &amp; prov", "forslag": "leg same b-leg"}
    assert {name: value for name, value in re.findall(r'name="(\w+)" value="([^"]+)"', form) if name in sent} == sent
    client.post(posting(later, large), sent | {"ground": "Kursplan & prov"})
    assert [(one.between, one.holds, one.ground) for one in read(cast, later, large)] == [
        ((small, large), False, "Kursplan & prov"),
        ((later, large), True, "Kursplan & prov"),
    ]
    shown = words(client, page(later, large))
    assert "Att se över efter en ny version" not in shown
    assert "Noterad för version" not in shown
    assert [one.holds for one in read(cast, small, large)] == [True, False]


@pytest.mark.django_db
def test_a_framework_beside_itself_has_no_equivalences(cast: Cast, two: Two, client: Client) -> None:
    client.force_login(cast.gunilla)
    shown = words(client, page(two[0], two[0]))
    assert "Båda är samma karriärmodell" in shown
    assert "Notera en likvärdighet" not in shown
    assert client.get(posting(two[0], two[0])).status_code == 403


def sixty(code: str) -> FrameworkDocument:
    """60 requirements on three levels; their texts share words."""
    words = ("hygien", "läkemedel", "samverkan", "dokumentation", "handledning", "sårvård")
    requirements = [
        Requirement(f"{code}-{n}", Kind.COURSE, Text(f"{words[n % 6]} del {n} {code}"), (f"kurs-{n % 40}",))
        for n in range(60)
    ]
    facts = [replace(first().facts[0], kind=Kind.COURSE, code=f"kurs-{n}", title=Text(f"Kurs {n}")) for n in range(40)]
    levels = [
        Level(f"l{i}", i + 1, Text(f"Nivå {i}"), requires=tuple(requirements[i * 20 : i * 20 + 20])) for i in range(3)
    ]
    return replace(first(), code=code, facts=tuple(facts), levels=tuple(levels), competences=())


@pytest.mark.django_db
def test_sixty_by_sixty_in_few_queries(
    packaged: list[FrameworkVersion],
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with as_owner():
        two = tuple(publish_document(actor=SYSTEM, document=sixty(code))[0] for code in ("sextio-a", "sextio-b"))
    for n in range(30):
        record(cast, Statement(two[0], f"sextio-a-{n}", two[1], f"sextio-b-{n}", "same"))
    client.force_login(cast.gunilla)
    client.get(page(two[0], two[1]))
    with django_assert_max_num_queries(MOST_QUERIES):
        html = client.get(page(two[0], two[1])).content.decode()
    assert html.count('name="forslag"') <= 100
    assert html.count("/aterkalla/") == 30


# Suggestions


def course(code: str, title: str, *accepts: str, minimum: int = 1, area: str = "") -> Requirement:
    return Requirement(code, Kind.COURSE, Text(title), accepts or (code,), minimum, area)


def holding(*requirements: Requirement) -> FrameworkDocument:
    return replace(first(), levels=(Level("l", 1, Text("L"), requires=requirements),))


def test_shared_codes_come_first_then_likeness() -> None:
    wound, wound_too = course("a", "Sårvård i hemmet"), course("x", "Sårvård i hemmet")
    hlr, hlr_too = course("b", "Hjärt-lungräddning", "hlr"), course("y", "Akut omhändertagande", "hlr", "s-hlr")
    shown = Requirement("z", Kind.COMPETENCE, Text("Sårvård i hemmet"), ("sarvard",))
    found = suggest(holding(wound, hlr), holding(shown, wound_too, hlr_too))
    assert [(one.left, one.right, one.shared, one.relation) for one in found] == [
        (hlr, hlr_too, ("hlr",), "broader"),
        (wound, wound_too, (), "same"),
    ]
    assert [one.likeness_in_words for one in found] == ["Andra ord", "Nästan samma text"]


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (course("a", "T", "k"), course("b", "T", "k"), "same"),
        (course("a", "T", "k", minimum=2), course("b", "T", "k"), "broader"),
        (course("a", "T", "k"), course("b", "T", "k", area="stroke"), "narrower"),
        (course("a", "T", "k", "l"), course("b", "T", "k"), "narrower"),
        (course("a", "T", "k", "l"), course("b", "T", "k", "m"), ""),
        (course("a", "T", "k", minimum=2), course("b", "T", "k", area="stroke"), ""),
        (course("a", "T", "k", area="demens"), course("b", "T", "k", area="stroke"), ""),
        (course("a", "T", "k"), replace(course("b", "T"), kind=Kind.CERTIFICATE), ""),
    ],
)
def test_who_asks_for_more_is_told_only_where_the_facts_tell(
    left: Requirement, right: Requirement, relation: str
) -> None:
    assert [one.relation for one in suggest(holding(left), holding(right))] == [relation]
    turned = {"broader": "narrower", "narrower": "broader"}.get(relation, relation)
    assert [one.relation for one in suggest(holding(right), holding(left))] == [turned]


def test_different_scales_cannot_be_set_against_each_other() -> None:
    shown = Requirement("a", Kind.COMPETENCE, Text("Trygg"), ("trygg",), 3)
    document = holding(shown)
    assert [one.relation for one in suggest(document, replace(document, scale=document.scale[1:]))] == [""]
    assert [one.relation for one in suggest(document, document)] == ["same"]


requirements = st.lists(
    st.builds(
        course,
        st.sampled_from([f"r{n}" for n in range(9)]),
        st.sampled_from(["Sårvård", "Sårvård i hemmet", "Vård av sår", "Handledning", "Handleda studenter"]),
        st.sampled_from([f"f{n}" for n in range(5)]),
    ),
    unique_by=lambda one: one.code,
    max_size=6,
)


@given(requirements, requirements, st.sets(st.tuples(st.sampled_from(["r0", "r1", "r2"]), st.just("r1"))))
def test_suggestions_are_worth_a_look_and_told_once(
    ours: list[Requirement], theirs: list[Requirement], said: set[tuple[str, str]]
) -> None:
    found: list[Suggestion] = suggest(holding(*ours), holding(*theirs), said)
    pairs = [(one.left.code, one.right.code) for one in found]
    assert len(pairs) == len(set(pairs))
    assert said.isdisjoint(pairs)
    sharing = {(a.code, b.code) for a in ours for b in theirs if set(a.accepts) & set(b.accepts)} - said
    assert {pair for pair, one in zip(pairs, found, strict=True) if one.shared} == sharing
    by_text = [one.left.code for one in found if not one.shared]
    assert all(by_text.count(code) <= LIKEST for code in by_text)
    assert all(one.likeness >= 0.5 for one in found if not one.shared)
    order = [(not one.shared, -one.likeness) for one in found]
    assert order == sorted(order)
