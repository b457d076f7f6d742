"""Two surveys of the collaboration, each with the wave before it as published, and a new round with invented answers;
a question in free words that two code, and a study of interviews.

The training-needs survey is answered by persons without a name, and closed; the career-model survey by regions,
municipalities and universities under their names, and still open. Answers go in by the letters' links, as anybody's.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from stegvis.foundation.access.actor import Actor, acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.organisations.packaged import known_collaborations, known_organisations, load_organisations
from stegvis.surveys.answering.locking import lock, room_for
from stegvis.surveys.answering.opened import Opened, open_link
from stegvis.surveys.answering.sealing import open_closed
from stegvis.surveys.answering.services import Signature, send
from stegvis.surveys.bank.services import by_itself, put_section_into_bank
from stegvis.surveys.content.document import Kind, Question
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.fielding.asking import ask_organisations
from stegvis.surveys.fielding.links import new_link, token_of
from stegvis.surveys.fielding.promises import usual_contacts_until, usual_keep_until
from stegvis.surveys.fielding.services import RoundFacts, close_round, open_round, set_up_round
from stegvis.surveys.models import Contact, KnownShare, Link, Round
from stegvis.surveys.packaged import packaged
from stegvis.surveys.questionnaires.services import fix_version, start_questionnaire
from stegvis.surveys.telling.known import packaged_waves, take_in_wave
from stegvis.surveys.telling.services import add_crossing, tell
from stegvis.web.demo.cast import user_key
from stegvis.web.demo.coding import code
from stegvis.web.demo.interviews import study

REASON = "Demonstration"
LEADER = "dag"
NEEDS, CAREERS = "utbildningsbehov", "karriarmodeller"
COUNCIL = "mellansverige"
UNIVERSITIES = ("uu", "oru", "kau", "mdu", "du", "hig")
ASKED, ANSWERED = 71, 56
"""Persons: as many as the survey of 2022 was sent to and answered by."""
REPLIES = {"region": (7, 6), "municipality": (74, 24), "university": (6, 6)}
"""Organisations asked and replied, of each kind: as in the survey of 2022."""
WISHES = (
    "Sår och sårvård",
    "Motiverande samtal, särskilt för hemsjukvården",
    "Förflyttningsteknik för arbetsterapeuter",
    "Läkemedel och äldre",
    "Återkommande övning i ABCDE",
    "Handledarutbildning",
    "Kardiologi",
    "Att arbeta i team runt den sjuke",
    "Kortare kurser som går att dela upp på flera dagar",
    "Palliativ vård i hemmet",
    "Stöd i verksamhetssystemet i samband med utbildningen",
    "Att dokumentera rätt",
)
HINDRANCES = (
    "Bemanningen avgör om någon kan gå ifrån",
    "Det finns inga vikarier att sätta in",
    "Kurserna ges på dagtid när vi har som mest att göra",
    "Det blir för dyrt, både kursen och den som ska ersätta",
    "Avståndet, det tar en halv dag att resa dit",
    "Vi får veta för sent, schemat är redan lagt",
    "Ingen har ansvar för att planera utbildning hos oss",
    "Det är svårt att motivera natten, som aldrig kommer med",
    "Kurserna är för långa, två timmar hade gått",
    "Budgeten räcker till det som är obligatoriskt",
    "De som går slutar ändå, så det känns inte värt det",
    "Det vi behöver ges inte här",
)
WRITTEN_BY_SOME = {"ovriga-behov": WISHES, "hinder": HINDRANCES}
SAYS = {
    "f1": (
        "Vi har en arbetsgrupp som tar fram en gemensam grundmodell och provar den i två verksamheter.",
        "Arbetet har inte kommit igång, vi är en liten organisation och behöver enkla former.",
        "Modellen är beslutad och införs nu för sjuksköterskor, andra yrken följer.",
    ),
    "f2": (
        "Vi möts i rådet två gånger om året och planerar uppdragsutbildning.",
        "Samverkan sker mest kring verksamhetsförlagd utbildning.",
        "Vi saknar en tydlig kontaktväg.",
    ),
    "": (
        "Genom gemensamma arbetsgrupper och delade tjänster.",
        "Vi vill gärna vara med tidigare, när modellerna tas fram.",
        "Ja, särskilt om gemensamma krav och om hur nivåer erkänns mellan arbetsgivare.",
    ),
}


@transaction.atomic
def survey() -> None:
    """Unless it is done; all of it or nothing, since a round that was cut off could not be told from one that runs."""
    with acting_as_system(reason=REASON):
        if Round.objects.filter(state=Round.State.CLOSED).exists():
            return
        load_organisations(*known_collaborations()[COUNCIL][1], *UNIVERSITIES, *_municipalities())
    rng = random.Random(2026)  # noqa: S311 - invented answers
    needs = _begin(NEEDS, Round.Kind.PERSONS)
    with acting_as_system(reason=REASON):
        _list_persons(needs, rng)
    _open(needs)
    _answer(needs, rng)
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        close_round(actor=actor, found=visible(actor, Round).get(pk=needs))
        add_crossing(actor=actor, round_id=needs, background="roll", question="utbildningsform")
    careers = _begin(CAREERS, Round.Kind.ORGANISATIONS)
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        slugs = (*known_collaborations()[COUNCIL][1], *UNIVERSITIES, *_municipalities())
        keys = Organisation.objects.filter(slug__in=slugs).values_list("pk", flat=True)
        ask_organisations(actor=actor, found=visible(actor, Round).get(pk=careers), keys=set(keys))
    with acting_as_system(reason=REASON):
        _give_links(careers)
    _open(careers)
    _answer(careers, rng)
    with acting_as_system(reason=REASON):
        open_closed()
    for key in (needs, careers):
        with acting_as(user_key(LEADER), reason=REASON) as actor:
            tell(actor=actor, round_id=key)
    code(needs)
    study()


def _municipalities() -> list[str]:
    """As many municipalities of the council's counties as were asked."""
    known = known_organisations()
    counties = {known[slug]["county_code"] for slug in known_collaborations()[COUNCIL][1]}
    found = [slug for slug, row in known.items() if row["type"] == "municipality" and row["county_code"] in counties]
    return found[: REPLIES["municipality"][0]]


