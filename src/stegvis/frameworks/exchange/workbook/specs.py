"""The sheets and columns. Their Swedish names are the interface to those who fill them in."""

from __future__ import annotations

from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.values import Kind

LONG = 5000
YES_NO: dict[str, tuple[str, ...]] = {"true": ("ja", "sant", "yes"), "false": ("nej", "falskt", "no")}

KINDS: dict[str, tuple[str, ...]] = {
    "licence": ("legitimation",),
    "degree": ("examen",),
    "credits": ("högskolepoäng", "hp"),
    "course": ("kurs",),
    "certificate": ("intyg", "certifikat"),
    "practice": ("tjänstgöring", "yrkeserfarenhet"),
    "assignment": ("uppdrag",),
    "induction": ("introduktion",),
    "competence": ("reell kompetens", "kompetens"),
}
COMBINATIONS: dict[str, tuple[str, ...]] = {
    "all_of": ("alla",),
    "any_of": ("någon", "något", "en av"),
    "at_least": ("minst ett antal", "minst"),
}
STATEMENTS: dict[str, tuple[str, ...]] = {"tasks": ("arbetsuppgift",), "responsibilities": ("ansvar",)}
STATUSES: dict[str, tuple[str, ...]] = {
    "described": ("beskriven",),
    "proposal": ("förslag",),
    "pilot": ("pilot",),
    "published": ("gällande", "i bruk"),
}
OWNER_KINDS: dict[str, tuple[str, ...]] = {
    "municipality": ("kommun",),
    "region": ("region",),
    "collaboration": ("samverkan",),
    "national": ("nationell",),
    "university": ("lärosäte",),
    "private": ("privat",),
    "unit": ("enhet",),
}
LEVEL_WORDS: dict[str, tuple[str, ...]] = {"level": ("nivå",), "step": ("steg",)}
BASES: dict[str, tuple[str, ...]] = {"written": ("skriven",), "source": ("återgiven ur källa", "källa")}

FIELDS: dict[str, tuple[str, ...]] = {
    "code": ("Kod",),
    "version": ("Version",),
    "status": ("Status",),
    "title": ("Namn",),
    "summary": ("Sammanfattning",),
    "owner.name": ("Ägare",),
    "owner.kind": ("Ägarens slag",),
    "licence": ("Licens",),
    "professions": ("Yrke",),
    "profession_groups": ("Yrkesgrupp",),
    "level_word": ("Nivå eller steg",),
    "pay_note": ("Om lön",),
    "notes": ("Anmärkning",),
    "requirement_notes": ("Slag av krav",),
    "provenance.basis": ("Underlag",),
    "provenance.documents": ("Källa",),
    "provenance.status_in_source": ("Status i källan",),
    "provenance.note": ("Om källan",),
    "provenance.certain": ("Källan är säker",),
}
"""What a row of the sheet Ramverk says. Those that are lists may stand on several rows."""

FIELD_CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "status": STATUSES,
    "owner.kind": OWNER_KINDS,
    "level_word": LEVEL_WORDS,
    "provenance.basis": BASES,
    "provenance.certain": YES_NO,
}
LISTS = ("professions", "profession_groups", "notes", "requirement_notes", "provenance.documents")
PLAIN = (
    "code",
    "version",
    "owner.name",
    "licence",
    "professions",
    "provenance.documents",
    "provenance.status_in_source",
)
"""Fields without another language."""


def text(key: str, name: str, *, required: bool = False, description: str = "") -> tuple[Column, Column]:
    """A text's two columns: Swedish and English."""
    return (
        Column(key, name, required=required, max_length=LONG, help=description),
        Column(f"{key}_en", f"{name} (engelska)", max_length=LONG),
    )


def code(name: str, key: str = "code") -> Column:
    return Column(
        key,
        name,
        Kind.CODE,
        max_length=80,
        help="Små bokstäver a–z, siffror och bindestreck. Lämnas tomt: görs av namnet.",
    )


CERTAIN = Column(
    "certain", "Säkert", Kind.CHOICE, choices=YES_NO, help="nej där källan inte säger det rakt ut. Tomt betyder ja."
)
CONCEPTS = Column("concepts", "Begrepp", max_length=LONG, help="jobtech:… eller esco:…, flera med kommatecken emellan.")
TERM = (code("Kod"), *text("title", "Namn", required=True), *text("description", "Beskrivning"), CERTAIN, CONCEPTS)
HOLDER = Column("holder", "Nivå eller spår", required=True, help="Nivåns eller spårets kod eller namn.")

