"""Every write of this room."""

from stegvis.organisations.services.invitations import (
    accept_as_newcomer,
    accept_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from stegvis.organisations.services.roles import end_role, grant_role
from stegvis.organisations.services.units import add_unit, change_unit, close_unit

__all__ = [
    "accept_as_newcomer",
    "accept_invitation",
    "add_unit",
    "change_unit",
    "close_unit",
    "end_role",
    "grant_role",
    "invite",
    "send_again",
    "withdraw_invitation",
]
