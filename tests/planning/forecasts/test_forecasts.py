"""Forecasts and scenarios: made, pulled, compared, noted and shared, each as owner, colleague and stranger."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, replace
from html import unescape
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.documents.problems import Problem
from stegvis.people.professions import load_professions
from stegvis.planning.forecasts import queries, services
from stegvis.planning.forecasts.changed import changed_since
from stegvis.planning.forecasts.comparing import draws_for
from stegvis.planning.forecasts.figures.answer import answer_sentence
from stegvis.planning.forecasts.figures.fan import fan_sentence
from stegvis.planning.forecasts.figures.figure import Here, sum_words
from stegvis.planning.forecasts.figures.layers import layers_figure
from stegvis.planning.forecasts.lever_form import GROUPS, LeversForm
from stegvis.planning.forecasts.picture import further_of, picture_of, picture_of_shared
from stegvis.planning.forecasts.reference import REGION, reference_for
from stegvis.planning.forecasts.tasks import compute_scenario
from stegvis.planning.forecasts.wording import BEWARE, balance_words
from stegvis.planning.ground import running
from stegvis.planning.ground.assumptions import Assumption
from stegvis.planning.ground.inputs import COUNTED, TOTAL, Scope
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.levers import LEVERS, Lever
from stegvis.planning.ground.problems import PlanningError
from stegvis.planning.ground.results import BANDS, MEANS
from stegvis.planning.ground.services import override_assumption, undo_override
from stegvis.planning.models import Forecast, Scenario, SharedScenario
from stegvis.planning.restore import restored
from tests.planning.ground.support import made
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.support.pdf import Pdf

LIST = "/planering/prognoser/"
PLACES = ("1440", "1481")
PROFESSIONS = ("sjukskoterska", "fysioterapeut")
LONGER = (Lever("retirement_age", 12, note="Regionfullmäktige"), Lever("part_time", 3))
KEPT = (Lever("early_leaving", 40, ("sjukskoterska",)), Lever("first_year", 5, ("sjukskoterska",)))
MORE = (Lever("graduates", 10),)


@dataclass
class Made:
    """GR's forecast with its base and two scenarios, computed."""

    forecast: Forecast
    base: Scenario
    longer: Scenario
    kept: Scenario

    def url(self, rest: str = "") -> str:
        return f"{LIST}{self.forecast.pk}/{rest}"

    def of(self, scenario: Scenario, rest: str = "") -> str:
        return self.url(f"scenario/{scenario.pk}/{rest}")


def does(by: User, service: Any, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def computed(by: User, begun: services.Begun) -> Scenario:
    found: Scenario = does(by, services.finish_scenario, scenario_id=begun.scenario.pk)
    return found


@layer
def gr(cast: Cast) -> Made:
    with as_owner():
        load_professions()
    scope = Scope(PLACES, timezone.localdate().year, 12, PROFESSIONS, draws=20)
    begun = does(cast.dag, services.begin_forecast, owner=cast.gr, title="Rehab i GR", scope=scope)
    base = computed(cast.dag, begun)
    pulled = [
        computed(
            cast.dag, does(cast.dag, services.add_scenario, forecast_id=base.forecast_id, name=name, levers=levers)
        )
        for name, levers in (("Längre arbetsliv", LONGER), ("Fler stannar", KEPT))
    ]
    with as_owner():
        return Made(Forecast.objects.get(), base, *pulled)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode())).split())


