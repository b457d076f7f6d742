"""Making and revoking: as the person, a colleague, the manager, the issuer's coordinator and strangers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from stegvis.careers.credentials.journal import revoke_again
from stegvis.careers.credentials.keys import published_keys, signing_key
from stegvis.careers.credentials.queries import check_token, credential_of, issued_credentials, own_credentials
from stegvis.careers.credentials.sources import asked_by, sources_of
from stegvis.careers.models import Credential, CredentialStatus, Placement, SigningKey
from stegvis.engine.ladder import Kind
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.queries import in_words, notices_of
from stegvis.foundation.operations.invariants import broken_invariants
from stegvis.frameworks.format.document import Combine, Group, Level, Requirement, Text, Track
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence
from tests.careers.credentials.conftest import evidence, issue, now, revoke
from tests.support.cast import START, Cast, hide
from tests.support.database import as_owner


def titles(user: User) -> list[str]:
    with acting_as(user.pk) as actor:
        return [source.title for source in sources_of(actor)]


def seen_by(user: User, credential: Credential) -> bool:
    with acting_as(user.pk) as actor:
        try:
            return credential_of(actor, credential.pk) == credential
        except NotYours:
            return False


def refused(user: User, credential: Credential, ground: str = "Fel") -> str:
    with pytest.raises(Refused) as refusal:
        revoke(user, credential, ground)
    return str(refusal.value)


def test_only_what_is_checked_and_holds_can_be_attested(cast: Cast, course: Evidence) -> None:
    today = timezone.localdate()
    evidence(cast.anna, cast.ale, "intro", kind="induction", title="Introduktion", valid_from=date(2024, 1, 1))
    evidence(cast.anna, cast.ale, "stated", state="stated")
    evidence(cast.anna, cast.ale, "declined", state="declined")
    evidence(cast.anna, cast.ale, "lapsed", valid_until=today - timedelta(days=1))
    evidence(cast.anna, cast.ale, "future", valid_from=today + timedelta(days=1))
    evidence(cast.anna, cast.ale, "legitimation", kind="licence")
    evidence(cast.anna, cast.ale, "natt", kind="practice")
    evidence(cast.bosse, cast.ale, "annans")
    assert titles(cast.anna) == ["Kurs palliativ", "Introduktion"]


def test_a_level_is_attested_with_what_the_framework_asks_for(cast: Cast, nurses: FrameworkVersion) -> None:
    level = min(effective_of(nurses).document.levels, key=lambda one: one.order)
    with as_owner():
        placement = Placement.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            profession_id="sjukskoterska",
            version=nurses,
            level_code=level.code,
            level_order=level.order,
            proposed_order=level.order,
            decided_on=START,
            decided_by=cast.bosse,
        )
    with acting_as(cast.anna.pk) as actor:
        (source,) = sources_of(actor)
    found = issue(cast.anna, source.key)
    content = jwt.decode(found.token, options={"verify_signature": False})
    achievement = content["credentialSubject"]["achievement"]
    assert (content["name"], found.placement_id, "validUntil" in content) == (source.title, placement.pk, False)
    assert achievement["alignment"][0]["targetUrl"] == f"{settings.SITE_URL}/karriarmodeller/{nurses.framework.code}/1/"
    assert achievement["criteria"]["narrative"].startswith("En chef hos Ale kommun har beslutat att personen är på ")
    assert "Det krävs:\n- " in achievement["criteria"]["narrative"]
    with as_owner():
        Placement.objects.filter(pk=placement.pk).update(
            withdrawn_on=date(2026, 3, 2), withdrawn_by=cast.bosse, withdrawal_ground="Fel nivå"
        )
    finding = check_token(found.token)
    assert (finding.outcome, finding.revoked_on, now(found).revoked_by) == ("revoked", date(2026, 3, 2), cast.bosse)


def test_what_a_level_asks_for_is_told_with_its_alternatives() -> None:
    def asked(code: str) -> Requirement:
        return Requirement(code, Kind.COURSE, Text(code), (code,))

    either = Group(Combine.ANY_OF, (asked("b"), Group(Combine.ALL_OF, (asked("c"), asked("d")))))
    some = Group(Combine.AT_LEAST, (asked("e"), asked("f"), asked("g")), n=2)
    tracks = tuple(Track(code, Text(code), requires=(asked(f"{code}-krav"),)) for code in ("lara", "leda"))
    level = Level("n1", 1, Text("N1"), requires=(asked("a"), either, some), tracks=tracks)
    with override("sv"):
        assert list(asked_by(level, "leda")) == [
            "a",
            "minst 1 av dessa: b; c, d",
            "minst 2 av dessa: e; f; g",
            "leda-krav",
        ]
    assert list(asked_by(None, "")) == []


def test_evidence_says_which_requirement_it_answers_to(cast: Cast, nurses: FrameworkVersion) -> None:
    document = effective_of(nurses).document
    wanted = next(one for one in document.requirements() if one.kind.value == "course")
    source = evidence(cast.anna, cast.ale, wanted.accepts[0], title="Kursen")
    content = jwt.decode(issue(cast.anna, source).token, options={"verify_signature": False})
    achievement = content["credentialSubject"]["achievement"]
    assert str(wanted.title) in achievement["criteria"]["narrative"]
    assert {one["targetCode"] for one in achievement["alignment"]} >= {wanted.code}
    assert (achievement["achievementType"], achievement["name"]) == ("Course", "Kursen")


def test_nobody_makes_another_s_or_the_same_twice(cast: Cast, course: Evidence, badge: Credential) -> None:
    with pytest.raises(NotYours):
        issue(cast.bosse, course)
    with pytest.raises(NotYours):
        issue(cast.dag, course)
    with pytest.raises(Refused, match="redan"):
        issue(cast.anna, course)
    revoke(cast.anna, badge, "")
    assert issue(cast.anna, course).pk != badge.pk


def test_two_badges_do_not_tell_that_they_are_one_person_s(cast: Cast, course: Evidence) -> None:
    contents = [
        jwt.decode(issue(cast.anna, one, "email").token, options={"verify_signature": False})
        for one in (course, evidence(cast.anna, cast.ale, "annan"))
    ]
    subjects = [content["credentialSubject"] for content in contents]
    assert subjects[0]["id"] != subjects[1]["id"]
    assert subjects[0]["identifier"][0]["identityHash"] != subjects[1]["identifier"][0]["identityHash"]


def test_a_protected_identity_makes_nothing_public(cast: Cast, course: Evidence, client: Client) -> None:
    theirs = evidence(cast.per, cast.ale, "palliativ")
    with pytest.raises(Refused, match="skyddade"):
        issue(cast.per, theirs)
    mine = issue(cast.anna, course)
    assert client.get(f"/intyg/{mine.pk}/").status_code == 200
    with as_owner():
        hide(cast.anna, cast.ale)
    assert client.get(f"/intyg/{mine.pk}/").status_code == 404
    assert [seen_by(user, mine) for user in (cast.anna, cast.hamid, cast.gunilla)] == [True, True, False]


def test_who_sees_a_credential(cast: Cast, badge: Credential) -> None:
    users = (cast.anna, cast.gunilla, cast.hamid, cast.bosse, cast.cecilia, cast.maria, cast.dag, cast.farid)
    assert [seen_by(user, badge) for user in users] == [True, True, *[False] * 6]
    with acting_as(cast.gunilla.pk) as actor:
        assert list(issued_credentials(actor, "anna exempel")) == [badge]
        assert list(issued_credentials(actor, "bosse")) == []
    with acting_as(cast.bosse.pk) as actor:
        assert list(own_credentials(actor)) == []
        with pytest.raises(NotYours):
            issued_credentials(actor)


def test_the_issuer_revokes_with_a_reason_that_the_person_hears(cast: Cast, badge: Credential) -> None:
    assert refused(cast.gunilla, badge, " ") == "Skriv varför det återkallas. Personen läser det."
    assert refused(cast.bosse, badge) == "Bara personen och arbetsgivaren som har utfärdat intyget återkallar det."
    revoke(cast.gunilla, badge, "Kursen gällde en annan")
    found = now(badge)
    assert (found.revoked_on, found.revoked_by, found.revocation_ground) == (
        timezone.localdate(),
        cast.gunilla,
        "Kursen gällde en annan",
    )
    with acting_as(cast.anna.pk) as actor:
        (told,) = [one.text for one in in_words(actor, notices_of(actor))]
    assert told == "Ale kommun har återkallat ditt digitala intyg ”Kurs palliativ”: Kursen gällde en annan"
    assert refused(cast.anna, badge) == "Det är redan återkallat."
    with as_owner():
        assert broken_invariants() == []
        CredentialStatus.objects.update(revoked_on=None)
        assert [one.name for one in broken_invariants()] == ["careers.credentials_are_listed_as_they_are"]


def test_the_issuer_answers_for_it_when_the_person_has_left(cast: Cast, badge: Credential) -> None:
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert titles(cast.anna) == ["Kurs palliativ"]  # hers to take along, now more than before
    revoke(cast.gunilla, badge, "Intyget var förfalskat")
    assert check_token(badge.token).outcome == "revoked"


def test_revoked_stays_revoked_and_signed_stays_signed(cast: Cast, badge: Credential) -> None:
    revoke(cast.anna, badge, "")
    for change in ({"revoked_on": None}, {"token": "x"}, {"title": "Annat"}):
        with acting_as(cast.anna.pk), pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Credential.objects.filter(pk=badge.pk).update(**change)


def test_evidence_that_goes_takes_its_credential_along(cast: Cast, course: Evidence, badge: Credential) -> None:
    with as_owner():
        course.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    found = now(badge)
    assert (found.evidence_id, found.revoked_on, found.revoked_by) == (None, timezone.localdate(), None)
    assert check_token(badge.token).outcome == "revoked"


def test_what_is_purged_can_still_be_checked(cast: Cast, badge: Credential, client: Client) -> None:
    with as_owner(), connection.cursor() as cursor:
        Employment.objects.filter(person=cast.anna.person).update(valid_to=START)
        cursor.execute("SELECT stegvis_purge_before(%s, %s, 'plan', NULL)", [cast.ale.pk, date(2026, 1, 1)])
        assert not Credential.objects.exists()
    assert check_token(badge.token).outcome == "genuine"
    assert client.get(f"/intyg/{badge.pk}/").status_code == 404


def test_a_restore_does_not_bring_back_what_was_revoked(
    cast: Cast,
    course: Evidence,
    badge: Credential,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.STEGVIS_DATA_DIR = tmp_path
    later = issue(cast.anna, course, "email")  # after the backup that will be put back
    with django_capture_on_commit_callbacks(execute=True):
        revoke(cast.anna, badge, "")
        revoke(cast.gunilla, later, "Fel")
    journal = (tmp_path / "revoked-credentials.jsonl").read_text()
    assert [set(json.loads(line)) for line in journal.splitlines()] == [
        {"employer", "number", "position", "revoked_on"}
    ] * 2
    with (tmp_path / "revoked-credentials.jsonl").open("a") as of_an_employer_that_came_later:
        of_an_employer_that_came_later.write(journal.splitlines()[0].replace(f": {cast.ale.pk},", ": 987654,") + "\n")
    with as_owner():
        Credential.objects.all().delete()
        CredentialStatus.objects.all().delete()
        CredentialStatus.objects.create(employer=cast.ale, number=1, position=badge.status_position)
        CredentialStatus.objects.all().delete()
        assert revoke_again() == 2
        assert revoke_again() == 0
    assert [check_token(one.token).outcome for one in (badge, later)] == ["revoked", "revoked"]


def test_the_private_key_is_sealed_and_nobody_s_to_read(cast: Cast, badge: Credential, settings: Any) -> None:
    with as_owner():
        (stored,) = SigningKey.objects.all()
    assert set(stored.public) == {"alg", "e", "kid", "kty", "n", "use"}
    assert stored.sealed.startswith("gAAAA")
    with acting_as(cast.anna.pk):
        assert not SigningKey.objects.exists()
    settings.SECRET_KEY = "en annan hemlighet, som aldrig har förseglat någonting " * 2
    with acting_as(cast.anna.pk):
        assert signing_key().kid != stored.kid  # a new one takes its place
        assert [(key.kid == stored.kid, key.is_current) for key in published_keys()] == [(False, True), (True, False)]
    with as_owner():
        assert SigningKey.objects.get(pk=stored.pk).sealed == ""


def test_the_first_key_is_made_when_it_is_needed(cast: Cast, course: Evidence) -> None:
    with as_owner():
        SigningKey.objects.all().delete()
    assert check_token(issue(cast.anna, course).token).outcome == "genuine"
    with as_owner():
        assert SigningKey.objects.filter(is_current=True).count() == 1
