"""The same figures as on the pages, as the rows of a file."""

from __future__ import annotations

from django.utils.translation import gettext

from stegvis.careers.queries.disclosed import Cell, Line
from stegvis.careers.queries.organisation import Overview
from stegvis.careers.queries.team import Board, Team

Table = tuple[str, list[str], list[list[object]]]
"""Title, names of the columns, rows."""


def team_table(team: Team) -> Table:
    """A row a member: unit, profession, level, and every requirement of each framework that the team is placed by."""
    columns = [
        gettext("Name"),
        gettext("Unit"),
        gettext("Profession"),
        gettext("Area"),
        gettext("Level"),
        gettext("Next level"),
        gettext("Next lapse"),
    ]
    for board in team.boards:
        columns += [f"{one.level}: {one.label}" for one in board.requirements]
    statuses = {member.person: words for board in team.boards for member, words in _statuses(board, team)}
    blank: list[object] = [""] * (len(columns) - 7)
    rows = [
        [
            member.name,
            member.unit.name,
            str(member.profession),
            member.area,
            member.level,
            member.next_level,
            member.standing.next_lapse if member.standing else None,
            *statuses.get(member.person, blank),
        ]
        for member in team.members
    ]
    return gettext("Team"), columns, rows


def _statuses(board: Board, team: Team) -> list[tuple]:
    """Each member's statuses in words, empty under the other frameworks' requirements."""
    place = team.boards.index(board)
    before = [""] * sum(len(other.requirements) for other in team.boards[:place])
    after = [""] * sum(len(other.requirements) for other in team.boards[place + 1 :])
    return [
        (member, [*before, *(status.label for status in board.statuses(number)), *after])
        for number, member in enumerate(board.members)
    ]


def organisation_table(overview: Overview) -> Table:
    """A row a unit and a row a competence, with the same cells hidden as on the page."""
    columns = ["", *overview.columns, gettext("Staff")]
    lines = [*overview.placements, *([overview.total] if overview.total else [])]
    rows: list[list[object]] = [_row(line) for line in lines]
    for group, competences in overview.coverage:
        rows += [[], [group, *overview.coverage_columns, gettext("Staff")]]
        rows += [_row(line) for line in competences]
    return gettext("Overview"), columns, rows


def _row(line: Line) -> list[object]:
    return [
        line.label,
        *(_cell(cell) for cell in line.cells),
        gettext("fewer than 5") if line.too_few else _cell(line.total),
    ]


def _cell(cell: Cell) -> object:
    return gettext("hidden") if cell is None else cell
