"""Who came, and what follows from it: for the participant, the host, and whoever looks on."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from stegvis.careers.credentials.queries import check_token
from stegvis.careers.credentials.services import issue_credential
from stegvis.careers.credentials.sources import sources_of
from stegvis.careers.models import Activity, Credential, DevelopmentPlan, Goal, Sharing
from stegvis.careers.spreading.queries import untold_courses
from stegvis.exchange.models import Application, Evaluation, Lesson, Occasion, Outcome, Presence, Register, Session
from stegvis.exchange.taking_part import queries, services
from stegvis.exchange.taking_part.codes import digest_of
from stegvis.exchange.taking_part.opening import open_evaluations
from stegvis.exchange.taking_part.services import Noted
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from stegvis.organisations.models import Role
from stegvis.people.models import Employment, Evidence, Person
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast, grant
from tests.support.database import as_owner


@pytest.fixture
def occasion(cast: Cast) -> Occasion:
    """Mölndal's, begun an hour ago; it gives a course, and Anna and Bosse of Ale have places."""
    offer = an_offer(
        cast.molndal, cast.gr, unit=cast.molndal_care, gives_kind="course", gives_code="rehab", gives_months=24, hours=8
    )
    found = an_occasion(offer, starts=timezone.now().replace(microsecond=0) - timedelta(hours=1), seats=9)
    an_application(found, cast.anna, "booked")
    an_application(found, cast.bosse, "booked")
    return found


def of(user: User) -> Application:
    with as_owner():
        return Application.objects.get(user=user)


def note(host: User, occasion: Occasion, came: list[User], *, excused: list[User] | None = None, at: int = 0) -> int:
    """The list as the host sends it: everybody shown, for the session in its place."""
    with as_owner():
        session = Session.objects.filter(occasion=occasion).order_by("starts")[at]
        keys = dict(Application.objects.filter(occasion=occasion).values_list("user", "pk"))
    noted = Noted(
        frozenset(keys.values()),
        frozenset(keys[one.pk] for one in came),
        frozenset(keys[one.pk] for one in excused or []),
    )
    with acting_as(host.pk) as actor:
        return services.note_attendance(actor=actor, occasion_id=occasion.pk, session_id=session.pk, noted=noted)


def given(user: User) -> list[tuple[Any, ...]]:
    with as_owner():
        rows = Evidence.objects.filter(person__user=user, source="exchange")
        return list(rows.values_list("employer__slug", "kind", "code", "state", "checked_how", "reference"))


EVIDENCE = ("ale", "course", "rehab", "verified", "närvaro noterad av värden", "Mölndals kommun, 8 h")


def test_the_host_notes_everybody_and_the_evidence_stands_once_in_the_participants_record(
    cast: Cast, occasion: Occasion
) -> None:
    assert note(cast.maria, occasion, [cast.anna]) == 2
    assert note(cast.maria, occasion, [cast.anna]) == 0
    assert (of(cast.anna).state, of(cast.bosse).state) == ("attended", "absent")
    assert (given(cast.anna), given(cast.bosse)) == ([EVIDENCE], [])
    with acting_as(cast.bosse.pk) as manager:
        evidence = visible(manager, Evidence).get(source="exchange")
        assert evidence.valid_until is not None
        assert evidence.valid_until.year == evidence.valid_from.year + 2
    with acting_as(cast.maria.pk) as host:
        assert not visible(host, Evidence).filter(source="exchange").exists()
    with acting_as(cast.anna.pk) as actor:
        assert [course.title for course in untold_courses(actor)] == ["En dag med rehab"]
        assert visible(actor, Notice).filter(kind="exchange.attendance").count() == 1