def test_every_page_is_the_owners_alone_and_costs_few_queries(
    cast: Cast, gr: Made, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    pages = {
        LIST: "Rehab i GR",
        f"{LIST}ny/": "Beräkna prognosen",
        gr.url(): "Längre arbetsliv",
        gr.url(f"jamfor/?a={gr.longer.pk}&b={gr.kept.pk}"): "nio gånger av tio mellan",
        gr.url(f"scenario/nytt/?fran={gr.longer.pk}"): "Senare pension",
        gr.of(gr.longer, "?yrke=fysioterapeut"): "Vad varje åtgärd ger",
        gr.of(gr.longer, "andra/"): "Vem som beslutar",
        gr.of(gr.longer, "bort/"): "Lägg undan",
        gr.url("bort/"): "Lägg undan",
    }
    dag, strangers = signed_in(cast.dag), [signed_in(one) for one in (cast.gunilla, cast.farid, cast.anna)]
    for address, shown in pages.items():
        dag.get(address)
        with django_assert_max_num_queries(15):
            found = dag.get(address)
        assert (found.status_code, shown in words(found)) == (200, True), (address, words(found)[:1500])
        if address.startswith(gr.url()):
            assert {one.get(address).status_code for one in strangers} == {404}
    assert "Rehab i GR" not in words(strangers[0].get(LIST))
    assert dag.get(gr.of(gr.base, "?yrke=trollkarl")).status_code == 404
    assert dag.get(gr.of(gr.base, "andra/")).status_code == 403
    assert Client().get(gr.url()).status_code == 302


def test_a_scenario_tells_in_words_figures_and_pictures(cast: Cast, gr: Made) -> None:
    dag = signed_in(cast.dag)
    page = dag.get(gr.of(gr.longer, "?yrke=sjukskoterska"))
    text, raw = words(page), page.content.decode()
    year = timezone.localdate().year + 12
    assert re.search(rf"Sjuksköterska, alla platser tillsammans: år {year} saknas omkring \d+", text)
    assert "132 procent av 2019" in text
    assert "Osäkert" not in text
    assert "Osäkert: rapporten säger" in words(dag.get(gr.of(gr.longer, "?yrke=fysioterapeut")))
    assert raw.count('<svg xmlns="http://www.w3.org/2000/svg"') == 8  # four charts, wide and narrow
    assert "style=" not in raw
    assert "Senare pension: +12 månader" in text
    assert "Beslutar: Regionfullmäktige" in text
    unknown = ("Hur många som arbetar där i dag", "Slump", "Vilka som kommer att bo där", "Tider som ändras")
    for kind in (*unknown, "Hur mycket vård varje person behöver", "Siffrorna bakom antagandena"):
        assert kind in text
    assert re.search(r"Det som beslutas ingår inte i bandet: det här scenariots åtgärder ändrar bristen med −\d", text)
    assert "färre än 5 i dag" in text  # Ale and Mölndal have two nurses each in the cast
    cell = r"[\d\u00a0,]+ \([\d\u00a0,−]+ till [\d\u00a0,−]+\)"
    assert re.search(rf"<td class=\"sv-number sv-number-cell\" data-label=\"Saknas\">{cell}</td>", raw)


def test_files_hold_the_same_figures(cast: Cast, gr: Made) -> None:
    dag = signed_in(cast.dag)
    address = gr.of(gr.kept, "?yrke=sjukskoterska&export=")
    told = json.loads(dag.get(f"{address}json").content)
    assert (told["format"], told["scenario"], len(told["rows"])) == ("stegvis-scenario", "Fler stannar", 3 * 2 * 13)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(dag.get(f"{address}xlsx").content))
    assert sheets.sheet_names == ["Prognos", "Åtgärder", "Antaganden", "Noter", "Om prognosen"]
    rows = sheets.get_sheet_by_name("Prognos").to_python()
    assert len(rows) == 79
    whole = next(one for one in told["rows"] if one["place"] == TOTAL and one["year"] == timezone.localdate().year + 12)
    assert [whole["supply"], whole["need"]] in [[row[5], row[8]] for row in rows[1:]]
    assert {type(one) for row in rows[1:] for one in row[3:]} == {float}
    assumed = sheets.get_sheet_by_name("Antaganden").to_python()
    assert assumed[0] == [
        "Yrke",
        "Antagande",
        "Slag av arbetsgivare",
        "Värde",
        "Enhet",
        "Källa",
        "Datum",
        "Undertecknat av",
    ]
    titles = {"Alla yrken", "Sjuksköterska", "Fysioterapeut"}
    assert {row[0] for row in assumed[1:]} == titles
    assert {one.get("profession", "") for one in told["assumptions"]} == {"", *PROFESSIONS}
    (early,) = [row for row in assumed if row[1] == "Slutar på ett år, under 35" and row[0] == "Sjuksköterska"][:1]
    assert (type(early[3]), early[4]) == (float, "procent")
    told_of = dict(sheets.get_sheet_by_name("Om prognosen").to_python()[1:])
    assert (told_of["Scenario"], told_of["Enhet"]) == ("Fler stannar", "årsarbetare")
    assert {"Befolkning från", "Beräknad"} < set(told_of)
    assert dag.get(f"{address}csv").content.decode("utf-8-sig").count("\r\n") == 79
    packed = "uppskattat från SCB:s öppna siffror för 2015 och 2021"
    assert told["population"] == packed
    assert f"Befolkning: {packed}." in words(dag.get(gr.of(gr.kept)))
    assert dag.get(f"{address}csv").content.decode("utf-8-sig").splitlines()[1].endswith(f";{packed}")
    pdf = Pdf(dag.get(f"{address}pdf").content)
    assert "RehabiGR:Flerstannar" in pdf.text()
    assert packed.replace(" ", "") in pdf.text()
    assert "Antagande" in pdf.text()
    assert "Figure" in pdf.tags()
    assert dag.get(f"{address}exe").status_code == 404


