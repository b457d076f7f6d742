"""What the first page says about one's own development and one's team, from the stored standings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.academics import next_steps as academics
from stegvis.careers.assessments import next_steps as assessments
from stegvis.careers.calibration import next_steps as calibration
from stegvis.careers.evidence import next_steps as evidence
from stegvis.careers.experience import next_steps as experience
from stegvis.careers.introductions import next_steps as introductions
from stegvis.careers.mentoring import next_steps as mentoring
from stegvis.careers.models import Standing, VersionMove
from stegvis.careers.moves.queries import moves_of
from stegvis.careers.placements import next_steps as placements
from stegvis.careers.placements.queries import held_decisions, held_in, is_above, level_title
from stegvis.careers.plans import next_steps as plans
from stegvis.careers.record import next_steps as record
from stegvis.careers.spreading import next_steps as spreading
from stegvis.careers.talks import next_steps as talks
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.frameworks.queries import effective_of

SUBJECTS = (
    assessments,
    placements,
    introductions,
    calibration,
    evidence,
    plans,
    talks,
    record,
    mentoring,
    spreading,
    experience,
    academics,
)
SOON = timedelta(days=90)


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """What is the person's own, the manager's and the coordinator's. ``counts`` is of ``everything_waiting``."""
    if not actor.is_signed_in:
        return
    if actor.person is not None:
        yield from _own(actor)
    if actor.manages:
        yield from _team(actor, actor.today + SOON)
    if counts["moves"]:
        yield _moves(counts["moves"])
    for subject in SUBJECTS:
        yield from subject.next_steps(actor, counts)


def everything_waiting(actor: Actor) -> Waiting:
    """What waits for the actor in every subject, by the subject's own name for it."""
    ready = moves_of(actor).filter(state=VersionMove.State.READY) if actor.coordinates else VersionMove.objects.none()
    subjects: list[Waiting] = [subject.waiting(actor) for subject in SUBJECTS]
    return {kind: rows for subject in subjects for kind, rows in subject.items()} | {"moves": ready}


def _own(actor: Actor) -> Iterator[NextStep]:
    # Of several employers the one that the person's page opens.
    held = visible(actor, Standing).filter(person=actor.person, is_primary=True).order_by("-level_order", "pk")
    standing = held.select_related("version__framework").first()
    if standing is None:
        return
    lapse = standing.next_lapse
    if lapse is not None and lapse <= actor.today + SOON:
        yield NextStep(
            title=_("Something is about to lapse"),
            detail=_("The first of it is valid until %(day)s. See what it is and renew it in time.")
            % {"day": date_format(lapse)},
            url=reverse("careers:me"),
            action=_("See what lapses"),
            icon="clock",
            tone="warm",
        )
    elif standing.next_level_code:
        yield _to_the_next(actor, standing)


def _to_the_next(actor: Actor, standing: Standing) -> NextStep:
    """What the person's page says is left, or of a level that is decided, not registered. One query."""
    missing, document = standing.missing_for_next, effective_of(standing.version).document
    held = held_decisions(actor, [standing.person_id])
    own = held.get((standing.person_id, standing.employer_id, standing.profession_id), [])
    if is_above(held_in(own, standing.area), document, standing.level_order):
        return NextStep(
            title=ngettext(
                "%(n)s thing on %(level)s is not registered yet",
                "%(n)s things on %(level)s are not registered yet",
                missing,
            )
            % {"n": missing, "level": level_title(document, standing.next_level_code)},
            detail=_("Your decided level holds. What is registered is easier to show elsewhere."),
            url=reverse("careers:me"),
            action=_("See what it is"),
        )
    return NextStep(
        title=ngettext("%(n)s thing left to the next level", "%(n)s things left to the next level", missing)
        % {"n": missing},
        detail=_("If you want to go on. Staying and growing on your level is just as good."),
        url=reverse("careers:me"),
        action=_("See what is missing"),
    )


def _team(actor: Actor, soon: date) -> Iterator[NextStep]:
    found = (
        visible(actor, Standing)
        .filter(is_primary=True)
        .exclude(person=actor.person)
        .aggregate(people=Count("id"), lapsing=Count("id", filter=Q(next_lapse__lte=soon)))
    )
    if found["lapsing"]:
        yield NextStep(
            title=ngettext(
                "%(n)s person in the team has something that lapses soon",
                "%(n)s people in the team have something that lapses soon",
                found["lapsing"],
            )
            % {"n": found["lapsing"]},
            detail=_("Certificates and courses that end within 90 days, by person and date."),
            url=reverse("careers:team") + "?del=gar-ut",
            action=_("See what lapses"),
            icon="clock",
            tone="warm",
        )
    elif found["people"]:
        yield NextStep(
            title=_("The team's competence"),
            detail=_("Nothing lapses in the next 90 days. See what the team can do and what is missing."),
            url=reverse("careers:team"),
            action=_("Open the team"),
            icon="people",
        )


def _moves(number: int) -> NextStep:
    return NextStep(
        title=ngettext(
            "%(n)s change of version waits for your decision",
            "%(n)s changes of version wait for your decision",
            number,
        )
        % {"n": number},
        detail=_("A framework that you use has a new version. See what it would mean before anything changes."),
        url=reverse("careers:moves"),
        action=_("See what it would mean"),
    )
