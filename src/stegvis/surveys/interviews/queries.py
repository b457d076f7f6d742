"""What the pages show of studies and interviews."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.interviews.services import Owner
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    Interviewee,
    IntervieweeContact,
    Interviewer,
    InterviewFinding,
    InterviewNote,
    InterviewQuestion,
    InterviewQuote,
    InterviewStudy,
    InterviewSummary,
    InterviewSupport,
    InterviewTheme,
)
from stegvis.surveys.policies import leads

HELD = Interview.State.HELD


def owners(actor: Actor) -> list[tuple[str, str, Owner]]:
    """For whom the actor may begin a study: a key, its name, and who it is. The collaborations first."""
    groups = Collaboration.objects.filter(pk__in=actor.leads).order_by("name")
    employers = Organisation.objects.filter(pk__in=actor.coordinates).order_by("name")
    return [
        *((f"c{one.pk}", one.name, Owner(collaboration=one.pk)) for one in groups),
        *((f"o{one.pk}", one.name, Owner(employer=one.pk)) for one in employers),
    ]


@dataclass(frozen=True)
class StudyLine:
    """A study in the list, with how many of the interviews that the reader sees there are, and are held."""

    study: InterviewStudy
    interviews: int
    held: int


def studies_of(actor: Actor) -> list[StudyLine]:
    """Those that the actor leads or interviews in. Two queries."""
    mine = visible(actor, Interview).exclude(state=Interview.State.CANCELLED)
    counts = {
        row["study"]: row
        for row in mine.order_by().values("study").annotate(all=Count("pk"), held=Count("pk", filter=Q(state=HELD)))
    }
    none = {"all": 0, "held": 0}
    found = [(one, counts.get(one.pk, none)) for one in _studies(actor)]
    return [StudyLine(one, count["all"], count["held"]) for one, count in found]


def _studies(actor: Actor) -> QuerySet[InterviewStudy]:
    return visible(actor, InterviewStudy).select_related("employer", "collaboration")


def study_of(actor: Actor, study_id: int) -> InterviewStudy:
    """Raises NotYours."""
    return get_visible(actor, InterviewStudy, _studies(actor), pk=study_id)


def led_study(actor: Actor, study_id: int) -> InterviewStudy:
    """One that the actor leads, in whatever state. Raises NotYours."""
    study = study_of(actor, study_id)
    if not leads(actor, study):
        raise NotYours
    return study


def guide_of(actor: Actor, study: InterviewStudy) -> list[InterviewTheme]:
    return list(visible(actor, InterviewTheme).filter(study=study))


def questions_of(actor: Actor, study: InterviewStudy) -> list[InterviewQuestion]:
    return list(visible(actor, InterviewQuestion).filter(study=study))


@dataclass(frozen=True)
class Named:
    """An interviewer as the leaders see them: by name once they have opened the study, before that by address."""

    row: Interviewer
    name: str

    def __str__(self) -> str:
        return self.name or self.row.email


def interviewers_of(actor: Actor, study: InterviewStudy) -> list[Named]:
    """Those who interview now. Two queries."""
    return _named(list(visible(actor, Interviewer).filter(study=study, is_active=True)))


def _named(rows: list[Interviewer]) -> list[Named]:
    names = names_of(one.user_id for one in rows if one.opened_at is not None)
    return [Named(one, names.get(one.user_id or 0, "") if one.opened_at is not None else "") for one in rows]


@dataclass(frozen=True)
class Coverage:
    """Who is asked: yes, no and not answered of all."""

    asked: tuple[InterviewAsked, ...]
    counts: Counter[str]

    @property
    def total(self) -> int:
        return len(self.asked)

    @property
    def yes(self) -> int:
        return self.counts[InterviewAsked.Said.YES]

    @property
    def no(self) -> int:
        return self.counts[InterviewAsked.Said.NO]

    @property
    def unanswered(self) -> int:
        return self.counts[InterviewAsked.Said.NOTHING]


def coverage_of(actor: Actor, study: InterviewStudy) -> Coverage:
    """With how many interviews there are with each. One query for who sees all interviews."""
    there = Count("interviews", filter=~Q(interviews__state=Interview.State.CANCELLED))
    rows = tuple(visible(actor, InterviewAsked).filter(study=study).annotate(there=there).order_by("name"))
    return Coverage(rows, Counter(one.said for one in rows))


@dataclass(frozen=True)
class Listed:
    """An interview in the list, without anybody's name but the interviewer's."""

    interview: Interview
    interviewer: str
    people: tuple[Interviewee, ...]
    noted: int

    @property
    def groups(self) -> str:
        """Staff groups and roles, as “rehabilitering, enhetschef”."""
        told = [one.staff_group or one.role for one in self.people]
        return ", ".join(dict.fromkeys(one for one in told if one))

    @property
    def all_told(self) -> bool:
        return bool(self.people) and all(one.told_on for one in self.people)


def interviews_of(actor: Actor, study: InterviewStudy) -> list[Listed]:
    """Those that the actor sees, in their order. Four queries."""
    people = Prefetch("interviewees", visible(actor, Interviewee), to_attr="people")
    rows = visible(actor, Interview).filter(study=study).select_related("asked", "interviewer").prefetch_related(people)
    rows = rows.annotate(noted=Count("notes", filter=~Q(notes__text="")))
    listed = list(rows.order_by("number"))
    names = {one.row.pk: str(one) for one in _named([one.interviewer for one in listed])}
    return [Listed(one, names[one.interviewer_id], tuple(one.people), one.noted) for one in listed]


def interview_of(actor: Actor, interview_id: int) -> Interview:
    """Raises NotYours."""
    rows = visible(actor, Interview).select_related("study", "study__employer", "study__collaboration", "asked")
    return get_visible(actor, Interview, rows.select_related("interviewer"), pk=interview_id)


def notes_of(actor: Actor, interview: Interview) -> list[tuple[InterviewTheme, InterviewNote]]:
    """The guide's themes with what is noted, an unsaved note where nothing is. Two queries."""
    notes = {one.theme_id: one for one in visible(actor, InterviewNote).filter(interview=interview)}
    themes = visible(actor, InterviewTheme).filter(study=interview.study_id)
    return [(one, notes.get(one.pk) or InterviewNote(text="", revision=0)) for one in themes]


