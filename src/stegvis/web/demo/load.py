"""Filling a database with the demonstration. Runs as the worker.

Every step may find its work done already, so a load that was cut off is completed by the next. An employer whose
staff is there is left as it is: on another day its staff would be drawn otherwise.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.hashers import make_password

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.accounts.models import User
from stegvis.foundation.jobs.worker import put_back_interrupted, run_pending_jobs
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.services import adopt_version, publish_packaged
from stegvis.organisations.models import Collaboration, Organisation, Role, RoleGrant, Unit
from stegvis.organisations.packaged import load_collaboration, load_organisations
from stegvis.people.models import Employment, Person, Profession, ProtectedIdentity, StaffImport
from stegvis.people.professions import load_professions
from stegvis.people.services import import_staff_file
from stegvis.web.demo import (
    applications,
    assessments,
    calibration,
    credentials,
    demand,
    equivalences,
    exchange,
    experience,
    forecasts,
    frameworks,
    introductions,
    mentoring,
    placements,
    planning_capacity,
    planning_ground,
    planning_mix,
    plans,
    plans_of_supply,
    records,
    rounds,
    statements,
    survey_report,
    surveys,
    taken_part,
)
from stegvis.web.demo.cast import CAST, PASSWORD, Employer, Member
from stegvis.web.demo.evidence import Career, EvidenceRow, evidence_of
from stegvis.web.demo.staff import Drawing, StaffRow, staff_for, units_for
from stegvis.web.demo.workbook import staff_workbook

FRAMEWORK_OF = {
    "sjukskoterska": "pilot-sjukskoterska-kommun",
    "specialistsjukskoterska": "pilot-sjukskoterska-kommun",
    "distriktsskoterska": "pilot-sjukskoterska-kommun",
    "underskoterska": "pilot-underskoterska-kommun",
    "fysioterapeut": "pilot-rehab-kommun",
    "arbetsterapeut": "pilot-rehab-kommun",
}
OVERLAYS = {
    ("ale", "fysioterapeut"): "ale-rehab",
    ("ale", "arbetsterapeut"): "ale-rehab",
    ("molndal", "fysioterapeut"): "molndal-rehab",
    ("molndal", "arbetsterapeut"): "molndal-rehab",
}
UNIVERSITIES = ("gu", "oru")
TEAM_OF_SIXTY = 60
SINCE = date(2024, 1, 1)
REASON = "Demonstration"


def load_demo(employers: Sequence[Employer]) -> bool:
    """Load the demonstration unless one is there. Returns whether it was loaded now."""
    if calibration.is_finished():
        return False
    put_back_interrupted()
    with acting_as_system(reason=REASON) as actor:
        load_professions()
        publish_packaged(actor=actor)
    with acting_as_system(reason=REASON):
        _make_organisations(employers)
        coordinators = {employer.slug: _make_coordinator(employer) for employer in employers}
        brought_in = set(StaffImport.objects.values_list("employer__slug", flat=True))
    frameworks.give_owners()
    frameworks.publish_ales_overlay()
    remaining = [employer for employer in employers if employer.slug not in brought_in]
    for employer in remaining:
        _choose_frameworks(employer, coordinators[employer.slug])
    run_pending_jobs()  # quickly done while nobody is employed yet
    for employer in remaining:
        _bring_in(employer, coordinators[employer.slug])
    with acting_as_system(reason=REASON):
        _make_cast()
        _mark_one_identity()
    run_pending_jobs()
    placements.place_staff()
    frameworks.let_live(employer.slug for employer in employers)
    equivalences.record_equivalences()
    introductions.introduce()
    statements.state()
    plans.plan_and_talk()
    assessments.assess()
    records.show()
    mentoring.mentor()
    experience.gather_experience()
    exchange.offer_places()
    taken_part.take_part()
    credentials.attest()
    demand.demand()
    rounds.give_in_rounds()
    applications.apply_for_places()
    surveys.survey()
    survey_report.publish()
    planning_ground.lay_ground()
    forecasts.make_forecasts()
    plans_of_supply.make_plans()
    planning_mix.make_mix()
    planning_capacity.make_capacity_plan()
    calibration.calibrate()
    return True


def _make_organisations(employers: Sequence[Employer]) -> None:
    """Employers, universities and the two collaborations. Their names are real; no person is."""
    load_organisations(*(employer.slug for employer in employers), *UNIVERSITIES)
    for slug in ("gr", "mellansverige"):
        load_collaboration(slug, since=SINCE)


def _make_coordinator(employer: Employer) -> int:
    """The employer's coordinator, who brings in the staff list; Ale's is Gunilla of the cast."""
    member = next((m for m in CAST if m.grant == Role.COORDINATOR and m.employer == employer.slug), None)
    email = member.email if member else f"samordnare@{employer.domain}"
    organisation = Organisation.objects.get(slug=employer.slug)
    name = member.name if member else f"Samordnare, {organisation.name}"
    user = _make_user(email, name, logs_in=member is not None)
    _grant(user, Role.COORDINATOR, organisation=organisation)
    return user.pk


def _choose_frameworks(employer: Employer, coordinator: int) -> None:
    with acting_as(coordinator, reason=REASON) as actor:
        organisation = Organisation.objects.get(slug=employer.slug)
        for profession, version in _chosen(employer).items():
            adopt_version(
                actor=actor,
                employer=organisation,
                profession=Profession.objects.get(pk=profession),
                version=version,
                since=SINCE,
            )


def _chosen(employer: Employer) -> dict[str, FrameworkVersion]:
    """The versions that the employer's staff are placed by, by profession."""
    codes = {profession: OVERLAYS.get((employer.slug, profession), code) for profession, code in FRAMEWORK_OF.items()}
    first = FrameworkVersion.objects.filter(version=1).select_related("framework")
    by_code = {version.framework.code: version for version in first}
    return {profession: by_code[code] for profession, code in codes.items()}


