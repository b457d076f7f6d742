"""An interview study of the collaboration, as GR's survey of competence and career paths was made; what is said is
invented, and so is who said it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from stegvis.foundation.access.actor import acting_as_system
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    Interviewee,
    Interviewer,
    InterviewFinding,
    InterviewNote,
    InterviewQuestion,
    InterviewStudy,
    InterviewSummary,
    InterviewSupport,
    InterviewTheme,
)
from stegvis.web.demo.cast import EMPLOYERS, user_key

TITLE = "Kartläggning av kompetens- och karriärvägar"
QUESTIONS = (
    "Finns det idag i kommunerna en plan för karriärutveckling för legitimerad personal?",
    "Hur arbetar kommunerna med kompetens- och karriärutveckling idag?",
    "Finns det fördelar med en gemensam modell för kompetens- och karriärutveckling?",
    "Hur tar kommunerna tillvara erfarna medarbetares kompetens?",
    "Hur ser kommunerna på möjligheten att samarbeta kring spetskunskap?",
)
THEMES = (
    "Karriärplan",
    "Kompetensutveckling idag",
    "Introduktion",
    "Handledning och mentorskap",
    "Spetskunskap",
    "Erfarna medarbetare",
    "Lön och villkor",
    "Rekrytering",
    "Gemensam modell",
    "Samarbete mellan kommuner",
)
SAID = (
    "Det finns ingen skriven plan. Utvecklingen bestäms i medarbetarsamtalet.",
    "Kurser söks var för sig, och det är svårt att gå ifrån.",
    "Introduktionen är bra på pappret men hinns inte alltid med.",
    "De som handleder gör det vid sidan av, utan avsatt tid.",
    "Var och en har något som de är bra på, men det vet inte grannkommunen om.",
)
SUMMED_UP = {
    "Karriärplan": ("I de flesta kommuner finns ingen skriven plan.", "Det finns ingen skriven plan."),
    "Gemensam modell": (
        "De flesta ser fördelar med en gemensam modell, om den är enkel att använda.",
        "En gemensam modell gör det lättare att behålla erfarna medarbetare.",
    ),
}
REHAB, NURSES = "rehabilitering", "sjuksköterskor"
GROUPS = (*(REHAB,) * 8, *(NURSES,) * 7)
"""Of the fifteen who were interviewed."""


def study() -> None:
    """Twelve of the thirteen municipalities said yes."""
    with acting_as_system(reason="Demonstration") as system:
        made = InterviewStudy.objects.create(
            collaboration=Collaboration.objects.get(slug="gr"),
            title=TITLE,
            purpose="Ett underlag för om kommunerna ska gå vidare med en gemensam modell för kompetens och karriär.",
            notice="Vi frågar för Göteborgsregionens räkning. Det är frivilligt, och ingen pekas ut i rapporten.",
            networks="Äldreomsorgschefer, hälso- och sjukvårdschefer, socialchefer",
            state=InterviewStudy.State.GOING_ON,
            contacts_until=system.today + timedelta(days=365),
            notes_until=system.today + timedelta(days=730),
            created_by_id=user_key("dag"),
        )
        InterviewQuestion.objects.bulk_create(
            InterviewQuestion(study=made, number=number, text=text) for number, text in enumerate(QUESTIONS, 1)
        )
        themes = InterviewTheme.objects.bulk_create(
            InterviewTheme(study=made, number=number, title=title, prompts="Hur är det idag?\nVad är svårt?")
            for number, title in enumerate(THEMES, 1)
        )
        interviews = _interviews(made)
        _notes(made, interviews, themes)
        _sum_up(made, interviews, themes)


def _interviews(made: InterviewStudy) -> list[Interview]:
    today = timezone.localdate()
    interviewer = Interviewer.objects.create(
        study=made,
        collaboration=made.collaboration,
        email="dag@stegvis.example.se",
        user_id=user_key("dag"),
        opened_at=timezone.now(),
    )
    places = Organisation.objects.filter(slug__in=[one.slug for one in EMPLOYERS], type="municipality").order_by("name")
    asked = InterviewAsked.objects.bulk_create(
        InterviewAsked(
            study=made,
            organisation=place,
            name=place.name,
            said=InterviewAsked.Said.NO if number == len(places) - 1 else InterviewAsked.Said.YES,
            asked_on=today - timedelta(days=60),
        )
        for number, place in enumerate(places)
    )
    willing = asked[:-1]
    interviews = Interview.objects.bulk_create(
        Interview(
            study=made,
            number=number + 1,
            interviewer=interviewer,
            asked=willing[number % len(willing)],
            state=Interview.State.HELD,
            held_on=today - timedelta(days=40 - number),
            mode=Interview.Mode.TEAMS if number % 3 else Interview.Mode.ON_SITE,
            minutes=40 + number * 5 // 2,
            followed_up_on=today - timedelta(days=10) if number % 5 == 0 else None,
        )
        for number in range(len(GROUPS))
    )
    Interviewee.objects.bulk_create(
        Interviewee(study=made, interview=one, role="enhetschef", staff_group=group, told_on=one.held_on, agrees=True)
        for one, group in zip(interviews, GROUPS, strict=True)
    )
    return interviews


def _notes(made: InterviewStudy, interviews: list[Interview], themes: list[InterviewTheme]) -> None:
    """Of every interview something, and of the two themes that are summed up all."""
    InterviewNote.objects.bulk_create(
        InterviewNote(
            study=made,
            interview=interview,
            theme=theme,
            text=SAID[(interview.number + theme.number) % len(SAID)],
            written_by_id=user_key("dag"),
        )
        for interview in interviews
        for theme in themes
        if theme.title in SUMMED_UP or (interview.number + theme.number) % 4 == 0
    )


def _sum_up(made: InterviewStudy, interviews: list[Interview], themes: list[InterviewTheme]) -> None:
    for theme in themes:
        if theme.title not in SUMMED_UP:
            continue
        text, said = SUMMED_UP[theme.title]
        InterviewSummary.objects.create(study=made, theme=theme, text=text, written_by_id=user_key("dag"))
        finding = InterviewFinding.objects.create(study=made, theme=theme, number=1, text=said)
        InterviewSupport.objects.bulk_create(
            InterviewSupport(study=made, finding=finding, interview=one, stance=InterviewSupport.Stance.AGREES)
            for one in interviews[:11]
        )
