"""Choosing two versions to compare, and saying how two of their requirements stand to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.drafts.content import PlainText
from stegvis.frameworks.drafts.queries import possible_owners
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.forms import FrameworkChoice
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.policies import Owner
from stegvis.frameworks.queries import effective_of, published_versions
from stegvis.frameworks.relations.equivalences import Statement, key_of

LONGEST_KEY = 18


class CompareForm(forms.Form):
    """The latest version of each framework is offered; an earlier one that the address asks for stays chosen."""

    left = FrameworkChoice(FrameworkVersion.objects.none(), label=_("First framework"))
    right = FrameworkChoice(FrameworkVersion.objects.none(), label=_("Second framework"))

    def __init__(self, actor: Actor, data: QueryDict) -> None:
        asked = {name: data.get(name, "") for name in ("left", "right")}
        super().__init__(data if all(asked.values()) else None, initial=asked)
        keys = [int(key) for key in asked.values() if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY]
        offered = published_versions(actor).prefetch_related(None)
        for name in ("left", "right"):
            field: Any = self.fields[name]
            field.queryset = offered | visible(actor, FrameworkVersion).filter(pk__in=keys)


class EquivalenceForm(forms.Form):
    """How a requirement of ``left`` stands to one of ``right``, on whose behalf and on what ground."""

    left_code = forms.ChoiceField()
    relation = forms.ChoiceField(
        label=_("How they stand to each other"), choices=Equivalence.Relation.choices, widget=forms.RadioSelect
    )
    right_code = forms.ChoiceField()
    owner = forms.ChoiceField(label=_("On whose behalf"))
    ground = PlainText(
        label=_("Ground"),
        required=False,
        max_length=300,
        help_text=_("What you looked at: a syllabus, a plan of the course, a talk with the other employer."),
    )

    def __init__(
        self, actor: Actor, left: FrameworkVersion, right: FrameworkVersion, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.left, self.right = left, right
        self.owners = {key_of(owner): owner for owner in possible_owners(actor)}
        owners: Any = self.fields["owner"]
        owners.choices = [(key, str(owner)) for key, owner in self.owners.items()]
        for name, version in (("left_code", left), ("right_code", right)):
            field: Any = self.fields[name]
            field.label = str(version)
            field.choices = list(_choices(effective_of(version).document))

    @property
    def chosen_owner(self) -> Owner:
        return self.owners[self.cleaned_data["owner"]]

    @property
    def statement(self) -> Statement:
        said = self.cleaned_data
        return Statement(self.left, said["left_code"], self.right, said["right_code"], said["relation"], said["ground"])


def pressed(data: QueryDict) -> QueryDict:
    """The form's data, with a suggestion that was recorded by its button put into its fields."""
    parts = data.get("forslag", "").split(" ")
    if len(parts) != 3:
        return data
    filled = data.copy()
    filled["left_code"], filled["relation"], filled["right_code"] = parts
    return filled


def _choices(document: FrameworkDocument) -> Iterator[tuple[str, str]]:
    language = get_language() or "sv"
    for level in document.levels:
        for requirement in level.requirements():
            title = requirement.title.in_language(language)
            yield requirement.code, f"{title} · {level.title.in_language(language)}"
