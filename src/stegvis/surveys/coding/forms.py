"""The forms of coding. Choices come from what the actor sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.coding.books import CodeFacts
from stegvis.surveys.coding.queries import Branch
from stegvis.surveys.models import CodeBook


class Line(forms.CharField):
    """A text on one line, without unseen characters."""

    def to_python(self, value: Any) -> str:
        return clean(str(super().to_python(value)))


class ChooseBookForm(forms.Form):
    book = forms.TypedChoiceField(label=gettext_lazy("Code book"), coerce=int)

    def __init__(self, books: Sequence[CodeBook], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book: Any = self.fields["book"]
        book.choices = [(one.pk, one.title) for one in books]


class CoderForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("The coder's e-mail address"),
        max_length=254,
        help_text=gettext_lazy("A colleague in the organisation or the collaboration. You may code yourself."),
    )


class HideForm(forms.Form):
    reason = Line(
        label=gettext_lazy("Why the text is hidden"),
        max_length=300,
        help_text=gettext_lazy("For instance: names a patient. Do not repeat the name here."),
    )


class BookForm(forms.Form):
    owner = forms.ChoiceField(label=gettext_lazy("The code book's owner"))
    title = Line(label=gettext_lazy("The code book's title"), max_length=120)
    note = forms.CharField(
        label=gettext_lazy("How it is used"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the coders need to agree on before they begin."),
    )

    def __init__(self, owners: Sequence[Organisation | Collaboration], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {f"{'o' if isinstance(one, Organisation) else 'c'}{one.pk}": one for one in owners}
        owner: Any = self.fields["owner"]
        owner.choices = [(key, str(one)) for key, one in self.owners.items()]
        if len(self.owners) == 1:
            owner.widget = forms.HiddenInput()
            owner.initial = next(iter(self.owners))
        if not self.owners:  # one that is renamed keeps its owner
            del self.fields["owner"]

    @property
    def chosen_owner(self) -> Organisation | Collaboration:
        return self.owners[self.cleaned_data["owner"]]


class CodeForm(forms.Form):
    title = Line(label=gettext_lazy("The code's name"), max_length=120)
    parent = forms.ChoiceField(label=gettext_lazy("Lies under"), required=False)
    definition = forms.CharField(
        label=gettext_lazy("What it stands for"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("When it is used and when not, with an example: two who read it should do alike."),
    )

    def __init__(self, tree: Sequence[Branch], own: UUID | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.choices = [("", _("No other code")), *((str(one.code.pk), one.whole) for one in _others(tree, own))]

    @property
    def facts(self) -> CodeFacts:
        return CodeFacts(**self.cleaned_data)


def _others(tree: Sequence[Branch], own: UUID | None) -> list[Branch]:
    """All but the code itself and what lies under it."""
    inside = {own} if own else set()
    for one in tree:
        if one.code.parent_id in inside:
            inside.add(one.code.pk)
    return [one for one in tree if one.code.pk not in inside]


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("A file with codes"),
        help_text=gettext_lazy("An Excel workbook (.xlsx), a text file with columns (.csv) or YAML (.yaml)."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.yaml,.yml"}),
        allow_empty_file=True,
    )


class QuoteForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("The quote as it will stand"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "In the text's own words. Leave out with […], and put another word for a name in brackets: [the hospital]."
        ),
    )
