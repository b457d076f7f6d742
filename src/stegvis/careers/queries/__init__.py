"""Every read of this room: one person, a manager's team, an employer."""

from stegvis.careers.queries.organisation import organisation_overview
from stegvis.careers.queries.person import standing_of
from stegvis.careers.queries.team import team_of

__all__ = ["organisation_overview", "standing_of", "team_of"]
