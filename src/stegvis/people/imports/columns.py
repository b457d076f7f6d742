"""The sheets of a staff list. Their Swedish names are the interface to those who fill them in."""

from __future__ import annotations

from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.values import Kind
from stegvis.people.models import Evidence

KINDS: dict[str, tuple[str, ...]] = {
    Evidence.Kind.LICENCE: ("legitimation", "leg", "leg."),
    Evidence.Kind.DEGREE: ("examen", "utbildning"),
    Evidence.Kind.CREDITS: ("högskolepoäng", "hp", "poäng"),
    Evidence.Kind.COURSE: ("kurs",),
    Evidence.Kind.CERTIFICATE: ("intyg", "certifikat"),
    Evidence.Kind.PRACTICE: ("tjänstgöring", "yrkeserfarenhet"),
    Evidence.Kind.ASSIGNMENT: ("uppdrag",),
    Evidence.Kind.INDUCTION: ("introduktion",),
    Evidence.Kind.COMPETENCE: ("reell kompetens", "kompetens", "bedömning"),
}

NUMBER = Column(
    "number",
    "Anställningsnummer",
    Kind.IDENTIFIER,
    required=True,
    max_length=40,
    aliases=("anställningsnr", "anst.nr", "anstnr", "employee number", "employee id", "personalnummer"),
    help="Arbetsgivarens eget nummer. Inte personnummer.",
)

STAFF = SheetSpec(
    "Personal",
    (
        NUMBER,
        Column("given_name", "Förnamn", required=True, max_length=100, aliases=("tilltalsnamn", "given name")),
        Column("family_name", "Efternamn", required=True, max_length=100, aliases=("surname", "family name")),
        Column(
            "birth_year",
            "Födelseår",
            Kind.INTEGER,
            limits=(1900, 2100),
            aliases=("född år", "year of birth"),
            help="Fyra siffror, till exempel 1985. Kan lämnas tomt.",
        ),
        Column(
            "profession",
            "Yrke",
            required=True,
            max_length=100,
            aliases=("yrkeskategori", "profession"),
            help="Yrkets namn eller kod enligt bladet Listor.",
        ),
        Column(
            "unit",
            "Enhet",
            required=True,
            max_length=400,
            aliases=("arbetsplats", "enhetskod", "organisatorisk enhet", "unit"),
            help="Enhetens kod, eller dess namn. Finns namnet flera gånger: Verksamhet / Enhet.",
        ),
        Column("title", "Befattning", max_length=120, aliases=("titel", "tjänstetitel", "job title")),
        Column(
            "share",
            "Sysselsättningsgrad",
            Kind.INTEGER,
            limits=(1, 100),
            aliases=("syssgrad", "tjänstgöringsgrad", "procent", "share"),
            help="Procent av heltid, 1–100. Tomt betyder 100.",
        ),
        Column(
            "valid_from",
            "Från",
            Kind.DATE,
            required=True,
            aliases=("anställd från", "startdatum", "from"),
            help="Anställningens första dag, till exempel 2024-05-31.",
        ),
        Column("valid_to", "Till", Kind.DATE, aliases=("anställd till", "slutdatum", "to"), help="Tomt om den löper."),
        Column(
            "email",
            "E-post arbete",
            Kind.EMAIL,
            max_length=254,
            aliases=("e-post", "epost", "e-postadress", "mejl", "email", "work e-mail"),
        ),
    ),
    aliases=("personallista", "anställda", "medarbetare", "staff", "blad1", "sheet1"),
    required=True,
)

EVIDENCE = SheetSpec(
    "Underlag",
    (
        NUMBER,
        Column("kind", "Typ", Kind.CHOICE, required=True, choices=KINDS, aliases=("kind",)),
        Column(
            "code",
            "Kod",
            Kind.CODE,
            max_length=80,
            aliases=("code",),
            help="Ramverkets kod. Tomt: koden bildas av benämningen. För legitimation: yrket.",
        ),
        Column("title", "Benämning", max_length=200, aliases=("namn", "title")),
        Column("area", "Område", Kind.CODE, max_length=80, aliases=("area",)),
        Column(
            "amount",
            "Omfattning",
            Kind.DECIMAL,
            limits=(0, 1000),
            aliases=("amount",),
            help="Högskolepoäng, eller nivån på skalan för reell kompetens. Tomt för övrigt.",
        ),
        Column("valid_from", "Från", Kind.DATE, required=True, aliases=("datum", "from")),
        Column("valid_until", "Till", Kind.DATE, aliases=("giltig till", "until", "to")),
        Column(
            "reference",
            "Nummer/referens",
            Kind.IDENTIFIER,
            max_length=80,
            aliases=("nummer", "referens", "reference"),
            help="Till exempel diarienummer. Inte personnummer.",
        ),
        Column("checked_on", "Kontrollerad", Kind.DATE, aliases=("kontrollerad den", "checked")),
        Column("checked_how", "Hur kontrollerad", max_length=120, aliases=("checked how",)),
        Column(
            "judged_by",
            "Bedömd av",
            Kind.CODE,
            max_length=30,
            aliases=("bedömare", "judged by"),
            help="Rollens kod i ramverket, till exempel enhetschef. Krävs för reell kompetens.",
        ),
    ),
    aliases=("kompetens", "evidence"),
)

UNITS = SheetSpec(
    "Enheter",
    (
        Column("code", "Kod", Kind.IDENTIFIER, required=True, max_length=40, aliases=("enhetskod", "code")),
        Column("name", "Namn", required=True, max_length=120, aliases=("enhet", "name")),
        Column(
            "parent", "Överordnad kod", Kind.IDENTIFIER, max_length=40, aliases=("överordnad", "parent", "parent code")
        ),
    ),
    aliases=("units", "organisation"),
)

SHEETS = (STAFF, EVIDENCE, UNITS)
