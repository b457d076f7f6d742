"""Saying what became of requirements, and what two frameworks have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stegvis.frameworks.drafts.content import PlainText
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.relations.entries import MappingEntry, Relation, shape_faults
from stegvis.frameworks.relations.mapping import DraftMapping, Line
from stegvis.frameworks.relations.upgrading import Upgrade

HINT = _("Same and changed: one and one. Split: one and several. Merged: several and one. Gone and new: one and none.")


class LineForm(forms.Form):
    """One line of a mapping. Only likely requirements are offered unless ``everything`` is asked for."""

    relation = forms.ChoiceField(label=_("What became of it"), choices=Relation.choices, help_text=HINT)
    old = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    new = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    note = PlainText(label=_("Note"), max_length=300, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, mapping: DraftMapping, line: Line | None, *args: Any, everything: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = everything or self.is_bound
        old, new = (line.old, line.new) if line else ((), ())
        sides = (
            ("old", mapping.before, {item.code for item in old} | set(self.initial.get("old", ())), new),
            ("new", mapping.after, {item.code for item in new} | set(self.initial.get("new", ())), old),
        )
        for name, document, own, others in sides:
            likely = own | mapping.unplaced() | set(mapping.likest(document, others))
            field: Any = self.fields[name]
            field.label = _("In version %(version)s") % {"version": document.version}
            field.choices = [(code, label) for code, label in _choices(document) if everything or code in likely]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"relation", "old", "new"} <= cleaned.keys():
            for fault in shape_faults(self.entry()):
                self.add_error("relation", fault)
        return cleaned

    def entry(self) -> MappingEntry:
        cleaned = self.cleaned_data
        return MappingEntry(cleaned["relation"], tuple(cleaned["old"]), tuple(cleaned["new"]), cleaned.get("note", ""))


class UpgradeForm(forms.Form):
    """One choice for each part of an overlay that does not fit the new base; the proposed one is chosen at first."""

    def __init__(self, upgrade: Upgrade, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in upgrade.conflicts:
            self.fields[part.name] = forms.ChoiceField(
                label=_("What is to be done?"),
                choices=[(choice.key, choice.label) for choice in part.choices],
                initial=part.choices[0].key,
                widget=forms.RadioSelect,
            )


def _choices(document: FrameworkDocument) -> Iterator[tuple[str, str]]:
    language = get_language() or "sv"
    for level in document.levels:
        for requirement in level.requirements():
            title = requirement.title.in_language(language)
            yield requirement.code, f"{title} · {level.title.in_language(language)}"
