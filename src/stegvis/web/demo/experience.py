"""What is shared, offered and studied in Ale and Mölndal, by the services that users use. All invented."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from stegvis.careers.academics.services import (
    PathFacts,
    agree_path,
    keep_terms,
    pause_path,
    reach_stage,
    start_path,
)
from stegvis.careers.evidence.services import Statement, check_evidence, mark_of, state_evidence
from stegvis.careers.experience.services import OfferFacts, publish_offer, say_interested, state_wish
from stegvis.careers.models import Offer, Sharing, StudyPath, StudyTerms
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.spreading.queries import own_employments
from stegvis.careers.spreading.services import SharingFacts, share, thank
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
STUDENTS = 7


def gather_experience() -> None:
    """Idempotent: each part looks for what it makes."""
    _share()
    _offer()
    _terms()
    _study()


def _share() -> None:
    """Anna has told of a course and plans a meeting; Bosse thanks her; a course of hers is not shared yet."""
    with acting_as(user_key("anna"), reason=REASON) as actor:
        if visible(actor, Sharing).filter(person=actor.person).exists():
            return
        unit = own_employments(actor)[0].unit
        course = Statement("course", "Palliativ vård i hemmet", actor.today - timedelta(days=20))
        evidence = state_evidence(actor=actor, employer_id=unit.organisation_id, statement=course)
        text = "Tvätta med ljummet vatten.\nByt inte förband för ofta.\nFotografera varje vecka."
        note = share(actor=actor, unit=unit, facts=SharingFacts("Sårbehandling i hemmet", "note", text))
        meeting = SharingFacts("Munhälsa hos äldre", "meeting", day=actor.today + timedelta(days=10))
        share(actor=actor, unit=unit, facts=meeting)
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        check_evidence(actor=actor, evidence=evidence, how="Intyg uppvisat", seen=mark_of(evidence))
        thank(actor=actor, sharing_id=note.pk)
        unit = own_employments(actor)[0].unit
        shared = SharingFacts(
            "Att leda reflektion", "day", "Ställ en fråga i taget. Låt tystnaden vara.", day=actor.today
        )
        share(actor=actor, unit=unit, facts=shared)


def _offer() -> None:
    """Ale offers two roles; Anna is interested in one, and Cecilia in Mölndal has a wish."""
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        ale = Organisation.objects.get(slug="ale")
        if visible(actor, Offer).filter(employer=ale).exists():
            return
        about = "Du stöttar nya kollegor under deras första år, på fasta tider och med tid avsatt."
        facts = OfferFacts("mentor", "Mentor för nya sjuksköterskor", about, 20, professions=("sjukskoterska",))
        mentor = publish_offer(actor=actor, employer_id=ale.pk, unit_id=None, facts=facts)
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        unit = own_employments(actor)[0].unit
        about = "Mottagning och telefonrådgivning, utan tunga lyft. Schema dagtid."
        facts = OfferFacts("adjusted", "Anpassad tjänst på mottagningen", about, 60)
        publish_offer(actor=actor, employer_id=unit.organisation_id, unit_id=unit.pk, facts=facts)
    with acting_as(user_key("anna"), reason=REASON) as actor:
        say_interested(actor=actor, offer_id=mentor.pk)
    with acting_as(user_key("cecilia"), reason=REASON) as actor:
        employer = own_employments(actor)[0].employer_id
        wish = "Jag vill gå ner till 80 procent och handleda studenter."
        state_wish(actor=actor, employer_id=employer, text=wish, share=80)


def _terms() -> None:
    """Ale's general study terms, and the nurses' own."""
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        (employer,) = actor.coordinates
        if not visible(actor, StudyTerms).filter(employer=employer).exists():
            general = {"share": 20, "kronor": 1_500_000, "text": "Kurslitteratur betalas av arbetsplatsen"}
            own = {"share": 50, "kronor": 900_000, "text": "Lön under specialistutbildning"}
            keep_terms(actor=actor, employer=employer, profession=None, values=general, seen=revision_of())
            keep_terms(actor=actor, employer=employer, profession="sjukskoterska", values=own, seen=revision_of())


def _study() -> None:
    """Anna's AST waits for Bosse's yes; colleagues are on their way, one has paused."""
    with acting_as(user_key("anna"), reason=REASON) as actor:
        if visible(actor, StudyPath).filter(person=actor.person).exists():
            return
        employer = own_employments(actor)[0].employer_id
        assert actor.person is not None, "Anna is employed"  # noqa: S101 - tells the type checker
        start_path(actor=actor, person=actor.person, employer=employer, facts=_facts(actor, "ast", "Äldres hälsa", 40))
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        for number, person in enumerate(_colleagues(actor)):
            facts = _facts(actor, "specialist", "Vård av äldre", 50)
            path = start_path(actor=actor, person=person, employer=employer, facts=facts)
            agree_path(actor=actor, path_id=path.pk, seen=revision_of(path))
            stage = path.stages.earliest("position")
            reach_stage(actor=actor, path_id=path.pk, stage_id=stage.pk, is_reached=True)
            if number == 0:
                path.refresh_from_db()
                until = actor.today + timedelta(days=120)
                pause_path(actor=actor, path_id=path.pk, seen=revision_of(path), first=actor.today, until=until)


def _facts(actor: Actor, kind: str, title: str, share: int) -> PathFacts:
    starts = actor.today - timedelta(days=60)
    return PathFacts(
        kind,
        title,
        share,
        starts,
        starts + timedelta(days=730),
        university="Göteborgs universitet",
        funding="Lön under studierna från enheten",
        paid_by="workplace",
        kronor=240_000,
        follow_up_on=actor.today + timedelta(days=90),
    )


def _colleagues(actor: Actor) -> list[UUID]:
    """Some of the team, the same each time."""
    rows = visible(actor, Employment).filter(current(actor), unit__in=actor.manages, profession="sjukskoterska")
    anna = user_key("anna")
    rows = rows.exclude(person=actor.person).exclude(person__user=anna).order_by("employee_number")
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))[:STUDENTS]
