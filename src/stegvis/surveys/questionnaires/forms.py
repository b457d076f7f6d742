"""The inputs of the pages: how a questionnaire is started, and those of one part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.competence_areas import areas
from stegvis.organisations.models import Organisation
from stegvis.surveys.content.checks import ONLY_OF
from stegvis.surveys.content.document import OF_CHOICES, OF_ROWS, Kind, Test, said
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import shown
from stegvis.surveys.models import Version
from stegvis.surveys.packaged import packaged
from stegvis.surveys.policies import Owner
from stegvis.surveys.questionnaires.parts import Place
from stegvis.surveys.questionnaires.queries import possible_owners, startable_versions
from stegvis.surveys.words import KINDS, LIKENESSES, TESTS

EMPTY_LINES = 2


class OwnerForm(forms.Form):
    """Whose something is to be."""

    owner = forms.ChoiceField(label=gettext_lazy("Whose it is"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {f"{type(owner).__name__.lower()}-{owner.pk}": owner for owner in possible_owners(actor)}
        owners: Any = self.fields["owner"]
        owners.choices = [(key, str(owner)) for key, owner in self.owners.items()]

    @property
    def chosen_owner(self) -> Owner:
        return self.owners[self.cleaned_data["owner"]]


class StartForm(OwnerForm):
    """Begin a questionnaire: empty, from one that is packaged, or from a version of another."""

    WAYS = (
        ("packaged", gettext_lazy("From a questionnaire that comes with Stegvis")),
        ("version", gettext_lazy("From a version of one of ours")),
        ("empty", gettext_lazy("Empty")),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How to start"), choices=WAYS, widget=forms.RadioSelect, initial="packaged"
    )
    packaged = forms.ChoiceField(label=gettext_lazy("Questionnaire that comes with Stegvis"), required=False)
    version = forms.ModelChoiceField(
        Version.objects.none(), label=gettext_lazy("Version to start from"), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Name of the questionnaire"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("An empty one needs it. Otherwise it is called as what it starts from."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        offered: Any = self.fields["packaged"]
        offered.choices = [(code, content["title"]["sv"]) for code, content in packaged().items()]
        versions: Any = self.fields["version"]
        versions.queryset = startable_versions(actor)
        versions.label_from_instance = lambda one: (
            _("%(title)s, version %(number)s")
            % {
                "title": one.questionnaire.title,
                "number": one.number,
            }
        )
        versions.empty_label = "–"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == "empty" and not cleaned.get("title", "").strip():
            self.add_error("title", _("Give the questionnaire a name."))
        if cleaned.get("way") == "version" and "version" in cleaned and not cleaned["version"]:
            self.add_error("version", _("Choose a version to start from."))
        if cleaned.get("way") == "packaged" and "packaged" in cleaned and not cleaned["packaged"]:
            self.add_error("packaged", _("Choose a questionnaire to start from."))
        return cleaned


class UploadForm(OwnerForm):
    """A questionnaire from a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel as XLSForm (.xlsx), LimeSurvey (.lss) or Stegvis's own (.yaml)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.lss,.yaml,.yml"}),
    )


class FixForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What is new"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A line for those who compare versions later."),
    )


@dataclass(frozen=True)
class Line:
    """Inputs that stand beside one another. ``name`` is of the part's own page, where there is one."""

    fields: list[BoundField]
    hidden: list[BoundField]
    title: str
    name: str = ""


