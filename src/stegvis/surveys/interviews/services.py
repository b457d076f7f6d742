"""A study from its plan to its closing: what it is to answer, its guide, and who interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.surveys.interviews.policies import may_begin, may_change, may_move
from stegvis.surveys.interviews.tasks import tell_named
from stegvis.surveys.interviews.texts import line, lines_of, several
from stegvis.surveys.models import (
    Interview,
    Interviewer,
    InterviewFinding,
    InterviewNote,
    InterviewQuestion,
    InterviewReport,
    InterviewStudy,
    InterviewTheme,
)
from stegvis.surveys.policies import leads

State = InterviewStudy.State
MOST_QUESTIONS, MOST_THEMES = 20, 40


class Overtaken(Exception):  # noqa: N818
    """Somebody saved after the page was read. Nothing is changed."""


@dataclass(frozen=True)
class Owner:
    """An employer or a collaboration, by its key."""

    employer: int | None = None
    collaboration: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is said of a study, as its form has it. ``questions`` are its main questions, a line each."""

    title: str
    contacts_until: date
    notes_until: date
    purpose: str = ""
    notice: str = ""
    networks: str = ""
    fewest: int = 5
    told_by: str = InterviewStudy.Group.STAFF_GROUP

    def checked(self, today: date) -> dict[str, Any]:
        """As it is kept. Raises Refused."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        values |= {"title": line(self.title, 120), "networks": line(self.networks, 300)}
        values |= {"purpose": several(self.purpose, 2000), "notice": several(self.notice, 4000)}
        if not values["title"]:
            raise Refused(_("Give it a title."))
        if self.told_by not in InterviewStudy.Group.values or not 3 <= self.fewest <= 100:
            raise Refused(_("Choose how counts are told apart, and of how few, from 3 to 100."))
        if self.contacts_until < today:
            raise Refused(_("The day when names are deleted has passed. Choose a coming day."))
        if self.notes_until < self.contacts_until:
            raise Refused(_("Names are deleted before the notes, or on the same day."))
        if self.notes_until.year > today.year + 10:
            raise Refused(_("Notes are kept for ten years at most."))
        return values


@transaction.atomic
def begin_study(*, actor: Actor, owner: Owner, facts: Facts) -> InterviewStudy:
    """Whoever begins it is its first interviewer. Raises NotYours or Refused."""
    require(may_begin(actor))
    if owner.employer not in actor.coordinates and owner.collaboration not in actor.leads:
        raise NotYours
    give_reason("begin an interview study")
    own = User.objects.get(pk=actor.user or 0)
    study = InterviewStudy.objects.create(
        employer_id=owner.employer,
        collaboration_id=owner.collaboration,
        created_by_id=actor.user,
        **facts.checked(actor.today),
    )
    _named(study, own.email.lower(), user=own, opened_at=timezone.now())
    return study


@transaction.atomic
def change_study(*, actor: Actor, study_id: int, facts: Facts, revision: int) -> InterviewStudy:
    """Raises NotYours, Refused, and Overtaken where another has saved since ``revision``."""
    study = led(actor, study_id)
    values = facts.checked(actor.today)
    if values["fewest"] != study.fewest or values["told_by"] != study.told_by:
        require_nothing_told(actor, study)
    if study.contacts_deleted_on is not None:
        values["contacts_deleted_on"] = None  # there may be names again until the new day
    give_reason("change an interview study")
    changed = InterviewStudy.objects.filter(pk=study.pk, revision=revision).update(revision=F("revision") + 1, **values)
    if not changed:
        raise Overtaken
    return get_visible(actor, InterviewStudy, pk=study.pk)


def require_nothing_told(actor: Actor, study: InterviewStudy) -> None:
    """What has been told with one way of counting is not told with another: the two could be compared."""
    if visible(actor, InterviewReport).filter(study=study).exists():
        raise Refused(_("A report has been made. How counts are told, and of how few, stays as it was in it."))


@transaction.atomic
def move_study(*, actor: Actor, study_id: int, to: str) -> None:
    """To another state. Raises NotYours or Refused."""
    study = get_visible(actor, InterviewStudy, pk=study_id)
    require(may_move(actor, study, to))
    give_reason("change the state of an interview study")
    if not InterviewStudy.objects.filter(pk=study.pk, state=study.state).update(state=to):
        raise Refused(_("The study is in another state now. Load the page again."))


def led(actor: Actor, study_id: int) -> InterviewStudy:
    """A study that the actor may change now. Raises NotYours, also for an interviewer, or Refused."""
    study = get_visible(actor, InterviewStudy, pk=study_id)
    if not leads(actor, study):
        raise NotYours
    require(may_change(actor, study))
    return study


# The main questions and the guide


@transaction.atomic
def set_questions(*, actor: Actor, study_id: int, texts: Sequence[str]) -> None:
    """The main questions in their order. One that is worded as before keeps its answer. Raises NotYours or Refused."""
    study = led(actor, study_id)
    wanted = list(dict.fromkeys(told for text in texts if (told := line(text, 300))))
    if len(wanted) > MOST_QUESTIONS:
        raise Refused(_("At most %(n)s main questions.") % {"n": MOST_QUESTIONS})
    give_reason("change the main questions")
    rows = writable(actor, InterviewQuestion).filter(study=study)
    before = {one.text: one for one in rows}
    gone = [one for text, one in before.items() if text not in wanted]
    if answered := next((one for one in gone if one.summaries.exclude(text="").exists()), None):
        raise Refused(_("“%(question)s” has an answer. Empty the answer first.") % {"question": answered.text})
    rows.filter(pk__in=[one.pk for one in gone]).delete()
    for number, text in enumerate(wanted, start=1):
        InterviewQuestion.objects.update_or_create(study=study, text=text, defaults={"number": number})


@dataclass(frozen=True)
class Theme:
    title: str
    prompts: str = ""

    def checked(self) -> dict[str, str]:
        title = line(self.title, 120)
        if not title:
            raise Refused(_("Say what the theme is."))
        return {"title": title, "prompts": "\n".join(lines_of(several(self.prompts, 2000)))}


@transaction.atomic
def add_theme(*, actor: Actor, study_id: int, theme: Theme) -> InterviewTheme:
    """Last in the guide. Raises NotYours or Refused."""
    study = led(actor, study_id)
    values = theme.checked()
    rows = writable(actor, InterviewTheme).filter(study=study)
    if rows.count() >= MOST_THEMES:
        raise Refused(_("At most %(n)s themes.") % {"n": MOST_THEMES})
    if rows.filter(title=values["title"]).exists():
        raise Refused(_("The guide has a theme with that title."))
    give_reason("add a theme")
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return InterviewTheme.objects.create(study=study, number=last + 1, **values)


@transaction.atomic
def change_theme(*, actor: Actor, theme_id: int, theme: Theme) -> InterviewTheme:
    found = _theme(actor, theme_id)
    values = theme.checked()
    if writable(actor, InterviewTheme).filter(study=found.study_id, title=values["title"]).exclude(pk=found.pk):
        raise Refused(_("The guide has a theme with that title."))
    give_reason("change a theme")
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    return found


@transaction.atomic
def move_theme(*, actor: Actor, theme_id: int, by: int) -> InterviewTheme:
    """Up (-1) or down (1) in the guide; at its end nothing happens."""
    found = _theme(actor, theme_id)
    give_reason("move a theme")
    rows = list(writable(actor, InterviewTheme).filter(study=found.study_id).select_for_update())
    at = next(place for place, one in enumerate(rows) if one.pk == found.pk)
    to = min(max(at + by, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for number, one in enumerate(rows, start=1):
        if one.number != number:
            InterviewTheme.objects.filter(pk=one.pk).update(number=number)
    return found


@transaction.atomic
def remove_theme(*, actor: Actor, theme_id: int) -> None:
    """One that nothing is written about. Raises NotYours or Refused."""
    found = _theme(actor, theme_id)
    notes = visible(actor, InterviewNote).filter(theme=found)
    if notes.exclude(text="").exists() or visible(actor, InterviewFinding).filter(theme=found).exists():
        raise Refused(_("Something is written about the theme. Change its title instead."))
    give_reason("remove a theme")
    notes.delete()
    found.delete()


def _theme(actor: Actor, theme_id: int) -> InterviewTheme:
    found = get_visible(actor, InterviewTheme, visible(actor, InterviewTheme).select_related("study"), pk=theme_id)
    led(actor, found.study_id)
    return found


# Who interviews


@transaction.atomic
def name_interviewer(*, actor: Actor, study_id: int, email: str) -> Interviewer:
    """Whoever logs in with the address, now or later; the answer does not tell whether anybody does. Raises Refused."""
    study = led(actor, study_id)
    email = email.strip().lower()
    give_reason("name an interviewer")
    found = visible(actor, Interviewer).filter(study=study, email=email).first()
    if found is not None and found.is_active:
        raise Refused(_("They interview in the study already."))
    if found is not None:
        Interviewer.objects.filter(pk=found.pk).update(is_active=True)
    else:
        found = _named(study, email)
    claim_interviews(email)
    tell_named.defer(interviewer_id=found.pk)
    return found


def _named(study: InterviewStudy, email: str, **known: Any) -> Interviewer:
    owner: Mapping[str, Any] = {"employer_id": study.employer_id, "collaboration_id": study.collaboration_id}
    try:
        with transaction.atomic():
            return Interviewer.objects.create(study=study, email=email, **owner, **known)
    except IntegrityError as error:
        raise Refused(_("They interview in the study already.")) from error


def claim_interviews(email: str) -> None:
    """Tie what this address is named for to the account that has it, if there is one. Tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_claim_interviews(%s)", [email])


@transaction.atomic
def remove_interviewer(*, actor: Actor, interviewer_id: int) -> None:
    """They read nothing of it any more; their interviews stay with the leaders. Raises NotYours or Refused."""
    found = get_visible(actor, Interviewer, pk=interviewer_id)
    led(actor, found.study_id)
    give_reason("remove an interviewer")
    Interviewer.objects.filter(pk=found.pk).update(is_active=False)


def note_opening(*, actor: Actor, study: InterviewStudy) -> None:
    """An interviewer has seen the study: from now on the leader sees who it is."""
    own = Interviewer.objects.filter(study=study, user=actor.user, is_active=True, opened_at__isnull=True)
    own.update(opened_at=timezone.now())


def touch(interview: Interview) -> None:
    """Count a save of the interview's facts."""
    Interview.objects.filter(pk=interview.pk).update(revision=F("revision") + 1)