def few_figures(answer: Any) -> list[str]:
    """With the levers, without them, and the difference: what is seen where there is no room for a chart."""
    found: list[str] = re.findall(r'<dd class="sv-number">(.*?)</dd>', answer.content.decode())
    return found


def test_levers_are_folded_in_groups_and_none_is_left_out(cast: Cast, gr: Made) -> None:
    form = LeversForm(gr.forecast.scope, {}, initial={"leaving": 5})
    groups = form.groups
    assert {one.about.kind for group in groups for one in group.sets} == {one.kind for one in form.kinds}
    assert set(LEVERS) <= {kind for _title, kinds in GROUPS for kind in kinds}
    assert [group.is_open for group in groups] == [True, True, False, False, False, False]
    page = signed_in(cast.dag).get(gr.url("scenario/nytt/")).content.decode()
    assert page.count("data-pulled hidden") == len(groups)
    assert "från −24 till 60" in unescape(page)


def test_the_levers_answer_at_once_and_say_what_cannot_be(cast: Cast, gr: Made) -> None:
    assert set(BEWARE) == set(LEVERS)
    dag = signed_in(cast.dag)
    where = {"yrke": "fysioterapeut", "plats": TOTAL}
    answer = dag.post(gr.url("scenario/svar/"), where | {"retirement_age": "24", "part_time": "2,5"})
    assert re.search(
        r"med de här åtgärderna saknas omkring [\d,]+ årsarbetare, och utan dem saknas omkring [\d,]+ årsarbetare",
        words(answer),
    )
    idle = dag.post(gr.url("scenario/svar/"), where)
    assert few_figures(idle)[:2] == [few_figures(answer)[1]] * 2
    assert few_figures(idle)[2] == "0"
    number = few_figures(idle)[0].removesuffix(" saknas")
    assert f"{number} (" in words(dag.get(gr.of(gr.base, "?yrke=fysioterapeut")))  # the page says so too
    wrong = dag.post(gr.url("scenario/svar/"), where | {"retirement_age": "400"})
    assert "Senare pension" in words(wrong)
    assert "svg" not in wrong.content.decode()
    early = {"graduates": "10", "graduates-from": "1999"}
    assert "Fler utbildningsplatser, från och med år: Kontrollera" in words(
        dag.post(gr.url("scenario/svar/"), where | early)
    )
    assert "Fler utbildningsplatser, från och med år: Kontrollera" in words(dag.post(gr.url("scenario/nytt/"), early))
    many = dag.post(gr.url("scenario/svar/"), where | {"first_year": "20"})
    assert "Det här går inte ihop" in words(many)
    empty = dag.post(gr.url("scenario/nytt/"), {"scenario_name": "Tomt"})
    assert "Välj minst en åtgärd" in words(empty)
    taken = dag.post(gr.url("scenario/nytt/"), {"scenario_name": "fler Stannar", "leaving": "10"})
    assert "Ett annat scenario i prognosen har det namnet" in words(taken)
    with as_owner():
        assert Scenario.objects.count() == 3


