"""What staff of the demonstration have said is missing, and what Göteborgsregionen gathers of it. All invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from stegvis.exchange.demand.counting import count_what_is_lacking
from stegvis.exchange.demand.services import BundleFacts, ask, gather, say_missing, state_seats
from stegvis.exchange.demand.services import Missing as Said
from stegvis.exchange.models import Bundle, Wanted
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Employment, ProtectedIdentity
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
WANTED: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    (
        "ale",
        "palliativ-vard",
        8,
        (
            "Brytpunktssamtal, gärna på kvällstid",
            "Smärtskattning när någon inte kan berätta",
            "Munvård i livets slut",
            "Stöd till närstående",
        ),
    ),
    (
        "molndal",
        "palliativ-vard",
        6,
        ("Symtomlindring i hemmet", "Att samtala om döden", "Vidbehovsordinationer på helgen"),
    ),
    ("ale", "samtal-motivation", 3, ("Motiverande samtal i hemsjukvården",)),
    ("molndal", "lakemedel", 7, ("Läkemedel och äldre",)),
)


def demand() -> None:
    """The night's count, wishes in Ale and Mölndal, one purchase that gathers seats and one request that is sent."""
    gr = Collaboration.objects.get(slug="gr")
    with acting_as_system(reason=REASON):
        if Bundle.objects.exists():
            return
        count_what_is_lacking()
        for wanted in WANTED:
            _want(*wanted)
        university = Organisation.objects.get(slug="gu").pk
        ale = Organisation.objects.get(slug="ale").pk
    with acting_as(user_key("anna"), reason=REASON) as actor:
        say_missing(actor=actor, missing=Said(area="akut-omhandertagande", words="Återkommande övning i ABCDE"))
    with acting_as(user_key("dag"), reason=REASON) as actor:
        month = actor.today + timedelta(days=30)
        words = "Två dagar tillsammans, en handledare per kommun."
        facts = BundleFacts("purchase", "Motiverande samtal (MI)", words, ("samtal-motivation",), month)
        gather(actor=actor, collaboration=gr.pk, facts=facts)
        words = "Uppdragsutbildning på distans med träffar i regionen."
        facts = BundleFacts("request", "Palliativ vård 7,5 hp", words, ("palliativ-vard",), month, university)
        asked = gather(actor=actor, collaboration=gr.pk, facts=facts)
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        state_seats(actor=actor, bundle_id=asked.pk, employer=ale, seats=4)
    with acting_as(user_key("dag"), reason=REASON) as actor:
        ask(actor=actor, bundle_id=asked.pk)


def _want(slug: str, area: str, number: int, words: tuple[str, ...]) -> None:
    """The first of the employer's staff, as many as there are in a small demonstration, a while ago."""
    employer = Organisation.objects.filter(slug=slug).first()
    staff = Employment.objects.filter(employer=employer).exclude(person__in=ProtectedIdentity.objects.values("person"))
    # By their numbers, which are the same each time; a person may have two employments.
    chosen = list(dict.fromkeys(staff.order_by("employee_number").values_list("person", "employer")))[:number]
    Wanted.objects.bulk_create(
        Wanted(
            person_id=person,
            employer_id=key,
            area=area,
            words=words[at % len(words)],
            said_on=timezone.localdate() - timedelta(days=20 - at),
        )
        for at, (person, key) in enumerate(chosen)
    )
