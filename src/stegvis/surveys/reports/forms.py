"""What is filled in about reports. A form checks what is typed; the rules are the services'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stegvis.organisations.models import Collaboration, Organisation
from stegvis.organisations.owners import owner_key
from stegvis.surveys.models import Report
from stegvis.surveys.reports.blocks import LONGEST, LONGEST_HEADING, Block, Form, Type
from stegvis.surveys.reports.charts.bars import columns_of, forms_of
from stegvis.surveys.reports.words import heading, table_title
from stegvis.surveys.telling.tables import Table

MARKUP = gettext_lazy(
    "An empty line begins a paragraph, “- ” a list and “1. ” a numbered one. **strong**, *emphasised*,"
    " [words](https://example.se) for a link."
)
FORM_NAMES = {
    Form.DIVERGING: pgettext_lazy("chart", "To each side of the middle of the scale"),
    Form.STACKED: pgettext_lazy("chart", "Stacked to 100 per cent"),
    Form.LADDER: pgettext_lazy("chart", "How far it has come, in one colour that deepens"),
    Form.BARS: pgettext_lazy("chart", "One bar a row"),
}


class BeginForm(forms.Form):
    owner = forms.ChoiceField(label=gettext_lazy("Whose report it is"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Report.Language.choices)

    def __init__(self, owners: Sequence[Organisation | Collaboration], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.owners = {owner_key(one): one for one in owners}
        chosen: Any = self.fields["owner"]
        chosen.choices = [(key, str(one)) for key, one in self.owners.items()]
        if len(owners) == 1:
            chosen.widget = forms.HiddenInput()
            chosen.initial = next(iter(self.owners))


class AboutForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("What a reader should know who reads nothing else. Stands first."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=Report.Language.choices,
        help_text=gettext_lazy("What Stegvis writes itself is in it: headings of tables, notes, the note on method."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=60,
        help_text=gettext_lazy("What stands after /rapport/. It stays once the report is published."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, report: Report, is_published: bool, data: Any = None) -> None:
        initial = {
            "title": report.title,
            "summary": report.summary,
            "language": report.language,
            "address": report.slug,
            "revision": report.revision,
        }
        super().__init__(data, initial=initial)
        if is_published:
            self.fields["address"].disabled = True


class PublishForm(forms.Form):
    is_open = forms.BooleanField(
        label=gettext_lazy("Show it to everybody"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise it is kept for the coordinators. It can be shown later."),
    )
    changes = forms.CharField(
        label=gettext_lazy("What is new since the version before"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, report: Report, number: int, data: Any = None) -> None:
        super().__init__(data, initial={"revision": report.revision, "is_open": True})
        if number == 1:
            del self.fields["changes"]


class RetractForm(forms.Form):
    why = forms.CharField(
        label=pgettext_lazy("report", "Why it is withdrawn"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever has the address is shown it."),
    )


class BlockForm(forms.Form):
    """The fields of one block; ``table`` is what a table or chart shows."""

    def __init__(self, block: Block, table: Table | None, language: str, quotes: Any = (), data: Any = None) -> None:
        super().__init__(data, prefix=block["id"], initial=block)
        self.block = block
        match Type(block["type"]):
            case Type.HEADING:
                self._of_heading()
            case Type.TEXT | Type.NOTE:
                self._of_text()
            case Type.QUOTES:
                self._of_quotes(quotes)
            case Type.TABLE:
                self._caption(table, language)
            case Type.CHART:
                self._of_chart(table, language)
                self._caption(table, language)
                self._alt()

    def _of_heading(self) -> None:
        self.fields["text"] = forms.CharField(label=_("Heading"), max_length=LONGEST_HEADING, required=False)
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"), coerce=int, choices=[(2, _("Heading")), (3, _("Subheading"))]
        )

    def _of_text(self) -> None:
        area = forms.Textarea(attrs={"rows": 8})
        self.fields["text"] = forms.CharField(
            label=_("Text"), max_length=LONGEST["text"], required=False, widget=area, help_text=MARKUP
        )

    def _of_quotes(self, quotes: Any) -> None:
        self.fields["quotes"] = forms.MultipleChoiceField(
            label=_("Quotes"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, quote["text"]) for key, quote in quotes],
            help_text=_("Only those that are approved can be chosen."),
        )

    def _caption(self, table: Table | None, language: str) -> None:
        usual = table_title(table) if table else ""
        self.fields["caption"] = forms.CharField(
            label=_("Caption"),
            max_length=LONGEST["caption"],
            required=False,
            help_text=_("Left empty: “%(title)s”") % {"title": usual} if usual else "",
        )

    def _of_chart(self, table: Table | None, language: str) -> None:
        possible = forms_of(table) if table else ()
        self.fields["form"] = forms.ChoiceField(
            label=_("Kind of chart"),
            choices=[(one.value, FORM_NAMES[one]) for one in possible],
            widget=forms.RadioSelect,
        )
        columns = columns_of(table) if table else ()
        if len(columns) > 1:
            self.fields["column"] = forms.ChoiceField(
                label=_("Figure, where each row has one bar"),
                required=False,
                choices=[(one.key, heading(one)) for one in columns],
            )
        self.fields["is_sorted"] = forms.BooleanField(label=_("The highest first"), required=False)

    def _alt(self) -> None:
        self.fields["alt"] = forms.CharField(
            label=_("Description for those who do not see the chart"),
            max_length=LONGEST["alt"],
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("What the chart shows, in a few sentences. Leave it empty for a new suggestion."),
        )

    @property
    def told(self) -> Block:
        """The block as it was filled in."""
        return {**self.block, **self.cleaned_data}