def known_names(actor: Actor, study_id: int) -> list[str]:
    """The names that the actor sees of those interviewed, to warn of in notes."""
    rows = visible(actor, IntervieweeContact).filter(study=study_id).exclude(name="")
    return list(rows.values_list("name", flat=True))


@dataclass(frozen=True)
class Taker:
    """Somebody interviewed with who it is, on the page that shows that."""

    row: Interviewee
    contact: IntervieweeContact | None


def takers_of(actor: Actor, interview: Interview) -> list[Taker]:
    contacts = {
        one.interviewee_id: one
        for one in visible(actor, IntervieweeContact).filter(interviewee__interview=interview.pk)
    }
    rows = visible(actor, Interviewee).filter(interview=interview)
    return [Taker(one, contacts.get(one.pk)) for one in rows]


def known_words(actor: Actor, study_id: int) -> dict[str, list[str]]:
    """The roles and staff groups that the study has already, as the actor sees them, by field. One query."""
    rows = list(visible(actor, Interviewee).filter(study=study_id).values("role", "staff_group"))
    return {name: sorted({row[name] for row in rows if row[name]}) for name in ("role", "staff_group")}


def people_of(actor: Actor, interview: Interview) -> list[Interviewee]:
    return list(visible(actor, Interviewee).filter(interview=interview))


# What is said together


@dataclass(frozen=True)
class ThemeLine:
    """A theme in the list of those to sum up."""

    theme: InterviewTheme
    spoke: int
    findings: int
    is_summed_up: bool