class PartForm(forms.Form):
    """The inputs of one part. It is filled in and shown, and never refuses: what is wrong is told beside it."""

    is_filter = True  # nothing here is required while one writes

    def __init__(self, content: Plain, place: Place, part: Plain, more: int = 0) -> None:
        super().__init__(auto_id="del_%s")
        self.content, self.place, self.part, self.more = content, place, part, more
        self.main: list[list[BoundField]] = []
        self.aside: list[list[BoundField]] = []
        self.choices: list[Line] = []
        self.rows: list[Line] = []
        self.conditions: list[Line] = []
        if place.scale:
            self._add_choices()
        else:
            (self._whole, self._section, self._question, self._row)[place.depth]()

    @property
    def kind(self) -> str:
        return str(self.part.get("kind", ""))

    @property
    def either(self) -> BoundField:
        return self["shown_if_any"]

    @property
    def signature(self) -> str:
        """Which inputs there are; where they change by what was chosen, the form is drawn anew."""
        targets = ",".join(one["question"] for one in self.part.get("shown_when", ()))
        return f"{self.place.depth}|{self.kind}|{self.part.get('scale', '')}|{targets}"

    def _whole(self) -> None:
        self._pair(self.main, "title", _("Title"))
        self._pair(self.main, "intro", _("Words at the beginning"), rows=4)
        self._pair(self.main, "thanks", _("Words of thanks"), rows=2)
        self._pair(self.aside, "note", _("Note to those who write it"), rows=2)

    def _section(self) -> None:
        self._pair(self.main, "title", _("Title"))
        self._pair(self.main, "text", _("Words at the beginning"), rows=3)
        self._actors()
        self._code()

    def _row(self) -> None:
        self._pair(self.main, "text", _("Statement"), rows=2)
        self._actors()
        self._areas(self.main)
        self._earlier(self.aside)
        self._code()

    def _question(self) -> None:
        kind = self.part["kind"]
        self._one(self.main, "kind", forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items())), kind)
        self._pair(self.main, "text", _("Question"), rows=2)
        self._pair(self.main, "hint", _("Help"), rows=1)
        self._check(self.main, "required", _("Must be answered"))
        if kind in OF_CHOICES or self.part.get("choices"):
            self._add_scale()
            if not self.part.get("scale"):
                self._add_choices()
        if kind in OF_ROWS or self.part.get("rows"):
            self._add_rows()
        self._bounds(kind)
        self._add_conditions()
        self._actors()
        self._check(
            self.aside, "background", _("Background"), _("Tells who answers, and may single somebody out in tables.")
        )
        if kind not in OF_ROWS:
            self._areas(self.aside)
        self._earlier(self.aside)
        self._pair(self.aside, "note", _("Note to those who write it"), rows=2)
        self._code()

    def _bounds(self, kind: str) -> None:
        labels = {
            "least": _("Lowest") if kind == Kind.NUMBER else _("Choose at least"),
            "most": _("Highest") if kind == Kind.NUMBER else _("Choose at most"),
            "decimals": _("Decimals"),
            "longest": _("Most characters"),
            "top": _("Top box: how many of the highest scores"),
        }
        for key, label in labels.items():
            if kind in ONLY_OF[key] or self.part.get(key) is not None:
                value = self.part.get(key, {"longest": 2000, "top": 1}.get(key, ""))
                field = forms.CharField(label=label, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
                self._one(self.aside if key in ("top", "longest") else self.main, key, field, value)
        if kind in ONLY_OF["unit"] or self.part.get("unit"):
            self._pair(self.main, "unit", _("Unit"))
        if kind == Kind.LADDER or self.part.get("asks_date"):
            self._check(self.main, "asks_date", _("Ask for a date too"))

    def _actors(self) -> None:
        field = forms.MultipleChoiceField(
            label=_("Asked of"),
            choices=Organisation.Type.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked: all are asked."),
        )
        self._one(self.main, "actors", field, self.part.get("actors", []))

    def _areas(self, where: list[list[BoundField]]) -> None:
        field = forms.MultipleChoiceField(
            label=_("Competence areas that it tells a need of"),
            choices=[(code, one.title) for code, one in areas().items()],
            widget=forms.CheckboxSelectMultiple,
        )
        self._one(where, "areas", field, self.part.get("areas", []))

    def _earlier(self, where: list[list[BoundField]]) -> None:
        held = self.part.get("earlier") or {}
        self._add("earlier_code", forms.CharField(label=_("Code in the wave before")), held.get("code", ""))
        likeness = forms.ChoiceField(label=_("How like it is"), choices=list(LIKENESSES.items()))
        self._add("earlier_likeness", likeness, held.get("likeness", "same"))
        where.append([self["earlier_code"], self["earlier_likeness"]])

    def _code(self) -> None:
        words = _("Stays from wave to wave, and names the column in exports.")
        self._one(
            self.aside, "code", forms.CharField(label=_("Code"), max_length=50, help_text=words), self.part["code"]
        )

    def _add_scale(self) -> None:
        scales = self.content.get("scales", {})
        if scales:
            offered = [("", _("Choices of its own")), *((name, name) for name in scales)]
            field = forms.ChoiceField(label=_("Choices"), choices=offered)
            self._one(self.main, "scale", field, self.part.get("scale", ""))

    def _add_choices(self) -> None:
        held = self.part.get("choices", [])
        for at in range(len(held) + EMPTY_LINES + self.more):
            one, name = (held[at] if at < len(held) else {}), f"val-{at}"
            fields = self._texts_of(name, _("Choice %(number)s") % {"number": at + 1}, one.get("text", {}))
            score = one.get("score")
            self._add(f"{name}-score", _small(_("Score")), "" if score is None else score)
            self._add(f"{name}-outside", forms.BooleanField(label=_("Outside the scale")), one.get("outside", False))
            self._add(f"{name}-code", _small(_("Code")), one.get("code", ""))
            fields += [self[f"{name}-score"], self[f"{name}-code"], self[f"{name}-outside"]]
            self.choices.append(Line(fields, [], _("Choice %(number)s") % {"number": at + 1}))

    def _add_rows(self) -> None:
        held = self.part.get("rows", [])
        for at in range(len(held) + EMPTY_LINES + self.more):
            one, name = (held[at] if at < len(held) else {}), f"rad-{at}"
            title = _("Row %(number)s") % {"number": at + 1}
            fields = self._texts_of(name, title, one.get("text", {}), rows=1)
            self._add(f"{name}-code", _small(_("Code")), one.get("code", ""))
            self._add(f"{name}-var", forms.CharField(widget=forms.HiddenInput), one.get("code", ""))
            own = Place((*self.place.indexes, at)).name if one else ""
            self.rows.append(Line([*fields, self[f"{name}-code"]], [self[f"{name}-var"]], title, own))

    def _add_conditions(self) -> None:
        held, targets = self.part.get("shown_when", []), _targets(self.content, self.place)
        for at in range(min(len(held) + 1 + self.more, 20)):
            one, name = (held[at] if at < len(held) else {}), f"vill-{at}"
            asked = one.get("question", "")
            offered = [("", "–"), *((code, label) for code, (label, _choices) in targets.items())]
            if asked and asked not in targets:
                offered.append((asked, asked))
            question = forms.ChoiceField(label=_("When the answer to"), choices=offered)
            self._add(f"{name}-question", question, asked)
            tests = forms.ChoiceField(label=_("How it is tried"), choices=list(TESTS.items()))
            self._add(f"{name}-test", tests, one.get("test", "is"))
            fields = [self[f"{name}-question"], self[f"{name}-test"]]
            if asked and one.get("test") != Test.ANSWERED:
                fields.append(self._values(name, one, targets.get(asked, ("", []))[1]))
            self.conditions.append(Line(fields, [], _("Condition %(number)s") % {"number": at + 1}))
        if len(held) > 1:
            either = [("", _("All of them hold")), ("1", _("One of them is enough"))]
            field = forms.ChoiceField(label=_("With several conditions"), choices=either)
            self._add("shown_if_any", field, "1" if self.part.get("shown_if_any") else "")

    def _values(self, name: str, condition: Plain, choices: list[tuple[str, str]]) -> BoundField:
        held = [str(one) for one in condition.get("values", [])]
        if not choices:
            self._add(f"{name}-ord", forms.CharField(label=_("Value")), ", ".join(held))
            return self[f"{name}-ord"]
        unknown = [(one, one) for one in held if one not in dict(choices)]
        field = forms.MultipleChoiceField(
            label=pgettext("survey", "Answer"), choices=[*choices, *unknown], widget=forms.CheckboxSelectMultiple
        )
        self._add(f"{name}-values", field, held)
        return self[f"{name}-values"]

    def _texts_of(self, name: str, label: str, texts: Plain, rows: int = 0) -> list[BoundField]:
        found = []
        for language, words in (("sv", _("in Swedish")), ("en", _("in English"))):
            widget: Any = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
            widget.attrs["lang"] = language
            self._add(
                f"{name}_{language}", forms.CharField(label=f"{label}, {words}", widget=widget), texts.get(language)
            )
            found.append(self[f"{name}_{language}"])
        return found

    def _pair(self, where: list[list[BoundField]], name: str, label: str, rows: int = 0) -> None:
        where.append(self._texts_of(name, label, self.part.get(name, {}), rows))

    def _check(self, where: list[list[BoundField]], name: str, label: str, help_text: str = "") -> None:
        self._one(where, name, forms.BooleanField(label=label, help_text=help_text), self.part.get(name, False))

    def _one(self, where: list[list[BoundField]], name: str, field: forms.Field, value: Any) -> None:
        self._add(name, field, value)
        where.append([self[name]])

    def _add(self, name: str, field: forms.Field, value: Any) -> None:
        field.required = False
        self.fields[name] = field
        self.initial[name] = value


def _small(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput(attrs={"size": 8}))


def _targets(content: Plain, place: Place) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """What a condition of the question may ask about: a label and the choices, by code, of what comes before it."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for s, section in enumerate(content["sections"][: place.indexes[0] + 1]):
        for q, question in enumerate(section.get("questions", ())):
            if (s, q) >= place.indexes[:2]:
                return found
            choices = content.get("scales", {}).get(question.get("scale", ""), question.get("choices", []))
            offered = [(one["code"], said(one["text"], "sv") or one["code"]) for one in choices]
            found[question["code"]] = _label(question), [] if question.get("rows") else offered
            for row in question.get("rows", ()):
                found[row["code"]] = f"– {_label(row)}", offered
    return found


def _label(item: Plain) -> str:
    return f"{shown(said(item['text'], 'sv'))} ({item['code']})"


def kinds() -> Iterable[tuple[str, Any]]:
    """What a new question may be."""
    return [(kind.value, label) for kind, label in KINDS.items()]
