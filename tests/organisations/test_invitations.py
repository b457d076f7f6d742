"""An invitation's link: once, for one address, while it holds, and one answer for everything else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations import services
from stegvis.organisations.models import Invitation, Role, RoleGrant
from stegvis.organisations.policies import Scope
from stegvis.people.models import Person
from tests.organisations.people import MANAGER, answer, invite, link_to, newest_invitation, path_in, signed_in
from tests.support.cast import Cast
from tests.support.database import as_owner


def page(token: str) -> str:
    return f"/inbjudan/{token}/"


def roles_of(email: str) -> list[tuple[str, str, int | None]]:
    with as_owner():
        grants = RoleGrant.objects.filter(user__email=email)
        return [(g.role, g.organisation.slug if g.organisation else "", g.granted_by_id) for g in grants]


def test_an_invited_manager_chooses_a_password_and_holds_the_role(cast: Cast, client: Client) -> None:
    token = invite(cast, role=MANAGER, scope=Scope(organisation=cast.ale, unit=cast.ale_south))
    assert client.get(page(token)).status_code == 200
    done = client.post(page(token), answer())
    assert (done.status_code, done["Location"]) == (302, "/")
    user = User.objects.get(email="nina@example.se")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.name == "Nina Ny"
    assert roles_of("nina@example.se") == [("unit_manager", "ale", cast.gunilla.pk)]
    with acting_as(user.pk) as actor:
        assert actor.manages == {cast.ale_south.pk}
    used = newest_invitation(cast)
    assert used.used_at is not None
    assert used.used_by == user


def test_an_invitation_links_the_person_whom_the_organisation_registered(cast: Cast, client: Client) -> None:
    with as_owner():
        ours = Person.objects.create(registered_by=cast.ale, given_name="Nina", family_name="Ny")
    client.post(page(invite(cast, person_id=ours.pk)), answer())
    with as_owner():
        ours.refresh_from_db()
        assert ours.user == User.objects.get(email="nina@example.se")


def test_a_person_of_another_employer_is_not_linked(cast: Cast, client: Client) -> None:
    with as_owner():
        theirs = Person.objects.create(registered_by=cast.molndal, given_name="Nina", family_name="Ny")
    client.post(page(invite(cast, person_id=theirs.pk)), answer())
    with as_owner():
        theirs.refresh_from_db()
        assert theirs.user is None
    assert User.objects.filter(email="nina@example.se").exists()


def spoil(cast: Cast, how: str) -> str:
    """A link that no longer holds, for the named reason."""
    token = invite(cast, role=Role.COORDINATOR)
    if how == "used":
        Client().post(page(token), answer())
    elif how == "old":
        with as_owner():
            Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    elif how == "withdrawn":
        with acting_as(cast.gunilla.pk) as actor:
            services.withdraw_invitation(actor=actor, invitation_id=Invitation.objects.get().pk)
    elif how == "sent again":
        with acting_as(cast.gunilla.pk) as actor:
            services.send_again(actor=actor, invitation_id=Invitation.objects.get().pk, link_to=link_to)
    elif how == "sender gone":
        with as_owner():
            RoleGrant.objects.filter(user=cast.gunilla).update(valid_to=timezone.localdate() - timedelta(days=1))
    elif how == "sender disabled":
        with as_owner():
            User.objects.filter(pk=cast.gunilla.pk).update(is_active=False)
    return token if how != "guessed" else "x" * 43


def words(answer: Any, token: str) -> str:
    """The page without what differs between any two visits: the form's key and the address that was asked for."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(token, "")


@pytest.mark.parametrize("how", ["used", "old", "withdrawn", "sent again", "sender gone", "sender disabled", "guessed"])
def test_every_link_that_does_not_hold_gets_one_and_the_same_answer(cast: Cast, how: str) -> None:
    token = spoil(cast, how)
    known = Client().get("/inbjudan/never-was/")
    with as_owner():
        before = (User.objects.count(), RoleGrant.objects.count())
    client = Client()
    looked, tried = client.get(page(token)), client.post(page(token), answer("mallory@example.se"))
    assert [looked.status_code, tried.status_code, known.status_code] == [404, 404, 404]
    assert words(looked, token) == words(tried, token) == words(known, "never-was")
    with as_owner():
        assert (User.objects.count(), RoleGrant.objects.count()) == before


def test_a_forwarded_link_makes_no_account_for_another_address(cast: Cast, client: Client) -> None:
    token = invite(cast, role=Role.COORDINATOR)
    shown = client.get(page(token))
    assert "nina@example.se" not in shown.content.decode()
    tried = client.post(page(token), answer("mallory@example.se"))
    assert tried.status_code == 200
    assert tried.context["form"].errors.as_data()["email"][0].code == "address"
    assert not User.objects.filter(email="mallory@example.se").exists()
    assert newest_invitation(cast).used_at is None