def _begin(code: str, kind: str) -> int:
    """The questionnaire fixed, with the wave before it, and a round set up."""
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        owner = Collaboration.objects.get(slug="gr")
        made = start_questionnaire(actor=actor, owner=owner, content=packaged()[code])
        _put_into_bank(actor, owner, made.content)
        version = fix_version(actor=actor, questionnaire=made, revision=made.revision, note="Som 2022")
        for wave in packaged_waves().values():
            if wave.questionnaire == code:
                take_in_wave(actor=actor, questionnaire_id=made.pk, code=wave.code)
        last = actor.today + timedelta(days=14)
        facts = RoundFacts(
            version=version.pk,
            title=f"{made.title} {actor.today.year}",
            kind=kind,
            design=Round.Design.CENSUS,
            opens_on=actor.today - timedelta(days=21),
            closes_on=last,
            fewest=5,
            sender=owner.name,
            contact="dag@stegvis.example.se",
            letter="Svaren blir underlag för vad vi gör tillsammans. Det tar omkring tio minuter.",
            remind_on=None,
            contacts_until=usual_contacts_until(last),
            keep_until=usual_keep_until(last),
        )
        return set_up_round(actor=actor, owner=owner, facts=facts).pk


def _put_into_bank(actor: Actor, owner: Collaboration, content: Plain) -> None:
    """Every question, by its section, for the next survey to pick from."""
    for section in content["sections"]:
        questions = [by_itself(one, content.get("scales", {}), section) for one in section["questions"]]
        put_section_into_bank(actor=actor, owner=owner, section=section, questions=questions)


def _list_persons(key: int, rng: random.Random) -> None:
    """Invented persons, named by their number."""
    contacts = Contact.objects.bulk_create(
        Contact(
            round_id=key,
            actor=Organisation.Type.MUNICIPALITY,
            name=f"Svarande {number}",
            email=f"svarande{number}@kommun.example.se",
        )
        for number in range(1, ASKED + 1)
    )
    Link.objects.bulk_create(new_link(one, name=one.name, email=one.email) for one in contacts)


def _give_links(key: int) -> None:
    contacts = Contact.objects.filter(round_id=key).select_related("organisation")
    Link.objects.bulk_create(
        new_link(one, name="Enhet för vårdens kompetens", email=f"kontakt@{one.organisation.slug}.example.se")
        for one in contacts
        if one.organisation is not None
    )


