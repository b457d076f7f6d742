"""The pages' forms: how a draft is started, and the inputs of one part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.drafts.choices import Choices
from stegvis.frameworks.drafts.fields import Field, typed
from stegvis.frameworks.drafts.parts import Part
from stegvis.frameworks.drafts.queries import possible_owners
from stegvis.frameworks.forms import FrameworkChoice
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.policies import Owner
from stegvis.frameworks.queries import published_versions

EMPTY_ROWS = 1


class PartForm(forms.Form):
    """The inputs of one part. It is filled in and shown, and never refuses: what is wrong is told beside it."""

    is_filter = True  # a draft asks for nothing; what the file asks for is told as a fault

    def __init__(self, fields: Iterable[Field], part: Part, choices: Choices, *, is_new: bool = False) -> None:
        super().__init__(auto_id="del_%s")
        self.part, self.choices, self.rows = part, choices, []
        for field in fields:
            self.initial.update(typed(field, part))
            names = list(self._add(field))
            self.rows.append(Row(field, self._lines(field, names), field.is_aside))
        if is_new and self.fields:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    rows: list[Row]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if not row.is_aside]

    @property
    def aside(self) -> list[Row]:
        return [row for row in self.rows if row.is_aside]

    def _add(self, field: Field) -> Iterable[str]:
        if field.shape in ("text", "long"):
            yield from self._add_pair(field.name, field.shape, str(field.label), str(field.help))
        elif field.shape in ("texts", "rows"):
            for i in range(_rows_held(field, self.part) + EMPTY_ROWS):
                yield from self._add_row(field, i)
        else:
            self.fields[field.name] = self._single(field)
            yield field.name

    def _add_pair(self, name: str, shape: str, label: str, help_text: str = "") -> Iterable[str]:
        for language, words in (("sv", _("in Swedish")), ("en", _("in English"))):
            widget = forms.TextInput() if shape == "text" else _area(2 if shape == "long" else 1)
            widget.attrs["lang"] = language
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=f"{label}, {words}",
                required=False,
                widget=widget,
                help_text=help_text if language == "sv" else "",
            )
            yield f"{name}_{language}"

    def _add_row(self, field: Field, i: int) -> Iterable[str]:
        label = f"{field.label} {i + 1}"
        if field.shape == "texts":
            yield from self._add_pair(f"{field.name}-{i}", field.shape, label)
            return
        offered = (("", "–"), *self.choices.for_field(field.key, self.part))
        self.fields[f"{field.name}-{i}"] = forms.CharField(
            label=label, required=False, widget=forms.Select(choices=offered)
        )
        yield f"{field.name}-{i}"

    def _single(self, field: Field) -> forms.Field:
        told: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
        if field.shape == "unless":
            return forms.BooleanField(**told)
        if field.shape == "codes":
            held = set(self.initial[field.name])
            offered = self.choices.for_field(field.key, self.part)
            shown = sorted(offered, key=lambda one: one[0] not in held)  # what is chosen is seen without scrolling
            return forms.MultipleChoiceField(**told, choices=shown, widget=forms.CheckboxSelectMultiple)
        if field.shape == "choice":
            known: Sequence[tuple[Any, Any]] = field.choices or self.choices.for_field(field.key, self.part)
            return forms.CharField(**told, widget=forms.Select(choices=_with_held(known, self.initial[field.name])))
        if field.shape == "lines":
            return forms.CharField(**told, widget=_area(3))
        widget = forms.TextInput(attrs={"inputmode": "decimal"} if field.shape == "number" else {})
        return forms.CharField(**told, widget=widget)

    def _lines(self, field: Field, names: Sequence[str]) -> list[list[BoundField]]:
        """The inputs as they stand beside one another: Swedish and English on one line."""
        step = 2 if field.shape in ("text", "long", "texts") else 1
        return [[self[name] for name in names[i : i + step]] for i in range(0, len(names), step)]


@dataclass(frozen=True)
class Row:
    """One field of a part with the lines of its inputs."""

    field: Field
    lines: list[list[BoundField]]
    is_aside: bool

    @property
    def is_list(self) -> bool:
        return self.field.shape in ("texts", "rows")


def _rows_held(field: Field, part: Part) -> int:
    value = part.get(field.key)
    return len(value) if isinstance(value, list) else 0


def _with_held(offered: Sequence[tuple[Any, Any]], held: str) -> list[tuple[Any, Any]]:
    if held in {str(value) for value, _words in offered}:
        return list(offered)
    return [(held, held or "–"), *offered]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StartForm(forms.Form):
    """Begin a framework: from a published one, as an overlay on one, as its next version, or empty."""

    WAYS = (
        ("own", gettext_lazy("A framework of our own that starts as this one")),
        ("overlay", gettext_lazy("An addition to this one: clarify, raise and add, take nothing away")),
        ("next", gettext_lazy("The next version of this one, which we own")),
        ("empty", gettext_lazy("An empty framework")),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who decides about it"))
    way = forms.ChoiceField(label=gettext_lazy("How to start"), choices=WAYS, widget=forms.RadioSelect, initial="own")
    version = FrameworkChoice(
        FrameworkVersion.objects.none(), label=gettext_lazy("Framework to start from"), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Name of the framework"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("An empty one needs it. Otherwise a name is proposed; you can change it later."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {f"{type(owner).__name__.lower()}-{owner.pk}": owner for owner in possible_owners(actor)}
        owners: Any = self.fields["owner"]
        owners.choices = [(key, str(owner)) for key, owner in self.owners.items()]
        versions: Any = self.fields["version"]
        versions.queryset = published_versions(actor)
        versions.empty_label = "–"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == "empty" and not cleaned.get("title", "").strip():
            self.add_error("title", _("Give the framework a name."))
        if cleaned.get("way") in ("own", "overlay", "next") and "version" in cleaned and not cleaned["version"]:
            self.add_error("version", _("Choose a framework to start from."))
        return cleaned

    @property
    def chosen_owner(self) -> Owner:
        return self.owners[self.cleaned_data["owner"]]
