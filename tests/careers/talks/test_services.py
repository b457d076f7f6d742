"""Talks: planned for a team at once, prepared apart, held over facts that are kept, signed by both."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone

from stegvis.careers.models import Assessment, DevelopmentPlan, Talk, YearEntry
from stegvis.careers.plans.services import suggest_plan
from stegvis.careers.plans.year import next_of
from stegvis.careers.talks import services
from stegvis.careers.talks.printing import talk_pdf
from stegvis.careers.talks.queries import TeamTalk, preparations_of, suggested_days, talk_of, team_talks
from stegvis.careers.talks.services import Whom, digest_of
from stegvis.careers.talks.wording import OF_SALARY, names_money
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import RoleGrant
from stegvis.people.models import Employment, Evidence
from tests.support.cast import Cast, grant
from tests.support.database import as_owner
from tests.support.pdf import Pdf

TODAY = timezone.localdate


def does(by: User, service: Callable[..., Any], **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def whom(user: User) -> Whom:
    with as_owner():
        return Whom(*Employment.objects.values_list("person_id", "employer_id").get(person__user=user))


def planned(cast: Cast, kind: str = "development", day: date | None = None) -> Talk:
    (found,) = does(cast.bosse, services.plan_talks, kind=kind, days={whom(cast.anna): day or TODAY()})
    return found


def held(cast: Cast, kind: str = "development", notes: str = "Anna leder nätverket.") -> Talk:
    return does(cast.bosse, services.hold_talk, talk_id=planned(cast, kind).pk, notes=notes)


def signs(by: User, talk: Talk, seen: str = "") -> Talk:
    with as_owner():
        now = Talk.objects.get(pk=talk.pk)
    return does(by, services.sign_talk, talk_id=talk.pk, seen=seen or digest_of(now))


def seen(by: User, talk: Talk) -> Talk:
    with acting_as(by.pk) as actor:
        return talk_of(actor, talk.pk)


@pytest.mark.parametrize("name", ["anna", "cecilia", "maria", "gunilla", "hamid", "dag"])
def test_only_the_manager_plans(cast: Cast, placed: FrameworkVersion, name: str) -> None:
    with pytest.raises(Http404):
        does(getattr(cast, name), services.plan_talks, kind="salary", days={whom(cast.anna): TODAY()})
    with pytest.raises(Http404):
        does(cast.bosse, services.plan_talks, kind="salary", days={whom(cast.bosse): TODAY()})
    with pytest.raises(Http404):
        does(cast.bosse, services.plan_talks, kind="salary", days={whom(cast.per): TODAY()})
    with as_owner():
        assert Talk.objects.count() == 0


def test_a_whole_team_is_planned_in_one_go_or_not_at_all(cast: Cast, sixty: FrameworkVersion) -> None:
    with acting_as(cast.bosse.pk) as actor:
        team = team_talks(actor, "development")
    days = {
        Whom(one.employment.person_id, one.employment.employer_id): TODAY() + timedelta(days=n)
        for n, one in enumerate(team)
    }
    assert len(days) == 59
    bad = days | {next(iter(days)): TODAY() - timedelta(days=1)}
    with pytest.raises(Refused, match="från i dag"):
        does(cast.bosse, services.plan_talks, kind="development", days=bad)
    assert len(does(cast.bosse, services.plan_talks, kind="development", days=days)) == 59
    with pytest.raises(Refused, match="59 av dem"):
        does(cast.bosse, services.plan_talks, kind="development", days=days)
    assert len(does(cast.bosse, services.plan_talks, kind="salary", days=days)) == 59


def test_preparations_are_read_by_their_writer_until_they_are_shared(cast: Cast, placed: FrameworkVersion) -> None:
    talk = planned(cast)

    def reads(by: User) -> tuple[bool, list[dict[str, str]]]:
        with acting_as(by.pk) as actor:
            own, shared = preparations_of(actor, talk)
        return own is not None, [one.answers for one in shared]

    prepare = {"talk_id": talk.pk, "answers": {"well": "Bra"}}
    does(cast.anna, services.prepare_talk, **prepare, is_shared=False)
    assert (reads(cast.anna), reads(cast.bosse)) == ((True, []), (False, []))
    does(cast.bosse, services.prepare_talk, **prepare | {"answers": {"well": "Chefens"}}, is_shared=False)
    does(cast.anna, services.prepare_talk, **prepare, is_shared=True)
    assert (reads(cast.anna), reads(cast.bosse)) == ((True, []), (True, [{"well": "Bra"}]))
    for name in ("cecilia", "maria", "gunilla", "hamid"):
        with pytest.raises((Refused, Http404)):
            does(getattr(cast, name), services.prepare_talk, **prepare, is_shared=True)


def test_the_facts_are_kept_as_they_were(cast: Cast, placed: FrameworkVersion) -> None:
    employer = whom(cast.anna).employer
    does(cast.anna, suggest_plan, person=cast.anna.person.pk, employer=employer, direction="nasta")
    with as_owner():
        Evidence.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            kind="assignment",
            code="ombud",
            title="Palliativt ombud",
            valid_from=TODAY(),
        )
        Assessment.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            profession_id="sjukskoterska",
            version=placed,
            state=Assessment.State.SIGNED,
            combined={"ratings": {"teamsamverkan": 3}, "agreed": {}, "comment": "Ja"},
            opened_on=TODAY(),
            signed_on=TODAY(),
        )
    talk = held(cast)
    facts = talk.facts
    assert facts["assignments"] == ["Palliativt ombud"]
    assert facts["assessment"] == ["Samverkan i team: Trygg i komplexa situationer"]
    assert facts["level"][0].startswith("Sjuksköterska: Grundnivå")
    assert facts["lapses"]
    assert any(line.startswith("Förnya det som går ut") for line in facts["plan"])
    with as_owner():
        Evidence.objects.all().delete()
        DevelopmentPlan.objects.all().delete()
    assert seen(cast.anna, talk).facts == facts


def test_a_salary_talk_shows_no_number_and_takes_none(cast: Cast, placed: FrameworkVersion) -> None:
    does(cast.bosse, suggest_plan, person=cast.anna.person.pk, employer=whom(cast.anna).employer, direction="nasta")
    talk = held(cast, "salary")
    assert list(talk.facts) == ["on", *OF_SALARY]
    assert talk.facts["criteria"]
    told = [line for part in ("level", "assignments", "plan", "criteria") for line in talk.facts[part]]
    assert not any(names_money(line) or "lön" in line.lower() for line in told)
    for notes in (
        "Lönen blir 42 000 kr",
        "3,5 procent",
        "+2 %",
        "41000:-",
        "38 tkr",
        "kr 1500",
        "SEK 2000",
        "1500 mer i månaden",
        "löneökning 3,5",
        "två tusen",
    ):
        with pytest.raises(Refused, match="inga belopp"):
            does(cast.anna, services.write_notes, talk_id=talk.pk, seen=digest_of(talk), notes=notes)
    assert not does(
        cast.anna,
        services.write_notes,
        talk_id=talk.pk,
        seen=digest_of(talk),
        notes="Två mål till 1 mars, § 4. Lönesamtal 15 mars 2027",
    )


@pytest.mark.parametrize("first", ["anna", "bosse"])
def test_both_sign_in_either_order_and_then_nothing_changes(cast: Cast, placed: FrameworkVersion, first: str) -> None:
    talk = held(cast)
    second = {"anna": "bosse", "bosse": "anna"}[first]
    once = signs(getattr(cast, first), talk)
    assert once.state == "held"
    with pytest.raises(Refused, match="Du har signerat"):
        signs(getattr(cast, first), talk)
    both = signs(getattr(cast, second), talk)
    assert (both.state, both.text_digest) == ("signed", digest_of(both))
    for service, given in (
        (services.write_notes, {"seen": digest_of(both), "notes": "Annat"}),
        (services.hold_talk, {"notes": "Annat"}),
        (services.cancel_talk, {}),
        (services.move_talk, {"day": TODAY()}),
        (services.prepare_talk, {"answers": {}, "is_shared": True}),
        (services.sign_talk, {"seen": digest_of(both)}),
    ):
        with pytest.raises(Refused):
            does(cast.bosse, service, talk_id=talk.pk, **given)
    assert seen(cast.anna, talk).notes == "Anna leder nätverket."


def test_a_change_after_a_signature_takes_it_away(cast: Cast, placed: FrameworkVersion) -> None:
    talk = held(cast)
    digest = digest_of(talk)
    signs(cast.anna, talk)
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.bosse, services.write_notes, talk_id=talk.pk, seen="annat", notes="Nytt")
    assert does(cast.bosse, services.write_notes, talk_id=talk.pk, seen=digest, notes="Nytt") is True
    now = seen(cast.anna, talk)
    assert (now.person_signed_at, now.text_digest == digest) == (None, True)
    with pytest.raises(Refused, match="Texten har ändrats"):
        signs(cast.bosse, talk, seen=digest)
    signs(cast.bosse, talk)
    assert signs(cast.anna, talk).state == "signed"


def test_nobody_signs_what_is_not_written_or_not_held(cast: Cast, placed: FrameworkVersion) -> None:
    talk = planned(cast)
    with pytest.raises(Refused, match="ska inte skrivas under"):
        signs(cast.anna, talk)
    does(cast.bosse, services.hold_talk, talk_id=talk.pk, notes="")
    with pytest.raises(Refused, match="Skriv vad ni"):
        signs(cast.anna, talk)
    with pytest.raises(Refused, match="Bara chefen"):
        does(cast.anna, services.cancel_talk, talk_id=talk.pk)
    assert does(cast.bosse, services.cancel_talk, talk_id=talk.pk).state == "cancelled"


def test_the_new_manager_sees_what_was_signed_and_the_former_sees_nothing(cast: Cast, placed: FrameworkVersion) -> None:
    talk = held(cast)
    signs(cast.anna, talk)
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(unit=cast.ale_south)
        grant(cast.gunilla, RoleGrant.objects.get(user=cast.bosse).role, unit=cast.ale_south)
    for service, given in ((services.sign_talk, {"seen": digest_of(talk)}), (services.cancel_talk, {})):
        with pytest.raises(Http404):
            does(cast.bosse, service, talk_id=talk.pk, **given)
    with pytest.raises(Http404):
        seen(cast.bosse, talk)
    with pytest.raises(Refused, match="En annan chef"):
        signs(cast.gunilla, talk)
    does(cast.gunilla, services.hold_talk, talk_id=talk.pk, notes="Anna leder nätverket.")
    assert seen(cast.anna, talk).person_signed_at is None
    signs(cast.gunilla, talk)
    assert signs(cast.anna, talk).state == "signed"
    assert seen(cast.gunilla, talk).state == "signed"


def test_an_employment_that_ended_yesterday_leaves_the_talk_to_read(cast: Cast, placed: FrameworkVersion) -> None:
    talk = held(cast)
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=TODAY() - timedelta(days=1))
    assert seen(cast.anna, talk).state == "held"
    with pytest.raises(Refused, match="Anställningen är slut"):
        signs(cast.anna, talk)
    with pytest.raises(Http404):
        seen(cast.bosse, talk)


def test_the_pdf_is_tagged_whole_and_quick(cast: Cast, placed: FrameworkVersion) -> None:
    talk = held(cast, notes="Första raden.\n#include *markup* <b>")
    signs(cast.anna, talk)
    shown = seen(cast.anna, talk)
    talk_pdf(shown, "Bosse")  # the first one also loads the fonts
    start = time.perf_counter()
    found = Pdf(talk_pdf(shown, "Bosse"))
    assert time.perf_counter() - start < 1
    assert b"/Lang(sv)" in found.catalogue
    text = found.text()
    for words in (
        "Första raden.",
        "#include *markup* <b>",
        "Bosse",
        "Anna Exempel",
        "Inte underskrivet av båda",
        *shown.facts["level"],
        *shown.facts["lapses"],
    ):
        assert "".join(words.split()) in text, words
    tags = found.tags()
    assert (tags.count("H1"), tags.count("H2") >= 3, tags.count("TH")) == (1, True, 2 * tags.count("Table"))


def test_two_signatures_at_once_make_one_signed_talk(fresh_database: str) -> None:
    from tests.support.cast import make_cast

    with as_owner():
        cast = make_cast()
    talk = held(cast)
    digest = digest_of(talk)
    told: list[str] = []

    def sign(user: User) -> None:
        try:
            told.append(signs(user, talk, seen=digest).state)
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(user,)) for user in (cast.anna, cast.bosse, cast.anna)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with as_owner():
        assert Talk.objects.get(pk=talk.pk).state == "signed"
    assert told.count("signed") == 1


def test_days_are_proposed_within_the_year_however_far_away(cast: Cast) -> None:
    day = date(2026, 11, 22)
    entry = YearEntry(kind="salary", from_month=2, from_day=1, to_month=2, to_day=2)
    window = next_of(entry, day)
    team = [
        TeamTalk(Employment(person_id=uuid4()), None, None, None, found) for found in (window, window, window, None)
    ]
    assert list(suggested_days(team, day).values()) == [
        date(2027, 2, 1),
        date(2027, 2, 2),
        date(2027, 2, 1),
        date(2026, 11, 23),
    ]