def test_a_surplus_and_nobody_are_told_in_words(cast: Cast, gr: Made) -> None:
    nurses = Here(TOTAL, "sjukskoterska", "Sjuksköterska")
    assert answer_sentence(nurses, 2036, before=-112.6, after=0.01) == (
        "Sjuksköterska, alla platser tillsammans: år 2036 med de här åtgärderna saknas ingen, och utan dem finns"
        " omkring 113 fler än som behövs."
    )
    assert [balance_words(one) for one in (345.4, -112.6, -0.01)] == ["345 saknas", "113 fler", "i balans"]
    found = queries.picture(gr.base)
    assert found
    few = found.result.at(TOTAL, "sjukskoterska")
    empty = replace(few, **{name: 0.0 * getattr(few, name) for name in (*BANDS, *MEANS)})
    assert fan_sentence(empty, nurses, 2036) == (
        "Sjuksköterska, alla platser tillsammans: ingen arbetar här och ingen behövs."
    )
    rows = [
        (440.4, 327.4, ("440", "327", "113")),
        (439.6, 327.4, ("439,6", "327,4", "112,2")),
        (12.4, 4.7, ("12,4", "4,7", "7,7")),
    ]
    for need, supply, told in rows:  # as written, the third is what the first is more than the second
        assert sum_words(replace(few, mean_need=np.array([need]), mean_supply=np.array([supply]))) == told
    zeros = {name: 0.0 * getattr(found.result, name) for name in (*BANDS, *MEANS)}
    assert layers_figure(replace(found, result=replace(found.result, **zeros)), nurses) is None
    rows = json.loads(signed_in(cast.dag).get(gr.of(gr.base, "?export=json")).content.decode())["rows"]
    assert "-0.0" not in {str(value) for row in rows for value in row.values()}


def test_numbers_in_what_is_wrong_with_a_file_are_written_as_people_write_them() -> None:
    problem = Problem("out_of_range", params={"value": "100138.6", "low": 0, "high": 100_000})
    assert problem.text == "100\u00a0138,6 ligger inte mellan 0 och 100\u00a0000."


def test_what_a_worker_cannot_compute_is_told_and_can_be_changed(cast: Cast, gr: Made) -> None:
    fighting = [Lever("completion", 20).as_json(), Lever("completion", -5).as_json()]
    with as_owner():
        Scenario.objects.filter(pk=gr.kept.pk).update(levers=fighting, state="waiting", run=None)
    context = SimpleNamespace(job=SimpleNamespace(attempts=0))
    told = {"scenario_id": gr.kept.pk, "revision": 0}
    compute_scenario.func(context, job_id=str(uuid4()), user_id=cast.dag.pk, **told)
    said = words(signed_in(cast.dag).get(gr.of(gr.kept)))
    assert [text in said for text in ("Det gick inte", "Beräkna igen", "Ändra åtgärderna")] == [True] * 3, said


def test_a_scenario_that_is_put_away_or_changed_while_it_computes_is_left_as_it_is(cast: Cast, gr: Made) -> None:
    with as_owner():
        Scenario.objects.filter(pk=gr.kept.pk).update(state="waiting", run=None)

    def meanwhile(_done: int, _total: int) -> None:
        Scenario.objects.filter(pk=gr.kept.pk, revision=0).update(revision=1)

    told = {"scenario_id": gr.kept.pk, "revision": 0}
    left = does(cast.dag, services.finish_scenario, progress=meanwhile, **told)
    assert (left.state, left.revision, left.run) == ("waiting", 1, None)


