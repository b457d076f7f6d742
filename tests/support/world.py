"""A small world to walk in: the cast with passwords, their colleagues, frameworks in use, everybody placed.

It is built once a run as a template database; each product that a test starts gets a copy of its own.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import islice

from psycopg import sql

from tests.support import database

WORLD = "stegvis_test_world"
PASSWORD = "Steg-for-steg-2026"
SEED = 20260101
FRAMEWORKS = {
    "sjukskoterska": "pilot-sjukskoterska-kommun",
    "specialistsjukskoterska": "pilot-sjukskoterska-kommun",
    "distriktsskoterska": "pilot-sjukskoterska-kommun",
    "underskoterska": "pilot-underskoterska-kommun",
    "fysioterapeut": "pilot-rehab-kommun",
    "arbetsterapeut": "pilot-rehab-kommun",
}
IN_TEAM = 60  # whom Bosse sees, Anna and himself among them; Per's identity is protected


def ensure_world(run: str) -> str:
    """The name of the template. The first of the run's processes builds it; the others wait."""
    with (database.DATA_DIR / "world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _built_for() != run:
            database.recreate(WORLD, database.TEMPLATE)
            with pointed_at(WORLD), database.as_owner():
                build_world()
            with database.superuser() as connection:
                connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(WORLD), run))
    return WORLD


@contextmanager
def pointed_at(name: str, role: str = "app") -> Iterator[None]:
    """Django's connection at another database for a while."""
    from django.db import connection, connections

    before = dict(connections.databases["default"])
    database.use(name, role)
    try:
        yield
    finally:
        connection.close()
        connections.databases["default"].update(before)
        connection.settings_dict.update(before)


def build_world() -> None:
    """Fill the database that Django's connection is pointed at, as the owner, in the running transaction."""
    from stegvis.careers.evaluation import evaluate_people
    from stegvis.foundation.access.actor import Actor, acting_as_system
    from stegvis.foundation.accounts.models import User
    from stegvis.frameworks.services import publish_packaged
    from stegvis.organisations.models import Role
    from stegvis.people.services import load_professions
    from tests.support.cast import grant, make_cast

    with acting_as_system(reason="publish"):  # the reason ends with the block
        load_professions()
        publish_packaged(actor=Actor(is_system=True))
    cast = make_cast()
    for employer in (cast.ale, cast.molndal):
        _adopt(employer)
    _employ_colleagues(cast)
    _let_log_in("moa", "elin")
    grant(User.objects.create_user("nils@example.se", name="Nils"), Role.COORDINATOR, organisation=cast.molndal)
    _give_passwords()
    for employer in (cast.ale, cast.molndal):
        evaluate_people(employer_id=employer.pk)
    _calibrate(cast)
    _overlay(cast)
    _offer(cast)
    _offer_places(cast)


def _offer(cast) -> None:
    """Bosse offers a day beside a colleague, and the collaboration has set a common day."""
    from stegvis.exchange.models import CommonDay, Offer
    from stegvis.exchange.offers.content import NewOffer, Planned
    from stegvis.exchange.offers.policies import Publisher
    from stegvis.exchange.offers.services import create_offer
    from stegvis.exchange.offers.times import hours_on
    from stegvis.foundation.access.actor import acting_as

    day = _today() + timedelta(days=30)
    planned = Planned((hours_on(day, time(8), time(16)),), seats=2, apply_by=_today(), place="Nödinge")
    facts = {"kind": Offer.Kind.SHADOWING, "title": "En dag i hemsjukvården", "areas": ["hemsjukvard"]}
    with acting_as(cast.bosse.pk) as actor:
        publisher = Publisher(cast.ale.pk, unit=cast.ale_north.pk)
        create_offer(actor=actor, publisher=publisher, new=NewOffer(facts, [planned]))
    with acting_as(cast.dag.pk):
        CommonDay.objects.create(collaboration=cast.gr, day=day, theme="Hemsjukvård")


