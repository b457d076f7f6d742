"""Supply plans: begun, decided, followed up and read by others, each as owner, colleague and stranger."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.people.professions import load_professions
from stegvis.planning.models import Measure, MeasureFollowUp, PlanEdition, SupplyPlan
from stegvis.planning.plans import services
from stegvis.planning.plans.queries import overview
from stegvis.planning.plans.services import About, MeasureFacts, NeedFacts, Said
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.support.pdf import Pdf

LIST = "/planering/planer/"
FIGURES = NeedFacts(Decimal("100.0"), Decimal("80.5"), Decimal("120.0"), "Egen räkning 2026")
NUMBERED = "Skriv inte något personnummer här."
HORIZON = "Planen slutar efter att den börjat, och inom 30 år."
MENTORS = MeasureFacts("retention", "Mentor åt alla nya", "HR-chef", date(2028, 1, 1), effect=Decimal(5))


def does(by: User, service: Any, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


@layer
def plan(cast: Cast) -> SupplyPlan:
    """Ale's, with a need and a measure, ready to be decided."""
    made = does(cast.gunilla, services.begin_plan, owner=cast.ale, about=About("Plan för Ale", 2026, 2031))
    does(cast.gunilla, services.state_need, plan_id=made.pk, profession="sjukskoterska", facts=FIGURES)
    does(cast.gunilla, services.add_measure, plan_id=made.pk, facts=MENTORS)
    with as_owner():
        made.refresh_from_db()
    return made


