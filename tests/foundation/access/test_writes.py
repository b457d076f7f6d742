"""The second lock on writing: nothing goes into, out of or over to another employer, however it is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.db.models import F, Model
from django.utils import timezone

from stegvis.careers.models import (
    Activity,
    Assessment,
    CalibrationRound,
    CardCode,
    Credential,
    DevelopmentPlan,
    Goal,
    Interest,
    Introduction,
    IntroductionStep,
    Judgement,
    MentorAnswer,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    MentorRound,
    Mentorship,
    MentorWish,
    Offer,
    Placement,
    PlacementAnswer,
    Preparation,
    Programme,
    Rating,
    RoundAssessor,
    SecondAssessment,
    Sharing,
    SharingThanks,
    StudyPath,
    StudyStage,
    StudyTerms,
    Talk,
    VersionMove,
    YearEntry,
)
from stegvis.exchange import models as exchange
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.declaration import guarded_models, history_models
from stegvis.foundation.access.sync import app_privileges
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading, Refusal
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.notices.models import CalendarFeed, Notice, NoticeChoice
from stegvis.frameworks.models import (
    Adoption,
    Consultation,
    Draft,
    DraftComment,
    DraftReviewer,
    Equivalence,
    Framework,
    FrameworkImport,
    FrameworkRequirement,
    FrameworkVersion,
    Pilot,
    PilotMember,
    PilotProfession,
    PilotUnit,
    UnitAdoption,
    VersionMapping,
    VersionProfession,
)
from stegvis.organisations.models import Collaboration, Invitation, Membership, Organisation, RoleGrant, Unit
from stegvis.people.models import (
    Consent,
    Employment,
    Evidence,
    EvidenceFile,
    Person,
    Profession,
    ProtectedIdentity,
    PurgeProtocol,
    RetentionRule,
    StaffImport,
)
from tests.foundation.access import interviews_rows, planning_ground_rows, planning_rows, surveys_rows
from tests.support.cast import START, Cast
from tests.support.database import as_owner

Make = Callable[[Cast, Organisation], Model]
EIGHT_HOURS = {"starts": datetime(2026, 1, 8, 8, tzinfo=UTC), "ends": datetime(2026, 1, 8, 16, tzinfo=UTC)}


def unit_of(cast: Cast, employer: Organisation) -> Unit:
    return cast.ale_south if employer == cast.ale else cast.molndal_care


def person_of(cast: Cast, employer: Organisation) -> Person:
    user = cast.anna if employer == cast.ale else cast.cecilia
    with as_owner():
        return Person.objects.get(user=user)


def shown_by(employer: Organisation) -> exchange.Offer:
    return made(exchange.Offer, employer=employer, kind="course", title="O", audience="own")


def held_by(employer: Organisation) -> exchange.Occasion:
    return made(exchange.Occasion, employer=employer, offer=shown_by(employer), seats=1, apply_by=START, **EIGHT_HOURS)


DAYS = {"opens_on": START, "closes_on": START}


def places_round(employer: Organisation) -> exchange.Round:
    return made(exchange.Round, employer=employer, title="R", **DAYS)


def other_user() -> User:
    return User.objects.create_user(f"ny{User.objects.count()}@example.se", name="Ny")


def framework_of(employer: Organisation) -> Framework:
    with as_owner():
        return Framework.objects.create(code=f"modell-{Framework.objects.count()}", owner=employer, title_sv="Modell")


def version_of(employer: Organisation) -> FrameworkVersion:
    framework = framework_of(employer)
    with as_owner():
        return FrameworkVersion.objects.create(framework=framework, version=1, status="pilot", level_word="nivå")


def draft_of(cast: Cast, employer: Organisation) -> Draft:
    with as_owner():
        return Draft.objects.create(owner=employer, title="Utkast", created_by=cast.gunilla, changed_by=cast.gunilla)


def pilot_of(employer: Organisation) -> Pilot:
    version = version_of(employer)
    with as_owner():
        return Pilot.objects.create(employer=employer, version=version, title="P", starts=START, ends=START)


def round_of(employer: Organisation) -> CalibrationRound:
    version = version_of(employer)
    with as_owner():
        return CalibrationRound.objects.create(
            employer=employer, profession=nurse(), version=version, title="K", sample_size=5, seed=1, answer_by=START
        )


def nurse() -> Profession:
    return Profession.objects.get(code="sjukskoterska")


def theirs(cast: Cast, employer: Organisation) -> dict[str, Any]:
    return {"employer": employer, "person": person_of(cast, employer)}


def made(model: Any, **values: Any) -> Any:
    with as_owner():
        return model.objects.create(**values)


def evidence_of(cast: Cast, employer: Organisation) -> Evidence:
    return made(Evidence, **theirs(cast, employer), kind="course", code="k", title="K", valid_from=START)


def assessment_of(cast: Cast, employer: Organisation) -> Assessment:
    version = version_of(employer)
    return made(Assessment, **theirs(cast, employer), profession=nurse(), version=version, opened_on=START)


def plan_of(cast: Cast, employer: Organisation) -> DevelopmentPlan:
    return made(DevelopmentPlan, **theirs(cast, employer), title="P", starts=START, ends=START)


def path_of(cast: Cast, employer: Organisation) -> StudyPath:
    return made(StudyPath, **theirs(cast, employer), kind="ast", title="M", share=50, starts=START, ends=START)


def unit_where(cast: Cast, employer: Organisation) -> Unit:
    return cast.ale_north if employer == cast.ale else cast.molndal_care


def goal_of(cast: Cast, employer: Organisation) -> Goal:
    return made(Goal, **theirs(cast, employer), plan=plan_of(cast, employer), title="M")


def talk_of(cast: Cast, employer: Organisation) -> Talk:
    return made(Talk, **theirs(cast, employer), kind="salary", held_on=START, manager=cast.bosse)


def programme_of(employer: Organisation) -> Programme:
    return made(Programme, employer=employer, title="I", weeks=4)


def introduction_of(cast: Cast, employer: Organisation) -> Introduction:
    programme = programme_of(employer)
    return made(Introduction, **theirs(cast, employer), programme=programme, title="I", starts=START, ends=START)


# model → (the field that says whose it is, who may write it in Ale, how to make one)
ROWS: dict[type[Model], tuple[str, str, Make]] = {
    Unit: ("organisation", "gunilla", lambda c, o: Unit(organisation=o, name="Ny", code="NY")),
    Person: ("registered_by", "gunilla", lambda c, o: Person(registered_by=o, given_name="N", family_name="N")),
    Employment: (
        "employer",
        "gunilla",
        lambda c, o: Employment(
            person=person_of(c, o),
            employer=o,
            unit=unit_of(c, o),
            profession=nurse(),
            employee_number="N",
            valid_from=START,
        ),
    ),
    Evidence: (
        "employer",
        "bosse",
        lambda c, o: Evidence(
            person=person_of(c, o), employer=o, kind="course", code="ny", title="Ny", valid_from=START
        ),
    ),
    Credential: (
        "employer",
        "anna",
        lambda c, o: Credential(
            person=person_of(c, o),
            employer=o,
            issuer=o,
            title="Intyg",
            issued_at=timezone.now(),
            status_list=1,
            status_position=Credential.objects.count(),
        ),
    ),
    CardCode: (
        "employer",
        "anna",
        lambda c, o: CardCode(
            person=person_of(c, o),
            employer=o,
            code_hash=f"{o.pk:064}",
            made_at=timezone.now(),
            valid_until=timezone.now() + timedelta(days=1),
        ),
    ),
    StaffImport: (
        "employer",
        "gunilla",
        lambda c, o: StaffImport(employer=o, created_by=c.gunilla, file_name="f", content=b""),
    ),
    RetentionRule: ("employer", "gunilla", lambda c, o: RetentionRule(employer=o, months_after_end=24, ground="g")),
    RoleGrant: (
        "organisation",
        "gunilla",
        lambda c, o: RoleGrant(user=other_user(), role="coordinator", organisation=o, valid_from=START),
    ),
    ProtectedIdentity: (
        "employer",
        "hamid",
        lambda c, o: ProtectedIdentity(person=person_of(c, o), employer=o, since=START),
    ),
    Invitation: (
        "organisation",
        "gunilla",
        lambda c, o: Invitation(email="ny@example.se", organisation=o, token_hash=o.slug, created_by=c.gunilla),
    ),
    Framework: ("owner", "gunilla", lambda c, o: Framework(code=f"ny-{o.slug}", owner=o, title_sv="Ny")),
    FrameworkVersion: (
        "framework",
        "gunilla",
        lambda c, o: FrameworkVersion(framework=framework_of(o), version=1, status="pilot", level_word="nivå"),
    ),
    FrameworkRequirement: (
        "version",
        "gunilla",
        lambda c, o: FrameworkRequirement(
            version=version_of(o), position=0, level_code="n", level_order=1, code="k", kind="course", title_sv="K"
        ),
    ),
    VersionProfession: (
        "version",
        "gunilla",
        lambda c, o: VersionProfession(version=version_of(o), profession=nurse()),
    ),
    Adoption: (
        "employer",
        "gunilla",
        lambda c, o: Adoption(employer=o, profession=nurse(), version=version_of(c.ale), since=START),
    ),
    UnitAdoption: (
        "employer",
        "gunilla",
        lambda c, o: UnitAdoption(
            employer=o, unit=unit_of(c, o), profession=nurse(), version=version_of(c.ale), since=START
        ),
    ),
    Draft: (
        "owner",
        "gunilla",
        lambda c, o: Draft(owner=o, title="Ny", created_by=c.gunilla, changed_by=c.gunilla),
    ),
    DraftReviewer: (
        "draft",
        "gunilla",
        lambda c, o: DraftReviewer(owner=o, draft=draft_of(c, o), email="ny@example.se", role="union"),
    ),
    DraftComment: (
        "draft",
        "gunilla",
        lambda c, o: DraftComment(owner=o, draft=draft_of(c, o), author=c.gunilla, text="K"),
    ),
    Consultation: (
        "draft",
        "gunilla",
        lambda c, o: Consultation(
            owner=o,
            draft=draft_of(c, o),
            held_on=START,
            kind="information",
            parties="F",
            outcome="noted",
            recorded_by=c.gunilla,
        ),
    ),
    FrameworkImport: (
        "owner",
        "gunilla",
        lambda c, o: FrameworkImport(owner=o, created_by=c.gunilla, file_name="f", upload=b""),
    ),
    Equivalence: (
        "owner",
        "gunilla",
        lambda c, o: Equivalence(
            owner=o,
            left=version_of(o),
            left_code="k",
            right=version_of(o),
            right_code="k",
            relation="same",
            recorded_by=c.gunilla,
        ),
    ),
    VersionMapping: (
        "version",
        "gunilla",
        lambda c, o: VersionMapping(version=version_of(o), earlier=version_of(o), relation="new", to_codes=["k"]),
    ),
    Pilot: (
        "employer",
        "gunilla",
        lambda c, o: Pilot(employer=o, version=version_of(o), title="Ny", starts=START, ends=START),
    ),
    PilotUnit: (
        "employer",
        "gunilla",
        lambda c, o: PilotUnit(employer=o, pilot=pilot_of(o), unit=unit_of(c, o)),
    ),
    PilotProfession: (
        "employer",
        "gunilla",
        lambda c, o: PilotProfession(employer=o, pilot=pilot_of(o), profession=nurse()),
    ),
    PilotMember: (
        "employer",
        "gunilla",
        lambda c, o: PilotMember(employer=o, pilot=pilot_of(o), name="M", speaks_for="F"),
    ),
    Placement: (
        "employer",
        "bosse",
        lambda c, o: Placement(
            person=person_of(c, o),
            employer=o,
            profession=nurse(),
            version=version_of(o),
            level_order=1,
            proposed_order=1,
            decided_on=START,
        ),
    ),
    VersionMove: (
        "employer",
        "gunilla",
        lambda c, o: VersionMove(employer=o, profession=nurse(), from_version=version_of(o), to_version=version_of(o)),
    ),
    CalibrationRound: (
        "employer",
        "gunilla",
        lambda c, o: CalibrationRound(
            employer=o,
            profession=nurse(),
            version=version_of(o),
            title="K",
            sample_size=5,
            seed=1,
            answer_by=START,
        ),
    ),
    RoundAssessor: (
        "employer",
        "gunilla",
        lambda c, o: RoundAssessor(round=round_of(o), employer=o, user=other_user()),
    ),
    EvidenceFile: (
        "employer",
        "bosse",
        lambda c, o: EvidenceFile(
            **theirs(c, o), evidence=evidence_of(c, o), name="f", media_type="m", size=1, digest="d", content=b""
        ),
    ),
    Assessment: (
        "employer",
        "bosse",
        lambda c, o: Assessment(**theirs(c, o), profession=nurse(), version=version_of(o), opened_on=START),
    ),
    Judgement: (
        "employer",
        "bosse",
        lambda c, o: Judgement(
            **theirs(c, o), assessment=assessment_of(c, o), judge=c.bosse if o == c.ale else c.maria, role="enhetschef"
        ),
    ),
    DevelopmentPlan: (
        "employer",
        "bosse",
        lambda c, o: DevelopmentPlan(**theirs(c, o), title="P", starts=START, ends=START),
    ),
    Goal: ("employer", "bosse", lambda c, o: Goal(**theirs(c, o), plan=plan_of(c, o), title="M")),
    Activity: (
        "employer",
        "bosse",
        lambda c, o: Activity(**theirs(c, o), goal=goal_of(c, o), kind="course", title="K", owner="person"),
    ),
    Sharing: (
        "employer",
        "anna",
        lambda c, o: Sharing(**theirs(c, o), unit=unit_where(c, o), title="K", state="shared", done_on=START),
    ),
    Offer: ("employer", "gunilla", lambda c, o: Offer(employer=o, kind="mentor", title="R", published_on=START)),
    Interest: ("employer", "anna", lambda c, o: Interest(**theirs(c, o), is_wish=True, stated_on=START)),
    StudyPath: (
        "employer",
        "bosse",
        lambda c, o: StudyPath(**theirs(c, o), kind="master", title="M", share=50, starts=START, ends=START),
    ),
    StudyStage: ("employer", "bosse", lambda c, o: StudyStage(**theirs(c, o), path=path_of(c, o), title="S")),
    StudyTerms: ("employer", "gunilla", lambda c, o: StudyTerms(employer=o, share=50)),
    YearEntry: (
        "employer",
        "gunilla",
        lambda c, o: YearEntry(employer=o, kind="other", title="T", from_month=1, from_day=1, to_month=2, to_day=1),
    ),
    Talk: (
        "employer",
        "bosse",
        lambda c, o: Talk(**theirs(c, o), kind="salary", held_on=START, manager=c.bosse),
    ),
    Preparation: (
        "employer",
        "bosse",
        lambda c, o: Preparation(**theirs(c, o), talk=talk_of(c, o), writer=c.bosse),
    ),
    Programme: ("employer", "gunilla", lambda c, o: Programme(employer=o, title="I", weeks=4)),
    Introduction: (
        "employer",
        "bosse",
        lambda c, o: Introduction(**theirs(c, o), programme=programme_of(o), title="I", starts=START, ends=START),
    ),
    IntroductionStep: (
        "employer",
        "bosse",
        lambda c, o: IntroductionStep(**theirs(c, o), introduction=introduction_of(c, o), title="S", due=START),
    ),
    exchange.Offer: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Offer(employer=o, kind="course", title="O", audience="own"),
    ),
    exchange.Meets: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Meets(employer=o, offer=shown_by(o), framework=framework_of(o), requirement="k"),
    ),
    exchange.Block: ("employer", "gunilla", lambda c, o: exchange.Block(employer=o, offer=shown_by(o), title="B")),
    exchange.Examination: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Examination(employer=o, offer=shown_by(o), profession=nurse(), level="G"),
    ),
    exchange.Prior: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Prior(employer=o, offer=shown_by(o), kind="course", code="k", title="K"),
    ),
    exchange.Invited: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Invited(employer=o, offer=shown_by(o), invited=c.molndal),
    ),
    exchange.Occasion: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Occasion(employer=o, offer=shown_by(o), seats=1, apply_by=START, **EIGHT_HOURS),
    ),
    exchange.Session: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Session(employer=o, occasion=held_by(o), **EIGHT_HOURS),
    ),
    exchange.CommonDay: (
        "collaboration",
        "dag",
        lambda c, o: exchange.CommonDay(collaboration=c.gr if o == c.ale else other_collaboration(), day=START),
    ),
    exchange.Bundle: (
        "collaboration",
        "dag",
        lambda c, o: exchange.Bundle(
            collaboration=c.gr if o == c.ale else other_collaboration(), title="B", created_by=c.dag
        ),
    ),
    exchange.BundleSeats: (
        "employer",
        "gunilla",
        lambda c, o: exchange.BundleSeats(
            employer=o, bundle=made(exchange.Bundle, collaboration=c.gr, title="B", created_by=c.dag), seats=1
        ),
    ),
    exchange.Round: ("employer", "gunilla", lambda c, o: exchange.Round(employer=o, title="R", **DAYS)),
    exchange.RoundQuota: (
        "round",
        "gunilla",
        lambda c, o: exchange.RoundQuota(round=places_round(o), title="K", limit=1),
    ),
    exchange.RoundOccasion: (
        "round",
        "gunilla",
        lambda c, o: exchange.RoundOccasion(round=places_round(o), occasion=held_by(o), employer=o),
    ),
    exchange.RoundCap: (
        "round",
        "gunilla",
        lambda c, o: exchange.RoundCap(round=places_round(o), sender=o, host=o, most=1),
    ),
    exchange.RoundResult: (
        "round",
        "gunilla",
        lambda c, o: exchange.RoundResult(round=places_round(o), seed=1, document="{}", result="{}", digest="0" * 64),
    ),
    exchange.Register: (
        "employer",
        "gunilla",
        lambda c, o: exchange.Register(employer=o, occasion=held_by(o)),
    ),
    exchange.Settlement: (
        "collaboration",
        "dag",
        lambda c, o: exchange.Settlement(
            collaboration=c.gr if o == c.ale else other_collaboration(),
            closed_by=c.dag,
            starts=START,
            ends=date(2025, 1, 1),
        ),
    ),
    exchange.SettlementLine: (
        "collaboration",
        "dag",
        lambda c, o: a_line(c, c.gr if o == c.ale else other_collaboration()),
    ),
    MentorRound: ("employer", "gunilla", lambda c, o: MentorRound(employer=o, title="O", closes_on=START)),
    Membership: (
        "collaboration",
        "dag",
        lambda c, o: Membership(
            collaboration=c.gr if o == c.ale else other_collaboration(), organisation=o, valid_from=date(2025, 1, 1)
        ),
    ),
    **surveys_rows.ROWS,
    **interviews_rows.ROWS,
    **planning_rows.ROWS,
    **planning_ground_rows.ROWS,
}
UPDATABLE = [model for model in ROWS if "UPDATE" in app_privileges(model)]
# Written for oneself, not for an employer; or never by the web.
OF_ONES_OWN = {
    exchange.Application,
    exchange.Wanted,
    exchange.RoundWish,
    exchange.Lesson,
    exchange.Presence,
    Job,
    Reading,
    Refusal,
    SecondAssessment,
    Rating,
    PlacementAnswer,
    Notice,
    NoticeChoice,
    CalendarFeed,
    Consent,
    CalendarFeed,
    Job,
    MentorAnswer,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    MentorWish,
    Mentorship,
    Notice,
    NoticeChoice,
    PlacementAnswer,
    Rating,
    Reading,
    Refusal,
    SecondAssessment,
    SharingThanks,
    *surveys_rows.OF_ONES_OWN,
}


def other_collaboration() -> Collaboration:
    with as_owner():
        return Collaboration.objects.get_or_create(name="Annan", slug="annan")[0]


def a_line(cast: Cast, collaboration: Collaboration) -> exchange.SettlementLine:
    whose = {"collaboration": collaboration}
    settlement = made(exchange.Settlement, **whose, closed_by=cast.dag, starts=START, ends=date(2025, 1, 1))
    owed = {"payer": cast.ale, "receiver": cast.molndal, "ground": "sender", "seats": 1, "kronor": 1}
    return exchange.SettlementLine(
        **whose, settlement=settlement, occasion=held_by(cast.molndal), title="L", held_on=START, **owed
    )


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_a_row_goes_into_ones_own_employer_only(cast: Cast, model: type[Model]) -> None:
    _field, name, make = ROWS[model]
    own, foreign = make(cast, cast.ale), make(cast, cast.molndal)
    with acting_as(getattr(cast, name).pk):
        own.save(force_insert=True)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            foreign.save(force_insert=True)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model._base_manager.bulk_create([foreign])


@pytest.mark.parametrize("model", UPDATABLE, ids=lambda model: model.__name__)
def test_a_row_cannot_be_moved_to_another_employer(cast: Cast, model: type[Model]) -> None:
    field, name, make = ROWS[model]
    own, foreign = make(cast, cast.ale), make(cast, cast.molndal)
    with as_owner():
        own.save(force_insert=True)
    if model is Person:
        with as_owner():
            Employment.objects.create(
                person=own,
                employer=cast.ale,
                unit=cast.ale_south,
                profession=nurse(),
                employee_number="P",
                valid_from=START,
            )
    with acting_as(getattr(cast, name).pk):
        moved = model._base_manager.filter(pk=own.pk)
        refusals = pytest.raises((ProgrammingError, InternalError), match=r"row-level security|Cannot update")
        with refusals, transaction.atomic():
            moved.update(**{field: getattr(foreign, field)})


@pytest.mark.parametrize("model", UPDATABLE, ids=lambda model: model.__name__)
def test_an_update_without_a_filter_touches_ones_own_only(cast: Cast, model: type[Model]) -> None:
    field, name, make = ROWS[model]
    with as_owner():
        before = model._base_manager.count()
    own, foreign = make(cast, cast.ale), make(cast, cast.molndal)
    with as_owner():
        own.save(force_insert=True)
        foreign.save(force_insert=True)
    with acting_as(getattr(cast, name).pk):
        touched = model._base_manager.update(**{field: F(field)})
        foreign_touched = model._base_manager.filter(pk=foreign.pk).update(**{field: F(field)})
    assert touched <= before + 1
    assert foreign_touched == 0


@pytest.mark.parametrize("model", [m for m in ROWS if "DELETE" in app_privileges(m)], ids=lambda model: model.__name__)
def test_another_employers_row_cannot_be_deleted(cast: Cast, model: type[Model]) -> None:
    _field, name, make = ROWS[model]
    foreign = make(cast, cast.molndal)
    with as_owner():
        foreign.save(force_insert=True)
    with acting_as(getattr(cast, name).pk):
        assert model._base_manager.filter(pk=foreign.pk)._raw_delete("default") == 0
    with as_owner():
        assert model._base_manager.filter(pk=foreign.pk).exists()


def test_an_employment_cannot_point_into_another_employers_tree(cast: Cast) -> None:
    crossed = ROWS[Employment][2](cast, cast.ale)
    crossed.unit = cast.molndal_care  # type: ignore[attr-defined]
    with acting_as(cast.gunilla.pk):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the key is looked at when all is done
        with pytest.raises(IntegrityError, match="employment_unit_of_same_employer"), transaction.atomic():
            crossed.save(force_insert=True)


def test_every_model_that_the_web_may_write_is_tried_here() -> None:
    written = {m for m in guarded_models() if set(app_privileges(m)) & {"INSERT", "UPDATE", "DELETE"}}
    with_employer = {m for m in written if m not in OF_ONES_OWN}
    assert with_employer - {Organisation, Collaboration} == set(ROWS)


def test_history_is_written_by_the_triggers_alone(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk):
        for model in history_models():
            for attempt in ("INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET pgh_label = ''", "DELETE FROM {}"):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(attempt.format(model._meta.db_table))


def test_history_cannot_be_switched_off(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk):
        connection.cursor().execute("SET LOCAL pgtrigger.ignore = '{pgtrigger_insert_insert_40cf1}'")
        unit = Unit.objects.create(organisation=cast.ale, name="Ny", code="NY")
        unit.name = "Nyare"
        unit.save()
        assert list(unit.events.order_by("pgh_id").values_list("pgh_label", "name")) == [
            ("insert", "Ny"),
            ("update", "Nyare"),
        ]


def test_the_protocol_of_a_purge_cannot_be_forged(cast: Cast) -> None:
    with acting_as(cast.gunilla.pk), pytest.raises(ProgrammingError, match="permission denied"):
        PurgeProtocol.objects.create(employer=cast.ale, ended_before=START, ground="g", counts={})
