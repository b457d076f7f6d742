"""The cast with one of each thing that an address may name, in both employers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.test import Client
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
    MentorOffer,
    MentorRound,
    Mentorship,
    MentorWish,
    MoveOutcome,
    Offer,
    Placement,
    PlacementAnswer,
    Programme,
    Sharing,
    StudyPath,
    StudyStage,
    Talk,
    VersionMove,
    YearEntry,
)
from stegvis.exchange import models as exchange
from stegvis.exchange.models import Bundle, Wanted
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.accounts.models import User
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.notices.models import Notice
from stegvis.frameworks.drafts.content import skeleton
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.report import preview_report
from stegvis.frameworks.format import dump_document
from stegvis.frameworks.models import (
    Adoption,
    Consultation,
    Draft,
    DraftComment,
    DraftReviewer,
    Equivalence,
    FrameworkImport,
    FrameworkVersion,
    Pilot,
    PilotProfession,
    PilotUnit,
    UnitAdoption,
)
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.services import publish_framework
from stegvis.organisations.models import Invitation, Organisation, RoleGrant, Unit
from stegvis.people.models import Consent, Employment, Evidence, EvidenceFile, Part, RetentionRule, StaffImport
from stegvis.people.professions import load_professions
from stegvis.surveys import models as surveys
from stegvis.surveys.packaged import packaged as packaged_questionnaires
from tests.exchange.support import furnish_places
from tests.support.cast import START, Cast, make_cast
from tests.support.database import as_owner
from tests.support.furnished_planning import furnish_plans
from tests.support.furnished_planning_capacity import furnish_capacity
from tests.support.furnished_planning_forecasts import furnish_forecasts
from tests.support.furnished_planning_ground import furnish_grounds
from tests.support.furnished_planning_mix import furnish_mixes
from tests.support.furnished_reports import furnish_reports
from tests.support.furnished_surveys import a_survey
from tests.surveys.coding.support import furnish_coding
from tests.surveys.interviews.furnished import furnish_interviews

FRAMEWORK = "pilot-sjukskoterska-kommun"


@dataclass
class Furnished:
    """``rows`` holds kind → whose → row. By role: who asks, their cookies, and what they are told where nothing is.

    ``furnished`` is the savepoint before the first request.
    """

    cast: Cast
    clients: dict[str, Client] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    not_found: dict[str, bytes] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    furnished: str = ""


def furnish() -> Furnished:
    with as_owner():
        world = Furnished(make_cast())
        cast = world.cast
        employers = {"ale": cast.ale, "molndal": cast.molndal}
        managers = {"ale": cast.bosse, "molndal": cast.maria}
        nurses = {"ale": cast.anna, "molndal": cast.cecilia, "per": cast.per}
        for employment in Employment.objects.select_related("person"):
            Evidence.objects.create(
                person=employment.person,
                employer_id=employment.employer_id,
                kind="licence",
                code="legitimation",
                title="Legitimation",
                valid_from=START,
            )
        load_professions()
        publish_framework(actor=Actor(is_system=True), text=pilot())
        RetentionRule.objects.bulk_create(
            RetentionRule(employer=employer, months_after_end=24, ground="Plan") for employer in employers.values()
        )
        world.rows = {
            "grant": {slug: RoleGrant.objects.get(user=managers[slug]) for slug in employers},
            "invitation": {
                slug: Invitation.objects.create(
                    email=f"ny@{slug}.example.se", organisation=employer, token_hash=slug, created_by=managers[slug]
                )
                for slug, employer in employers.items()
            },
            "import": {
                slug: StaffImport.objects.create(
                    employer=employer, created_by=managers[slug], file_name="personal.xlsx", content=b""
                )
                for slug, employer in employers.items()
            },
            "framework import": {
                slug: FrameworkImport.objects.create(
                    owner=employer,
                    created_by=cast.gunilla,
                    file_name="modell.yaml",
                    state="preview",
                    **preview_of(slug),
                )
                for slug, employer in employers.items()
            },
            "calibration round": {slug: _round(employer) for slug, employer in employers.items()},
            "notice": {"anna": Notice.objects.create(user=cast.anna, kind="k", link="/", key="k")},
            "job": {"anna": Job.objects.create(user=cast.anna, title="Utskrift")},
            "draft": {slug: draft_of(employer, cast) for slug, employer in employers.items()},
            "pilot": {slug: pilot_of(employer, managers[slug]) for slug, employer in employers.items()},
            "employment": {whose: user.person.employments.get() for whose, user in nurses.items()},
            "adoption": {slug: _adoption(employer) for slug, employer in employers.items()},
            "unit adoption": {slug: _unit_adoption(employer, managers[slug]) for slug, employer in employers.items()},
        }
        other = publish_framework(actor=Actor(is_system=True), text=pilot("pilot-rehab-kommun"))[0]
        world.rows["equivalence"] = {slug: _equivalence(employer, other, cast) for slug, employer in employers.items()}
        world.rows["evidence"] = {slug: _stated(nurses[slug], employers[slug]) for slug in employers}
        world.rows["evidence file"] = {slug: one.files.get() for slug, one in world.rows["evidence"].items()}
        world.rows["placement"] = {whose: _placement(one) for whose, one in world.rows["employment"].items()}
        world.rows["plan"] = {slug: _plan(world.rows["employment"][slug]) for slug in employers}
        world.rows["goal"] = {slug: plan.goals.get() for slug, plan in world.rows["plan"].items()}
        world.rows["activity"] = {slug: goal.activities.get() for slug, goal in world.rows["goal"].items()}
        world.rows["talk"] = {slug: _talk(world.rows["employment"][slug], managers[slug]) for slug in employers}
        world.rows["year entry"] = {slug: _year_entry(employer) for slug, employer in employers.items()}
        world.rows["assessment"] = {
            slug: _assessment(world.rows["employment"][slug], managers[slug]) for slug in employers
        }
        world.rows["judgement"] = {slug: one.judgements.get(role="") for slug, one in world.rows["assessment"].items()}
        world.rows["introduction"] = {
            slug: _introduction(world.rows["employment"][slug], managers[slug]) for slug in employers
        }
        world.rows["programme"] = {slug: one.programme for slug, one in world.rows["introduction"].items()}
        world.rows["step"] = {slug: one.steps.get() for slug, one in world.rows["introduction"].items()}
        world.rows["answer"] = {slug: _answer(world.rows["placement"][slug]) for slug in employers}
        world.rows["consent"] = {
            "ale": _consent(cast.cecilia, cast.ale),
            "molndal": _consent(cast.anna, cast.molndal),
        }
        world.rows["mentor offer"] = {slug: _mentor_offer(managers[slug], employers[slug]) for slug in employers}
        world.rows["mentorship"] = {
            slug: _mentorship(world.rows["employment"][slug], managers[slug]) for slug in employers
        }
        world.rows["mentor round"] = {
            slug: _mentor_round(world.rows["employment"][slug], managers[slug]) for slug in employers
        }
        world.rows["round"] = {slug: _round_of_places(world.rows["employment"][slug]) for slug in employers}
        for slug, employer in employers.items():
            for kind, row in a_survey(employer).items():
                world.rows.setdefault(kind, {})[slug] = row
        world.rows["sharing"] = {slug: _sharing(world.rows["employment"][slug]) for slug in employers}
        world.rows["offer"] = {slug: _offer(world.rows["employment"][slug]) for slug in employers}
        world.rows["place offer"] = {slug: _place_offer(employer, cast) for slug, employer in employers.items()}
        world.rows["occasion"] = {slug: _occasion(one) for slug, one in world.rows["place offer"].items()}
        world.rows["questionnaire"] = {slug: _questionnaire(employer) for slug, employer in employers.items()}
        world.rows["questionnaire version"] = {
            slug: surveys.Version.objects.create(questionnaire=one, number=1, content=one.content)
            for slug, one in world.rows["questionnaire"].items()
        }
        world.rows["bank item"] = {slug: _bank_item(employer) for slug, employer in employers.items()}
        world.rows["common day"] = {"gr": exchange.CommonDay.objects.create(collaboration=cast.gr, day=_in_a_month())}
        world.rows["interest"] = {
            slug: _interest(world.rows["employment"][slug], one) for slug, one in world.rows["offer"].items()
        }
        world.rows["application"] = {
            slug: _application(world.rows["employment"][slug], world.rows["occasion"][slug]) for slug in employers
        }
        world.rows["study"] = {slug: _study(world.rows["employment"][slug]) for slug in employers}
        world.rows["study stage"] = {slug: one.stages.get() for slug, one in world.rows["study"].items()}
        world.rows["wanted"] = {slug: _wanted(world.rows["employment"][slug]) for slug in employers}
        world.rows["bundle"] = {"ale": _bundle(cast)}
        world.rows |= furnish_reports(employers)
        world.rows |= furnish_plans(employers)
        world.rows |= furnish_capacity(employers)
        world.rows |= furnish_grounds(employers)
        world.rows |= furnish_forecasts(world.rows["ground"])
        world.rows |= furnish_mixes(employers)
        world.rows["credential"] = {slug: _credential(world.rows["employment"][slug]) for slug in employers}
        world.rows["card code"] = {slug: _card_code(world.rows["employment"][slug]) for slug in employers}
        world.rows["move"] = {slug: _move(one) for slug, one in world.rows["adoption"].items()}
        for kind, parts in (("reviewer", "reviewers"), ("comment", "comments"), ("consultation", "consultations")):
            world.rows[kind] = {slug: getattr(draft, parts).get() for slug, draft in world.rows["draft"].items()}
        furnish_interviews(world)
    furnish_places(world)
    furnish_coding(world)
    return world


def _consent(user: User, receiver: Organisation) -> Consent:
    """To an employer where the person does not work, of everything."""
    return Consent.objects.create(
        person=user.person,
        receiver=receiver,
        parts=Part.values,
        given_on=timezone.localdate(),
        until=timezone.localdate(),
    )


def draft_of(employer: Organisation, cast: Cast) -> Draft:
    """Out for review: Eva of the university reads it through and has said something."""
    content = skeleton("Egen modell", employer, f"egen-{employer.slug}", "Grundnivå")
    writer = {"created_by": cast.gunilla, "changed_by": cast.gunilla}
    draft = Draft.objects.create(owner=employer, title="Egen modell", content=content, state="review", **writer)
    DraftReviewer.objects.create(draft=draft, email=cast.eva.email, user=cast.eva, role="reviewer")
    DraftComment.objects.create(draft=draft, author=cast.eva, text="Bra")
    Consultation.objects.create(
        draft=draft, held_on=START, kind="negotiation", parties="Facken", outcome="agreed", recorded_by=cast.gunilla
    )
    return draft


def preview_of(slug: str) -> dict[str, Any]:
    """What was read of a file that holds the smallest framework."""
    content = {"format": 1, "code": f"inlast-{slug}", "title": "Inläst modell", "levels": []}
    return {"content": content, "report": preview_report(Imported(content), None)}


def pilot_of(employer: Organisation, manager: User) -> Pilot:
    """Planned, where the manager is."""
    version = FrameworkVersion.objects.get(framework__code=FRAMEWORK)
    pilot = Pilot.objects.create(employer=employer, version=version, title="Prov", starts=START, ends=date(2099, 1, 1))
    unit = Unit.objects.get(role_grants__user=manager)
    PilotUnit.objects.create(employer=employer, pilot=pilot, unit=unit)
    PilotProfession.objects.create(employer=employer, pilot=pilot, profession_id="sjukskoterska")
    return pilot


def _unit_adoption(employer: Organisation, manager: User) -> UnitAdoption:
    version = FrameworkVersion.objects.get(framework__code=FRAMEWORK)
    unit = Unit.objects.get(role_grants__user=manager)
    return UnitAdoption.objects.create(
        employer=employer, unit=unit, profession_id="sjukskoterska", version=version, since=START
    )


def _adoption(employer: Organisation) -> Adoption:
    version = FrameworkVersion.objects.get(framework__code=FRAMEWORK)
    return Adoption.objects.create(employer=employer, profession_id="sjukskoterska", version=version, since=START)


def _equivalence(employer: Organisation, other: FrameworkVersion, cast: Cast) -> Equivalence:
    version = FrameworkVersion.objects.get(framework__code=FRAMEWORK)
    codes = {side: one.requirements.earliest("position").code for side, one in (("left", version), ("right", other))}
    return Equivalence.objects.create(
        owner=employer,
        left=version,
        left_code=codes["left"],
        right=other,
        right_code=codes["right"],
        relation="same",
        recorded_by=cast.gunilla,
    )


def _stated(user: User, employer: Organisation) -> Evidence:
    """Waiting to be checked, with a document."""
    about: dict[str, Any] = {"person": user.person, "employer": employer}
    evidence = Evidence.objects.create(
        **about, kind="course", code="hlr", title="HLR", valid_from=START, state="stated", source="person"
    )
    EvidenceFile.objects.create(
        **about, evidence=evidence, name="i.pdf", media_type="application/pdf", size=1, content=b"%", scan="clean"
    )
    return evidence


def _placement(employment: Employment) -> Placement:
    return Placement.objects.create(
        person=employment.person,
        employer=employment.employer,
        profession_id="sjukskoterska",
        version=FrameworkVersion.objects.get(framework__code=FRAMEWORK),
        level_order=0,
        proposed_order=0,
        decided_on=START,
    )


def _plan(employment: Employment) -> DevelopmentPlan:
    """A draft with one thing to do."""
    theirs = {"person": employment.person, "employer": employment.employer}
    plan = DevelopmentPlan.objects.create(**theirs, title="Plan", starts=START, ends=date(2099, 1, 1))
    goal = Goal.objects.create(**theirs, plan=plan, title="Mål")
    Activity.objects.create(**theirs, goal=goal, kind="course", title="Kurs", owner="person")
    return plan


def _talk(employment: Employment, manager: User) -> Talk:
    """Held, with nobody's signature yet."""
    theirs = {"person": employment.person, "employer": employment.employer}
    return Talk.objects.create(**theirs, kind="development", state="held", held_on=START, manager=manager, notes="Så")


