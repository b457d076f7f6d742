"""The same queries as JSON, for whoever is logged in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Router, Schema
from ninja.security import SessionAuth

from stegvis.careers.queries import organisation_overview, standing_of, team_of
from stegvis.careers.queries.disclosed import Line
from stegvis.careers.queries.organisation import Overview
from stegvis.careers.queries.person import Item, OpenChoice, PersonStanding, Place
from stegvis.careers.queries.team import Member, Team
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.audit.services import record_readings

router = Router(auth=SessionAuth(), tags=["careers"])


class ItemOut(Schema):
    """A requirement. ``status`` is met, lapses or missing."""

    code: str
    label: str
    status: str
    until: date | None
    left: str
    evidence: list[str]


class ChoiceOut(Schema):
    """Some of several ways, each a list of what is missing on it."""

    title: str
    options: list[list[ItemOut | ChoiceOut]]


class StepOut(Schema):
    code: str
    label: str
    state: str
    asked: int
    met: list[ItemOut]


class PlaceOut(Schema):
    employer: str
    profession: str
    framework: str
    version: int
    area: str
    level: str | None
    level_until: date | None
    next_level: str | None
    steps: list[StepOut]
    missing: list[ItemOut | ChoiceOut]
    lapsing: list[ItemOut]


class StandingOut(Schema):
    person: UUID
    name: str
    places: list[PlaceOut]


class MemberOut(Schema):
    person: UUID
    name: str
    unit: str
    profession: str
    area: str
    level: str
    next_level: str
    missing_for_next: int | None
    next_lapse: date | None


class LapseOut(Schema):
    person: UUID
    label: str
    until: date


class TeamOut(Schema):
    members: list[MemberOut]
    lapses: list[LapseOut]


class LineOut(Schema):
    """``null`` in ``cells`` is hidden: a small group, or what would let one be worked out."""

    label: str
    cells: list[int | None]
    total: int | None
    too_few: bool


class OrganisationOut(Schema):
    employer: str
    profession: str | None
    framework: str
    columns: list[str]
    placements: list[LineOut]
    total: LineOut | None
    coverage_columns: list[str]
    coverage: list[LineOut]


@router.get("/me/standing", response=StandingOut)
def my_standing(request: ActorRequest) -> StandingOut:
    """Where I stand and what the next level takes. 404 without a person."""
    if request.actor.person is None:
        raise NotYours
    return _standing(standing_of(request.actor, request.actor.person))


@router.get("/team", response=TeamOut)
def my_team(request: ActorRequest, unit: int | None = None, profession: str = "") -> TeamOut:
    """The members of one of my units, or of all. 404 for a unit that I do not manage."""
    team = team_of(request.actor, unit_id=unit, profession=profession)
    record_readings(actor=request.actor, persons=team.persons, page="careers:team")
    return _team(team)


@router.get("/organisation", response=OrganisationOut)
def my_organisation(request: ActorRequest, employer: int | None = None, profession: str = "") -> OrganisationOut:
    """Counts of an employer that I coordinate, small groups hidden. 404 for any other."""
    return _organisation(organisation_overview(request.actor, employer_id=employer, profession=profession))


def _standing(found: PersonStanding) -> StandingOut:
    return StandingOut(person=found.person.pk, name=str(found.person), places=[_place(one) for one in found.places])


def _place(place: Place) -> PlaceOut:
    return PlaceOut(
        employer=place.employer,
        profession=place.profession,
        framework=place.version.framework.code,
        version=place.version.version,
        area=place.area,
        level=place.level.code if place.level else None,
        level_until=place.level_until,
        next_level=place.next_level.code if place.next_level else None,
        steps=[
            StepOut(
                code=step.code,
                label=step.label,
                state=step.state,
                asked=step.asked,
                met=[_item(one) for one in step.met],
            )
            for step in place.steps
        ],
        missing=[_missing(one) for one in place.missing],
        lapsing=[_item(one) for one in place.lapsing],
    )


def _item(item: Item) -> ItemOut:
    return ItemOut(
        code=item.code,
        label=item.label,
        status=item.status,
        until=item.until,
        left=item.left,
        evidence=[one.title for one in item.evidence],
    )


def _missing(one: Item | OpenChoice) -> ItemOut | ChoiceOut:
    if isinstance(one, Item):
        return _item(one)
    return ChoiceOut(title=one.title, options=[[_missing(part) for part in option.missing] for option in one.options])


def _team(team: Team) -> TeamOut:
    return TeamOut(
        members=[_member(member) for member in team.members],
        lapses=[LapseOut(person=one.member.person, label=one.label, until=one.until) for one in team.lapses],
    )


def _member(member: Member) -> MemberOut:
    standing = member.standing
    return MemberOut(
        person=member.person,
        name=member.name,
        unit=member.unit.name,
        profession=str(member.profession),
        area=member.area,
        level=member.level,
        next_level=member.next_level,
        missing_for_next=standing.missing_for_next if standing else None,
        next_lapse=standing.next_lapse if standing else None,
    )


def _organisation(overview: Overview) -> OrganisationOut:
    return OrganisationOut(
        employer=overview.employer.name,
        profession=str(overview.profession) if overview.profession else None,
        framework=overview.framework,
        columns=list(overview.columns),
        placements=[_line(line) for line in overview.placements],
        total=_line(overview.total) if overview.total else None,
        coverage_columns=list(overview.coverage_columns),
        coverage=[_line(line) for _group, lines in overview.coverage for line in lines],
    )


def _line(line: Line) -> LineOut:
    return LineOut(label=line.label, cells=list(line.cells), total=line.total, too_few=line.too_few)