def decided(by: User, plan: SupplyPlan, *, is_open: bool = True, on: date | None = None) -> PlanEdition:
    with as_owner():
        plan.refresh_from_db()
    about = {"decided_on": on or timezone.localdate(), "decided_in": "Kommunstyrelsen § 12", "is_open": is_open}
    return does(by, services.decide, plan_id=plan.pk, revision=plan.revision, **about)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def delimited(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_what_is_decided_never_changes_and_the_plan_goes_on(cast: Cast, plan: SupplyPlan) -> None:
    first = decided(cast.gunilla, plan)
    with as_owner():
        measure = Measure.objects.get(plan=plan)
    said = Said(timezone.localdate().year, "running", "20 av 24 fick en mentor", Decimal(2))
    does(cast.gunilla, services.follow_up, plan_id=plan.pk, measure_id=measure.pk, said=said)
    again = Said(timezone.localdate().year, "done", "Alla fick en mentor", Decimal(3))
    does(cast.gunilla, services.follow_up, plan_id=plan.pk, measure_id=measure.pk, said=again)
    second = decided(cast.gunilla, plan)
    with as_owner():
        editions = list(PlanEdition.objects.order_by("number").values_list("number", "is_latest", "content"))
        assert MeasureFollowUp.objects.count() == 1
        measure.refresh_from_db()
    assert [one[:2] for one in editions] == [(1, False), (2, True)]
    assert (first.number, second.number, measure.state) == (1, 2, "done")
    assert [one[2]["measures"][0]["follow_ups"] for one in editions] == [
        [],
        [{"year": timezone.localdate().year, "state": "done", "words": "Alla fick en mentor", "effect": "3.0"}],
    ]
    assert editions[0][2]["needs"] == [
        {
            "profession": "sjukskoterska",
            "now": "100.0",
            "supply": "80.5",
            "need": "120.0",
            "source": "Egen räkning 2026",
            "words": "",
        }
    ]


@pytest.mark.parametrize(
    ("service", "given", "why"),
    [
        (services.change_plan, {"about": About(" ", 2026, 2031)}, "Ge planen en titel."),
        (
            services.change_plan,
            {"about": About("P", 2031, 2026)},
            HORIZON,
        ),
        (
            services.change_plan,
            {"about": About("P", 2026, 2057)},
            HORIZON,
        ),
        (
            services.change_plan,
            {"about": About("P", 2026, 2031, "19121212-1212")},
            "Skriv inte något personnummer här.",
        ),
        (
            services.state_need,
            {"profession": "sjukskoterska", "facts": NeedFacts(Decimal(1), Decimal(1), Decimal(1), " ")},
            "Ange var siffrorna kommer ifrån.",
        ),
        (
            services.add_measure,
            {"facts": MeasureFacts("retention", "", "HR-chef", date(2028, 1, 1))},
            "Ange vad som görs och vem som ansvarar.",
        ),
    ],
)
def test_what_does_not_hold_is_refused_in_words(
    cast: Cast, plan: SupplyPlan, service: Any, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=re.escape(why)):
        does(cast.gunilla, service, plan_id=plan.pk, **given)


def test_a_decision_is_of_what_was_looked_at(cast: Cast, plan: SupplyPlan) -> None:
    today = timezone.localdate()
    about = {"decided_in": "KS", "is_open": True, "plan_id": plan.pk}
    with pytest.raises(Refused, match="Någon har ändrat planen under tiden"):
        does(cast.gunilla, services.decide, revision=plan.revision - 1, decided_on=today, **about)
    with pytest.raises(Refused, match="Dagen har inte kommit ännu"):
        does(cast.gunilla, services.decide, revision=plan.revision, decided_on=today + timedelta(1), **about)
    empty = does(cast.gunilla, services.begin_plan, owner=cast.ale, about=About("Tom", 2026, 2031))
    with pytest.raises(Refused, match="Planen nämner inget yrke ännu"):
        does(cast.gunilla, services.decide, **about | {"plan_id": empty.pk}, revision=0, decided_on=today)


def test_a_measure_with_a_past_is_dropped_and_not_removed(cast: Cast, plan: SupplyPlan) -> None:
    with as_owner():
        measure = Measure.objects.get(plan=plan)
    whose = {"plan_id": plan.pk, "measure_id": measure.pk}
    year = timezone.localdate().year
    with pytest.raises(Refused, match=f"Välj ett år från 2025 till {year}"):
        does(cast.gunilla, services.follow_up, **whose, said=Said(year + 1, "done", "W"))
    does(cast.gunilla, services.follow_up, **whose, said=Said(year, "running", "Hälften"))
    with pytest.raises(Refused, match="Markera den som avbruten"):
        does(cast.gunilla, services.remove_measure, **whose)


def test_nobody_writes_in_anothers_plan(cast: Cast, plan: SupplyPlan) -> None:
    for stranger in (cast.dag, cast.anna, cast.maria, cast.farid):
        with pytest.raises(NotYours):
            does(stranger, services.state_need, plan_id=plan.pk, profession="sjukskoterska", facts=FIGURES)
        with pytest.raises(Refused):
            does(stranger, services.begin_plan, owner=cast.ale, about=About("P", 2026, 2031))


def test_the_overview_counts_employers_once(cast: Cast, plan: SupplyPlan) -> None:
    joint = does(cast.dag, services.begin_plan, owner=cast.gr, about=About("Plan för GR", 2026, 2031))
    facts = NeedFacts(Decimal(300), Decimal(200), Decimal(350), "Egen räkning 2026")
    does(cast.dag, services.state_need, plan_id=joint.pk, profession="sjukskoterska", facts=facts)
    does(cast.dag, services.add_measure, plan_id=joint.pk, facts=MENTORS)
    decided(cast.gunilla, plan, on=timezone.localdate() - timedelta(days=500))
    decided(cast.dag, joint)
    with acting_as(cast.farid.pk) as actor:
        found = overview(actor)
        assert overview(actor, "fysioterapeut").lines == []
    assert [(one.edition.owner, one.is_old, one.gap.missing, one.measures, one.done) for one in found.lines] == [
        ("Ale kommun", True, Decimal("39.5"), 1, 0),
        ("Göteborgsregionen", False, Decimal("150.0"), 1, 0),
    ]
    assert [(one.pk, gap.missing, plans) for one, gap, plans in found.by_profession] == [
        ("sjukskoterska", Decimal("39.5"), 1)
    ]


def test_what_is_not_shown_is_not_found(cast: Cast, plan: SupplyPlan) -> None:
    decided(cast.gunilla, plan, is_open=False)
    address = f"{LIST}{plan.pk}/beslutad/1/"
    assert signed_in(cast.farid).get(address).status_code == 404
    shown = signed_in(cast.gunilla).post(f"{address}visa/", {"visa": "1"})
    assert shown.status_code == 302
    assert signed_in(cast.farid).get(address).status_code == 200
    assert signed_in(cast.farid).post(f"{address}visa/", {"visa": "0"}).status_code == 404
    assert signed_in(cast.gunilla).post(f"{LIST}{plan.pk}/bort/").status_code == 302
    assert signed_in(cast.farid).get(address).status_code == 404
    assert signed_in(cast.gunilla).get(address).status_code == 200


def test_the_plan_is_made_and_decided_in_the_browser(cast: Cast) -> None:
    client = signed_in(cast.gunilla)
    begun = client.post(f"{LIST}ny/", {"owner": f"e{cast.ale.pk}", "title": "Plan", "starts": "2027", "ends": "2031"})
    assert begun.status_code == 302
    address = begun["Location"]

    def lacking() -> str:
        """What the plan's own coordinator is told on its page; another's may not ask."""
        assert signed_in(cast.dag).get(f"{address}besluta/").status_code == 404
        early = client.get(f"{address}besluta/", follow=True)
        assert early.redirect_chain == [(address, 302)]
        return words(early)

    assert "Planen nämner inget yrke än" in lacking()
    figures = {"now": "1 100,5", "supply": "900", "need": "1200", "source": "Egen räkning"}
    client.post(f"{address}behov/", {"profession": "sjukskoterska", **figures})
    assert "Planen har ingen åtgärd än" in lacking()
    measure = {"kind": "retention", "title": "Mentor", "owner": "HR-chef", "due_on": "2028-01-01", "state": "planned"}
    client.post(f"{address}atgarder/ny/", measure)
    page = words(client.get(address))
    assert "1 yrke kommer att sakna personal: sjuksköterska med 300" in page.replace("\xa0", " ")
    decide = client.get(f"{address}besluta/")
    revision = re.search(r'name="revision" value="(\d+)"', decide.content.decode())
    assert "checked" not in decide.content.decode()  # to show it to others is a choice
    assert revision is not None
    sent = {"decided_on": str(timezone.localdate()), "decided_in": "KS § 1", "is_open": "on", "revision": revision[1]}
    assert client.post(f"{address}besluta/", sent).status_code == 302
    pdf = signed_in(cast.anna).get(f"{address}beslutad/1/plan.pdf")
    read = Pdf(pdf.content)
    assert b"/Marked true" in read.catalogue
    assert "Mentor(allayrken)" in "".join(read.text().split())


def test_pages_ask_few_queries(
    cast: Cast, plan: SupplyPlan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        facts = MeasureFacts("retention", f"M{number}", "HR-chef", date(2028, 1, 1))
        measure = does(cast.gunilla, services.add_measure, plan_id=plan.pk, facts=facts)
        said = Said(timezone.localdate().year, "running", "W")
        does(cast.gunilla, services.follow_up, plan_id=plan.pk, measure_id=measure.pk, said=said)
    decided(cast.gunilla, plan)
    client = signed_in(cast.gunilla)
    for rest in ("", f"{plan.pk}/", f"{plan.pk}/beslutad/1/", "oversikt/", "oversikt/?export=xlsx"):
        with django_assert_max_num_queries(15):
            assert client.get(f"{LIST}{rest}").status_code == 200


def test_few_are_told_to_nobody_but_their_own_coordinators(cast: Cast, plan: SupplyPlan) -> None:
    """Ale's speech therapists are two: not on a page, in a sum, a file or a document of anybody else's."""
    with as_owner():
        load_professions()
    few = NeedFacts(Decimal("2.3"), Decimal("1.1"), Decimal("7.7"), "Egen räkning")
    mended = replace(MENTORS, profession="logoped", effect=Decimal("1.9"))
    does(cast.gunilla, services.state_need, plan_id=plan.pk, profession="logoped", facts=few)
    does(cast.gunilla, services.add_measure, plan_id=plan.pk, facts=mended)
    gunilla, farid = signed_in(cast.gunilla), signed_in(cast.farid)
    assert "Andra läser inte alla siffror om Logoped" in words(gunilla.get(f"{LIST}{plan.pk}/besluta/"))
    decided(cast.gunilla, plan)
    address = f"{LIST}{plan.pk}/beslutad/1/"
    own, others = words(gunilla.get(address)), words(farid.get(address))
    assert "Logoped 2,3 1,1 7,7 6,6" in own
    assert "Totalt 102,3 81,6 127,7 46,1" in own
    assert "Logoped visas inte visas inte 7,7 visas inte" in others
    assert "Totalt, utan yrken som inte visas helt 100,0 80,5 120,0 39,5" in others
    assert "1,9" not in others
    listed = words(farid.get(f"{LIST}oversikt/"))
    assert "2026–2031 Logoped, Sjuksköterska Visas inte helt, och inte med i summan: Logoped 120,0 39,5" in listed
    assert "Logoped 7,7 visas inte 0 av 2" in words(farid.get(f"{LIST}oversikt/?yrke=logoped"))
    rows = delimited(farid.get(f"{LIST}oversikt/?export=csv"))
    assert rows[1][4:8] == ["100,0", "80,5", "120,0", "39,5"]
    assert delimited(farid.get(f"{LIST}oversikt/?yrke=logoped&export=csv"))[1][4:8] == [
        "visas inte",
        "visas inte",
        "7,7",
        "visas inte",
    ]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(farid.get(f"{LIST}oversikt/?export=xlsx").content))
    assert sheet.get_sheet_by_index(0).to_python()[1][4:8] == [100.0, 80.5, 120.0, 39.5]
    exact, masked = (
        Pdf(one.content).text() for one in (gunilla.get(f"{address}plan.pdf"), farid.get(f"{address}plan.pdf"))
    )
    assert ("2,3" in exact, "2,3" in masked, "visasinte" in "".join(masked.split())) == (True, False, True)
    assert "2,3" not in Pdf(gunilla.get(f"{address}plan.pdf?for=andra").content).text()


def test_who_plans_nothing_is_told_what_there_is_to_read(cast: Cast) -> None:
    anna = signed_in(cast.anna).get("/planering/")
    assert "Här planerar samordnare och chefer" in words(anna)
    assert f'href="{LIST}oversikt/"' in anna.content.decode()
    assert "Här planerar" not in words(signed_in(cast.bosse).get("/planering/"))


def test_what_is_sent_twice_is_there_once(cast: Cast, plan: SupplyPlan) -> None:
    client = signed_in(cast.gunilla)
    new = {"owner": f"e{cast.ale.pk}", "title": "Ny", "starts": "2027", "ends": "2031"}
    assert len({client.post(f"{LIST}ny/", new)["Location"] for _time in range(2)}) == 1
    measure = {"kind": "career", "title": "Karriärstege", "owner": "HR", "due_on": "2028-01-01", "state": "planned"}
    for _time in range(2):
        assert client.post(f"{LIST}{plan.pk}/atgarder/ny/", measure).status_code == 302
    with as_owner():
        plan.refresh_from_db()
    decision = {"decided_on": str(timezone.localdate()), "decided_in": "KS § 1", "revision": str(plan.revision)}
    for _time in range(4):
        assert client.post(f"{LIST}{plan.pk}/besluta/", decision).status_code == 302
    other = client.post(f"{LIST}{plan.pk}/besluta/", decision | {"decided_in": "KS § 2"})
    assert "Någon har ändrat planen under tiden" in words(other)
    with as_owner():
        assert SupplyPlan.objects.filter(title="Ny").count() == 1
        assert Measure.objects.filter(title="Karriärstege").count() == 1
        assert PlanEdition.objects.count() == 1


def test_of_two_who_change_a_measure_the_second_is_told_and_loses_nothing(cast: Cast, plan: SupplyPlan) -> None:
    with as_owner():
        measure = Measure.objects.get(plan=plan)
    address, client = f"{LIST}{plan.pk}/atgarder/{measure.pk}/", signed_in(cast.gunilla)
    sent = {"kind": "retention", "owner": "HR-chef", "due_on": "2028-01-01", "state": "planned", "revision": "0"}
    assert client.post(address, sent | {"title": "Mentor i två år"}).status_code == 302
    answer = client.post(address, sent | {"title": "Mentor och handledare"})
    page = answer.content.decode()
    assert "Någon annan har sparat detta: Mentor i två år" in words(answer)
    assert 'value="Mentor och handledare"' in page
    assert 'name="revision" value="1"' in page
    assert client.post(address, sent | {"title": "Mentor och handledare", "revision": "1"}).status_code == 302
    with as_owner():
        measure.refresh_from_db()
    assert (measure.title, measure.revision) == ("Mentor och handledare", 2)


def test_it_is_asked_before_anything_is_taken_out(cast: Cast, plan: SupplyPlan) -> None:
    with as_owner():
        measure = Measure.objects.get(plan=plan)
    client = signed_in(cast.gunilla)
    for rest, question in (
        ("behov/sjukskoterska/bort/", "Ta bort yrket ur planen? Sjuksköterska"),
        (f"atgarder/{measure.pk}/bort/", "Ta bort åtgärden ur planen? Mentor åt alla nya"),
    ):
        address = f"{LIST}{plan.pk}/{rest}"
        assert question in words(client.get(address))
        assert signed_in(cast.farid).get(address).status_code == 404
        assert client.post(address).status_code == 302
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("is_joint_first", [True, False])
def test_nobody_subtracts_a_members_own_from_the_joint_plan(
    cast: Cast, plan: SupplyPlan, *, is_joint_first: bool
) -> None:
    """Jointly 10 nurses, Ale's own 7: whichever plan is shown later does not tell, and goes on not telling."""
    joint = does(cast.dag, services.begin_plan, owner=cast.gr, about=About("Plan för GR", 2027, 2032))
    for by, of, now in ((cast.dag, joint, 10), (cast.gunilla, plan, 7)):
        facts = replace(FIGURES, now=Decimal(now), supply=Decimal(500 + now), need=Decimal(600 + 5 * now))
        does(by, services.state_need, plan_id=of.pk, profession="sjukskoterska", facts=facts)
    does(cast.dag, services.add_measure, plan_id=joint.pk, facts=MENTORS)
    order = [(cast.dag, joint), (cast.gunilla, plan)] if is_joint_first else [(cast.gunilla, plan), (cast.dag, joint)]
    (first, second), farid = [decided(by, of) for by, of in order], signed_in(cast.farid)
    assert (first.withheld, second.withheld) == ({}, {"sjukskoterska": ["now", "supply"]})
    address = f"{LIST}{second.plan_id}/beslutad/1/"
    page = words(farid.get(address))
    need = "650,0" if is_joint_first is False else "635,0"
    assert f"Sjuksköterska visas inte visas inte {need} visas inte" in page
    assert "Siffror under 5 visas inte, och inte heller siffror som en sådan kunde räknas fram ur." in page
    by = order[1][0]
    assert "Andra läser inte alla siffror om Sjuksköterska" in words(signed_in(by).get(address))
    for shown in ("0", "1"):
        signed_in(by).post(f"{address}visa/", {"visa": shown})
    assert f"visas inte visas inte {need}" in words(farid.get(address))


def seen_in(response: Any) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', response.content.decode())
    return found[1] if found else ""


def test_of_two_tabs_the_second_is_told_and_loses_nothing(cast: Cast, plan: SupplyPlan) -> None:
    """A need, and the title and years."""
    client = signed_in(cast.gunilla)
    need = {"profession": "sjukskoterska", "now": "90", "supply": "80,5", "need": "120", "source": "Egen räkning"}
    about = {"title": "Plan A", "starts": "2026", "ends": "2031"}
    for address, sent, field, mine, told in (
        (f"{LIST}{plan.pk}/behov/?yrke=sjukskoterska", need, "now", "95", "Har nu, årsarbetare: 90,0"),
        (f"{LIST}{plan.pk}/om/", about, "title", "Plan B", "Titel: Plan A"),
    ):
        opened = {"seen": seen_in(client.get(address))}
        for _time in range(2):
            assert client.post(address, sent | opened).status_code == 302
        answer = client.post(address, sent | opened | {field: mine})
        assert "Någon annan har sparat detta:" in words(answer)
        assert told in words(answer)
        assert f'value="{mine}"' in answer.content.decode()
        assert client.post(address, sent | {field: mine, "seen": seen_in(answer)}).status_code == 302
    added = client.post(f"{LIST}{plan.pk}/behov/", need)
    assert "Någon har ändrat behovet under tiden" in words(added)
    assert client.post(f"{LIST}{plan.pk}/behov/", need | {"seen": "x" * 99, "now": "-1"}).status_code == 200


@pytest.mark.parametrize(
    ("rest", "sent", "told"),
    [
        ("om/", {"title": "P", "starts": "", "ends": "2031"}, ""),
        ("om/", {"title": "P" * 9999, "starts": "9" * 40, "ends": "2031"}, ""),
        ("om/", {"title": "19121212-1212", "starts": "2026", "ends": "2031"}, NUMBERED),
        ("behov/", {"profession": "trollkarl", "now": "1e400", "supply": "NaN", "need": "-1", "source": "x"}, ""),
        (
            "behov/",
            {"profession": "sjukskoterska", "now": "1", "supply": "1", "need": "1", "source": "19121212-1212"},
            NUMBERED,
        ),
        ("atgarder/ny/", {"kind": "x", "title": "", "owner": "", "due_on": "0001-01-01", "state": "planned"}, ""),
        (
            "atgarder/ny/",
            {"kind": "career", "title": "T", "owner": "19121212-1212", "due_on": "2028-01-01", "state": "planned"},
            NUMBERED,
        ),
        ("besluta/", {"decided_on": "2026-13-40", "decided_in": "x" * 500, "revision": "9" * 30}, ""),
    ],
)
def test_what_cannot_be_is_answered_in_words_and_not_saved(
    cast: Cast, plan: SupplyPlan, rest: str, sent: dict[str, str], told: str
) -> None:
    answer = signed_in(cast.gunilla).post(f"{LIST}{plan.pk}/{rest}", sent)
    assert answer.status_code == 200
    assert told in words(answer)
    assert signed_in(cast.dag).post(f"{LIST}{plan.pk}/{rest}", sent).status_code == 404
    with as_owner():
        before = plan.revision
        plan.refresh_from_db()
    assert (plan.revision, plan.title) == (before, "Plan för Ale")
