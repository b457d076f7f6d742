"""What the exchange keeps about a person, as a section of their record."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.careers.record.entries import Entry, OwnPart, joined, register_own_part, said_of, said_on
from stegvis.careers.record.together import RowsTogether
from stegvis.exchange.models import Application, Lesson, Outcome, Presence, RoundWish, Wanted
from stegvis.frameworks.competence_areas import area_names

EMPLOYER = ("employer__name",)


def register() -> None:
    register_own_part(
        OwnPart(
            "places",
            gettext_lazy("Places, wishes and attendance"),
            _places,
            {
                Application: (*EMPLOYER, "host__name"),
                Presence: (),
                Outcome: (),
                Lesson: (),
                RoundWish: EMPLOYER,
                Wanted: (*EMPLOYER, "framework__title_sv"),
            },
        )
    )


def _places(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Application):
        yield Entry(
            title=one.title,
            detail=joined(
                _("asked for %(day)s") % {"day": said_on(localdate(one.asked_at))},
                one.get_state_display(),
                _("host: %(host)s") % {"host": one.host.name},
            ),
            employer=one.employer.name,
            lines=(*said_of(one, "line", "answer", "substitute"), *_became(one, rows)),
        )
    for wish in rows.of(RoundWish):
        yield Entry(
            title=wish.title,
            detail=joined(_("wish in a round"), *said_of(wish, "rank"), wish.get_outcome_display()),
            employer=wish.employer.name,
            lines=tuple(said_of(wish, "company", "answer", "reason")),
        )
    for missing in rows.of(Wanted):
        framework = missing.framework.title_sv if missing.framework else ""
        yield Entry(
            title=missing.words or ", ".join(area_names([missing.area])) or missing.requirement,
            detail=joined(_("said to be missing %(day)s") % {"day": said_on(missing.said_on)}, framework),
            employer=missing.employer.name,
        )


def _became(one: Application, rows: RowsTogether) -> Iterable[str]:
    notes = [note for note in rows.of(Presence) if note.application_id == one.pk]
    if notes:
        came, told = sum(note.came for note in notes), any(note.excused for note in notes)
        words = _("Attendance: came %(came)s of %(n)s noted times") % {"came": came, "n": len(notes)}
        yield joined(words, _("had told before") if told else "")
    if any(outcome.application_id == one.pk and outcome.has_answered for outcome in rows.of(Outcome)):
        yield _("You have said what you thought. The answer itself is kept without you.")
    for lesson in rows.of(Lesson):
        if lesson.application_id == one.pk:
            yield _("Told the host: %(text)s") % {"text": lesson.text}
