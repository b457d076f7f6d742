"""Every page of the room, as every one of the cast: whole table of answers."""

from __future__ import annotations

import pytest

from stegvis.foundation.audit.models import Refusal
from stegvis.organisations.models import Invitation, RoleGrant
from tests.foundation.accounts.pages import inline_code
from tests.organisations.people import invite, signed_in
from tests.support.cast import Cast
from tests.support.database import as_owner

NAMES = ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")
EXPECTED = {
    "roles": {"gunilla", "dag"},
    "give_role": {"gunilla", "dag"},
    "end_role": {"gunilla"},
    "units": {"gunilla"},
    "add_unit": {"gunilla"},
    "change_unit": {"gunilla"},
    "close_unit": {"gunilla"},
    "collaborations": set(NAMES),
}


def addresses(cast: Cast) -> dict[str, str]:
    with as_owner():
        grant = RoleGrant.objects.get(user=cast.bosse)
    return {
        "roles": "/organisation/roller/",
        "give_role": "/organisation/roller/ny/",
        "end_role": f"/organisation/roller/{grant.pk}/avsluta/",
        "units": "/organisation/enheter/",
        "add_unit": f"/organisation/{cast.ale.pk}/enheter/ny/",
        "change_unit": f"/organisation/enheter/{cast.ale_north.pk}/",
        "close_unit": f"/organisation/enheter/{cast.ale_north.pk}/stang/",
        "collaborations": "/organisation/samverkan/",
    }


@pytest.mark.parametrize("page", EXPECTED)
def test_who_sees_each_page(cast: Cast, page: str) -> None:
    address = addresses(cast)[page]
    answers = {name: signed_in(getattr(cast, name)).get(address) for name in NAMES}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == EXPECTED[page]
    refused = [answer for answer in answers.values() if answer.status_code != 200]
    assert {answer.status_code for answer in refused} <= {404}
    assert [inline_code(answer.content.decode()) for answer in answers.values()] == [[]] * len(NAMES)


def test_a_refusal_leaves_one_row(cast: Cast) -> None:
    signed_in(cast.anna).get(f"/organisation/enheter/{cast.molndal_care.pk}/")
    with as_owner():
        assert list(Refusal.objects.values_list("user", "view_name")) == [(cast.anna.pk, "organisations:change_unit")]


def test_nobody_is_sent_to_the_log_in(cast: Cast, client) -> None:  # type: ignore[no-untyped-def]
    for address in addresses(cast).values():
        assert client.get(address)["Location"] == f"/konto/login/?next={address}"


def test_invitations_are_changed_by_their_own_senders_only(cast: Cast) -> None:
    invite(cast)
    with as_owner():
        key = Invitation.objects.get().pk
    for what in ("aterkalla", "skicka"):
        address = f"/organisation/inbjudningar/{key}/{what}/"
        answers = {name: signed_in(getattr(cast, name)).post(address).status_code for name in ("anna", "dag", "maria")}
        assert answers == {"anna": 404, "dag": 404, "maria": 404}
        assert signed_in(cast.gunilla).get(address).status_code == 405
        assert signed_in(cast.gunilla).post(address).status_code == 302


def test_members_see_their_collaboration_and_its_members(cast: Cast) -> None:
    shown = {
        name: [
            (c.name, [m.organisation.slug for m in c.current])
            for c in signed_in(getattr(cast, name)).get("/organisation/samverkan/").context["collaborations"]
        ]
        for name in ("anna", "dag", "eva", "farid")
    }
    gr = [("Göteborgsregionen", ["ale", "molndal"])]
    assert shown == {"anna": gr, "dag": gr, "eva": [], "farid": []}