def test_the_host_attests_what_it_gave_and_nothing_else_is_in_its_name(cast: Cast, occasion: Occasion) -> None:
    note(cast.maria, occasion, [cast.anna])
    with as_owner():
        grant(cast.eva, Role.COORDINATOR, organisation=cast.molndal)
    with acting_as(cast.anna.pk) as actor:
        (source,) = sources_of(actor)
        badge = issue_credential(actor=actor, source_key=source.key, naming="name")
        told = check_token(badge.token)
        assert (told.outcome, told.content and told.content["issuer"]["name"]) == ("genuine", "Mölndals kommun")
        assert "Mölndals kommun har kontrollerat" in str(told.content)
        theirs = {"person": cast.anna.person, "employer": cast.ale, "issuer": cast.molndal, "title": "Påhittat"}
        with pytest.raises(IntegrityError, match="attests what it has itself"), transaction.atomic():
            Credential.objects.create(**theirs, issued_at=timezone.now(), status_list=1, status_position=0)
    seen = []
    for reader in (cast.anna, cast.eva, cast.gunilla, cast.bosse):
        with acting_as(reader.pk) as actor:
            seen.append(visible(actor, Credential).count())
    assert seen == [1, 1, 0, 0]
    note(cast.maria, occasion, [])
    assert check_token(badge.token).outcome == "revoked"


def test_correcting_takes_the_evidence_away_with_its_history_and_gives_it_back(cast: Cast, occasion: Occasion) -> None:
    note(cast.maria, occasion, [cast.anna, cast.bosse])
    note(cast.maria, occasion, [cast.bosse])
    assert (of(cast.anna).state, given(cast.anna)) == ("absent", [])
    note(cast.maria, occasion, [cast.anna, cast.bosse])
    assert (of(cast.anna).state, given(cast.anna)) == ("attended", [EVIDENCE])
    with as_owner():
        events = Evidence.pgh_event_model.objects.filter(person__user=cast.anna, source="exchange").order_by("pgh_id")  # type: ignore[attr-defined]
        told = [(one.pgh_label, one.pgh_context["user"], one.pgh_context["reason"]) for one in events]
    by_maria = (cast.maria.pk, "note attendance")
    assert told == [("insert", *by_maria), ("delete", *by_maria), ("insert", *by_maria)]


def test_where_each_begins_when_it_suits_each_is_noted_from_their_own_day_and_may_be_left_open(cast: Cast) -> None:
    about = {"starts_any_time": True, "gives_kind": "course", "gives_code": "rehab"}
    begun = timezone.now().replace(microsecond=0) - timedelta(days=7)
    occasion = an_occasion(an_offer(cast.molndal, cast.gr, unit=cast.molndal_care, **about), starts=begun)
    today = timezone.localdate()
    with as_owner():
        occasion.sessions.all().delete()
        Occasion.objects.filter(pk=occasion.pk).update(ends=begun + timedelta(days=200))
    an_application(occasion, cast.anna, "booked", starts_on=today + timedelta(days=150))
    an_application(occasion, cast.bosse, "booked", starts_on=today)
    anna, bosse = of(cast.anna), of(cast.bosse)
    host = Client()
    host.force_login(cast.maria)
    page = f"/utbud/tillfalle/{occasion.pk}/narvaro/"
    rows = host.get(page).context["rows"]
    assert [(one.application.name, one.has_begun, one.noted) for one in rows] == [
        (anna.name, False, ""),
        (bosse.name, True, ""),
    ]
    states = []
    for said in ("", "came", "away", ""):
        sent = {"shown": [str(anna.pk), str(bosse.pk)], "came": [str(anna.pk)], f"noted-{bosse.pk}": said}
        sent[f"was-{bosse.pk}"] = "another"
        host.post(page, sent)
        states.append((of(cast.anna).state, of(cast.bosse).state, len(given(cast.anna)), len(given(cast.bosse))))
    assert states == [
        ("booked", "booked", 0, 0),
        ("booked", "attended", 0, 1),
        ("booked", "absent", 0, 0),
        ("booked", "booked", 0, 0),
    ]
    host.post(page, {"shown": [str(bosse.pk)], f"noted-{bosse.pk}": "came"})
    stale = {"shown": [str(bosse.pk)], f"noted-{bosse.pk}": "", f"was-{bosse.pk}": ""}
    host.post(page, stale)
    assert (of(cast.bosse).state, len(given(cast.bosse))) == ("attended", 1)
    with acting_as(cast.maria.pk) as actor:
        code, _until = services.open_code(actor=actor, occasion_id=occasion.pk)
    with acting_as(cast.anna.pk) as actor, pytest.raises(Refused, match="gäller inte"):
        services.enter_code(actor=actor, occasion_id=occasion.pk, text=code)