def _bring_in(employer: Employer, coordinator: int) -> None:
    """Import the staff list as the employer's coordinator, by the service that users use."""
    with acting_as(coordinator, reason=REASON) as actor, TemporaryDirectory() as folder:
        path = Path(folder) / f"personal-{employer.slug}.xlsx"
        path.write_bytes(staff_workbook(units_for(employer.size), invented_staff(employer, actor.today)))
        organisation = Organisation.objects.get(slug=employer.slug)
        report = import_staff_file(actor=actor, path=path, employer=organisation)
    if not report["saved"]:
        raise RuntimeError(f"the invented staff of {employer.slug} was refused: {report['problems'][:3]}")


def invented_staff(employer: Employer, today: date) -> list[StaffRow]:
    """The employer's staff, the same for the same day: the seed is the employer's name."""
    frameworks_of = {profession: effective_of(version).document for profession, version in _chosen(employer).items()}
    drawing = Drawing.of(employer.domain, frameworks_of, today, zlib.crc32(employer.slug.encode()))
    staff = list(staff_for(employer.size, first_number=1000, drawing=drawing))
    if employer.slug == "ale":
        staff = _fill_team(staff, "HSV-N")
    return [*staff, *(_cast_row(member, drawing) for member in CAST if _works_at(member, employer))]


def _fill_team(staff: list[StaffRow], unit: str) -> list[StaffRow]:
    """Move people of the same kind of work to one team until it is as large as the largest real ones."""
    lacking = TEAM_OF_SIXTY - sum(person.unit == unit for person in staff) - 3
    movable = [person for person in staff if person.unit in {"HSV-S", "KORT"}][:lacking]
    return [replace(person, unit=unit) if person in movable else person for person in staff]


def _works_at(member: Member, employer: Employer) -> bool:
    return member.employer == employer.slug and bool(member.profession)


def _cast_row(member: Member, drawing: Drawing) -> StaffRow:
    document = drawing.frameworks[member.profession]
    area = document.areas[0].code
    months = 180 if member.grant else 52
    career = Career(member.profession, months, area, drawing.today)
    evidence = [_renewed(row, drawing.today) for row in evidence_of(career, document, drawing.rng, reached=1)]
    return StaffRow(
        number=f"9{CAST.index(member):03d}",
        given_name=member.given_name,
        family_name=member.family_name,
        birth_year=member.birth_year,
        profession=member.profession,
        unit=member.unit,
        title="Enhetschef" if member.grant == Role.UNIT_MANAGER else "",
        share=100,
        valid_from=drawing.today - timedelta(days=months * 25),
        email=member.email,
        evidence=tuple(evidence),
    )


def _renewed(row: EvidenceRow, today: date) -> EvidenceRow:
    """The cast's courses are in order, but for one certificate that soon wants renewing."""
    if row.valid_until is None:
        return row
    left = timedelta(days=40 if row.code == "hlr" else 400)
    return replace(row, valid_from=today + left - timedelta(days=730), valid_until=today + left)


def _make_cast() -> None:
    for member in CAST:
        user = _make_user(member.email, member.name)
        if member.profession:
            _link(user, member)
        if member.grant and member.grant != Role.COORDINATOR:
            _grant_member(user, member)


def _make_user(email: str, name: str, *, logs_in: bool = True) -> User:
    found = User.objects.filter(email=email).first()
    if found is None:
        found = User.objects.create_user(email, None, name=name)
        if logs_in:
            found.password = _hashed_password()
            found.save(update_fields=["password"])
    return found


@cache
def _hashed_password() -> str:
    """Made once: a hash is slow on purpose, and all of the cast have the same password."""
    return make_password(PASSWORD)


def _link(user: User, member: Member) -> None:
    employment = Employment.objects.get(employer__slug=member.employer, employee_number=f"9{CAST.index(member):03d}")
    Person.objects.filter(pk=employment.person_id).update(user=user)


def _grant_member(user: User, member: Member) -> None:
    unit = Unit.objects.get(organisation__slug=member.employer, code=member.unit) if member.unit else None
    organisation = Organisation.objects.filter(slug=member.employer).first() if member.employer else None
    collaboration = Collaboration.objects.get(slug=member.collaboration) if member.collaboration else None
    _grant(user, Role(member.grant), organisation=organisation, unit=unit, collaboration=collaboration)


def _grant(
    user: User,
    role: Role,
    *,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    collaboration: Collaboration | None = None,
) -> None:
    RoleGrant.objects.get_or_create(
        user=user, role=role, organisation=organisation, unit=unit, collaboration=collaboration, valid_from=SINCE
    )


def _mark_one_identity() -> None:
    """One person in Ale has a protected identity, so that Hamid has somebody to handle."""
    employment = Employment.objects.filter(employer__slug="ale", employee_number="1007").get()
    ProtectedIdentity.objects.get_or_create(
        person_id=employment.person_id,
        employer_id=employment.employer_id,
        defaults={"since": SINCE, "note": "Påhittat ärende"},
    )
