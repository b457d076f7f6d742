"""What the pages of plans and of the year show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.careers.models import Activity, DevelopmentPlan
from stegvis.careers.plans.queries import WholePlan
from stegvis.careers.plans.year import Occasion, Year
from stegvis.foundation.access.verdict import Verdict

State = Activity.State
NEXT_STATES = {State.PLANNED: (State.UNDER_WAY, State.DONE), State.UNDER_WAY: (State.DONE,)}


@dataclass(frozen=True)
class PlanPage:
    whole: WholePlan
    is_own: bool
    may_write: bool
    agree: Verdict
    year: Year
    agreed_by: str
    today: date

    @property
    def plan(self) -> DevelopmentPlan:
        return self.whole.plan

    @property
    def goals(self) -> list[dict[str, Any]]:
        return [
            {"goal": one.goal, "activities": [self._activity(each) for each in one.activities]}
            for one in self.whole.goals
        ]

    def _activity(self, one: Activity) -> dict[str, Any]:
        return {
            "row": one,
            "is_late": bool(one.due and one.due < self.today and one.state in NEXT_STATES),
            "next": [
                (state.value, _("Done") if state == State.DONE else _("Begin"))
                for state in NEXT_STATES.get(State(one.state), ())
            ]
            if self.may_write
            else [],
        }

    @property
    def is_to_follow_up(self) -> bool:
        day = self.plan.follow_up_on
        return self.may_write and day is not None and day <= self.today

    @property
    def occasions(self) -> list[Occasion]:
        """What the employer's year holds within the plan's time."""
        return self.year.between(self.plan.starts, self.plan.ends)


def what_it_is_now(form: Form) -> list[tuple[str, str]]:
    """The values that are there, by the fields' labels, for whoever wrote something else at the same time."""
    return [
        (str(field.label), _value(form, name))
        for name, field in form.fields.items()
        if name != "seen" and form.initial.get(name) not in (None, "")
    ]


def _value(form: Form, name: str) -> str:
    value: Any = form.initial[name]
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, date):
        return date_format(value)
    return str(choices.get(value, value))