def test_nobody_but_the_host_notes_and_not_before_it_begins(cast: Cast, occasion: Occasion) -> None:
    anna = of(cast.anna)
    forged = {"application": anna, "occasion": occasion, "person_id": anna.person_id, "employer": cast.ale}
    for stranger in (cast.anna, cast.bosse, cast.gunilla, cast.eva, cast.dag):
        with pytest.raises(NotYours):
            note(stranger, occasion, [cast.anna])
        with acting_as(stranger.pk), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Presence.objects.create(**forged, came=True)
    with acting_as(cast.anna.pk), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Outcome.objects.create(application=of(cast.anna), person=cast.anna.person, employer=cast.ale)
    later = an_occasion(an_offer(cast.molndal, cast.gr, unit=cast.molndal_care))
    with pytest.raises(Refused, match="inte börjat"):
        note(cast.maria, later, [])


def test_nobody_attests_their_own_attendance(client: Client, cast: Cast, occasion: Occasion) -> None:
    """Not in the list, not by the code that they show themselves, not by a note past the service."""
    mine = an_application(occasion, cast.maria, "booked")
    assert note(cast.maria, occasion, [cast.maria, cast.anna]) == 2
    with acting_as(cast.maria.pk) as actor:
        code, _until = services.open_code(actor=actor, occasion_id=occasion.pk)
        with pytest.raises(Refused, match="ingen intygar sin egen närvaro"):
            services.enter_code(actor=actor, occasion_id=occasion.pk, text=code)
        with connection.cursor() as cursor:
            cursor.execute("SELECT stegvis_attend_by_code(%s, %s)", [mine.pk, digest_of(code)])
            assert cursor.fetchone() == (False,)
        whose = {"person_id": mine.person_id, "employer_id": mine.employer_id, "noted_by_id": cast.maria.pk}
        Presence.objects.create(application=mine, occasion=occasion, session=Session.objects.get(), came=True, **whose)
        services.set_share(actor=actor, occasion_id=occasion.pk, share=1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT stegvis_settle_attendance(%s)", [mine.pk])
    assert given(cast.maria) == []
    client.force_login(cast.maria)
    page = client.get(f"/utbud/tillfalle/{occasion.pk}/narvaro/").content.decode()
    assert (page.count("ingen intygar sin egen närvaro"), f"kom-{mine.pk}" in page) == (1, False)
    with as_owner():
        grant(cast.eva, Role.COORDINATOR, organisation=cast.molndal)
    note(cast.eva, occasion, [cast.maria, cast.anna])
    assert given(cast.maria) == [("molndal", *EVIDENCE[1:])]


def test_evidence_of_several_days_takes_the_share_that_is_asked(cast: Cast, occasion: Occasion) -> None:
    with as_owner():
        first = Session.objects.get(occasion=occasion)
        Session.objects.filter(pk=first.pk).update(
            starts=first.starts - timedelta(days=1), ends=first.ends - timedelta(days=1)
        )
        Session.objects.create(occasion=occasion, employer=cast.molndal, starts=occasion.starts, ends=occasion.ends)
    note(cast.maria, occasion, [cast.anna, cast.bosse], at=0)
    assert (of(cast.anna).state, given(cast.anna)) == ("booked", [])
    note(cast.maria, occasion, [cast.anna], at=1)
    assert (of(cast.anna).state, of(cast.bosse).state) == ("attended", "attended")
    assert (given(cast.anna), given(cast.bosse)) == ([EVIDENCE], [])
    with acting_as(cast.maria.pk) as actor:
        services.set_share(actor=actor, occasion_id=occasion.pk, share=50)
    assert given(cast.bosse) == [EVIDENCE]


def test_who_has_changed_employer_has_the_evidence_where_they_work_now(cast: Cast, occasion: Occasion) -> None:
    with as_owner():
        Employment.objects.filter(person__user=cast.anna).update(valid_to=timezone.localdate() - timedelta(days=2))
        Employment.objects.create(
            person=cast.anna.person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2009",
            valid_from=timezone.localdate() - timedelta(days=1),
        )
    note(cast.maria, occasion, [cast.anna])
    assert given(cast.anna) == [("molndal", *EVIDENCE[1:])]
    with acting_as(cast.bosse.pk) as actor:
        assert not visible(actor, Presence).filter(person__user=cast.anna).exists()


def test_a_code_holds_for_who_has_a_place_while_it_is_shown(cast: Cast, occasion: Occasion) -> None:
    with acting_as(cast.maria.pk) as actor:
        old, _until = services.open_code(actor=actor, occasion_id=occasion.pk)
        code, until = services.open_code(actor=actor, occasion_id=occasion.pk)
    assert until == occasion.ends

    def enter(user: User, text: str) -> None:
        with acting_as(user.pk) as actor:
            services.enter_code(actor=actor, occasion_id=occasion.pk, text=text)

    answers = set()
    for wrong in (old, "", "7K3M9Q", "å" * 9):
        with pytest.raises(Refused) as refused:
            enter(cast.anna, wrong)
        answers.add(str(refused.value))
    with pytest.raises(NotYours):
        enter(cast.cecilia, code)
    enter(cast.anna, f" {code[:3].lower()}-{code[3:]} ")
    enter(cast.anna, code)
    assert (of(cast.anna).state, given(cast.anna)) == ("attended", [EVIDENCE])
    with as_owner():
        assert Presence.objects.get().by_code
        Register.objects.update(code_until=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused) as refused:
        enter(cast.bosse, code)
    assert answers | {str(refused.value)} == answers
    with acting_as(cast.anna.pk) as actor:
        assert not visible(actor, Register).exists()


def test_who_told_before_is_excused(cast: Cast, occasion: Occasion) -> None:
    """What it means for rounds is in the tests of these."""
    note(cast.maria, occasion, [], excused=[cast.anna])
    for user, is_excused in ((cast.anna, True), (cast.bosse, False)):
        with acting_as(user.pk) as actor:
            assert queries.afterwards(actor, of(user).pk).is_excused is is_excused


def attended_by(cast: Cast, occasion: Occasion, number: int) -> list[User]:
    """So many of Ale who took part."""
    people = []
    with as_owner():
        Occasion.objects.filter(pk=occasion.pk).update(seats=20)
        for at in range(number):
            user = User.objects.create_user(f"n{at}@example.se", name=f"N {at}")
            person = Person.objects.create(user=user, registered_by=cast.ale, given_name="N", family_name=str(at))
            Employment.objects.create(
                person=person,
                employer=cast.ale,
                unit=cast.ale_north,
                profession_id="sjukskoterska",
                employee_number=f"n{at}",
                valid_from=timezone.localdate(),
            )
            people.append(user)
    for user in people:
        an_application(occasion, user, "attended")
    return people


def answer(user: User, **facts: Any) -> None:
    with acting_as(user.pk) as actor:
        services.evaluate(actor=actor, application_id=of(user).pk, **facts)


def opened() -> int:
    with as_owner():
        return open_evaluations()


def test_evaluations_are_told_in_fives_at_least(cast: Cast, occasion: Occasion) -> None:
    people = attended_by(cast, occasion, 10)

    def told(reader: User) -> queries.Told | None:
        with acting_as(reader.pk) as actor:
            return queries.evaluation_of(queries.told_offer(actor, occasion.offer_id))

    seen = []
    for at, user in enumerate(people):
        answer(user, ratings=[1 + at % 5, 4, 5], line=f"Ord {at}")
        with pytest.raises(Refused, match="redan svarat"):
            answer(user, ratings=[1, 1, 1])
        opened()
        seen.append(told(cast.maria))
    five = queries.Told(5, 3.0, 4.0, 5.0, ())
    ten = queries.Told(10, 3.0, 4.0, 5.0, tuple(f"Ord {at}" for at in range(10)))
    assert seen == [None] * 4 + [five] * 5 + [ten]
    assert told(cast.dag) == ten
    for reader in (cast.anna, cast.bosse, cast.gunilla):
        with pytest.raises(NotYours):
            told(reader)
        with acting_as(reader.pk) as actor:
            assert queries.evaluation_of(occasion.offer) is None
            assert not visible(actor, Evaluation).exists()
    with pytest.raises(Refused, match="som deltog"):
        answer(cast.anna, ratings=[1, 1, 1])


def test_who_reads_the_whole_database_cannot_tell_whose_an_answer_is(cast: Cast, occasion: Occasion) -> None:
    """Each row of each table, history and queue too, with the transaction that wrote it: what an owner could join by.

    Before they are opened an answer stands in the transaction of whose it is, and cannot be read; after, it can be
    read, and stands in one transaction with four others and with nothing else.
    """
    for at, user in enumerate(attended_by(cast, occasion, 5)):
        answer(user, ratings=[1, 2, 3], line=f"Ord {at} " * at)
    rows = whole_database()
    sealed = {by for table, by, _text in rows if table == "sealed_sealedanswer"}
    marks = {by for table, by, _text in rows if table == "exchange_outcome"}
    assert len(sealed) == 5
    assert sealed <= marks
    assert len({len(text) for table, _by, text in rows if table == "sealed_sealedanswer"}) == 1
    assert [text for _table, _by, text in rows if "Ord " in text] == []
    assert opened() == 5
    rows = whole_database()
    by = {by for table, by, _text in rows if table == "exchange_evaluation"}
    assert len(by) == 1
    assert Counter(table for table, other, _text in rows if other in by) == {"exchange_evaluation": 5}
    assert {table for table, _by, text in rows if "Ord " in text} == {"exchange_evaluation"}
    names = {field.name for field in Evaluation._meta.get_fields()}
    assert names == {"id", "offer", "employer", "month", "useful", "arranged", "recommended", "line"}


def whole_database() -> list[tuple[str, str, str]]:
    """(table, transaction, row as text)."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        each = (f"SELECT '{name}', t.xmin::text, t::text FROM \"{name}\" t" for name in tables)
        cursor.execute(" UNION ALL ".join(each))
        return cursor.fetchall()


def test_what_one_took_home_is_for_the_unit_and_for_the_host_if_one_likes(
    client: Client, cast: Cast, occasion: Occasion
) -> None:
    note(cast.maria, occasion, [cast.anna])
    key = of(cast.anna).pk

    def seen(reader: User) -> list[str]:
        with acting_as(reader.pk) as actor:
            return [one.text for one in visible(actor, Lesson)]

    with acting_as(cast.anna.pk) as actor:
        with pytest.raises(Refused, match="vem som ska läsa"):
            services.take_home(actor=actor, application_id=key, text="Ord", unit=None, to_host=False)
        with pytest.raises(Refused, match="personnummer"):
            services.take_home(actor=actor, application_id=key, text="19121212-1212", unit=None, to_host=True)
        services.take_home(actor=actor, application_id=key, text="Lyft lättare", unit=cast.ale_north, to_host=True)
        assert untold_courses(actor) == []
        assert Sharing.objects.get().text == "Lyft lättare"
    assert [seen(one) for one in (cast.anna, cast.maria, cast.bosse, cast.eva)] == [["Lyft lättare"]] * 2 + [[], []]
    client.force_login(cast.anna)
    home = f"/utbud/efter/{key}/hem/"
    page = client.post(home, {"text": "Lyft lättare"}).content.decode()  # to nobody
    assert "Välj vem som ska läsa det." in page
    client.post(home, {"text": "Lyft med lyft", "unit": cast.ale_north.pk})
    with acting_as(cast.bosse.pk) as actor:
        assert visible(actor, Sharing).filter(text="Lyft med lyft").exists()
    with acting_as(cast.anna.pk) as actor:
        services.take_back_lesson(actor=actor, application_id=key)
    assert seen(cast.maria) == []


def test_the_plans_activity_is_proposed_and_done_with_one_press(cast: Cast, occasion: Occasion) -> None:
    note(cast.maria, occasion, [cast.anna])
    theirs = {"person": cast.anna.person, "employer": cast.ale}
    with as_owner():
        plan = DevelopmentPlan.objects.create(
            **theirs, starts=timezone.localdate(), ends=timezone.localdate() + timedelta(days=90)
        )
        goal = Goal.objects.create(**theirs, plan=plan, title="Rehab")
        for title in ("en dag med REHAB", "Något annat"):
            Activity.objects.create(**theirs, goal=goal, kind="shadowing", title=title, owner="person")
    with acting_as(cast.anna.pk) as actor:
        found = queries.afterwards(actor, of(cast.anna).pk)
        assert [one.title for one in found.activities] == ["en dag med REHAB"]
        services.finish_activity(actor=actor, application_id=found.application.pk, activity_id=found.activities[0].pk)
        assert queries.afterwards(actor, found.application.pk).activities == ()