def _year_entry(employer: Organisation) -> YearEntry:
    days = {"from_month": 9, "from_day": 1, "to_month": 11, "to_day": 30}
    return YearEntry.objects.create(employer=employer, kind="development", title="Utvecklingssamtal", **days)


def _assessment(employment: Employment, manager: User) -> Assessment:
    """Open, with the person's own judgement and the manager's."""
    theirs = {"person": employment.person, "employer": employment.employer}
    found = Assessment.objects.create(
        **theirs,
        profession_id="sjukskoterska",
        version=FrameworkVersion.objects.get(framework__code=FRAMEWORK),
        opened_on=START,
        opened_by=manager,
    )
    for judge, role in ((employment.person.user, ""), (manager, "enhetschef")):
        Judgement.objects.create(**theirs, assessment=found, judge=judge, role=role)
    return found


def _introduction(employment: Employment, manager: User) -> Introduction:
    """Under way with one step, the manager as supervisor."""
    theirs = {"person": employment.person, "employer": employment.employer}
    programme = Programme.objects.create(
        employer=employment.employer, title="Introduktion", weeks=2, content=[{"title": "Hälsa på", "week": 1}]
    )
    found = Introduction.objects.create(
        **theirs, programme=programme, title="Introduktion", starts=START, ends=START, supervisor=manager
    )
    IntroductionStep.objects.create(**theirs, introduction=found, title="Hälsa på", due=START)
    return found


