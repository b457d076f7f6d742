"""Who hears that an assessment waits, that all have handed in, and that it is signed."""

from __future__ import annotations

from stegvis.careers.assessments.notices import tell_of_comparison
from stegvis.careers.assessments.services import name_judge
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.people.models import Profession
from tests.careers.assessments.conftest import Assessed, judge, sign_as
from tests.careers.told import unread
from tests.support.cast import employ
from tests.support.database import as_owner

OWN = "Bedöm dig själv. Ingen ser det förrän de andra också har lämnat in."
ANOTHERS = "Någons bedömning väntar på dig. Du ser ingen annans förrän din är inlämnad."


def tell(found: Assessed) -> None:
    """What the job does when somebody has handed in."""
    with as_owner():
        tell_of_comparison([found.assessment.pk])


def test_whoever_is_asked_hears_of_it_until_they_have_handed_in(opened: Assessed) -> None:
    cast = opened.cast
    with as_owner():
        sam = User.objects.create_user("sam@example.se", name="Sam")
        employ(sam, cast.ale_south, Profession.objects.get(pk="sjukskoterska"), "1102")
    with acting_as(cast.bosse.pk) as actor:
        name_judge(actor=actor, assessment=opened.assessment, email="sam@example.se", role="mentor")
    assert [unread(one) for one in (cast.anna, cast.bosse, sam, cast.maria)] == [[OWN], [], [ANOTHERS], []]
    judge(cast.anna, opened, 2)
    tell(opened)
    assert [unread(one) for one in (cast.anna, cast.bosse)] == [[], []]


def test_the_person_and_the_manager_hear_that_all_have_handed_in_and_the_person_of_the_signature(
    compared: Assessed,
) -> None:
    cast = compared.cast
    tell(compared)
    assert unread(cast.anna) == ["Alla har lämnat in. Nu ser du och din chef bådas bedömningar och pratar igenom dem."]
    assert [unread(one) for one in (cast.bosse, cast.maria, cast.gunilla)] == [
        ["Alla har lämnat in. Se var ni skiljer er åt, prata igenom det och signera."],
        [],
        [],
    ]
    sign_as(cast.bosse, compared.assessment)
    assert unread(cast.anna) == [
        "En bedömning som skulle pratas igenom är klar.",
        "Din chef har signerat din bedömning. Läs den, och signera med en kommentar om du vill.",
    ]
    assert unread(cast.bosse) == ["En bedömning som skulle pratas igenom är klar."]
