"""What is filled in about a skill mix. A form checks what is typed; the rules are the services'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.components.fields import NumberField
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.models import Unit
from stegvis.planning.mix.content import GROUNDS, MOST_HOURS, WEIGHTS, Content, Doer, Staff, Task
from stegvis.planning.mix.reserved import UNIT, law_of, mark_of, refusals, said
from stegvis.planning.mix.typical import kinds

HOURS: dict[str, Any] = {"min_value": 0, "max_value": MOST_HOURS, "max_digits": 7, "decimal_places": 1}
MONEY: dict[str, Any] = {"min_value": 0, "max_value": MOST_HOURS, "max_digits": 8, "decimal_places": 2}


class RevisionForm(forms.Form):
    """``revision`` is what the writer had before them."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @property
    def summary_fields(self) -> list[tuple[BoundField, ErrorList]]:
        """The fields as the error summary takes them, where the page lays them out itself."""
        return [(field, field.errors) for field in self.visible_fields()]


class BeginForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Begin from"),
        required=False,
        help_text=gettext_lazy("Typical tasks are divided by the staff that the unit has. Change all that differs."),
    )

    def __init__(self, units: Sequence[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = len({one.organisation_id for one in units}) > 1
        self.units = {str(one.pk): one for one in units}
        unit, kind = self.fields["unit"], self.fields["kind"]
        unit.choices = [  # type: ignore[attr-defined]
            (key, f"{one.name}, {one.organisation}" if several else one.name) for key, one in self.units.items()
        ]
        kind.choices = [*kinds(), ("", _("An empty table"))]  # type: ignore[attr-defined]
        kind.initial = kinds()[0][0]


class AboutForm(RevisionForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    reluctance = NumberField(
        label=gettext_lazy("A change has to save at least, kronor an hour"),
        help_text=gettext_lazy("The higher, the less is changed of how it is done today."),
        **MONEY,
    )
    post_hours = NumberField(
        label=gettext_lazy("Hours a week that a full-time post gives"),
        help_text=gettext_lazy("When leave, sickness and training are taken. Used for study posts."),
        min_value=1,
        max_value=60,
        max_digits=4,
        decimal_places=1,
    )


class StaffForm(RevisionForm):
    """Hours and wage of each role, and of one more. A role without hours and wage is taken away."""

    def __init__(self, content: Content, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.names = content, names
        for one in content.staff:
            self._amounts(one.role, one)
        free = [(role, name) for role, name in names.items() if role not in content.roles]
        self.fields["new"] = forms.ChoiceField(
            label=_("Add a kind of staff"), required=False, choices=[("", _("Nobody more")), *free]
        )
        self._amounts("new", None)

    def _amounts(self, role: str, member: Staff | None) -> None:
        name = self.names.get(role, role) if member else _("The new one")
        for kind, label, limits in (("hours", _("hours a week"), HOURS), ("wage", _("kronor an hour"), MONEY)):
            initial = getattr(member, kind) if member else None
            self.fields[f"{kind}_{role}"] = NumberField(
                label=f"{name}: {label}", required=False, initial=initial, **limits
            )

    @property
    def staff(self) -> tuple[Staff, ...]:
        found = [self._member(role, role) for role in self.content.roles]
        found.append(self._member("new", self.cleaned_data["new"]))
        return tuple(one for one in found if one is not None)

    def _member(self, field: str, role: str) -> Staff | None:
        hours, wage = (self.cleaned_data[f"{name}_{field}"] for name in ("hours", "wage"))
        if not role or (hours is None and wage is None):
            return None
        return Staff(role, float(hours or 0), float(wage or 0))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("new") and found.get("hours_new") is not None:
            self.add_error("new", _("Choose who the hours belong to."))
        return found

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"hours_{role}"], self[f"wage_{role}"]) for role in self.content.roles]

    @property
    def new_row(self) -> list[BoundField]:
        return [self["new"], self["hours_new"], self["wage_new"]]


@dataclass(frozen=True)
class DoerRow:
    """The fields of one role in a task."""

    name: str
    fields: list[BoundField]


class TaskForm(RevisionForm):
    title = forms.CharField(label=gettext_lazy("Task"), max_length=120)
    hours = NumberField(
        label=gettext_lazy("Hours a week that it takes"),
        help_text=gettext_lazy("Done by somebody at the usual speed."),
        **HOURS,
    )
    is_near = forms.BooleanField(label=gettext_lazy("It is done near the patient"), required=False, initial=True)
    weight = forms.ChoiceField(label=gettext_lazy("If hours are short"))
    area = forms.ChoiceField(
        label=gettext_lazy("Competence area"),
        required=False,
        help_text=gettext_lazy("Training that is needed is then looked for there."),
    )
    reserved = forms.BooleanField(label=gettext_lazy("It is not delegated"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What holds for who may do it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example the law or the local decision. Name no person."),
    )

    def __init__(self, content: Content, names: dict[str, str], task: Task | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.names = content, names
        self.task = task or Task(content.new_key(), "", 0.0)
        self.fields["weight"].choices = [(str(value), _(name)) for value, name in WEIGHTS.items()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("No area")),
            *((one.code, one.title) for one in areas().values()),
        ]
        for name in ("title", "hours", "is_near", "area", "note"):
            self.fields[name].initial = getattr(self.task, name) if task else self.fields[name].initial
        self.fields["weight"].initial = str(self.task.weight)
        self.fields["reserved"].initial = self.task.reserved == UNIT
        self.law = law_of(self.task)
        if self.law:
            del self.fields["reserved"]
        for role in content.roles:
            self._doer_fields(role, self.task.doer(role))

    def _doer_fields(self, role: str, doer: Doer | None) -> None:
        usual = doer or Doer(role)
        self.fields[f"ground_{role}"] = forms.ChoiceField(
            label=_("May do it"),
            required=False,
            initial=doer.ground if doer else "",
            choices=[("", _("No")), *((code, _(name)) for code, name in GROUNDS.items())],
        )
        speed: dict[str, Any] = {"min_value": 0.1, "max_value": 3, "max_digits": 4, "decimal_places": 2}
        for kind, label, limits in (
            ("today", _("Hours a week today"), HOURS),
            ("speed", _("Speed"), speed),
            ("training", _("Training, kronor for an hour a week"), MONEY),
        ):
            self.fields[f"{kind}_{role}"] = NumberField(
                label=label, required=False, initial=getattr(usual, kind), **limits
            )

    @property
    def doer_rows(self) -> Iterator[DoerRow]:
        for role in self.content.roles:
            fields = [self[f"{kind}_{role}"] for kind in ("ground", "today", "speed", "training")]
            yield DoerRow(self.names.get(role, role), fields)

    @property
    def own_fields(self) -> list[BoundField]:
        names = ("title", "hours", "is_near", "weight", "area", "note", "reserved")
        return [self[name] for name in names if name in self.fields]

    @property
    def law_words(self) -> str:
        return said(self.law) if self.law else ""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for role, why in refusals(self.value).items():
                self.add_error(f"ground_{role}", why)
        return found

    @property
    def value(self) -> Task:
        told = self.cleaned_data
        return replace(
            self.task,
            title=clean(told["title"]),
            hours=float(told["hours"]),
            is_near=told["is_near"],
            weight=float(told["weight"]),
            area=told["area"],
            note=clean(told["note"]),
            reserved=mark_of(self.task) if self.law else UNIT if told["reserved"] else "",
            doers=tuple(one for role in self.content.roles if (one := self._doer(role)) is not None),
        )

    def _doer(self, role: str) -> Doer | None:
        ground = self.cleaned_data[f"ground_{role}"]
        amounts = {kind: self.cleaned_data[f"{kind}_{role}"] for kind in ("today", "speed", "training")}
        if not ground:
            return None
        speed = 1.0 if amounts["speed"] is None else float(amounts["speed"])
        return Doer(role, ground, speed, float(amounts["today"] or 0), float(amounts["training"] or 0))