def _answer(placement: Placement) -> PlacementAnswer:
    theirs = {"person": placement.person, "employer": placement.employer}
    return PlacementAnswer.objects.create(**theirs, placement=placement, written_on=START, text="Svar")


def _mentor_offer(manager: User, employer: Organisation) -> MentorOffer:
    return MentorOffer.objects.create(
        user=manager,
        person=manager.person,
        employer=employer,
        profession_id="sjukskoterska",
        name=manager.name,
        topics=["role"],
        places=2,
    )


def _mentorship(employment: Employment, manager: User) -> Mentorship:
    """Under way."""
    return Mentorship.objects.create(
        person=employment.person,
        employer=employment.employer,
        user=employment.person.user,
        mentor=manager,
        mentor_employer=employment.employer,
        state="running",
        line="Rollen",
        asked_on=START,
        starts=START,
        ends=date(2099, 1, 1),
    )


def _questionnaire(employer: Organisation) -> surveys.Questionnaire:
    content = packaged_questionnaires()["utbildningsbehov"]
    title = content["title"]["sv"]
    return surveys.Questionnaire.objects.create(employer=employer, code=content["code"], title=title, content=content)


def _bank_item(employer: Organisation) -> surveys.Item:
    content = packaged_questionnaires()["utbildningsbehov"]["sections"][0]["questions"][0]
    return surveys.Item.objects.create(employer=employer, code=content["code"], group="Bakgrund", content=content)