FRAMEWORK = SheetSpec(
    "Ramverk",
    (
        Column("field", "Fält", Kind.CHOICE, required=True, choices=FIELDS),
        Column("value", "Värde", required=True, max_length=LONG, aliases=("svenska",)),
        Column("value_en", "Engelska", max_length=LONG),
    ),
    required=True,
)
LEVELS = SheetSpec(
    "Nivåer",
    (
        code("Kod"),
        Column("order", "Ordning", Kind.INTEGER, limits=(1, 100), help="Lägst först. Lämnas tomt: radernas ordning."),
        *text("title", "Namn", required=True),
        *text("description", "Beskrivning"),
        *text("staying", "Att stanna på nivån"),
        *text("pay_note", "Om lön"),
        CERTAIN,
    ),
    required=True,
)
TRACKS = SheetSpec(
    "Spår",
    (
        Column("level", "Nivå", required=True, help="Nivåns kod eller namn."),
        code("Kod"),
        *text("title", "Namn", required=True),
        *text("description", "Beskrivning"),
        CERTAIN,
    ),
)
STATEMENTS_SHEET = SheetSpec(
    "Uppgifter och ansvar",
    (
        HOLDER,
        Column("kind", "Slag", Kind.CHOICE, required=True, choices=STATEMENTS),
        *text("text", "Text", required=True),
    ),
)
GROUPS = SheetSpec(
    "Kravgrupper",
    (
        code("Grupp", "group"),
        HOLDER,
        Column("above", "Ingår i grupp", Kind.CODE, max_length=80),
        Column("combine", "Uppfylls av", Kind.CHOICE, required=True, choices=COMBINATIONS),
        Column("n", "Antal", Kind.INTEGER, limits=(1, 5000), help="Hur många som behövs, när det är minst ett antal."),
        *text("title", "Namn"),
    ),
)
REQUIREMENTS = SheetSpec(
    "Krav",
    (
        HOLDER,
        Column("group", "Grupp", Kind.CODE, max_length=80, help="Koden för en grupp på bladet Kravgrupper."),
        code("Kod"),
        Column("kind", "Slag", Kind.CHOICE, required=True, choices=KINDS),
        *text("title", "Krav", required=True),
        Column(
            "accepts",
            "Godtar",
            required=True,
            max_length=LONG,
            help="Koder, kommatecken emellan: yrken för legitimation, kompetenser för reell kompetens, annars fakta.",
        ),
        Column("minimum", "Minst", Kind.DECIMAL, limits=(0, 600), help="Högskolepoäng, månader eller skattning."),
        Column("area", "Område", Kind.CODE, max_length=80, help="own: det egna området. Tomt: oavsett område."),
        Column("judged_by", "Bedöms av", max_length=LONG, help="Rollernas koder med kommatecken emellan."),
        *text("help", "Hjälptext"),
    ),
)
COMPETENCES = SheetSpec(
    "Kompetenser",
    (
        code("Kompetensgrupp", "group"),
        *text("group_title", "Gruppens namn"),
        *text("group_description", "Gruppens beskrivning"),
        *TERM,
    ),
)
AREAS = SheetSpec("Områden", TERM)
ROLES = SheetSpec("Roller", TERM)
FACTS = SheetSpec(
    "Fakta",
    (
        Column(
            "kind",
            "Slag",
            Kind.CHOICE,
            required=True,
            choices={k: v for k, v in KINDS.items() if k not in {"licence", "competence"}},
        ),
        code("Kod"),
        *text("title", "Namn", required=True),
        Column("valid_months", "Giltig månader", Kind.INTEGER, limits=(1, 600)),
        CONCEPTS,
    ),
)
SCALE = SheetSpec(
    "Skala",
    (
        Column("value", "Värde", Kind.INTEGER, required=True, limits=(1, 100)),
        *text("title", "Namn", required=True),
        *text("description", "Beskrivning"),
    ),
)

SHEETS = (FRAMEWORK, LEVELS, TRACKS, GROUPS, REQUIREMENTS, STATEMENTS_SHEET, COMPETENCES, AREAS, ROLES, FACTS, SCALE)
"""In the order in which they stand in the workbook."""