def _offer_places(cast) -> None:
    """A day in Mölndal that anybody may read of."""
    from tests.exchange.support import an_occasion, an_offer

    an_occasion(an_offer(cast.molndal, cast.gr, title="En dag med demensteamet", is_shown_openly=True))


def _calibrate(cast) -> None:
    """A finished round of Ale's nurses, judged by Maria and Cecilia of Mölndal, and one that waits for Maria."""
    from stegvis.careers.calibration.drawing import draw_round, finish_round
    from stegvis.careers.calibration.queries import to_judge
    from stegvis.careers.calibration.services import Answer, answer, plan_round
    from stegvis.foundation.access.actor import acting_as
    from stegvis.people.models import Profession

    for title, judges in (("Våren", (cast.maria, cast.cecilia)), ("Hösten", (cast.maria,))):
        with acting_as(cast.gunilla.pk) as actor:
            found = plan_round(
                actor=actor,
                employer=cast.ale,
                profession=Profession.objects.get(pk="sjukskoterska"),
                title=title,
                sample_size=40,
                answer_by=_today() + timedelta(days=30),
                emails=[user.email for user in judges],
                seed=SEED,
            )
        draw_round(found.pk)
        for user in judges if title == "Våren" else ():
            with acting_as(user.pk) as actor:
                asked = to_judge(actor)
                answer(actor=actor, answers=[Answer(one.id, 2 + n % 3) for n, one in enumerate(asked)])
        finish_round(found.pk)


def _overlay(cast) -> None:
    """GR's framework in two versions and a draft of the third, and Ale's additions to the first."""
    from stegvis.foundation.access.actor import acting_as
    from stegvis.frameworks.drafts.services import start_from_version
    from stegvis.frameworks.relations.editing import agree
    from stegvis.frameworks.relations.proposing import propose_mapping
    from stegvis.frameworks.services import publish_document
    from tests.frameworks.relations.second import additions, first, renamed, second

    with acting_as(cast.dag.pk) as actor:
        one = publish_document(actor=actor, document=renamed(first()), owner=cast.gr)[0]
    with acting_as(cast.gunilla.pk) as actor:
        publish_document(actor=actor, document=additions(one.framework.code), owner=cast.ale)
    with acting_as(cast.dag.pk) as actor:
        mapping = agree(propose_mapping(first(), second()))
        two, _new = publish_document(
            actor=actor, document=renamed(second()), owner=cast.gr, earlier=one, mapping=mapping
        )
        start_from_version(actor=actor, version=two, owner=cast.gr, as_new=False)


def _built_for() -> str | None:
    with database.superuser() as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [WORLD]
        ).fetchone()
    return found[0] if found else None


def _adopt(employer) -> None:
    from stegvis.frameworks.models import Adoption, FrameworkVersion

    for profession, code in FRAMEWORKS.items():
        Adoption.objects.create(
            employer=employer,
            profession_id=profession,
            version=FrameworkVersion.objects.get(framework__code=code),
            since=date(2025, 1, 1),
        )


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def _let_log_in(*names: str) -> None:
    """Nurses of Bosse's team for walks that leave traces: each has somebody of its own to leave them on."""
    from stegvis.foundation.accounts.models import User
    from stegvis.people.models import Person

    nurses = Person.objects.filter(
        user=None, employments__unit__code="HSV-N", employments__profession="sjukskoterska"
    ).order_by("employments__employee_number")
    for name, person in zip(names, nurses, strict=False):
        person.user = User.objects.create_user(f"{name}@example.se", name=name.capitalize())
        person.given_name, person.family_name = name.capitalize(), "Exempel"
        person.save()


def _give_passwords() -> None:
    """One hash for all, as the product that runs on the world makes it; tests have a quicker one."""
    from django.contrib.auth.hashers import ScryptPasswordHasher

    from stegvis.foundation.accounts.models import User

    hasher = ScryptPasswordHasher()
    User.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))