def _open(key: int) -> None:
    """The letters are said to have gone; the demonstration sends none."""
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        open_round(actor=actor, found=visible(actor, Round).get(pk=key))
    with acting_as_system(reason=REASON) as system:
        Link.objects.filter(round_id=key).update(sent_on=system.today - timedelta(days=21))


def _answer(key: int, rng: random.Random) -> None:
    """By their links, each as nobody who is logged in."""
    with acting_as_system(reason=REASON):
        found = Round.objects.get(pk=key)
        links = list(Link.objects.filter(round=found).select_related("contact").order_by("contact__name"))
        shares = _shares(found)
    for link in _those_who_answer(found, links):
        with acting_as(None):
            token = token_of(link.pk)
            opened = open_link(token)
            if opened is not None:
                _fill(opened, _drawn(opened, shares, rng))
                send(token, signature=Signature("Kim Exempel", "Förvaltningschef", ""), notice=opened.notice)


def _those_who_answer(found: Round, links: list[Link]) -> Iterator[Link]:
    if found.kind == Round.Kind.PERSONS:
        yield from links[:ANSWERED]
        return
    for kind, (_asked, replied) in REPLIES.items():
        yield from [one for one in links if one.contact.actor == kind][:replied]


def _fill(opened: Opened, answers: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        if opened.is_of_persons:
            content = lock(opened.token, opened.link, answers, room_for(opened.questionnaire))
            cursor.execute("SELECT stegvis_survey_keep(%s, %s)", [opened.digest, content])
        else:
            sent = json.dumps(answers)
            cursor.execute("SELECT stegvis_survey_write(%s, %s, %s)", [opened.digest, sent, opened.notice])


Shares = dict[str, dict[str, float]]


def _shares(found: Round) -> Shares:
    """Item → choice → per cent, of the wave before."""
    rows = KnownShare.objects.filter(wave__questionnaire=found.version.questionnaire_id)
    shares: Shares = {}
    for item, choice, share in rows.values_list("item", "choice", "share"):
        shares.setdefault(item, {})[choice] = float(share)
    return shares


def _drawn(opened: Opened, shares: Shares, rng: random.Random) -> dict[str, Any]:
    """Answers much as the wave before was answered; some leave some out, and few write."""
    answers: dict[str, Any] = {}
    eagerness = {"region": 0.8, "municipality": 0.35}.get(opened.actor, 0.5)
    for section in opened.questionnaire.sections_for(opened.actor):
        for question in section.questions_for(opened.actor):
            value = _value(question, opened.actor, shares, eagerness, rng)
            if value not in (None, {}, []) and (question.is_required or rng.random() > 0.04):
                answers[question.code] = value
    return answers


def _value(question: Question, actor: str, shares: Shares, eagerness: float, rng: random.Random) -> Any:
    codes = [one.code for one in question.choices]
    known = shares.get(question.code, {})
    match question.kind:
        case Kind.MATRIX:
            rows = question.rows_for(actor)
            return {row.code: _choice(codes, shares.get(row.code, {}), rng) for row in rows if rng.random() > 0.02}
        case Kind.LADDER:
            return {row.code: {"status": _step(codes, eagerness, rng)} for row in question.rows_for(actor)}
        case Kind.SINGLE:
            return _choice(codes, known, rng)
        case Kind.MULTI:
            return [code for code in codes if rng.random() * 100 < known.get(code, 15)]
        case Kind.TEXT:
            return _words(question, rng)
    return None


def _words(question: Question, rng: random.Random) -> str | None:
    if question.code in WRITTEN_BY_SOME:
        return rng.choice(WRITTEN_BY_SOME[question.code]) if rng.random() < 0.45 else None
    return rng.choice(SAYS.get(question.code, SAYS[""]))


def _choice(codes: list[str], known: dict[str, float], rng: random.Random) -> str:
    return rng.choices(codes, [known.get(code, 1 if not known else 0) + 0.01 for code in codes])[0]


def _step(codes: list[str], eagerness: float, rng: random.Random) -> str:
    """The first of the statuses is the furthest."""
    at = min(int(rng.expovariate(1) * (1.2 - eagerness) * 2.5), len(codes) - 1)
    return codes[at]
