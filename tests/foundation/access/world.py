"""A small random world: employers, trees, employments of all ages, roles with dates, records and protected marks."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from stegvis.careers.models import (
    Activity,
    Assessment,
    CalibrationRound,
    CardCheck,
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
    MoveOutcome,
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
    SigningKey,
    Standing,
    StudyPath,
    StudyStage,
    StudyTerms,
    Talk,
    VersionMove,
    YearEntry,
)
from stegvis.exchange import models as exchange
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading, Refusal
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.notices.models import CalendarFeed, Notice, NoticeChoice
from stegvis.foundation.sealed.models import SealedAnswer
from stegvis.frameworks.models import (
    Adoption,
    Concept,
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
from stegvis.organisations.models import Collaboration, Invitation, Membership, Organisation, Role, RoleGrant, Unit
from stegvis.people.models import (
    Consent,
    Employment,
    Evidence,
    EvidenceFile,
    Part,
    Person,
    Profession,
    ProtectedIdentity,
    PurgeProtocol,
    RetentionRule,
    StaffImport,
)
from tests.foundation.access.interviews_world import make_interviews
from tests.foundation.access.planning_ground_world import make_grounds
from tests.foundation.access.planning_world import make_planning
from tests.foundation.access.surveys_world import make_surveys


@dataclass
class World:
    users: list[User] = field(default_factory=list)
    employers: list[Organisation] = field(default_factory=list)
    units: dict[int, list[Unit]] = field(default_factory=dict)
    collaborations: list[Collaboration] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    versions: list[FrameworkVersion] = field(default_factory=list)


class Maker:
    """Draws a world from a seed. Run it as the owner; the same seed gives the same world."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.today = timezone.localdate()
        self.world = World()

    def make(self) -> World:
        self.professions = [
            Profession.objects.get_or_create(
                code=code, defaults={"title_sv": code, "title_en": code, "is_licensed": True}
            )[0]
            for code in ("sjukskoterska", "fysioterapeut")
        ]
        self.organisations()
        self.accounts_and_people()
        for person in self.world.people:
            self.employments(person)
            self.records(person)
        self.frameworks()
        self.drafts()
        self.pilots()
        self.careers()
        self.mentoring()
        self.exchange()
        self.demand()
        self.settlements()
        make_surveys(self)
        make_interviews(self)
        make_planning(self)
        make_grounds(self)
        self.roles()
        self.marks()
        self.consents()
        self.logs()
        self.later_changes()
        return self.world

    def dates(self) -> dict[str, Any]:
        """A span that has ended, ends today, runs, runs without end, or is yet to begin."""
        offset = self.draw.choice([-900, -400, -30, -1, 0, 1, 30])
        start = self.today + timedelta(days=offset)
        length = self.draw.choice([None, 0, 1, 29, 30, 31, 400, 900])
        return {"valid_from": start, "valid_to": None if length is None else start + timedelta(days=length)}

    def organisations(self) -> None:
        for number in range(3):
            employer = Organisation.objects.create(
                type="municipality", name=f"Kommun {number}", slug=f"kommun-{number}"
            )
            self.world.employers.append(employer)
            units = self.world.units[employer.pk] = []
            for index in range(5):
                parent = self.draw.choice([None, *units]) if units else None
                units.append(
                    Unit.objects.create(organisation=employer, parent=parent, name=f"E{index}", code=f"E{index}")
                )
            RetentionRule.objects.create(employer=employer, months_after_end=24, ground="plan")
        for number in range(2):
            group = Collaboration.objects.create(name=f"Samverkan {number}", slug=f"samverkan-{number}")
            self.world.collaborations.append(group)
            for employer in self.draw.sample(self.world.employers, 2):
                Membership.objects.create(collaboration=group, organisation=employer, **self.dates())

    def accounts_and_people(self) -> None:
        for number in range(16):
            user = User.objects.create_user(f"u{number}@example.se", name=f"U{number}")
            if number == 0:
                User.objects.filter(pk=user.pk).update(is_active=False)
            self.world.users.append(user)
        owners = [*self.draw.sample(self.world.users, 11), *[None] * 5]
        for number, user in enumerate(owners):
            self.world.people.append(
                Person.objects.create(
                    user=user,
                    registered_by=self.draw.choice(self.world.employers),
                    given_name=f"F{number}",
                    family_name=self.draw.choice(["Åkerström", "O'Brien", "Ng"]),
                )
            )

    def employments(self, person: Person) -> None:
        for number in range(self.draw.choice([0, 1, 1, 1, 2, 2, 3])):
            employer = self.draw.choice(self.world.employers)
            Employment.objects.create(
                person=person,
                employer=employer,
                unit=self.draw.choice(self.world.units[employer.pk]),
                profession=self.draw.choice(self.professions),
                employee_number=f"{self.world.people.index(person)}-{number}",
                **self.dates(),
            )

    def records(self, person: Person) -> None:
        for number in range(self.draw.choice([0, 1, 2, 3])):
            evidence = Evidence.objects.create(
                person=person,
                employer=self.draw.choice(self.world.employers),
                kind=Evidence.Kind.COURSE,
                code=f"kurs-{number}",
                title="Kurs",
                valid_from=date(2020, 1, 1),
                state=self.draw.choice(Evidence.State.values),
            )
            EvidenceFile.objects.create(
                evidence=evidence,
                person=person,
                employer=evidence.employer,
                name="intyg.pdf",
                media_type="application/pdf",
                size=1,
                digest="d",
                content=b"x",
            )

    def frameworks(self) -> None:
        for number, owner in enumerate([None, *self.world.employers[:2]]):
            framework = Framework.objects.create(code=f"modell-{number}", owner=owner, title_sv=f"Modell {number}")
            version = FrameworkVersion.objects.create(
                framework=framework, version=1, status="pilot", document="", digest="", level_word="nivå"
            )
            VersionProfession.objects.create(version=version, profession=self.professions[0])
            FrameworkRequirement.objects.create(
                version=version, position=0, level_code="n1", level_order=1, code="leg", kind="licence", title_sv="Leg"
            )
            self.world.versions.append(version)
        for employer in self.world.employers:
            Adoption.objects.create(
                employer=employer, profession=self.professions[0], version=self.world.versions[0], since=self.today
            )
            UnitAdoption.objects.create(
                employer=employer,
                unit=self.draw.choice(self.world.units[employer.pk]),
                profession=self.professions[0],
                version=self.world.versions[0],
                since=self.today,
            )
        for person in self.world.people:
            for employer in self.draw.sample(self.world.employers, self.draw.choice([0, 1, 2])):
                Standing.objects.create(
                    person=person,
                    employer=employer,
                    profession=self.professions[0],
                    version=self.world.versions[0],
                    level_order=1,
                    missing_for_next=0,
                    met=[True],
                    met_until=[None],
                    evaluated_on=self.today,
                )

    def owner(self) -> dict[str, Any]:
        """An employer or a collaboration, as the owner of something."""
        return self.draw.choice(
            [
                {"owner": self.draw.choice(self.world.employers)},
                {"collaboration": self.draw.choice(self.world.collaborations)},
            ]
        )

    def drafts(self) -> None:
        old, new = self.world.versions[:2]
        for number in range(6):
            owner, author = self.owner(), self.draw.choice(self.world.users)
            draft = Draft.objects.create(**owner, title=f"Utkast {number}", created_by=author, changed_by=author)
            for user in self.draw.sample(self.world.users, 3):
                DraftReviewer.objects.create(
                    draft=draft,
                    email=user.email,
                    user=self.draw.choice([user, None]),
                    may_read=self.draw.choice([True, False]),
                    role=self.draw.choice(DraftReviewer.Role.values),
                )
                DraftComment.objects.create(draft=draft, author=user, text="K")
            Consultation.objects.create(
                draft=draft,
                held_on=self.today,
                kind="information",
                parties="Facken",
                outcome="noted",
                recorded_by=author,
            )
            FrameworkImport.objects.create(**owner, created_by=author, file_name="f", upload=b"")
            Equivalence.objects.create(
                **owner,
                left=old,
                left_code=f"k{number}",
                right=new,
                right_code="leg",
                relation="same",
                recorded_by=author,
            )
        VersionMapping.objects.create(version=new, earlier=old, relation="same", from_codes=["leg"], to_codes=["leg"])
        Concept.objects.create(scheme="jobtech", code="x", kind="skill", label_sv="X", refreshed_on=self.today)

    def pilots(self) -> None:
        for employer in self.world.employers:
            pilot = Pilot.objects.create(
                employer=employer, version=self.world.versions[0], title="P", starts=self.today, ends=self.today
            )
            unit = self.draw.choice(self.world.units[employer.pk])
            PilotUnit.objects.create(employer=employer, pilot=pilot, unit=unit)
            PilotProfession.objects.create(employer=employer, pilot=pilot, profession=self.professions[0])
            PilotMember.objects.create(employer=employer, pilot=pilot, name="M", speaks_for="Facket")

    def careers(self) -> None:
        for employer in self.world.employers:
            shared: dict[str, Any] = {"employer": employer, "profession": self.professions[0]}
            old, new = self.world.versions[:2]
            move = VersionMove.objects.create(**shared, from_version=old, to_version=new)
            calibration = CalibrationRound.objects.create(
                **shared, version=old, title="K", sample_size=5, seed=1, answer_by=self.today
            )
            for user in self.draw.sample(self.world.users, 3):
                RoundAssessor.objects.create(round=calibration, employer=employer, user=user)
            for person in self.draw.sample(self.world.people, 6):
                Placement.objects.create(
                    **shared, person=person, version=old, level_order=1, proposed_order=1, decided_on=self.today
                )
                MoveOutcome.objects.create(
                    move=move,
                    person=person,
                    employer=employer,
                    unit=self.draw.choice(self.world.units[employer.pk]),
                    outcome=self.draw.choice(MoveOutcome.Outcome.values),
                    level_before=1,
                    level_after=1,
                    level_if_reviewed=1,
                    kept=1,
                )
                SecondAssessment.objects.create(
                    round=calibration,
                    employer=employer,
                    person=person,
                    competence="k",
                    first_event=1,
                    assessor=self.draw.choice(self.world.users),
                )

            self.development(employer, old)
            self.experience(employer)

    def experience(self, employer: Organisation) -> None:
        """What is shared and thanked for, roles offered and wished for, and studies."""
        units = self.world.units[employer.pk]
        offer = Offer.objects.create(
            employer=employer, unit=self.draw.choice([None, *units]), kind="mentor", title="R", published_on=self.today
        )
        for person in self.draw.sample(self.world.people, 8):
            theirs: dict[str, Any] = {"employer": employer, "person": person}
            state = self.draw.choice(Sharing.State.values)
            sharing = Sharing.objects.create(
                **theirs,
                unit=self.draw.choice(units),
                title="Kurs",
                state=state,
                planned_on=self.today if state == "planned" else None,
                done_on=self.today if state == "shared" else None,
            )
            SharingThanks.objects.create(sharing=sharing, employer=employer, person=self.draw.choice(self.world.people))
            Interest.objects.create(**theirs, offer=offer, unit=offer.unit, stated_on=self.today)
            Interest.objects.create(**theirs, is_wish=True, text="Handleda", stated_on=self.today)
            path = StudyPath.objects.create(
                **theirs, kind="master", title="M", share=50, starts=self.today, ends=self.today
            )
            StudyStage.objects.create(**theirs, path=path, title="S")

    def development(self, employer: Organisation, version: FrameworkVersion) -> None:
        YearEntry.objects.create(
            employer=employer, kind="development", title="Samtal", from_month=3, from_day=1, to_month=4, to_day=30
        )
        StudyTerms.objects.create(employer=employer, share=50)
        SigningKey.objects.get_or_create(kid="k", defaults={"public": {}})
        programme = Programme.objects.create(employer=employer, title="Introduktion", weeks=4)
        for person in self.draw.sample(self.world.people, 6):
            theirs: dict[str, Any] = {"employer": employer, "person": person}
            user = self.draw.choice(self.world.users)
            self.assessment(theirs, version)
            self.attesting(theirs, user)
            plan = DevelopmentPlan.objects.create(**theirs, title="Plan", starts=self.today, ends=self.today)
            goal = Goal.objects.create(**theirs, plan=plan, title="Mål")
            Activity.objects.create(**theirs, goal=goal, kind="course", title="Kurs", owner="person")
            talk = Talk.objects.create(**theirs, plan=plan, kind="salary", held_on=self.today, manager=user)
            for writer in self.draw.sample(self.world.users, 2):
                Preparation.objects.create(
                    **theirs, talk=talk, writer=writer, is_shared=self.draw.choice([True, False])
                )
            introduction = Introduction.objects.create(
                **theirs, programme=programme, title="I", starts=self.today, ends=self.today, supervisor=user
            )
            IntroductionStep.objects.create(**theirs, introduction=introduction, title="Steg", due=self.today)
            for placement in Placement.objects.filter(**theirs):
                PlacementAnswer.objects.create(**theirs, placement=placement, written_on=self.today, text="Svar")

    def attesting(self, theirs: dict[str, Any], user: User) -> None:
        now, number = timezone.now(), Credential.objects.count()
        listed = {"status_list": 1, "status_position": number}
        Credential.objects.create(**theirs, **listed, issuer=theirs["employer"], title="Intyg", issued_at=now)
        code = CardCode.objects.create(
            **theirs, code_hash=f"{number:064}", made_at=now, valid_until=now + timedelta(days=1)
        )
        CardCheck.objects.create(**theirs, code=code, checker=user)

    def assessment(self, theirs: dict[str, Any], version: FrameworkVersion) -> None:
        assessment = Assessment.objects.create(
            **theirs,
            profession=self.professions[0],
            version=version,
            opened_on=self.today,
            state=self.draw.choice(["compared", "signed"]),
        )
        is_open = self.draw.choice([True, False])
        for number, judge in enumerate(self.draw.sample(self.world.users, 3)):
            judgement = Judgement.objects.create(
                **theirs, assessment=assessment, judge=judge, role=f"roll-{number}" if number else "", is_open=is_open
            )
            Rating.objects.create(**theirs, judgement=judgement, judge=judge, competence="k", rating=2)

    def mentoring(self) -> None:
        """Offers of those who can log in, rounds of employers and of collaborations, and what they become."""
        theirs = [person for person in self.world.people if person.user is not None]
        for person in theirs:
            MentorOffer.objects.create(
                person=person,
                user=person.user,
                employer=self.draw.choice(self.world.employers),
                profession=self.professions[0],
                name="M",
                places=5,
                state=self.draw.choice(["open", *MentorOffer.State.values]),
            )
        owners = [
            *({"employer": one} for one in self.world.employers),
            *({"collaboration": one} for one in self.world.collaborations),
        ]
        for owner in owners:
            found = MentorRound.objects.create(**owner, title="O", closes_on=self.today)
            for person in self.draw.sample(theirs, 4):
                mentor = self.draw.choice([one.user for one in theirs if one != person])
                about: dict[str, Any] = {"person": person, "employer": self.draw.choice(self.world.employers)}
                MentorAnswer.objects.create(**about, round=found, mentor=mentor)
                both = {"user": person.user, "mentor": mentor, "line": "L"}
                MentorWish.objects.create(**about, **both, round=found, rank=1, profession=self.professions[0])
                mentorship = Mentorship.objects.create(
                    **about, **both, mentor_employer=about["employer"], state="declined", asked_on=self.today
                )
                MentorMeeting.objects.create(**about, mentorship=mentorship, met_on=self.today)
                for writer in (person.user, mentor):
                    MentorReflection.objects.create(
                        **about,
                        mentorship=mentorship,
                        writer=writer,
                        text="T",
                        is_shared=self.draw.choice([True, False]),
                    )

    def exchange(self) -> None:
        """Offers of every audience and state, each with an occasion that people have applied to, and common days."""
        for collaboration in self.world.collaborations:
            exchange.CommonDay.objects.create(collaboration=collaboration, day=self.today)
        for employer in self.world.employers:
            whose: dict[str, Any] = {"employer": employer}
            for audience in exchange.Offer.Audience.values:
                offer = exchange.Offer.objects.create(
                    **whose,
                    unit=self.draw.choice([None, *self.world.units[employer.pk]]),
                    collaboration=self.draw.choice(self.world.collaborations),
                    is_joint=self.draw.choice([True, False]),
                    kind="shadowing",
                    state=self.draw.choice(["published", *exchange.Offer.State.values]),
                    title="P",
                    audience=audience,
                    is_shown_openly=self.draw.choice([False, False, True]),
                )
                framework = self.world.versions[0].framework
                exchange.Meets.objects.create(**whose, offer=offer, framework=framework, requirement="k")
                exchange.Block.objects.create(**whose, offer=offer, title="B")
                exchange.Examination.objects.create(**whose, offer=offer, profession=self.professions[0], level="G")
                exchange.Prior.objects.create(**whose, offer=offer, kind="course", code="k", title="K")
                invited = self.draw.choice(self.world.employers)
                exchange.Invited.objects.create(**whose, offer=offer, invited=invited)
                self.occasion(offer)

    def demand(self) -> None:
        """What is lacked and wanted, and bundles in every state, each with an employer's seats."""
        framework = self.world.versions[0].framework
        for employer in self.world.employers:
            exchange.Lacking.objects.create(employer=employer, framework=framework, requirement="k", people=7)
        for person in self.draw.sample(self.world.people, 6):
            exchange.Wanted.objects.create(
                person=person, employer=self.draw.choice(self.world.employers), area="smarta", said_on=self.today
            )
        for state in exchange.Bundle.State.values:
            bundle = exchange.Bundle.objects.create(
                collaboration=self.draw.choice(self.world.collaborations),
                state=state,
                title="B",
                kind="request",
                university=self.draw.choice(self.world.employers),
                created_by=self.draw.choice(self.world.users),
            )
            employer = self.draw.choice(self.world.employers)
            exchange.BundleSeats.objects.create(bundle=bundle, employer=employer, seats=2)

    def occasion(self, offer: exchange.Offer) -> None:
        now = timezone.now()
        hours: dict[str, Any] = {"employer": offer.employer, "starts": now, "ends": now + timedelta(hours=8)}
        occasion = exchange.Occasion.objects.create(**hours, offer=offer, seats=3, apply_by=self.today)
        session = exchange.Session.objects.create(**hours, occasion=occasion)
        self.round(occasion)
        for person in self.draw.sample([one for one in self.world.people if one.user is not None], 3):
            employer = self.draw.choice(self.world.employers)
            application = exchange.Application.objects.create(
                offer=offer,
                occasion=occasion,
                host=offer.employer,
                host_unit=offer.unit,
                person=person,
                employer=employer,
                unit=self.draw.choice(self.world.units[employer.pk]),
                user=person.user,
                state=self.draw.choice(["waiting", "declined", "withdrawn"]),
                title="P",
                name="N",
                profession=self.professions[0],
            )
            self.taken_part(application, session)
        exchange.Register.objects.create(occasion=occasion, employer=offer.employer)
        exchange.Evaluation.objects.create(
            offer=offer, employer=offer.employer, month=self.today, useful=3, arranged=3, recommended=3
        )
        SealedAnswer.objects.create(purpose="exchange.evaluation", about=str(offer.pk), content=b"sealed")

    def taken_part(self, application: exchange.Application, session: exchange.Session) -> None:
        theirs: dict[str, Any] = {"person": application.person, "employer": application.employer}
        exchange.Presence.objects.create(
            **theirs, application=application, occasion=application.occasion, session=session, came=True
        )
        exchange.Outcome.objects.create(**theirs, application=application, has_answered=True)
        host = {"host": application.host, "host_unit": application.host_unit}
        exchange.Lesson.objects.create(**theirs, **host, application=application, text="L")

    def settlements(self) -> None:
        for collaboration in self.world.collaborations:
            settlement = exchange.Settlement.objects.create(
                collaboration=collaboration,
                starts=self.today,
                ends=self.today + timedelta(days=180),
                closed_by=self.draw.choice(self.world.users),
            )
            for occasion in self.draw.sample(list(exchange.Occasion.objects.order_by("pk")), 3):
                payer, receiver = self.draw.sample(self.world.employers, 2)
                exchange.SettlementLine.objects.create(
                    settlement=settlement,
                    collaboration=collaboration,
                    occasion=occasion,
                    title="L",
                    held_on=self.today,
                    payer=payer,
                    receiver=receiver,
                    ground="sender",
                    seats=1,
                    kronor=1,
                )

    def round(self, occasion: exchange.Occasion) -> None:
        """Of an employer or a collaboration, in any state, with two people's wishes."""
        owners = [
            *({"employer": one} for one in self.world.employers),
            *({"collaboration": one} for one in self.world.collaborations),
        ]
        state = self.draw.choice(["published", *exchange.Round.State.values])
        days: dict[str, Any] = {"opens_on": self.today, "closes_on": self.today, "seed": 1, "applicants": 2}
        found = exchange.Round.objects.create(**self.draw.choice(owners), **days, title="R", state=state)
        quota = exchange.RoundQuota.objects.create(round=found, title="K", limit=1)
        exchange.RoundOccasion.objects.create(
            round=found, occasion=occasion, employer=occasion.employer, quota=quota, own_seats=1
        )
        exchange.RoundCap.objects.create(round=found, sender=occasion.employer, host=occasion.employer, most=1)
        for is_published in (False, True):
            texts: dict[str, Any] = {"document": "{}", "result": "{}", "digest": "0" * 64}
            exchange.RoundResult.objects.create(round=found, seed=1, is_published=is_published, **texts)
        for person in self.draw.sample([one for one in self.world.people if one.user is not None], 2):
            employer = self.draw.choice(self.world.employers)
            exchange.RoundWish.objects.create(
                round=found,
                occasion=occasion,
                person=person,
                employer=employer,
                unit=self.draw.choice(self.world.units[employer.pk]),
                user=person.user,
                profession=self.professions[0],
                name="N",
                title="P",
                rank=1,
            )

    def roles(self) -> None:
        for number in range(14):
            role = self.draw.choice([*Role.values, "unit_manager", "coordinator", "identity_handler"])
            employer = self.draw.choice(self.world.employers)
            scope: dict[str, Any] = {}
            if role == Role.UNIT_MANAGER:
                scope = {"organisation": employer, "unit": self.draw.choice(self.world.units[employer.pk])}
            elif role in {Role.COORDINATOR, Role.IDENTITY_HANDLER, Role.UNIVERSITY}:
                scope = {"organisation": employer}
            elif role == Role.COLLABORATION_COORDINATOR:
                scope = {"collaboration": self.draw.choice(self.world.collaborations)}
            dates = self.dates() if self.draw.random() < 0.4 else {"valid_from": self.today - timedelta(days=number)}
            which = {"user": self.draw.choice(self.world.users), "role": role, "valid_from": dates.pop("valid_from")}
            RoleGrant.objects.get_or_create(**which, **scope, defaults=dates)  # it begins once, however it ends

    def marks(self) -> None:
        for person in self.draw.sample(self.world.people, 4):
            for employer in self.draw.sample(self.world.employers, self.draw.choice([1, 1, 2])):
                ProtectedIdentity.objects.create(person=person, employer=employer, since=self.today)

    def consents(self) -> None:
        """To one's own employers and to others; running, run out, and ended."""
        for person in self.world.people:
            for receiver in self.draw.sample(self.world.employers, self.draw.choice([0, 1, 2, 3])):
                given = self.today - timedelta(days=self.draw.choice([0, 30, 400]))
                Consent.objects.create(
                    person=person,
                    receiver=receiver,
                    parts=self.draw.sample(Part.values, self.draw.choice([1, 2, 4])),
                    given_on=given,
                    until=given + timedelta(days=self.draw.choice([30, 400, 700])),
                    ended_at=self.draw.choice([None, None, timezone.now()]),
                )

    def logs(self) -> None:
        for _ in range(6):
            Reading.objects.create(
                person=self.draw.choice(self.world.people).pk, reader=self.draw.choice(self.world.users), page="p"
            )
            Refusal.objects.create(user=self.draw.choice(self.world.users), view_name="v")
            Job.objects.create(user=self.draw.choice(self.world.users), title="Jobb")
            self.notices(self.draw.choice(self.world.users))
            employer = self.draw.choice(self.world.employers)
            sender = self.draw.choice(
                [{"organisation": employer}, {"collaboration": self.draw.choice(self.world.collaborations)}]
            )
            Invitation.objects.create(
                email="ny@example.se",
                token_hash=self.draw.randbytes(16).hex(),
                created_by=self.draw.choice(self.world.users),
                **sender,
            )
            StaffImport.objects.create(
                employer=employer, created_by=self.draw.choice(self.world.users), file_name="f", content=b""
            )
            PurgeProtocol.objects.create(
                employer=employer,
                ended_before=self.today,
                ground="g",
                counts={},
                is_protected=self.draw.random() < 0.5,
            )

    def notices(self, user: User) -> None:
        number = Notice.objects.count()
        Notice.objects.create(user=user, kind="k", link="/", key=f"k-{number}")
        NoticeChoice.objects.create(user=user, kind=f"k-{number}", channel="digest")
        CalendarFeed.objects.filter(user=user).update(revoked_at=timezone.now())
        CalendarFeed.objects.create(user=user, token_hash=str(number))

    def later_changes(self) -> None:
        """History with more than first states: ended, moved, renamed and removed rows."""
        for employment in self.draw.sample(list(Employment.objects.order_by("pk")), 4):
            employment.valid_to = max(employment.valid_from, self.today - timedelta(days=1))
            employment.unit = self.draw.choice(self.world.units[employment.employer_id])
            employment.save()
        for person in self.draw.sample(self.world.people, 3):
            person.family_name = "Ny"
            person.save()
        for evidence in self.draw.sample(list(Evidence.objects.order_by("pk")), 3):
            evidence.delete()
