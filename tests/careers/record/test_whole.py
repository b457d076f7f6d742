"""That everything is in the whole record, for the person alone, and that one query gives what many would."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import (
    CardCheck,
    CardCode,
    Credential,
    Interest,
    Introduction,
    IntroductionStep,
    Judgement,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    Mentorship,
    MentorWish,
    MoveOutcome,
    Offer,
    Preparation,
    Programme,
    Rating,
    SecondAssessment,
    Sharing,
    SharingThanks,
    Standing,
    StudyPath,
    StudyStage,
)
from stegvis.careers.models.mentoring import MentorRound
from stegvis.careers.record.export import personal_models
from stegvis.careers.record.together import RowsTogether
from stegvis.careers.record.whole import SHAREABLE, own_parts
from stegvis.exchange.models import Lesson, Outcome, Presence, Round, RoundOccasion, RoundWish, Wanted
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.people.models import Consent, Employment
from tests.careers.record.conftest import days, share
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import START, Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.support.pdf import Pdf

LEFT_OUT: dict[type[Model], str] = {
    Standing: "computed every night from the evidence that is shown",
    MoveOutcome: "computed from the standing when the employer takes a new version",
    Judgement: "what each said before the two talked; the assessment holds what they agreed",
    Rating: "the ratings of such a judgement",
    Preparation: "what each wrote before a talk; the talk's notes hold what came of it",
    SecondAssessment: "tells how evenly the framework is used, and counts for nothing about the person",
    SharingThanks: "thanks for what a colleague has shared",
    CardCode: "opens the competence card for a while; the card's page lists them",
    CardCheck: "the log of who has opened the card, on the card's page",
}
"""What the page and the print lack and say that they lack; the file for another system has it."""

WORDS = (
    *("Avhandling om sår", "Halvtidskontroll", "Handledare Sund", "Växa i rollen", "Lärde mig mycket", "Önskar Maria"),
    *("Kan lite om allt", "Vårdhygien för alla", "Tvätta händerna", "Metodhandledare", "Vill handleda", "Vi provar"),
    *("Vill resa", "HLR-intyget", "En dag med rehab", "Lyft lättare", "Önskad dag", "Smärtskola"),
)
"""One of each thing that is made below."""


@layer
def full(moved: Cast) -> Cast:
    """Anna has a row of everything that is hers alone."""
    attended = an_application(an_occasion(an_offer(moved.molndal)), moved.anna, "attended")
    with as_owner():
        anna: dict[str, Any] = {"person": moved.anna.person, "employer": moved.molndal}
        pair: dict[str, Any] = {**anna, "user": moved.anna, "mentor": moved.maria}
        programme = Programme.objects.create(employer=moved.molndal, title="Introduktion", weeks=4)
        new = Introduction.objects.create(**anna, programme=programme, title="Ny här", starts=START, ends=START)
        IntroductionStep.objects.create(**anna, introduction=new, title="Rundvandring", due=START, deviation="Sen")
        path = StudyPath.objects.create(
            **anna, kind="doctoral", title=WORDS[0], share=50, supervisor=WORDS[2], starts=START, ends=START
        )
        for place, title in enumerate((WORDS[1], "Disputation")):
            StudyStage.objects.create(**anna, path=path, title=title, position=1 - place, done_on=START)
        MentorOffer.objects.create(**anna, user=moved.anna, profession_id="sjukskoterska", name="Anna", about=WORDS[6])
        mentorship = Mentorship.objects.create(
            **pair,
            mentor_employer=moved.molndal,
            state="running",
            line=WORDS[3],
            asked_on=START,
            starts=START,
            ends=START,
        )
        MentorMeeting.objects.create(**anna, mentorship=mentorship, met_on=START, topics=["new"])
        MentorReflection.objects.create(**anna, mentorship=mentorship, writer=moved.anna, text=WORDS[4])
        MentorReflection.objects.create(**anna, mentorship=mentorship, writer=moved.maria, text="Marias egna tankar")
        wished = MentorRound.objects.create(employer=moved.molndal, title="Våren", closes_on=START)
        MentorWish.objects.create(**pair, round=wished, rank=1, line=WORDS[5], profession_id="sjukskoterska")
        told: dict[str, Any] = {**anna, "unit": moved.molndal_care, "title": WORDS[7]}
        Sharing.objects.create(**told, state="shared", done_on=START, text=WORDS[8])
        Sharing.objects.create(**told, state="planned", planned_on=days(9), kind="day")
        offer = Offer.objects.create(employer=moved.molndal, kind="mentor", title=WORDS[9], published_on=START)
        Interest.objects.create(**anna, offer=offer, text=WORDS[10], answer=WORDS[11], stated_on=START)
        Interest.objects.create(**anna, is_wish=True, text=WORDS[12], share=60, stated_on=START)
        Credential.objects.create(
            **anna,
            issuer=moved.molndal,
            title=WORDS[13],
            issued_at=timezone.now(),
            status_list=1,
            status_position=1,
            token="t",
        )
        took: dict[str, Any] = {"person": attended.person, "employer": attended.employer, "application": attended}
        Presence.objects.create(**took, occasion=attended.occasion, session=None, came=True)
        Outcome.objects.create(**took, has_answered=True)
        Lesson.objects.create(**took, host=attended.host, text=WORDS[15])
        round_ = Round.objects.create(employer=moved.molndal, title="Våren", opens_on=START, closes_on=START)
        RoundOccasion.objects.create(employer=moved.molndal, round=round_, occasion=attended.occasion)
        wish = {"user": moved.anna, "unit": moved.molndal_care, "profession_id": "sjukskoterska", "name": "Anna"}
        RoundWish.objects.create(**anna, **wish, round=round_, occasion=attended.occasion, title=WORDS[16], rank=1)
        Wanted.objects.create(**anna, words=WORDS[17], said_on=START)
    return moved


def test_every_kind_of_row_is_in_a_section_or_left_out_for_a_reason() -> None:
    shown = [Employment, *(model for models in SHAREABLE.values() for model in models)]
    shown += [model for part in own_parts() for model in part.models]
    assert len(shown) == len(set(shown))
    assert set(shown).isdisjoint(LEFT_OUT)
    assert {*shown, *LEFT_OUT} == set(personal_models())


def test_the_page_and_the_print_show_all_of_it_to_the_person(
    client: Client, full: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(full.anna)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("careers:record")).content.decode()
    printed = Pdf(client.get(reverse("careers:record_pdf")).content).text()
    assert [word for word in WORDS if word not in page] == []
    assert [word for word in WORDS if "".join(word.split()) not in printed] == []
    assert "Marias egna tankar" not in page
    assert "finns i filen till ett annat system" in page


def test_another_employer_is_shown_none_of_it(client: Client, full: Cast) -> None:
    with as_owner():
        Consent.objects.all().delete()
    consent = share(full)
    client.force_login(full.maria)
    page = client.get(reverse("careers:shared_record", args=[consent.pk])).content.decode()
    assert "Plan i Ale" in page
    assert [word for word in WORDS if word in page] == []


def test_the_rows_are_those_that_a_query_for_each_model_gives(
    full: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    share(full)
    wanted = {model: beside for part in own_parts() for model, beside in part.models.items()}
    with acting_as(full.anna.pk) as actor:
        person = full.anna.person.pk
        with django_assert_num_queries(1):
            together = RowsTogether(actor, person, wanted)
        for model in wanted:
            names = [field.attname for field in model._meta.concrete_fields if field.name != "held"]
            plain = list(visible(actor, model).filter(person=person).values(*names))
            assert plain, model
            assert [{name: getattr(row, name) for name in names} for row in together.of(model)] == plain
        (role,) = (one for one in together.of(Interest) if not one.is_wish)
        with django_assert_num_queries(0):
            assert (role.employer.name, role.offer and role.offer.title) == ("Mölndals kommun", WORDS[9])
