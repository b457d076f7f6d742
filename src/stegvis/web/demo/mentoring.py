"""Mentors and mentorships at every stage, by the services that users use. All invented."""

from __future__ import annotations

from datetime import timedelta

from stegvis.careers.mentoring.offering import OfferText, offer_mentoring
from stegvis.careers.mentoring.queries import case_of, offers_for
from stegvis.careers.mentoring.rounds import open_round, save_wishes
from stegvis.careers.mentoring.services import accept, ask_mentor, note_meeting, plan_meeting, reflect
from stegvis.careers.mentoring.tasks import finish
from stegvis.careers.models import MentorOffer, MentorRound, Mentorship
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Employment, Person
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
RETIRED = ("rut@stegvis.example.se", "Rut Wallin")
OFFERS = {
    "ingrid": OfferText(
        ("role", "leadership", "lasting"), 2, "either", "Rehabilitering", "Femton år som chef och arbetsterapeut."
    ),
    "bosse": OfferText(("new", "clinical", "cooperation"), 2, "on_site", "Hemsjukvård norr"),
    RETIRED[0]: OfferText(
        ("new", "clinical", "teaching"), 3, "distance", about="Fyrtio år i hemsjukvården. Jag lyssnar gärna."
    ),
}


def mentor() -> None:
    """Three offer; Anna's with Ingrid runs, Cecilia's with Bosse is finished, Ingrid is asked, a round is open."""
    with acting_as_system(reason=REASON):
        if MentorRound.objects.exists():
            return
        _retire_somebody()
    for name, text in OFFERS.items():
        with acting_as(user_key(name), reason=REASON) as actor:
            offer_mentoring(actor=actor, text=text)
    _finished("cecilia", "bosse")
    _running("anna", "ingrid")
    _ask("cecilia", "ingrid", "Att gå från behandlare till att leda ett förbättringsarbete.")
    _open_rounds()


def _retire_somebody() -> None:
    """The oldest in Ale without a log-in ended her employment last summer, and has got one."""
    email, name = RETIRED
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)
    rows = Employment.objects.filter(employer__slug="ale", person__user=None, valid_to=None).select_related("person")
    employment = rows.exclude(employee_number="1007").order_by("person__birth_year", "pk")[0]
    given, family = name.split()
    Person.objects.filter(pk=employment.person_id).update(user=user, given_name=given, family_name=family)
    with acting_as(user.pk, reason=REASON) as actor:
        last = max(employment.valid_from, actor.today - timedelta(days=120))
    Employment.objects.filter(pk=employment.pk).update(valid_to=last)


def _ask(person: str, mentor: str, line: str) -> Mentorship:
    with acting_as(user_key(person), reason=REASON) as actor:
        return ask_mentor(actor=actor, offer=offers_for(actor).get(user=user_key(mentor)), line=line)


def _begun(person: str, mentor: str, line: str, days: int) -> Mentorship:
    """Under way for so many days."""
    asked = _ask(person, mentor, line)
    with acting_as(user_key(mentor), reason=REASON) as actor:
        found = accept(actor=actor, case=case_of(actor, asked.pk))
    back = timedelta(days=days)
    with acting_as_system(reason=REASON):
        found.asked_on -= back
        for name in ("starts", "ends"):
            setattr(found, name, getattr(found, name) - back)
        found.save()
    return found


def _running(person: str, mentor: str) -> None:
    found = _begun(person, mentor, "Att våga ta ansvar för ett eget område.", 70)
    with acting_as(user_key(person), reason=REASON) as actor:
        case = case_of(actor, found.pk)
        for days, topics in ((60, ["new", "role"]), (28, ["role", "paths"])):
            note_meeting(actor=actor, case=case, met_on=actor.today - timedelta(days=days), topics=topics)
        plan_meeting(actor=actor, case=case, day=actor.today + timedelta(days=6))


def _finished(person: str, mentor: str) -> None:
    """The mentor's assignment waits for their manager; both have reflected, one has shared."""
    found = _begun(person, mentor, "Att hitta min roll i teamet.", 280)
    with acting_as_system(reason=REASON):
        finish(found, found.ends or found.asked_on, is_finished=True)
    for name, text, is_shared in (
        (person, "Det bästa var att få tänka högt utan att bli bedömd.", True),
        (mentor, "Jag lärde mig minst lika mycket själv.", False),
    ):
        with acting_as(user_key(name), reason=REASON) as actor:
            reflect(actor=actor, case=case_of(actor, found.pk), text=text, is_shared=is_shared)


def _open_rounds() -> None:
    """GR's takes wishes for three weeks more; Ale's has passed its last day, with one wish."""
    with acting_as(user_key("dag"), reason=REASON) as actor:
        gr = Collaboration.objects.get(slug="gr")
        open_round(
            actor=actor, owner=gr, title="Mentorer i Göteborgsregionen", closes_on=actor.today + timedelta(days=21)
        )
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        ale = Organisation.objects.get(slug="ale")
        found = open_round(actor=actor, owner=ale, title="Mentorer i Ale", closes_on=actor.today)
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        wanted = [visible(actor, MentorOffer).get(user__email=RETIRED[0]).user_id]
        save_wishes(actor=actor, found=found, mentors=wanted, line="Att leda hemsjukvård i glesbygd.")
    with acting_as_system(reason=REASON):
        MentorRound.objects.filter(pk=found.pk).update(closes_on=found.closes_on - timedelta(days=1))