def themes_to_sum_up(actor: Actor, study: InterviewStudy) -> list[ThemeLine]:
    """Four queries."""
    notes = visible(actor, InterviewNote).filter(study=study, interview__state=HELD).exclude(text="")
    spoke = Counter(notes.values_list("theme", flat=True))
    findings = Counter(visible(actor, InterviewFinding).filter(study=study).values_list("theme", flat=True))
    summed = set(visible(actor, InterviewSummary).filter(study=study).exclude(text="").values_list("theme", flat=True))
    return [
        ThemeLine(one, spoke[one.pk], findings[one.pk], one.pk in summed)
        for one in visible(actor, InterviewTheme).filter(study=study)
    ]


@dataclass(frozen=True)
class Source:
    """What one interview said about a theme: where findings are traced to."""

    note: InterviewNote
    interview: Interview
    groups: str


@dataclass(frozen=True)
class Finding:
    """A finding with where each interview that spoke of the theme stands: interview and stance, empty for neither."""

    row: InterviewFinding
    stances: tuple[tuple[Interview, str], ...]

    @property
    def agrees(self) -> list[int]:
        return [one.number for one, stance in self.stances if stance == InterviewSupport.Stance.AGREES]

    @property
    def differs(self) -> list[int]:
        return [one.number for one, stance in self.stances if stance == InterviewSupport.Stance.DIFFERS]


@dataclass(frozen=True)
class ThemeWhole:
    """All about one theme, for who sums it up."""

    theme: InterviewTheme
    summary: InterviewSummary
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    quotes: tuple[InterviewQuote, ...]


def led_theme(actor: Actor, theme_id: int) -> InterviewTheme:
    """A theme with its study, which the actor leads. Raises NotYours."""
    rows = visible(actor, InterviewTheme).select_related("study__employer", "study__collaboration")
    theme = get_visible(actor, InterviewTheme, rows, pk=theme_id)
    if not leads(actor, theme.study):
        raise NotYours
    return theme


def theme_whole(actor: Actor, theme: InterviewTheme) -> ThemeWhole:
    """Six queries."""
    notes = visible(actor, InterviewNote).filter(theme=theme, interview__state=HELD).exclude(text="")
    spoke = list(notes.select_related("interview").order_by("interview__number"))
    groups: dict[int, list[str]] = defaultdict(list)
    for one in visible(actor, Interviewee).filter(interview__in=[note.interview_id for note in spoke]):
        groups[one.interview_id].append(one.staff_group or one.role)
    sources = tuple(
        Source(one, one.interview, ", ".join(dict.fromkeys(filter(None, groups[one.interview_id])))) for one in spoke
    )
    stances = {
        (one.finding_id, one.interview_id): one.stance
        for one in visible(actor, InterviewSupport).filter(finding__theme=theme)
    }
    findings = tuple(
        Finding(row, tuple((one.interview, stances.get((row.pk, one.interview_id), "")) for one in spoke))
        for row in visible(actor, InterviewFinding).filter(theme=theme)
    )
    quotes = tuple(visible(actor, InterviewQuote).filter(theme=theme).select_related("interview"))
    return ThemeWhole(theme, _summary_of(actor, theme), sources, findings, quotes)


def _summary_of(actor: Actor, theme: InterviewTheme) -> InterviewSummary:
    """What is written, or an unsaved summary where nothing is."""
    return visible(actor, InterviewSummary).filter(theme=theme).first() or InterviewSummary(text="", revision=0)


Answers = list[tuple[InterviewQuestion, InterviewSummary]]


def answers_of(actor: Actor, study: InterviewStudy) -> tuple[Answers, InterviewSummary]:
    """The main questions with their answers, and the proposals. Two queries."""
    rows = {one.question_id: one for one in visible(actor, InterviewSummary).filter(study=study, theme=None)}
    empty = InterviewSummary(text="", revision=0)
    return [(one, rows.get(one.pk) or empty) for one in questions_of(actor, study)], rows.get(None) or empty