def _round_of_places(employment: Employment) -> exchange.Round:
    """Published, with one wish."""
    employer, day = employment.employer, timezone.now() + timedelta(days=60)
    offer = exchange.Offer.objects.create(
        employer=employer, kind="shadowing", title="En dag", audience="own", given="round", state="published"
    )
    occasion = exchange.Occasion.objects.create(
        offer=offer, employer=employer, starts=day, ends=day + timedelta(hours=8), seats=1, apply_by=day.date()
    )
    days = {"opens_on": START, "closes_on": date(2099, 1, 1)}
    found = exchange.Round.objects.create(
        employer=employer, title="Vårens dagar", state="published", seed=1, applicants=1, rule=["gap"], **days
    )
    exchange.RoundOccasion.objects.create(round=found, occasion=occasion, employer=employer)
    texts = {"document": "{}\n", "result": "{}\n", "digest": "0" * 64}
    exchange.RoundResult.objects.create(round=found, seed=1, is_published=True, **texts)
    exchange.RoundWish.objects.create(
        round=found,
        occasion=occasion,
        person=employment.person,
        employer=employer,
        unit=employment.unit,
        user=employment.person.user,
        profession=employment.profession,
        name="Anna",
        title="En dag",
        rank=1,
        answer="approved",
        outcome="placed",
        key=[0, 1],
    )
    return found