def test_a_scenario_made_in_the_page_is_computed_by_a_worker(cast: Cast, gr: Made) -> None:
    dag = signed_in(cast.dag)
    told = {"scenario_name": "Studier", "retirement_age": "6", "retirement_age-for": ["fysioterapeut"]}
    sent = dag.post(gr.url("scenario/nytt/"), told | {"retirement_age-note": "Personalutskottet"})
    assert sent.url.startswith("/jobb/"), words(sent)
    with as_owner():
        one = Scenario.objects.get(name="Studier")
    again = dag.post(gr.url("scenario/nytt/"), told | {"retirement_age-note": "Personalutskottet"})
    assert again.url == sent.url == f"/jobb/{one.job_id}/"  # sent twice is once
    assert "Startar strax" in words(dag.get(gr.of(one)))
    assert one.pulled == (Lever("retirement_age", 6, ("fysioterapeut",), note="Personalutskottet"),)
    done = does(cast.dag, services.finish_scenario, scenario_id=one.pk, revision=0)
    assert done.run.inputs_digest == gr.base.run.inputs_digest  # the same staff and people: they can be compared
    concerned = 'value="fysioterapeut" selected'
    for address in (gr.of(one), gr.of(one, "andra/"), gr.url(f"jamfor/?a={gr.base.pk}&b={one.pk}")):
        assert concerned in dag.get(address).content.decode(), address
    does(
        cast.dag,
        services.change_scenario,
        forecast_id=gr.forecast.pk,
        scenario_id=one.pk,
        revision=0,
        name="Studier",
        levers=[Lever("feedback", 20), Lever("gravity", 30)],
    )
    stale = does(cast.dag, services.finish_scenario, scenario_id=one.pk, revision=0)
    assert stale.state == Scenario.State.WAITING
    does(cast.dag, services.fail_scenario, scenario_id=one.pk, revision=1)
    assert "Beräkna igen" in words(dag.get(gr.of(one)))
    dag.post(gr.of(one, "igen/"))
    with as_owner():
        told = restored(timezone.now())
    assert told == ["1 scenarios were being computed; they are shown as not computed, and can be tried again"]
    dag.post(gr.of(one, "igen/"))
    assert does(cast.dag, services.finish_scenario, scenario_id=one.pk, revision=1).state == Scenario.State.DONE
    assert "Räknad år för år" in words(dag.get(gr.of(one)))
    assert "Räknad för alla år på en gång" in words(dag.get(gr.of(gr.kept)))
    assert "Brist gör att fler slutar: +20 procent" in words(dag.get(gr.of(one)))
    assert 'name="feedback" value="20"' in dag.get(gr.of(one, "andra/")).content.decode()
    compared = dag.get(gr.url(f"jamfor/?a={gr.base.pk}&b={one.pk}&yrke=fysioterapeut"))
    assert "nio gånger av tio" in words(compared)
    dag.post(gr.of(one, "bort/"))
    assert dag.get(gr.of(one)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"years": "200"}, "50"),
        ({"draws": "3"}, "20"),
        ({"draws": "1000000"}, "välj högst 100 000"),
        ({"further": "Ankeborg, Ale"}, "Ankeborg"),
        ({"professions": []}, "Detta fält måste fyllas i"),
        ({"title": "Om 19121212-1212"}, "personnummer"),
    ],
)
def test_a_forecast_that_cannot_be_is_refused_in_words(cast: Cast, changes: dict[str, Any], why: str) -> None:
    with as_owner():
        load_professions()
    told = {"title": "P", "places": list(PLACES), "professions": ["fysioterapeut"], "years": "5", "draws": "20"}
    found = signed_in(cast.dag).post(f"{LIST}ny/", told | changes)
    assert (found.status_code, why in words(found)) == (200, True), words(found)
    with as_owner():
        assert not Forecast.objects.exists()


def test_a_scenario_that_somebody_else_has_changed_is_not_written_over(cast: Cast, gr: Made) -> None:
    dag, address = signed_in(cast.dag), gr.of(gr.longer, "andra/")
    told = {"scenario_name": "Längre arbetsliv", "retirement_age": "12", "part_time": "3", "revision": "0"}
    assert 'name="revision" value="0"' in dag.get(address).content.decode()
    assert dag.post(address, told | {"scenario_name": "Längst"}).status_code == 302
    late = dag.post(address, told | {"retirement_age": "6", "scenario_name": "Kortare"})
    assert "Någon har ändrat scenariot under tiden" in words(late)
    assert {'name="revision" value="1"', 'value="Kortare"', 'value="6"'} <= set(
        re.findall(r'name="revision" value="1"|value="Kortare"|value="6"', late.content.decode())
    )
    assert dag.post(address, told | {"revision": "9" * 30}).status_code == 200
    assert dag.post(address, told | {"retirement_age": "6", "revision": "1"}).status_code == 302


def test_a_forecast_that_is_sent_twice_is_one(cast: Cast) -> None:
    with as_owner():
        load_professions()
    told = {"title": "P", "places": list(PLACES), "professions": ["fysioterapeut"], "years": "5", "draws": "20"}
    dag = signed_in(cast.dag)
    first, again, other = (dag.post(f"{LIST}ny/", one) for one in (told, told, told | {"years": "6"}))
    with as_owner():
        made = Forecast.objects.count()
    assert (made, first.url[:6], other.url[:6]) == (2, "/jobb/", "/jobb/")
    assert again.url == first.url


def test_a_note_that_is_too_long_is_kept_in_the_form(cast: Cast, gr: Made) -> None:
    dag, address = signed_in(cast.dag), gr.of(gr.longer, "anteckning/")
    long = dag.post(address, {"words": "Vi beslutade detta. " * 60})
    assert "Skriv högst 1 000 tecken; nu är det 1199." in words(long)
    assert "Vi beslutade detta. " * 60 in unescape(long.content.decode())
    assert "Vi beslutade" in words(dag.post(address, {"words": "Vi beslutade om 19121212-1212"}))
    assert "Detta fält måste fyllas i" in words(dag.post(address, {"words": " "}))
    with as_owner():
        assert not gr.longer.notes.exists()


