"""What the pages of introductions show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.careers.introductions.content import Kind
from stegvis.careers.introductions.following import SOON, Need, Progress
from stegvis.careers.introductions.policies import may_follow, may_lead
from stegvis.careers.introductions.queries import Case
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Verdict

NEEDS = {
    Need.OVERDUE: gettext_lazy("Steps more than two weeks late"),
    Need.ENDING: gettext_lazy("Ends with much left"),
    Need.NO_MEETING: gettext_lazy("No meeting held"),
    Need.NO_SUPERVISOR: gettext_lazy("No supervisor"),
}


@dataclass(frozen=True)
class StepLine:
    step: IntroductionStep
    criterion: str
    is_given: bool
    by: str
    is_late: bool


@dataclass(frozen=True)
class IntroductionPage:
    """One introduction: what is due within seven days, what comes, and what is done."""

    case: Case
    actor: Actor

    @property
    def follows(self) -> Verdict:
        return may_follow(self.case)

    @property
    def leads(self) -> Verdict:
        return may_lead(self.actor, self.case)

    @property
    def is_running(self) -> bool:
        return self.case.introduction.state == Introduction.State.RUNNING

    @property
    def now(self) -> list[StepLine]:
        return self._lines(step for step in self._left if step.due <= self._soon)

    @property
    def ahead(self) -> list[StepLine]:
        return self._lines(step for step in self._left if step.due > self._soon)

    @property
    def done(self) -> list[StepLine]:
        return self._lines(step for step in self.case.steps if step.done_on is not None)

    @property
    def next_meeting(self) -> IntroductionStep | None:
        return next((step for step in self._left if step.kind == Kind.MEETING and step.due >= self.actor.today), None)

    @property
    def progress(self) -> str:
        done, total = len(self.case.steps) - len(self._left), len(self.case.steps)
        return ngettext("%(done)d of %(total)d step done", "%(done)d of %(total)d steps done", total) % {
            "done": done,
            "total": total,
        }

    @property
    def is_shielded(self) -> bool:
        until = self.case.introduction.shielded_until
        return until is not None and until >= self.actor.today

    @property
    def _left(self) -> list[IntroductionStep]:
        return [step for step in self.case.steps if step.done_on is None]

    @property
    def _soon(self) -> date:
        return self.actor.today + SOON

    def _lines(self, steps: Iterable[IntroductionStep]) -> list[StepLine]:
        return [
            StepLine(
                step,
                self.case.criteria.get(step.requirement, ""),
                step.requirement in self.case.given,
                self.case.names.get(step.done_by_id or 0, ""),
                step.done_on is None and step.due < self.actor.today,
            )
            for step in steps
        ]


def tabs(actor: Actor, here: str) -> list[dict[str, object]]:
    """How it goes, and for coordinators the programmes. Nothing to choose among for others."""
    pages = [("careers:introductions", _("How the introductions go")), ("careers:programmes", _("Programmes"))]
    if not actor.coordinates:
        return []
    return [{"label": label, "url": reverse(name), "current": name == here, "count": None} for name, label in pages]


def needs_in_words(one: Progress) -> list[str]:
    return [str(NEEDS[need]) for need in one.needs]


def progress_table(rows: Iterable[Progress]) -> tuple[list[str], list[list[object]]]:
    """The columns and rows of the list as a file."""
    head = [
        _("Name"),
        _("Unit"),
        _("Profession"),
        _("Programme"),
        _("From"),
        _("To"),
        _("Supervisor"),
        _("Steps done"),
        _("Steps"),
        _("More than two weeks late"),
        _("See to"),
    ]
    return head, [
        [
            one.name,
            one.employment.unit.name,
            str(one.employment.profession),
            one.introduction.title,
            one.introduction.starts,
            one.ends,
            one.supervisor,
            one.done,
            one.steps,
            one.late,
            ", ".join(needs_in_words(one)),
        ]
        for one in rows
    ]
