"""The pages: published in one press, moved, called off, and nothing of it for others."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.exchange.models import CommonDay, Occasion, Offer
from stegvis.exchange.offers.common import days_without_ours, nudge_hosts, set_days, uptakes
from stegvis.exchange.offers.policies import Publisher
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from tests.exchange.offers.conftest import day, offered, planned
from tests.exchange.support import an_application, an_occasion
from tests.support.cast import Cast
from tests.support.database import as_owner


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_day_is_published_with_the_form_as_it_stands(cast: Cast) -> None:
    client = browser(cast.bosse)
    page = client.get(reverse("exchange:new_offer"))
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.main} | {"starts": "08:00", "ends": "16:00"}
    sent |= {"day": day(28).isoformat(), "weeks": "1", "times": "3", "request": form["request"].value()}
    answer = client.post(reverse("exchange:new_offer"), sent)
    assert client.post(reverse("exchange:new_offer"), sent).url == answer.url  # pressed twice
    with as_owner():
        offer = Offer.objects.get()
        occasions = list(offer.occasions.all())
    assert answer.url == reverse("exchange:offer_occasions", args=[offer.pk])
    assert (offer.state, offer.title) == ("published", "Hospitering: Hemsjukvård norr, Ale kommun")
    assert [timezone.localdate(one.starts) for one in occasions] == [day(28), day(35), day(42)]
    assert {(one.seats, one.place, one.municipality) for one in occasions} == {
        (2, "Hemsjukvård norr, Ale kommun", "1440")
    }
    assert client.post(reverse("exchange:new_offer"), sent | {"title": "En till"}).url != answer.url
    days = reverse("exchange:offer_occasions", args=[offer.pk])
    rows = {"tid-TOTAL_FORMS": 1, "tid-INITIAL_FORMS": 0, "tid-0-starts": "08:00", "tid-0-ends": "16:00", "seats": 2}
    rows |= {"tid-0-day": day(50).isoformat(), "request": client.get(days).context["forms"].form["request"].value()}
    assert [client.post(days, rows).status_code for _press in range(2)] == [302, 302]
    with as_owner():
        assert offer.occasions.count() == 4


def test_a_wrong_year_is_said_beside_its_field_and_keeps_nothing(cast: Cast, north: Publisher) -> None:
    client, new = browser(cast.bosse), reverse("exchange:new_offer")
    usual = {"publisher": north.key, "kind": "shadowing", "starts": "08:00", "ends": "16:00", "seats": 2}
    for wrong in (
        {"day": "0001-01-01"},
        {"day_1": "0001-01-03"},
        {"apply_by": "9999-12-31"},
        {"ends": "08:00"},
    ):
        page = client.post(new, usual | {"day": day(28).isoformat()} | wrong)
        assert set(page.context["form"].errors) == ({"starts"} if "ends" in wrong else set(wrong))
    page = client.post(new, usual | {"day": day(28).isoformat(), "apply_by": day(-1).isoformat()})
    assert "har redan varit" in str(page.context["form"].non_field_errors())
    with as_owner():
        assert not Offer.objects.exists()
    offer = offered(cast.bosse, north, planned(), publish=False, starts_any_time=True)
    days = reverse("exchange:offer_occasions", args=[offer.pk])
    for first, last, field in (
        ("0001-01-01", day(60).isoformat(), "first"),
        (day(30).isoformat(), "9999-12-31", "last"),
        (day(30).isoformat(), "2099-12-31", "last"),
        (day(30).isoformat(), day(29).isoformat(), "last"),
    ):
        page = client.post(days, {"first": first, "last": last, "seats": 2})
        assert set(page.context["forms"].form.errors) == {field}
    rows = {"tid-TOTAL_FORMS": 1, "tid-INITIAL_FORMS": 1, "tid-0-starts": "08:00", "tid-0-ends": "16:00", "seats": 2}
    other = reverse("exchange:offer_occasions", args=[offered(cast.bosse, north, planned()).pk])
    page = client.post(other, rows | {"tid-0-day": "0001-01-01"})
    assert set(page.context["forms"].sessions.errors[0]) == {"day"}
    page = client.post(other, rows | {"tid-0-day": day(30).isoformat(), "day_1": "0001-01-01"})
    assert set(page.context["forms"].repeat.errors) == {"day_1"}


def test_the_list_counts_what_is_taken_and_who_waits_in_few_queries(
    cast: Cast, north: Publisher, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        offer = offered(cast.bosse, north, planned(30 + number), planned(60 + number), title=f"Dag {number}")
        with as_owner():
            occasion = offer.occasions.earliest("starts")
        an_application(occasion, cast.anna, "booked")
        an_application(occasion, cast.cecilia, "waiting")
    client = browser(cast.bosse)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page = client.get(reverse("exchange:managed"))
    assert [(line.offer.title, line.taken, line.seats, line.waiting) for line in page.context["lines"]] == [
        (f"Dag {number}", 1, 4, 1) for number in range(4)
    ]
    assert not browser(cast.gunilla).get(reverse("exchange:managed"), {"del": "utkast"}).context["lines"]
    assert not browser(cast.maria).get(reverse("exchange:managed")).context["lines"]


def test_the_whole_of_an_offer_is_written_on_one_page(
    cast: Cast, offer: Offer, published: object, django_assert_max_num_queries: object
) -> None:
    client, page = browser(cast.bosse), reverse("exchange:change_offer", args=[offer.pk])
    requirements = reverse("exchange:offer_requirements", args=[offer.pk])
    found = client.get(requirements, {"q": "hlr"}).context["found"]
    client.post(requirements, {"krav": [one.key for one in found]})
    with django_assert_max_num_queries(18):  # type: ignore[operator]  # two of them a savepoint, one that nobody adopted
        whole = client.get(page).context["page"]
    form = whole.form
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    sent["sett"] = whole.seen
    rows = {f"{part}-TOTAL_FORMS": 1 for part in ("block", "examination", "forkunskap")}
    rows |= {f"{part}-INITIAL_FORMS": 0 for part in ("block", "examination", "forkunskap")}
    sent |= rows | {"block-0-title": "Simulering", "block-0-form": "workplace", "block-0-is_simulation": "on"}
    sent |= {"gives": "certificate:hlr", "areas": ["akut-omhandertagande"], "examination-0-profession": "sjukskoterska"}
    assert "level" in client.post(page, sent).context["page"].rows.examinations.errors[0]
    levels = client.post(page, sent | {"lowest_level": 4, "highest_level": 2}).context["page"].form.errors
    assert levels == {"highest_level": ["Den högsta nivån är under den lägsta."]}
    two = {"examination-TOTAL_FORMS": 2} | {f"examination-{row}-level": "Avancerad" for row in range(2)}
    twice = client.post(page, sent | two | {"examination-1-profession": "sjukskoterska"})
    assert set(twice.context["page"].rows.examinations.errors[1]) == {"profession"}
    answer = client.post(page, sent | {"examination-0-level": "Avancerad", "examination-0-credits": "7.5"})
    assert answer.status_code == 302, answer.context["page"].form.errors
    with as_owner():
        offer.refresh_from_db()
        assert (offer.gives_kind, offer.gives_code, offer.gives_months) == ("certificate", "hlr", 24)
        assert [one.title for one in offer.blocks.all()] == ["Simulering"]
        assert [(one.level, one.credits) for one in offer.examinations.all()] == [("Avancerad", 75)]


def test_who_saves_over_another_is_shown_both_first(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    client, page = browser(cast.bosse), reverse("exchange:change_offer", args=[offer.pk])
    whole = client.get(page).context["page"]
    typed = {name: whole.form[name].value() for name in whole.form.fields}
    sent = {name: value for name, value in typed.items() if value is not None and value is not False}
    sent |= {"sett": whole.seen}
    for part in ("block", "examination", "forkunskap"):
        sent |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}
    assert client.post(page, sent | {"title": "Ny titel"}).status_code == 302
    again = client.post(page, sent | {"title": "Ny titel"})  # the same pressed twice
    assert again.status_code == 302
    second = client.post(page, sent | {"summary": "Min mening"})
    lines = [(one.label, one.theirs, one.mine) for one in second.context["lines"]]
    assert lines == [("Titel", "Ny titel", "En dag i hemsjukvården"), ("I en mening", "", "Min mening")]
    with as_owner():
        offer.refresh_from_db()
        assert (offer.title, offer.summary) == ("Ny titel", "")
    assert client.post(page, sent | {"summary": "Min mening", "sett": second.context["page"].seen}).status_code == 302
    change = reverse("exchange:change_occasion", args=[occasion.pk])
    rows = {"tid-TOTAL_FORMS": 1, "tid-INITIAL_FORMS": 1, "tid-0-starts": "08:00", "tid-0-ends": "16:00"}
    rows |= {"seats": 2, "apply_by": day(23).isoformat(), "sett": client.get(change).context["seen"]}
    assert client.post(change, rows | {"tid-0-day": day(33).isoformat()}).status_code == 302
    second = client.post(change, rows | {"tid-0-day": day(30).isoformat(), "seats": 5})
    lines = [(one.label, one.theirs, one.mine) for one in second.context["lines"]]
    assert lines == [("Dag (1)", day(33).isoformat(), day(30).isoformat()), ("Platser", "2", "5")]
    with as_owner():
        occasion.refresh_from_db()
        assert (timezone.localdate(occasion.starts), occasion.seats) == (day(33), 2)


def test_a_day_is_copied_changed_and_called_off(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    client, days = browser(cast.bosse), reverse("exchange:offer_occasions", args=[offer.pk])
    forms = client.get(days, {"som": occasion.pk}).context["forms"]
    assert forms.sessions.forms[0].initial["day"] == day(37)
    assert forms.form.initial["apply_by"] == day(30)
    change = reverse("exchange:change_occasion", args=[occasion.pk])
    rows = {"tid-TOTAL_FORMS": 1, "tid-INITIAL_FORMS": 1, "tid-0-starts": "21:00", "tid-0-ends": "07:00", "seats": 0}
    refused = client.post(change, rows | {"tid-0-day": day(33).isoformat()})
    assert "seats" in refused.context["forms"].form.errors
    assert client.post(change, rows | {"tid-0-day": day(33).isoformat(), "seats": 3}).status_code == 302
    with as_owner():
        occasion.refresh_from_db()
    assert (occasion.seats, timezone.localdate(occasion.ends)) == (3, day(34))
    cancel = reverse("exchange:cancel_occasion", args=[occasion.pk])
    assert client.post(cancel, {"skal": ""}).context["error"]
    assert client.post(cancel, {"skal": "Sjukdom"}).status_code == 302
    with as_owner():
        past = an_occasion(offer, days=-3)
        an_application(past, cast.cecilia, "attended")
    page = client.get(reverse("exchange:cancel_occasion", args=[past.pk]))
    assert (page.context["people"], bool(page.context["verdict"])) == (0, False)
    client.post(reverse("exchange:cancel_occasion", args=[past.pk]), {"skal": "Sjukdom"})
    with as_owner():
        assert Occasion.objects.get(pk=past.pk).state == "open"
    for name in ("change_occasion", "cancel_occasion"):
        assert browser(cast.maria).get(reverse(f"exchange:{name}", args=[occasion.pk])).status_code == 404


def test_a_common_day_is_offered_on_and_hosts_are_reminded_once(cast: Cast, north: Publisher) -> None:
    with acting_as(cast.bosse.pk) as actor, pytest.raises(Refused):
        set_days(actor=actor, collaboration=cast.gr.pk, days=[day(40)], kind="shadowing")
    with acting_as(cast.dag.pk) as actor:
        (common,) = set_days(actor=actor, collaboration=cast.gr.pk, days=[day(40)], kind="shadowing", theme="Demens")
        with pytest.raises(Refused, match="redan satt"):
            set_days(actor=actor, collaboration=cast.gr.pk, days=[day(40), day(41)], kind="shadowing")
        with pytest.raises(Refused, match="två år"):
            set_days(actor=actor, collaboration=cast.gr.pk, days=[day(-1)], kind="shadowing")
    made = offered(cast.bosse, north, planned(39, starts=planned(40).sessions[0].starts.time()), title="Annan dag")
    assert made.pk
    client = browser(cast.maria)
    assert client.get(reverse("exchange:new_offer"), {"gemensam": common.pk}).context["form"]["day"].value() == day(40)
    with acting_as(cast.dag.pk) as actor:
        assert nudge_hosts(actor=actor, day_id=common.pk) == 3
        with pytest.raises(Refused, match="redan fått"):
            nudge_hosts(actor=actor, day_id=common.pk)
    with as_owner():
        told = Notice.objects.filter(kind="offers.common_day")
        assert {one.user_id for one in told} == {cast.bosse.pk, cast.gunilla.pk, cast.maria.pk}
    offer = offered(cast.bosse, north, planned(40, seats=3))
    with as_owner():
        an_application(offer.occasions.get(), cast.cecilia, "booked")
    for user, waits in ((cast.maria, 1), (cast.bosse, 0), (cast.gunilla, 0)):
        with acting_as(user.pk) as actor:
            assert days_without_ours(actor).count() == waits
            (uptake,) = uptakes(actor, visible(actor, CommonDay))
            assert (uptake.seats, uptake.members) == ({"Ale kommun": (3, 1)}, 2)
    answer = reverse("exchange:common_day", args=[common.pk])
    assert [browser(user).post(answer, {"act": "x"}).status_code for user in (cast.dag, cast.bosse)] == [404, 404]
    assert browser(cast.dag).get(reverse("exchange:new_offer")).context["form"]["publisher"].value() == ""
    assert browser(cast.eva).get(reverse("exchange:common_days")).status_code == 404
    assert b"Ale kommun" in browser(cast.anna).get(reverse("exchange:common_days")).content
    free = next(one for one in (date(day(0).year + 1, 1, number) for number in (1, 6)) if one != day(40))
    sent = {"collaboration": cast.gr.pk, "kind": "shadowing", "day_1": free.isoformat()}
    page = browser(cast.dag).post(reverse("exchange:common_days"), sent, follow=True).content.decode()
    assert f"Ingen vanlig arbetsdag: {free.day} januari {free.year}" in page
