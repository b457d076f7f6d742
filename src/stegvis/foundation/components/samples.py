"""Invented people and figures for the style page."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest

from stegvis.foundation.components.matrices import Matrix, MatrixColumn, MatrixRow, Status
from stegvis.foundation.components.tables import Column, Table

COLORS = ["accent", "brand1", "brand2", "neutral", "info", "success", "warning", "danger"]
SPRITE = Path(__file__).parent / "static" / "stegvis" / "icons.svg"
ICONS = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))
NAMES = [
    "Anna Lindqvist",
    "Björn O'Brien-Åkerström",
    "Carina af Ekenstam",
    "Dawit Tesfaye",
    "Elin Ng",
    "Fatima Al-Hassan",
    "Göran Öberg",
    "Hanna José Maria Wallenrud-Kristoffersson",
    "Ilir Berisha",
    "Jenny Ek",
]
PEOPLE: list[dict[str, Any]] = [
    {
        "name": name,
        "profession": ("Fysioterapeut", "Arbetsterapeut")[index % 2],
        "level": f"Nivå {1 + index % 4}",
        "share": 1 - 0.125 * (index % 4),
    }
    for index, name in enumerate(NAMES)
]
REQUIREMENTS = [
    "Legitimation",
    "Introduktion genomförd",
    "24 månader i kommunal hälso- och sjukvård",
    "Förflyttningsteknik",
    "Hjärt- och lungräddning",
    "Personcentrerad vård",
    "Samverkan i team",
    "Evidensbaserad vård",
    "Förbättringskunskap",
    "Säker vård",
    "Handledarutbildning, 7,5 hp",
    "Pedagogik",
]


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Namn", max_length=20)
    email = forms.EmailField(label="E-post", help_text="Vi skickar en kallelse dit.")
    start = forms.DateField(label="Första dag", widget=forms.DateInput(attrs={"type": "date"}))
    share = forms.IntegerField(label="Andel av heltid i procent", min_value=1, max_value=100, required=False)
    profession = forms.ChoiceField(
        label="Yrke", choices=[("", "Välj …"), ("ft", "Fysioterapeut"), ("at", "Arbetsterapeut")]
    )
    shift = forms.ChoiceField(
        label="Passar bäst",
        choices=[("day", "Dag"), ("night", "Natt")],
        widget=forms.RadioSelect,
        help_text="Går att ändra senare.",
    )
    areas = forms.MultipleChoiceField(
        label="Områden",
        choices=[("home", "Hemsjukvård"), ("rehab", "Rehabilitering")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = forms.CharField(label="Beskriv med egna ord", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Underlag", required=False)
    agree = forms.BooleanField(label="Uppgifterna stämmer")


def sample_context(request: HttpRequest) -> dict[str, Any]:
    """Return everything that the samples show."""
    return {
        "levels": [
            {"label": "1 Grund", "state": "reached", "note": "Nådd mars 2023"},
            {"label": "2 Självständig", "state": "current", "note": "Sedan oktober 2024"},
            {"label": "3 Fördjupad", "state": "next", "note": "3 av 12 krav återstår"},
            {"label": "4 Expert", "state": "ahead", "note": "Regionalt uppdrag"},
        ],
        "table": sample_table(request),
        "empty_table": Table(request=HttpRequest(), rows=[], columns=[]),
        "matrix": sample_matrix(),
        "form": SampleForm(auto_id="id_%s"),
        "form_errors": SampleForm({"email": "anna", "share": "140", "shift": "x"}, auto_id="bad_%s"),
        "chart_spec": chart_spec(),
        "chart_head": ["Nivå", "Medarbetare"],
        "chart_rows": [("Nivå 1", 38), ("Nivå 2", 46), ("Nivå 3", 25), ("Nivå 4", 9)],
        "facts": [
            ("Anställning", "Göteborgs Stad, Hemrehab Väster"),
            ("Legitimation", "Fysioterapeut, kontrollerad 12 januari 2026"),
            ("Sysselsättningsgrad", "87,5 %"),
        ],
        "tabs": [
            {"label": "Översikt", "url": "#", "current": True, "count": None},
            {"label": "Går ut snart", "url": "#", "current": False, "count": 2},
            {"label": "Historik", "url": "#", "current": False, "count": None},
        ],
        "crumbs": [
            {"label": "Start", "url": "/"},
            {"label": "Mitt team", "url": "#"},
            {"label": "Anna Lindqvist", "url": ""},
        ],
        "icons": ICONS,
        "today": date(2026, 2, 11),
    }


def sample_table(request: HttpRequest) -> Table:
    wanted = request.GET.get("q", "").casefold()
    return Table(
        request=request,
        rows=[person for person in PEOPLE if wanted in person["name"].casefold()],
        columns=[
            Column("name", "Namn", order=("name",)),
            Column("profession", "Yrke", order=("profession", "name")),
            Column("level", "Nivå"),
            Column("share", "Andel av heltid", order=("share",), is_number=True),
        ],
        page_size=4,
        formats={"xlsx": "Excel", "csv": "CSV"},
        order_by=sort_dicts,
    )


def sort_dicts(rows: list[dict[str, Any]], fields: tuple[str, ...]) -> list[dict[str, Any]]:
    for name in reversed(fields):
        rows = sorted(rows, key=lambda row: row[name.removeprefix("-")], reverse=name.startswith("-"))
    return rows


def sample_matrix() -> Matrix:
    """Return a matrix with every status in it."""
    choices = [Status.MET, Status.MET, Status.MET, Status.MISSING, Status.MET, Status.LAPSES, Status.MET, Status.REVIEW]
    return Matrix(
        columns=[MatrixColumn(label=label, short=label) for label in REQUIREMENTS],
        rows=[
            MatrixRow(
                label=person["name"],
                note=person["level"],
                url="#matrix",
                statuses=tuple(
                    Status.NOT_ASKED if column == 2 and row % 3 == 0 else choices[(row * 5 + column * 3) % 8]
                    for column in range(len(REQUIREMENTS))
                ),
            )
            for row, person in enumerate(PEOPLE)
        ],
    )


def chart_spec() -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "height": 180,
        "data": {
            "values": [
                {"level": "Nivå 1", "people": 38},
                {"level": "Nivå 2", "people": 46},
                {"level": "Nivå 3", "people": 25},
                {"level": "Nivå 4", "people": 9},
            ]
        },
        "mark": "bar",
        "encoding": {
            "y": {"field": "level", "type": "nominal", "title": None},
            "x": {"field": "people", "type": "quantitative", "title": "Medarbetare", "axis": {"tickCount": 5}},
            "tooltip": [{"field": "level", "title": "Nivå"}, {"field": "people", "title": "Medarbetare"}],
        },
    }