def test_assumptions_changed_since_are_told_where_the_old_ones_still_count(
    cast: Cast, gr: Made, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dag, told = signed_in(cast.dag), "Antaganden har ändrats sedan prognosen beräknades"
    pages = [gr.url(), gr.of(gr.longer), gr.url("scenario/nytt/"), gr.of(gr.longer, "andra/")]
    assert [told in words(dag.get(one)) for one in pages] == [False] * 4
    signed = {"ground_id": gr.forecast.ground_id, "source": "S", "dated": timezone.localdate(), "why": "Vi har räknat"}
    does(cast.dag, override_assumption, changed=Assumption("leaving", 0.031, "psykolog", "region"), **signed)
    assert told not in words(dag.get(gr.url()))  # nobody in the forecast
    for value, sector in ((0.031, "municipality"), (0.032, "region")):
        changed = Assumption("leaving", value, "fysioterapeut", sector)
        made = does(cast.dag, override_assumption, changed=changed, **signed)
    both = f"{KEYS['leaving'].label} – fysioterapeut (kommuner), {KEYS['leaving'].label} – fysioterapeut (regioner)."
    for one in pages:
        page = dag.get(one)
        assert f"{told}: {both}" in words(page)
        assert [
            f'href="{path}"' in page.content.decode()
            for path in (f"{LIST}ny/", f"/planering/underlag/{gr.forecast.ground_id}/")
        ] == [True] * 2
    with acting_as(cast.dag.pk) as actor:
        forecast = queries.forecast_of(actor, gr.forecast.pk)
        base = queries.scenario_of(actor, forecast, gr.base.pk)
        with django_assert_num_queries(1):
            assert changed_since(actor, forecast.ground, base.run, {}).count("fysioterapeut") == 2
    does(cast.dag, undo_override, override_id=made.pk)
    assert "(regioner)." not in words(dag.get(gr.url()))


def test_notes_are_signed(cast: Cast, gr: Made) -> None:
    dag = signed_in(cast.dag)
    dag.post(gr.of(gr.longer, "anteckning/"), {"words": "Förbundsstyrelsen vill pröva detta."})
    dag.post(gr.of(gr.longer, "anteckning/"), {"words": "Om 19121212-1212"})
    page = words(dag.get(gr.of(gr.longer)))
    assert "Förbundsstyrelsen vill pröva detta. Dag," in page
    assert "1212" not in page


def test_what_is_shared_is_read_by_those_it_is_for_and_can_be_withdrawn(cast: Cast, gr: Made) -> None:
    share = {"forecast_id": gr.forecast.pk, "scenario_id": gr.longer.pk}
    shared = does(cast.dag, services.share_scenario, **share, for_members=True, for_national=False)
    address = f"{LIST}delad/{shared.pk}/"
    read = {
        name: signed_in(getattr(cast, name)).get(address).status_code for name in ("gunilla", "farid", "anna", "eva")
    }
    assert read == {"gunilla": 200, "farid": 404, "anna": 404, "eva": 404}
    both = does(cast.dag, services.share_scenario, **share, for_members=True, for_national=True)
    farid = signed_in(cast.farid)
    assert "Rehab i GR: Längre arbetsliv" in words(farid.get(LIST))
    address = f"{LIST}delad/{both.pk}/"
    page = words(farid.get(f"{address}?plats=1440&yrke=sjukskoterska"))
    assert "så siffrorna visas inte" in page
    told = json.loads(farid.get(f"{address}?export=json").content)
    few = [one for one in told["rows"] if (one["place"], one["profession"]) == ("1440", "sjukskoterska")]
    assert {one["supply"] for one in few} | {one["need"] for one in few} == {None}
    assert farid.get(f"{address}?export=pdf").status_code == 200
    does(cast.dag, services.share_scenario, **share, for_members=False, for_national=False)
    assert {signed_in(one).get(address).status_code for one in (cast.farid, cast.gunilla)} == {404}
    with as_owner():
        assert SharedScenario.objects.filter(is_open=True).count() == 0
    with pytest.raises(NotYours):
        does(cast.gunilla, services.share_scenario, **share, for_members=True, for_national=False)


def test_an_employers_few_cannot_be_had_by_taking_the_others_from_the_sum() -> None:
    inputs = made()
    staff = inputs.staff.copy()
    staff[0, 2] *= 3 / staff[0, 2].sum()
    origin = ((COUNTED,) * 3, *inputs.origin[1:])
    some = replace(inputs, staff=staff, origin=origin)
    whole = picture_of(running.run(some, MORE), further_of(some, MORE))
    masked = whole.masked()
    assert np.argwhere(masked.hidden).tolist() == [[0, 2], [3, 2]]  # the place, and the sum of all
    seen = picture_of_shared(masked.result, type(masked.further).from_bytes(masked.further.to_bytes()))
    assert seen.series("1440", "fysioterapeut") is None
    assert seen.series(TOTAL, "fysioterapeut") is None
    assert seen.series("1481", "fysioterapeut") is not None
    assert np.isnan(seen.further.steps[:, seen.hidden]).all()
    assert whole.series("1440", "fysioterapeut") is not None


def test_retention_beats_a_tenth_larger_intake_in_scenarios_of_the_room(cast: Cast, gr: Made) -> None:
    """As North Carolina found: who stays gives more than who comes."""
    begun = does(cast.dag, services.add_scenario, forecast_id=gr.forecast.pk, name="Fler platser", levers=MORE)
    more = queries.picture(computed(cast.dag, begun))
    kept, base = queries.picture(gr.kept), queries.picture(gr.base)
    assert more
    assert kept
    assert base
    last = [float(one.result.at(TOTAL, "sjukskoterska").mean_supply[-1]) for one in (base, more, kept)]
    assert last[0] < last[1] < last[2]
    for one in (more, kept):
        steps = one.steps(TOTAL, "sjukskoterska")
        assert all(step.gives < 0 for step in steps)


def test_the_reference_is_of_the_region_alone() -> None:
    nurses = reference_for(tuple(REGION), "sjukskoterska")
    assert nurses is not None
    assert (nurses.share, nurses.at(2019), nurses.at(2029), nurses.is_certain) == (1.32, 1.0, 1.32, True)
    rehab = reference_for(("1440",), "fysioterapeut")
    assert rehab is not None
    assert (rehab.share, rehab.is_certain) == (1.1, False)
    assert reference_for(("0180",), "sjukskoterska") is None
    assert reference_for(("1440",), "lakare") is None


def test_a_forecast_is_put_away_and_brought_back(cast: Cast, gr: Made) -> None:
    share = {"forecast_id": gr.forecast.pk, "scenario_id": gr.base.pk}
    does(cast.dag, services.share_scenario, **share, for_members=True, for_national=True)
    dag = signed_in(cast.dag)
    dag.post(gr.url("bort/"))
    assert "1 prognos är undanlagd Rehab i GR" in words(dag.get(LIST))  # from where it is found again
    with pytest.raises(Refused, match="Prognosen är undanlagd"):
        does(cast.dag, services.add_scenario, forecast_id=gr.forecast.pk, name="X", levers=MORE)
    assert "Ingen delar" in words(signed_in(cast.farid).get(LIST))
    dag.post(gr.url("tillbaka/"))
    assert "undanlagd" not in words(dag.get(LIST))
    with pytest.raises(PlanningError):
        does(cast.dag, services.add_scenario, forecast_id=gr.forecast.pk, name="X", levers=[Lever("first_year", 20)])


def test_what_takes_long_at_national_size_is_bounded_and_said(
    cast: Cast, gr: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    dag = signed_in(cast.dag)
    compared = gr.url(f"jamfor/?a={gr.base.pk}&b={gr.longer.pk}")
    assert "samma slump i 20 dragningar" in words(dag.get(compared))
    assert [draws_for(replace(gr.forecast.scope, places=("x",) * n, draws=1000)) for n in (13, 60, 311)] == [
        1000,
        500,
        100,
    ]
    monkeypatch.setattr(
        "stegvis.planning.forecasts.files.MOST_LINES", 77
    )  # two places and all, two professions, 13 years: 78
    refused = dag.get(gr.of(gr.longer, "?export=xlsx"), follow=True)
    assert refused.redirect_chain == [(gr.of(gr.longer), 302)]
    assert "Arbetsboken skulle få 78 rader, och den rymmer högst 77. Hämta CSV-filen" in words(refused)
    assert dag.get(gr.of(gr.longer, "?export=csv")).status_code == 200