def test_guessing_the_address_of_a_link_is_stopped(cast: Cast, client: Client) -> None:
    token = invite(cast)
    answers = [client.post(page(token), answer(f"guess{n}@example.se")).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert client.post(page(token), answer()).status_code == 429


def test_guessing_links_is_stopped(cast: Cast, client: Client) -> None:
    answers = [client.get(f"/inbjudan/guess-{n}/").status_code for n in range(65)]
    assert answers == [404] * 60 + [429] * 5
    assert client.get(page(invite(cast))).status_code == 429


def test_somebody_else_who_is_logged_in_is_told_to_log_out_and_nothing_is_used(cast: Cast) -> None:
    token = invite(cast, role=Role.COORDINATOR)
    bosse = signed_in(cast.bosse)
    assert [bosse.get(page(token)).status_code, bosse.post(page(token), answer()).status_code] == [403, 403]
    assert newest_invitation(cast).used_at is None
    assert roles_of("bosse@example.se") == [("unit_manager", "ale", None)]


def test_who_has_an_account_logs_in_and_accepts(cast: Cast, client: Client) -> None:
    token = invite(cast, "cecilia@example.se", role=Role.COORDINATOR)
    shown = client.get(page(token)).content.decode()
    assert f"/konto/login/?next={page(token)}" in shown
    assert client.post(page(token), answer("cecilia@example.se")).status_code == 200
    assert newest_invitation(cast).used_at is None
    cecilia = signed_in(cast.cecilia)
    assert cecilia.get(page(token)).status_code == 200
    assert newest_invitation(cast).used_at is None
    assert cecilia.post(page(token)).status_code == 302
    assert roles_of("cecilia@example.se") == [("coordinator", "ale", cast.gunilla.pk)]


def test_extra_fields_in_the_answer_are_ignored(cast: Cast, client: Client) -> None:
    token = invite(cast)
    client.post(page(token), answer(role="coordinator", organisation=str(cast.molndal.pk), is_active="0", id="1"))
    assert User.objects.get(email="nina@example.se").is_active
    assert roles_of("nina@example.se") == []


def test_a_weak_password_makes_no_account(cast: Cast, client: Client) -> None:
    token = invite(cast)
    tried = client.post(page(token), answer(password1="short", password2="short"))
    assert "password2" in tried.context["form"].errors
    assert not User.objects.filter(email="nina@example.se").exists()


def test_inviting_the_same_again_ends_the_first_letter(cast: Cast, client: Client) -> None:
    first, second = invite(cast), invite(cast)
    assert [client.get(page(first)).status_code, client.get(page(second)).status_code] == [404, 200]


def test_the_token_is_kept_as_a_hash_only(cast: Cast) -> None:
    token = invite(cast)
    with as_owner():
        kept = repr(list(Invitation.objects.values())) + repr(
            list(Invitation.pgh_event_model.objects.values())  # type: ignore[attr-defined]
        )
    assert token not in kept


@pytest.mark.parametrize("name", ["anna", "bosse", "maria", "dag", "eva", "farid", "hamid"])
def test_only_the_places_own_coordinators_invite(cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name).pk) as actor, pytest.raises(Refused):
        services.invite(actor=actor, email="x@example.se", scope=Scope(organisation=cast.ale), link_to=link_to)


def test_the_leader_of_a_collaboration_invites_to_it(cast: Cast, client: Client) -> None:
    tokens: list[str] = []
    with acting_as(cast.dag.pk) as actor:
        services.invite(
            actor=actor,
            email="nina@example.se",
            role=Role.COLLABORATION_COORDINATOR,
            scope=Scope(collaboration=cast.gr),
            link_to=lambda token: tokens.append(token) or link_to(token),  # type: ignore[func-returns-value]
        )
    client.post(page(tokens[0]), answer())
    with acting_as(User.objects.get(email="nina@example.se").pk) as actor:
        assert actor.leads == {cast.gr.pk}


def test_nobody_invites_themself(cast: Cast) -> None:
    with pytest.raises(Refused):
        invite(cast, "Gunilla@example.se", role=Role.IDENTITY_HANDLER)


@pytest.mark.usefixtures("fresh_database")
class TestLetters:
    """Letters leave after the transaction, so these commit."""

    def test_the_letter_carries_the_link_and_says_what_it_gives(self) -> None:
        with as_owner():
            cast = _cast()
        invite(cast, name="Nina Ny", role=MANAGER, scope=Scope(organisation=cast.ale, unit=cast.ale_south))
        (letter,) = mail.outbox
        assert letter.to == ["nina@example.se"]
        assert Client().get(path_in(letter)).status_code == 200
        assert newest_invitation(cast).sent_at is not None

    def test_a_letter_that_cannot_leave_is_told_on_the_page(self, settings: pytest.FixtureRequest) -> None:
        with as_owner():
            cast = _cast()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
        invite(cast)
        assert newest_invitation(cast).sent_at is None
        shown = signed_in(cast.gunilla).get("/organisation/roller/").context["invitations"]
        assert [(i.email, i.sent_at) for i, _state in shown] == [("nina@example.se", None)]


def _cast() -> Cast:
    from tests.support.cast import make_cast

    return make_cast()
