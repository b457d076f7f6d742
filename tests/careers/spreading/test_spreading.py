"""What is learnt and passed on: who is asked, who reads it, who may not, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import Activity, DevelopmentPlan, Goal, Sharing, SharingThanks
from stegvis.careers.spreading import queries, services
from stegvis.careers.spreading.notices import days
from stegvis.careers.spreading.services import SharingFacts
from stegvis.careers.spreading.tasks import tell_unit
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.kinds import kind_of
from stegvis.foundation.notices.models import Channel, Notice
from stegvis.people.models import Employment, Evidence
from tests.careers.test_pages import EVERYBODY, MOST_QUERIES, text
from tests.support.cast import Cast, make_cast
from tests.support.database import as_owner

TODAY = timezone.localdate()
FEED = "/delat/"
NOTE = SharingFacts("Sårvård", "note", "Tvätta, täck, dokumentera.")


def course_of(user: User, title: str = "Sårvård", code: str = "sar", on: date = TODAY) -> Evidence:
    with as_owner():
        person = user.person
        return Evidence.objects.create(
            person=person,
            employer_id=person.employments.get().employer_id,
            kind="course",
            code=code,
            title=title,
            valid_from=on,
        )


def does(by: User, service: Callable[..., Any], **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def asked(user: User) -> list[str]:
    with acting_as(user.pk) as actor:
        return [one.title for one in queries.untold_courses(actor)]


def share(by: User, facts: SharingFacts = NOTE, key: str = "") -> Sharing:
    with acting_as(by.pk) as actor:
        course = queries.own_course(actor, key) if key else None
        unit = queries.own_employments(actor)[0].unit
        return services.share(actor=actor, unit=unit, facts=facts, course=course)


def readers(sharing: Sharing) -> set[str]:
    found = set()
    for name in EVERYBODY:
        with acting_as(User.objects.get(email=f"{name}@example.se").pk) as actor:
            if visible(actor, Sharing).filter(pk=sharing.pk).exists():
                found.add(name)
    return found


def test_one_is_asked_once_of_what_is_new_and_checked(cast: Cast) -> None:
    course = course_of(cast.anna)
    course_of(cast.anna, "Gammal kurs", "gammal", TODAY - timedelta(days=200))
    stated = course_of(cast.anna, "Egen uppgift", "egen")
    with as_owner():
        Evidence.objects.filter(pk=stated.pk).update(state="stated")
        theirs = {"person": cast.anna.person, "employer": cast.ale}
        plan = DevelopmentPlan.objects.create(**theirs, title="P", starts=TODAY, ends=TODAY)
        goal = Goal.objects.create(**theirs, plan=plan, title="M")
        done = {"goal": goal, "kind": "course", "owner": "person", "state": "done"}
        activity = Activity.objects.create(**theirs, **done, title="Kurs i planen")
        asked_for = Goal.objects.create(**theirs, plan=plan, title="Palliativ vård", requirement="palliativ")
        Activity.objects.create(**theirs, **done | {"goal": asked_for}, title="Välj kurs och sök")
    assert asked(cast.anna) == ["Sårvård", "Kurs i planen"]
    share(cast.anna, key=f"underlag-{course.pk}")
    course_of(cast.anna, "Sårvård igen", "sar", TODAY - timedelta(days=1))  # a renewal is not asked about
    with acting_as(cast.anna.pk) as actor:
        course_dismissed = queries.own_course(actor, f"aktivitet-{activity.pk}")
        services.dismiss_courses(actor=actor, courses=[course_dismissed])
    assert asked(cast.anna) == asked(cast.bosse) == []
    with as_owner():
        Goal.objects.filter(pk=asked_for.pk).update(state="reached")
    assert asked(cast.anna) == ["Palliativ vård"]
    with as_owner():
        dismissed = Sharing.objects.get(state="dismissed")
    assert readers(dismissed) == {"anna"}


def test_not_this_time_is_said_once_for_each_course(cast: Cast, client: Client) -> None:
    first, second = course_of(cast.anna), course_of(cast.anna, "Palliativ vård", "palliativ")
    shared = course_of(cast.anna, "Smärta", "smarta")
    share(cast.anna, key=f"underlag-{shared.pk}")
    client.force_login(cast.anna)
    for chosen in ([first, first], [first], [first, second, shared], [second]):
        sent = {"kurs": [f"underlag-{one.pk}" for one in chosen]}
        assert client.post(f"{FEED}inte-nu/", sent).status_code == 302
    with as_owner():
        rows = Sharing.objects.order_by("pk").values_list("evidence", "state")
        assert list(rows) == [(shared.pk, "shared"), (first.pk, "dismissed"), (second.pk, "dismissed")]


def test_two_presses_at_once_are_one_answer(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
    course = course_of(cast.anna)
    together = Barrier(4)

    def press() -> None:
        try:
            with acting_as(cast.anna.pk) as actor:
                asked_about = [queries.own_course(actor, f"underlag-{course.pk}")]
                together.wait(10)
                services.dismiss_courses(actor=actor, courses=asked_about)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    with as_owner():
        assert list(Sharing.objects.values_list("evidence", "state")) == [(course.pk, "dismissed")]


def test_the_unit_and_its_manager_read_and_nobody_else(cast: Cast) -> None:
    sharing = share(cast.anna)
    assert readers(sharing) == {"anna", "bosse", "per"}
    with as_owner():
        Employment.objects.filter(person=cast.per.person).update(valid_to=TODAY - timedelta(days=1))
    assert readers(sharing) == {"anna", "bosse"}


def test_a_protected_identity_is_read_by_the_handlers_and_nobody_is_told(cast: Cast) -> None:
    sharing = share(cast.per)
    assert readers(sharing) == {"per", "hamid"}
    with as_owner():
        tell_unit.func(sharing_id=sharing.pk)
        assert Notice.objects.count() == 0


def test_what_is_not_ones_own_is_not_there(cast: Cast, client: Client) -> None:
    course = course_of(cast.bosse)
    with pytest.raises(Http404):
        share(cast.anna, key=f"underlag-{course.pk}")
    client.force_login(cast.anna)
    for key in (f"underlag-{course.pk}", "underlag-", "underlag-²", "kurs-1", "aktivitet-99999999999999999999"):
        assert client.get(f"{FEED}dela/?kurs={key}").status_code == 404
        assert client.post(f"{FEED}inte-nu/", {"kurs": key}).status_code == 404
    sharing = share(cast.bosse)
    for address in (f"{FEED}{sharing.pk}/", f"{FEED}{sharing.pk}/ta-tillbaka/"):
        assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (SharingFacts("\u202e\u200b", "note", "Text"), "Skriv vad det handlar om"),
        (SharingFacts("T", "note", "19121212-1212 var med"), "personnummer"),
        (SharingFacts("T", "note", "Text", "https://x.se/191212121212"), "personnummer"),
        (SharingFacts("T", "note", "Text", "javascript:alert(1)"), "https://"),
        (SharingFacts("T", "note", " \u202e "), "några rader"),
        (SharingFacts("T", "meeting", "", day=TODAY + timedelta(days=400)), "mer än ett år"),
        (SharingFacts("T", "seminar", "Text"), "Välj hur"),
    ],
)
def test_what_is_refused(cast: Cast, facts: SharingFacts, why: str) -> None:
    with pytest.raises(Refused, match=why):
        share(cast.anna, facts)
    with as_owner():
        assert Sharing.objects.count() == 0


def test_an_employment_that_ended_yesterday_shares_nothing(cast: Cast, client: Client) -> None:
    course_of(cast.anna)
    sharing = share(cast.anna)
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=TODAY - timedelta(days=1))
    assert asked(cast.anna) == []
    with pytest.raises(Http404):
        does(cast.anna, services.take_back_sharing, sharing_id=sharing.pk)
    client.force_login(cast.anna)
    assert "Du arbetar inte på någon enhet i dag" in text(client, FEED)
    assert client.get(f"{FEED}dela/").status_code == 404
    assert readers(sharing) == {"anna", "bosse", "per"}


def test_a_meeting_is_planned_told_of_and_thanked_for(cast: Cast) -> None:
    course = course_of(cast.anna)
    meeting = SharingFacts("Sårvård", "meeting", day=TODAY + timedelta(days=7))
    sharing = share(cast.anna, meeting, f"underlag-{course.pk}")
    assert (sharing.state, sharing.planned_on, sharing.done_on) == ("planned", meeting.day, None)
    for user in (cast.anna, cast.bosse):
        with acting_as(user.pk) as actor:
            assert [(one.title, one.starts) for one in days(actor)] == [("Delas på enheten: Sårvård", meeting.day)]
    with pytest.raises(Refused, match="på det sättet"):
        share(cast.anna, meeting, f"underlag-{course.pk}")
    with pytest.raises(Refused, match="inte delat än"):
        does(cast.bosse, services.thank, sharing_id=sharing.pk)
    told = SharingFacts("Sårvård", "meeting", "Tvätta först.", day=TODAY)
    does(cast.anna, services.change_sharing, sharing_id=sharing.pk, facts=told)
    for _twice in range(2):
        does(cast.bosse, services.thank, sharing_id=sharing.pk)
    with pytest.raises(Refused, match="ditt eget"):
        does(cast.anna, services.thank, sharing_id=sharing.pk)
    with pytest.raises(Http404):
        does(cast.cecilia, services.thank, sharing_id=sharing.pk)
    with as_owner():
        assert list(SharingThanks.objects.values_list("person", flat=True)) == [cast.bosse.person.pk]
    does(cast.anna, services.take_back_sharing, sharing_id=sharing.pk)
    assert readers(sharing) == {"anna"}


def test_the_unit_is_told_once_and_gathered_in_the_letter(cast: Cast) -> None:
    sharing = share(cast.anna)
    with as_owner():
        for _twice in range(2):
            tell_unit.func(sharing_id=sharing.pk)
        assert set(Notice.objects.values_list("user", flat=True)) == {cast.bosse.pk, cast.per.pk}
        assert Notice.objects.count() == 2
    kind = kind_of("sharing.new")
    assert kind is not None
    assert kind.default == Channel.DIGEST
    for user, sentence in ((cast.bosse, "”Sårvård” har delats på din enhet."), (cast.cecilia, "")):
        with acting_as(user.pk) as actor:
            assert kind.words(actor, [{"sharing": sharing.pk}]) == [sentence]


def test_who_removes_the_course_is_not_stopped_by_what_was_shared_of_it(cast: Cast) -> None:
    course = course_of(cast.anna)
    sharing = share(cast.anna, key=f"underlag-{course.pk}")
    with acting_as(cast.gunilla.pk):
        Evidence.objects.filter(pk=course.pk).delete()
    with as_owner():
        sharing.refresh_from_db()
    assert (sharing.evidence_id, sharing.title) == (None, "Sårvård")


def test_the_feed_and_the_form(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    course = course_of(cast.anna)
    client.force_login(cast.anna)
    assert "Du har gått en kurs" in text(client, "/")
    page = text(client, FEED)
    assert "Inte den här gången" in page
    assert "Inget är delat än" in page
    address = f"{FEED}dela/?kurs=underlag-{course.pk}"
    assert 'value="Sårvård"' in client.get(address).content.decode()
    sent = {"title": "Sårvård", "kind": "note", "text": "Tvätta.\nTäck.", "link": "exempel.se"}
    assert client.post(address, sent).status_code == 302
    for _more in range(5):
        share(cast.bosse)
    client.force_login(cast.bosse)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = text(client, FEED)
    assert page.count("Tacka") == 1
    assert "Anna" in page
    with as_owner():
        sharing = Sharing.objects.get(text="Tvätta.\nTäck.")
    assert client.post(f"{FEED}{sharing.pk}/tack/", {"enhet": sharing.unit_id}).status_code == 302
    assert "1 tack" in text(client, FEED)
    for unit in ("9" * 5000, "²", ""):
        assert client.post(f"{FEED}{sharing.pk}/tack/", {"enhet": unit})["Location"] == FEED
    client.force_login(cast.cecilia)
    assert client.get(f"{FEED}?enhet={sharing.unit_id}").status_code == 404
    assert "Tvätta" not in text(client, FEED)
    client.force_login(cast.gunilla)
    assert client.get(FEED).status_code == 404


def test_as_the_system_nothing_is_anybodys_own(cast: Cast) -> None:
    with acting_as_system(reason="test") as actor:
        assert queries.untold_courses(actor) == []
