"""What is said together: summaries, findings with who agrees, quotes, answers to the main questions, proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.interviews.services import led
from stegvis.surveys.interviews.texts import line, several
from stegvis.surveys.interviews.writing import save_text
from stegvis.surveys.models import (
    Interview,
    InterviewFinding,
    InterviewNote,
    InterviewQuestion,
    InterviewQuote,
    InterviewSummary,
    InterviewSupport,
    InterviewTheme,
)

Stance = InterviewSupport.Stance
SUMMARY, MOST_FINDINGS, MOST_QUOTES = 8000, 30, 20


@dataclass(frozen=True)
class About:
    """What a summary is of: a theme, a main question, or with neither the study's proposals."""

    theme: int | None = None
    question: int | None = None


@transaction.atomic
def write_summary(*, actor: Actor, study_id: int, about: About, text: str, revision: int) -> InterviewSummary:
    """Save over ``revision``, 0 for none yet. Raises NotYours, Refused, and Conflict where another has written."""
    study = led(actor, study_id)
    theme = get_visible(actor, InterviewTheme, study=study, pk=about.theme) if about.theme else None
    question = get_visible(actor, InterviewQuestion, study=study, pk=about.question) if about.question else None
    whose = {"study": study, "theme": theme, "question": question}
    rows = InterviewSummary.objects.filter(study=study, theme=theme, question=question)
    saved: InterviewSummary = save_text(actor, rows, whose, several(text, SUMMARY), revision)
    return saved


# Findings


@transaction.atomic
def add_finding(*, actor: Actor, theme_id: int, text: str) -> InterviewFinding:
    """Last of its theme. Raises NotYours or Refused."""
    theme = get_visible(actor, InterviewTheme, pk=theme_id)
    study = led(actor, theme.study_id)
    rows = InterviewFinding.objects.filter(theme=theme)
    if rows.count() >= MOST_FINDINGS:
        raise Refused(_("At most %(n)s findings in a theme.") % {"n": MOST_FINDINGS})
    give_reason("add a finding")
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return InterviewFinding.objects.create(study=study, theme=theme, number=last + 1, text=_said(text))


@transaction.atomic
def change_finding(*, actor: Actor, finding_id: int, text: str, stances: Mapping[int, str]) -> InterviewFinding:
    """Its words, and where each interview stands: interview → stance, empty for those that did not speak of it.

    Interviews that are not named keep what they have. Raises NotYours or Refused.
    """
    found = _finding(actor, finding_id)
    give_reason("change a finding")
    found.text = _said(text)
    found.save(update_fields=["text"])
    noted = _noted(actor, found.theme_id)
    for interview, stance in stances.items():
        if interview not in noted or (stance and stance not in Stance.values):
            raise NotYours
        rows = InterviewSupport.objects.filter(finding=found, interview=interview)
        if not stance:
            rows.delete()
        elif not rows.update(stance=stance):
            InterviewSupport.objects.create(study=found.study, finding=found, interview_id=interview, stance=stance)
    return found


@transaction.atomic
def remove_finding(*, actor: Actor, finding_id: int) -> InterviewFinding:
    """Raises NotYours or Refused."""
    found = _finding(actor, finding_id)
    give_reason("remove a finding")
    InterviewFinding.objects.filter(pk=found.pk).delete()
    return found


def _finding(actor: Actor, finding_id: int) -> InterviewFinding:
    found = get_visible(
        actor, InterviewFinding, visible(actor, InterviewFinding).select_related("study"), pk=finding_id
    )
    led(actor, found.study_id)
    return found


def _said(text: str) -> str:
    said = line(text, 400)
    if not said:
        raise Refused(_("Write what was said, in a sentence."))
    return said


def _noted(actor: Actor, theme_id: int) -> set[int]:
    """The interviews that have notes about the theme: what a finding is traced to."""
    notes = visible(actor, InterviewNote).filter(theme=theme_id, interview__state=Interview.State.HELD)
    return set(notes.exclude(text="").values_list("interview", flat=True))


# Quotes


@transaction.atomic
def add_quote(*, actor: Actor, theme_id: int, interview_id: int, text: str) -> InterviewQuote:
    """Words that stand in the interview's notes about the theme. Not told until approved. Raises NotYours, Refused."""
    theme = get_visible(actor, InterviewTheme, pk=theme_id)
    study = led(actor, theme.study_id)
    interview = get_visible(actor, Interview, study=study, pk=interview_id)
    words = line(text, 600)
    note = visible(actor, InterviewNote).filter(theme=theme, interview=interview).first()
    if not words or note is None or words not in line(note.text, 20_000):
        raise Refused(_("A quote is the interview's own words: copy them from its notes."))
    if InterviewQuote.objects.filter(theme=theme).count() >= MOST_QUOTES:
        raise Refused(_("At most %(n)s quotes in a theme.") % {"n": MOST_QUOTES})
    give_reason("choose a quote")
    try:
        with transaction.atomic():
            return InterviewQuote.objects.create(study=study, theme=theme, interview=interview, text=words)
    except IntegrityError as error:
        raise Refused(_("The quote is chosen already.")) from error


@transaction.atomic
def approve_quote(*, actor: Actor, quote_id: int, approved: bool) -> InterviewQuote:
    """That it may be told, since who said it has agreed to that; or no longer. Raises NotYours or Refused."""
    found = _quote(actor, quote_id)
    give_reason("approve a quote" if approved else "take back the approval of a quote")
    values: dict[str, Any] = {"approved_by_id": actor.user, "approved_on": actor.today}
    found.approved_by_id, found.approved_on = values.values() if approved else (None, None)
    found.save(update_fields=["approved_by", "approved_on"])
    return found


@transaction.atomic
def remove_quote(*, actor: Actor, quote_id: int) -> InterviewQuote:
    """Raises NotYours or Refused."""
    found = _quote(actor, quote_id)
    give_reason("remove a quote")
    InterviewQuote.objects.filter(pk=found.pk).delete()
    return found


def _quote(actor: Actor, quote_id: int) -> InterviewQuote:
    found = get_visible(actor, InterviewQuote, pk=quote_id)
    led(actor, found.study_id)
    return found
