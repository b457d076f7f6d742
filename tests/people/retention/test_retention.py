"""Retention: who decides, what a purge takes and leaves, its protocol, and that it holds after a restore."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.declaration import guarded_models
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation, Unit
from stegvis.people import restore
from stegvis.people.models import (
    Employment,
    Evidence,
    Person,
    Profession,
    ProtectedIdentity,
    PurgeProtocol,
    RetentionRule,
)
from stegvis.people.retention import (
    PurgeDecision,
    decisions_made,
    plan_purge,
    protocols_of,
    purge,
    purge_again,
    set_rule,
)
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer

LONG_AGO = date(2021, 6, 30)


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, settings: Any) -> Path:
    settings.STEGVIS_DATA_DIR = tmp_path
    return tmp_path / "purges.jsonl"


@layer
def left(cast: Cast) -> Cast:
    """Anna and the protected Per left Ale long ago, Bosse yesterday; Ale keeps records for two years."""
    with as_owner():
        for user, last in (
            (cast.anna, LONG_AGO),
            (cast.per, LONG_AGO),
            (cast.bosse, timezone.localdate() - timedelta(1)),
        ):
            person = Person.objects.get(user=user)
            record(person, cast.ale)
            Employment.objects.filter(person=person).update(valid_to=last)
        RetentionRule.objects.create(employer=cast.ale, months_after_end=24, ground="Dokumenthanteringsplan 4.2")
    return cast


def record(person: Person, employer: Organisation) -> None:
    Evidence.objects.create(
        person=person,
        employer=employer,
        kind="licence",
        code="legitimation",
        title="Legitimation",
        reference="19850101",
        valid_from=START,
    )


def work_in_molndal(cast: Cast) -> None:
    with as_owner():
        person = Person.objects.get(user=cast.anna)
        Employment.objects.create(
            person=person,
            employer=cast.molndal,
            unit=Unit.objects.get(organisation=cast.molndal),
            profession=Profession.objects.get(),
            employee_number="2003",
            valid_from=date(2021, 7, 1),
        )
        record(person, cast.molndal)


def do_purge(cast: Cast) -> dict[str, int]:
    with acting_as(cast.gunilla.pk) as gunilla:
        return purge(actor=gunilla, employer=cast.ale, digest=plan_purge(gunilla, cast.ale).digest)


def rows_about(person: Any) -> dict[str, int]:
    """Rows by model, history included, of anything that names the person."""
    found = {}
    with as_owner():
        for model in guarded_models():
            names = {field.name for field in model._meta.concrete_fields}
            label = model._meta.label
            field = "person" if "person" in names else "id" if label in {"people.Person", "people.PersonEvent"} else ""
            if field and (count := model._base_manager.filter(**{field: person}).count()):
                found[label] = count
    return found


def test_the_dry_run_lists_those_past_the_rule_and_changes_nothing(left: Cast) -> None:
    with acting_as(left.gunilla.pk) as gunilla:
        plan = plan_purge(gunilla, left.ale)
    with as_owner():
        anna = Person.objects.get(user=left.anna)
    assert [(line.person, line.name, line.ended_on, line.rows) for line in plan.lines] == [
        (anna.pk, "Anna Exempel", LONG_AGO, {"people.employment": 1, "people.evidence": 1})
    ]
    assert plan.counts == {"people.person": 1, "people.employment": 1, "people.evidence": 1}
    assert plan.ground == "Dokumenthanteringsplan 4.2"
    assert rows_about(anna.pk)["people.Evidence"] == 1


def test_a_purge_takes_the_person_the_record_and_what_history_tells(left: Cast) -> None:
    with as_owner():
        anna = Person.objects.get(user=left.anna).pk
    assert do_purge(left) == {"people.person": 1, "people.employment": 1, "people.evidence": 1}
    assert rows_about(anna) == {"people.PersonEvent": 2, "people.EmploymentEvent": 3, "people.EvidenceEvent": 2}
    with as_owner():
        history = [
            value
            for model in guarded_models()
            if model._meta.label in {"people.PersonEvent", "people.EmploymentEvent", "people.EvidenceEvent"}
            for row in model._base_manager.filter(
                **{"id" if model._meta.label == "people.PersonEvent" else "person": anna}
            )
            for value in (row.pgh_context, *(getattr(row, field.attname) for field in model._meta.concrete_fields))
        ]
        user = User.objects.get(pk=left.anna.pk)
        counted = apps.get_model("people", "EvidenceEvent")._base_manager.filter(person=anna)
        assert list(counted.values_list("kind", "code", "employer").distinct()) == [
            ("licence", "legitimation", left.ale.pk)
        ]
    assert not any(word in str(history) for word in ("Anna", "Exempel", "1985", "1001", "anna@"))
    assert (user.name, user.email, user.is_active) == ("", f"purged-{user.pk}@stegvis.invalid", False)


def test_who_works_elsewhere_stays_and_the_old_employer_sees_them_no_more(left: Cast) -> None:
    work_in_molndal(left)
    with as_owner():
        anna = Person.objects.get(user=left.anna).pk
    assert do_purge(left) == {"people.person": 1, "people.employment": 1, "people.evidence": 1}
    with as_owner():
        person = Person.objects.get(pk=anna)
        assert (person.given_name, person.registered_by) == ("Anna", left.molndal)
        assert [e.employer for e in person.employments.all()] == [left.molndal]
        assert [e.employer for e in person.evidence.all()] == [left.molndal]
        assert User.objects.get(pk=left.anna.pk).is_active
    with acting_as(left.gunilla.pk):
        assert not Person.objects.filter(pk=anna).exists()
        assert not person.events.exists()
    with acting_as(left.maria.pk):
        assert Person.objects.filter(pk=anna).exists()
    with acting_as(left.anna.pk):
        assert set(person.events.values_list("given_name", flat=True)) == {"Anna"}


def test_the_dry_run_does_not_tell_who_works_elsewhere(left: Cast) -> None:
    with acting_as(left.gunilla.pk) as gunilla:
        before = plan_purge(gunilla, left.ale).digest
    work_in_molndal(left)
    with acting_as(left.gunilla.pk) as gunilla:
        assert plan_purge(gunilla, left.ale).digest == before


def test_protected_identities_go_unseen_with_a_protocol_for_their_handlers(left: Cast) -> None:
    with as_owner():
        per = Person.objects.get(user=left.per).pk
    do_purge(left)
    assert set(rows_about(per)) <= {"people.PersonEvent", "people.EmploymentEvent", "people.EvidenceEvent"} | {
        "people.ProtectedIdentityEvent"
    }
    with as_owner():
        assert not ProtectedIdentity.objects.exists()
    seen = {}
    for name in ("gunilla", "hamid", "bosse", "maria"):
        with acting_as(getattr(left, name).pk):
            seen[name] = list(PurgeProtocol.objects.order_by("id").values_list("is_protected", "counts"))
    one = {"people.person": 1, "people.employment": 1, "people.evidence": 1}
    everything = dict.fromkeys(seen["gunilla"][0][1], 0)
    hers = (False, everything | one)
    his = (True, everything | one | {"people.protectedidentity": 1})
    assert seen == {"gunilla": [hers], "hamid": [his], "bosse": [], "maria": []}


def test_the_protocol_says_who_when_why_and_how_many(left: Cast) -> None:
    do_purge(left)
    with acting_as(left.gunilla.pk) as gunilla:
        (protocol,) = protocols_of(gunilla, left.ale)
        assert (protocol.decided_by, protocol.ground) == (left.gunilla, "Dokumenthanteringsplan 4.2")
        assert protocol.decided_at.date() == timezone.now().date()
        assert "Anna" not in json.dumps(protocol.counts)


def test_twice_takes_nothing_more(left: Cast) -> None:
    do_purge(left)
    assert do_purge(left) == {}
    with as_owner():
        assert PurgeProtocol.objects.count() == 2


@pytest.mark.parametrize("name", ["anna", "bosse", "maria", "hamid", "dag", "farid"])
def test_only_a_coordinator_of_the_employer_decides(left: Cast, name: str) -> None:
    with acting_as(getattr(left, name).pk) as actor:
        with pytest.raises(Refused):
            plan_purge(actor, left.ale)
        with pytest.raises(Refused):
            purge(actor=actor, employer=left.ale, digest="")
        with pytest.raises(Refused):
            set_rule(actor=actor, employer=left.ale, months_after_end=1, ground="g")
        for call in ("stegvis_purge", "stegvis_purge_plan", "stegvis_retention"):
            with pytest.raises(ProgrammingError, match="only a coordinator"), transaction.atomic():
                connection.cursor().execute(f"SELECT {call}({left.ale.pk})")


def test_without_a_rule_nothing_is_purged(left: Cast) -> None:
    with as_owner():
        RetentionRule.objects.all().delete()
    with acting_as(left.gunilla.pk) as gunilla:
        with pytest.raises(Refused):
            plan_purge(gunilla, left.ale)
        with pytest.raises((InternalError, ProgrammingError), match="no retention rule"), transaction.atomic():
            connection.cursor().execute(f"SELECT stegvis_purge({left.ale.pk})")


def test_a_plan_that_has_changed_is_not_carried_out(left: Cast) -> None:
    with acting_as(left.gunilla.pk) as gunilla:
        looked_at = plan_purge(gunilla, left.ale).digest
    with as_owner():
        Employment.objects.filter(person__user=left.bosse).update(valid_to=LONG_AGO)
    with acting_as(left.gunilla.pk) as gunilla, pytest.raises(Refused):
        purge(actor=gunilla, employer=left.ale, digest=looked_at)
    with as_owner():
        assert Person.objects.filter(user=left.anna).exists()


def test_the_web_cannot_shorten_the_time_by_naming_a_later_day(left: Cast) -> None:
    with acting_as(left.gunilla.pk):
        connection.cursor().execute("SELECT set_config('stegvis.today', '2999-01-01', true)")
        connection.cursor().execute(f"SELECT stegvis_purge({left.ale.pk})")
    with as_owner():
        assert Person.objects.filter(user=left.bosse).exists()


@pytest.mark.parametrize("months", [0, 1201])
def test_an_unreasonable_rule_is_refused_in_the_form(client: Client, left: Cast, months: int) -> None:
    client.force_login(left.gunilla)
    page = client.post(reverse("people:retention_of", args=["ale"]), {"months_after_end": months, "ground": "g"})
    assert page.status_code == 200
    with as_owner():
        assert RetentionRule.objects.get().months_after_end == 24


def test_the_pages_from_rule_to_protocol(client: Client, left: Cast) -> None:
    client.force_login(left.gunilla)
    assert client.get(reverse("people:retention")).url == reverse("people:retention_of", args=["ale"])  # type: ignore[attr-defined]
    rule = client.post(reverse("people:retention_of", args=["ale"]), {"months_after_end": 36, "ground": "Plan 5"})
    assert rule.status_code == 302
    listed = client.get(reverse("people:retention_purge", args=["ale"]))
    assert "Anna Exempel" in listed.content.decode()
    assert "Per" not in listed.content.decode().replace("Person", "")
    done = client.post(reverse("people:retention_purge", args=["ale"]), {"digest": listed.context["plan"].digest})
    assert done.url == reverse("people:retention_of", args=["ale"])  # type: ignore[attr-defined]
    assert "Plan 5" in client.get(reverse("people:retention_of", args=["ale"])).content.decode()
    assert "Anna" not in client.get(reverse("people:retention_purge", args=["ale"])).content.decode()
    stale = client.post(reverse("people:retention_purge", args=["ale"]), {"digest": "0"})
    assert stale.url == reverse("people:retention_of", args=["ale"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["anna", "bosse", "maria", "hamid", "dag", "eva", "farid"])
def test_to_others_the_pages_are_not_there(client: Client, left: Cast, name: str) -> None:
    client.force_login(getattr(left, name))
    pages = [
        reverse("people:retention"),
        *(reverse(f"people:{p}", args=["ale"]) for p in ("retention_of", "retention_purge")),
    ]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_what_was_purged_is_purged_again_after_a_restore(
    left: Cast, journal: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """The records come back with yesterday's backup, and the journal beside the data takes them away again."""
    with django_capture_on_commit_callbacks(execute=True):
        do_purge(left)
    before = timezone.localdate()
    assert [d.employer for d in decisions_made()] == ["ale"]
    assert "Anna" not in journal.read_text(encoding="utf-8")
    with as_owner():
        person = Person.objects.create(registered_by=left.ale, given_name="Anna", family_name="Exempel")
        Employment.objects.create(
            person=person,
            employer=left.ale,
            unit=left.ale_north,
            profession=Profession.objects.get(),
            employee_number="1001",
            valid_from=START,
            valid_to=LONG_AGO,
        )
        assert [restore.restored(timezone.now())[0] for _ in range(2)] == [
            "1 persons were purged again",
            "0 persons were purged again",
        ]
        assert not Person.objects.filter(pk=person.pk).exists()
        assert purge_again([PurgeDecision("okänd", str(before), "g")]) == 0