def _employ_colleagues(cast) -> None:
    """A team of sixty, one of twenty, one of three and rehabilitation in Ale; twelve people in Mölndal."""
    from stegvis.organisations.models import Unit

    night = Unit.objects.create(organisation=cast.ale, parent=cast.ale_care, name="Hemsjukvård natt", code="HSV-NATT")
    rehab = Unit.objects.create(organisation=cast.ale, parent=cast.ale_care, name="Rehabilitering", code="REHAB")
    nurses, therapists = _invented("ale.example.se", 3001)
    for unit, people in (
        (cast.ale_north, islice(nurses, IN_TEAM - 2)),
        (cast.ale_south, islice(nurses, 20)),
        (night, islice(nurses, 3)),
        (rehab, islice(therapists, 16)),
    ):
        _employ(unit, people)
    nurses, _therapists = _invented("molndal.example.se", 5001)
    _employ(cast.molndal_care, islice(nurses, 12))
    _show_competence(cast.anna, months=75, seed=7)
    _show_competence(cast.bosse, months=190, seed=8)
    _show_competence(cast.cecilia, months=30, seed=9)


def _invented(domain: str, first_number: int) -> tuple[Iterator, Iterator]:
    """Nursing staff and therapists, as the demonstration draws them."""
    from stegvis.web.demo.staff import Drawing, staff_for

    drawing = Drawing.of(domain, _documents(), _today(), SEED + first_number)
    rows = list(staff_for(190, first_number=first_number, drawing=drawing))
    therapists = {"fysioterapeut", "arbetsterapeut"}
    return (
        (row for row in rows if row.profession not in therapists),
        (row for row in rows if row.profession in therapists),
    )


def _documents() -> dict:
    from stegvis.frameworks.packaged import documents

    by_code = {reference.code: document for reference, document in documents().items()}
    return {profession: by_code[code] for profession, code in FRAMEWORKS.items()}


def _employ(unit, rows: Iterable) -> None:
    from stegvis.people.models import Employment, Evidence, Person

    rows = list(rows)
    people = Person.objects.bulk_create(
        Person(
            registered_by=unit.organisation,
            given_name=row.given_name,
            family_name=row.family_name,
            birth_year=row.birth_year,
        )
        for row in rows
    )
    Employment.objects.bulk_create(
        Employment(
            person=person,
            employer=unit.organisation,
            unit=unit,
            profession_id=row.profession,
            employee_number=row.number,
            email=row.email,
            share=row.share,
            valid_from=row.valid_from,
        )
        for person, row in zip(people, rows, strict=True)
    )
    Evidence.objects.bulk_create(
        _evidence(person, unit.organisation, shown)
        for person, row in zip(people, rows, strict=True)
        for shown in row.evidence
    )


def _show_competence(user, *, months: int, seed: int) -> None:
    """What one of the cast has to show; one certificate of theirs lapses in forty days."""
    import random

    from stegvis.people.models import Evidence
    from stegvis.web.demo.evidence import Career, evidence_of

    employment = user.person.employments.get()
    career = Career(employment.profession_id, months, "hemsjukvard", _today())
    rows = evidence_of(career, _documents()[employment.profession_id], random.Random(seed))
    lapsing = next(position for position, row in enumerate(rows) if row.valid_until is not None)
    rows[lapsing] = replace(rows[lapsing], valid_until=_today() + timedelta(days=40))
    Evidence.objects.bulk_create(_evidence(user.person, employment.employer, row) for row in rows)


def _evidence(person, employer, row):
    from stegvis.engine.ladder import Kind
    from stegvis.people.models import Evidence

    amount = 1 if row.amount is None else round(row.amount * 10 if row.kind is Kind.CREDITS else row.amount)
    return Evidence(
        person=person,
        employer=employer,
        kind=row.kind,
        code=row.code,
        area=row.area,
        title=row.title,
        amount=amount,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        judged_by=row.judged_by,
        reference=row.reference,
        checked_on=row.checked_on,
        checked_how=row.checked_how,
    )