def _mentor_round(employment: Employment, manager: User) -> MentorRound:
    """Open, with one wish."""
    found = MentorRound.objects.create(employer=employment.employer, title="Våren", closes_on=date(2099, 1, 1))
    MentorWish.objects.create(
        round=found,
        person=employment.person,
        employer=employment.employer,
        user=employment.person.user,
        mentor=manager,
        rank=1,
        line="Rollen",
        profession_id="sjukskoterska",
    )
    return found


def _sharing(employment: Employment) -> Sharing:
    theirs = {"person": employment.person, "employer": employment.employer, "unit": employment.unit}
    return Sharing.objects.create(**theirs, title="Sårvård", state="shared", text="Tvätta", done_on=START)


def _offer(employment: Employment) -> Offer:
    place = {"employer": employment.employer, "unit": employment.unit}
    return Offer.objects.create(**place, kind="mentor", title="Handleda", published_on=START)


def _in_a_month() -> date:
    return timezone.localdate() + timedelta(days=28)


def _place_offer(employer: Organisation, cast: Cast) -> exchange.Offer:
    unit = {cast.ale.pk: cast.ale_north, cast.molndal.pk: cast.molndal_care}[employer.pk]
    return exchange.Offer.objects.create(
        employer=employer, unit=unit, collaboration=cast.gr, kind="shadowing", title="En dag", state="published"
    )


def _occasion(offer: exchange.Offer) -> exchange.Occasion:
    starts = timezone.now() + timedelta(days=30)
    hours = {"employer": offer.employer, "starts": starts, "ends": starts + timedelta(hours=8)}
    found = exchange.Occasion.objects.create(**hours, offer=offer, seats=2, apply_by=_in_a_month())
    exchange.Session.objects.create(**hours, occasion=found)
    return found


def _application(employment: Employment, occasion: exchange.Occasion) -> exchange.Application:
    """Held while the manager answers."""
    return exchange.Application.objects.create(
        offer=occasion.offer,
        occasion=occasion,
        host=occasion.employer,
        host_unit=occasion.offer.unit,
        person=employment.person,
        employer=employment.employer,
        unit=employment.unit,
        user=employment.person.user,
        state="held",
        title=occasion.offer.title,
        name=str(employment.person),
        workplace=employment.unit.name,
        profession=employment.profession,
        answer_by=timezone.now() + timedelta(days=7),
    )


def _interest(employment: Employment, offer: Offer) -> Interest:
    theirs = {"person": employment.person, "employer": employment.employer, "unit": offer.unit}
    return Interest.objects.create(**theirs, offer=offer, stated_on=START)


def _study(employment: Employment) -> StudyPath:
    """Being planned, with one stage."""
    theirs = {"person": employment.person, "employer": employment.employer}
    path = StudyPath.objects.create(
        **theirs, kind="master", title="Omvårdnad", share=50, starts=START, ends=date(2099, 1, 1)
    )
    StudyStage.objects.create(**theirs, path=path, title="Antagning")
    return path


def _wanted(employment: Employment) -> Wanted:
    theirs = {"person": employment.person, "employer": employment.employer}
    return Wanted.objects.create(**theirs, area="smarta", said_on=START)


def _bundle(cast: Cast) -> Bundle:
    """The collaboration's request, sent to the university."""
    asked = {"kind": "request", "state": "asked", "university": cast.university}
    return Bundle.objects.create(collaboration=cast.gr, title="Smärta", created_by=cast.dag, **asked)


def _credential(employment: Employment) -> Credential:
    theirs = {"person": employment.person, "employer": employment.employer}
    return Credential.objects.create(
        **theirs,
        issuer=employment.employer,
        title="Kurs",
        issued_at=timezone.now(),
        status_list=1,
        status_position=1,
        token="x",
    )


def _card_code(employment: Employment) -> CardCode:
    theirs = {"person": employment.person, "employer": employment.employer}
    now = timezone.now()
    return CardCode.objects.create(
        **theirs, code_hash=f"{employment.employer_id:064}", made_at=now, valid_until=now + timedelta(days=1)
    )


def _move(adoption: Adoption) -> VersionMove:
    """Ready to decide, with what it means for everybody who works there."""
    move = VersionMove.objects.create(
        employer=adoption.employer,
        profession=adoption.profession,
        from_version=adoption.version,
        to_version=adoption.version,
        state=VersionMove.State.READY,
    )
    MoveOutcome.objects.bulk_create(
        MoveOutcome(
            move=move,
            person=one.person,
            employer=one.employer,
            unit=one.unit,
            outcome=MoveOutcome.Outcome.KEPT,
            level_before=0,
            level_after=0,
            level_if_reviewed=0,
            kept=0,
        )
        for one in Employment.objects.filter(employer=adoption.employer).select_related("person", "employer", "unit")
    )
    return move


def _round(employer: Organisation) -> CalibrationRound:
    return CalibrationRound.objects.create(
        employer=employer,
        profession_id="sjukskoterska",
        version=FrameworkVersion.objects.get(framework__code=FRAMEWORK),
        title="Hösten",
        sample_size=20,
        seed=1,
        answer_by=START,
        state=CalibrationRound.State.OPEN,
    )


@cache
def pilot(code: str = FRAMEWORK) -> str:
    found = next(document for reference, document in documents().items() if reference.code == code)
    return dump_document(found)
