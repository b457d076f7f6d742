"""The form of each kind of part: what can be said in it, from plain values and back.

Nothing that is typed is refused here: a draft may not hold yet, and what is wrong is told beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.frameworks.drafts.content import plain_text
from stegvis.frameworks.drafts.parts import Part

Label = str | Promise


@dataclass(frozen=True)
class Field:
    """``key`` is the part's key, ``owner.name`` one within another. ``shape`` is one of ``_READ``."""

    key: str
    label: Label
    shape: str = "line"
    help: Label = ""
    choices: tuple[tuple[str, Label], ...] = ()
    is_kept: bool = False  # stands although it is empty
    is_aside: bool = False  # folded away: seldom needed

    @property
    def name(self) -> str:
        return self.key.replace(".", "_")


TITLE = Field("title", _("Name"), "text", is_kept=True)
DESCRIPTION = Field("description", _("Description"), "long")
CODE = Field(
    "code", _("Code"), "line", _("People's results hang on it. Let it be when the words change."), (), True, True
)
UNCERTAIN = Field("certain", _("The source does not say this plainly"), "unless", is_aside=True)
CONCEPTS = Field("concepts", _("Concepts in JobTech and ESCO"), "codes")
TASKS = Field("tasks", _("Tasks"), "texts")
RESPONSIBILITIES = Field("responsibilities", _("Responsibilities"), "texts")
PAY_NOTE = Field("pay_note", _("Note on pay"), "long", _("A note, never a promise."))
KIND = _("Kind")

STATUSES = (
    ("proposal", _("Proposal")),
    ("pilot", _("Pilot")),
    ("published", _("In force")),
    ("described", _("Only described")),
)
OWNER_KINDS = (
    ("municipality", _("Municipality")),
    ("region", _("Region")),
    ("collaboration", _("Collaboration")),
    ("national", _("National")),
    ("university", _("University")),
    ("private", _("Private provider")),
    ("unit", _("Unit")),
)
FACT_KINDS = (
    ("degree", _("Degree")),
    ("credits", _("Higher-education credits")),
    ("course", _("Course")),
    ("certificate", _("Certificate")),
    ("practice", _("Practice")),
    ("assignment", _("Assignment")),
    ("induction", _("Induction")),
)
REQUIREMENT_KINDS = (
    ("competence", _("Demonstrated competence")),
    ("licence", _("Licence")),
    *FACT_KINDS,
)
ABOUT = (
    Field("status", _("Status"), "choice", choices=STATUSES),
    Field("owner.name", _("Owner"), is_kept=True, is_aside=True),
    Field("owner.kind", _("Kind of owner"), "choice", choices=OWNER_KINDS, is_aside=True),
    Field("licence", _("Licence for the text"), "line", _("Such as CC-BY-4.0."), is_aside=True),
    Field(
        "provenance.basis",
        _("Where the content comes from"),
        "choice",
        choices=(("written", _("Written for this framework")), ("source", _("Only what the documents say"))),
        is_aside=True,
    ),
    Field("provenance.documents", _("Documents it rests on"), "lines", _("One a line."), is_aside=True),
    Field("provenance.status_in_source", _("Status in the source"), is_aside=True),
    Field("provenance.note", _("What a reader must know about the source"), "long", is_aside=True),
    Field("provenance.certain", _("The source calls its content unsettled"), "unless", is_aside=True),
    CODE,
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "framework": (
        TITLE,
        Field("summary", _("What the framework is for"), "long"),
        Field("professions", _("Professions"), "codes"),
        Field("profession_groups", _("Groups of staff in words"), "texts", is_aside=True),
        Field(
            "level_word",
            _("What the rungs are called"),
            "choice",
            choices=(("level", _("Level")), ("step", _("Step"))),
            is_aside=True,
        ),
        PAY_NOTE,
        Field("notes", _("Good to know"), "texts"),
        Field("requirement_notes", _("Requirements named without a level"), "texts", is_aside=True),
        *ABOUT,
    ),
    "overlay": (TITLE, Field("summary", _("Why there is an overlay"), "long"), *ABOUT),
    "level": (
        TITLE,
        DESCRIPTION,
        TASKS,
        RESPONSIBILITIES,
        Field(
            "staying", _("To stay on this level"), "long", _("Staying and developing within the level is good enough.")
        ),
        PAY_NOTE,
        CODE,
        UNCERTAIN,
    ),
    "track": (TITLE, DESCRIPTION, TASKS, RESPONSIBILITIES, CODE, UNCERTAIN),
    "requirement": (
        TITLE,
        Field("kind", KIND, "choice", choices=REQUIREMENT_KINDS),
        Field("accepts", _("What is accepted: any one of these"), "rows", is_kept=True),
        Field("credits", _("Credits (hp)"), "number"),
        Field("months", _("Months in full-time terms"), "number"),
        Field("rating", _("Lowest rating"), "choice"),
        Field("area", _("Where it counts"), "choice"),
        Field("judged_by", _("Judged by"), "codes", _("Nobody chosen: any named judge.")),
        Field("help", _("How it is understood and shown"), "long"),
        CODE,
    ),
    "group": (
        Field(
            "combine",
            _("What must be met"),
            "choice",
            choices=(
                ("all_of", _("All of these")),
                ("any_of", _("One of these")),
                ("at_least", _("At least a number")),
            ),
        ),
        Field("n", _("How many"), "number"),
        Field("title", _("In words"), "text", _("May be left empty.")),
    ),
    "area": (TITLE, DESCRIPTION, CONCEPTS, CODE, UNCERTAIN),
    "role": (TITLE, DESCRIPTION, CODE, UNCERTAIN),
    "competence": (TITLE, DESCRIPTION, CONCEPTS, CODE, UNCERTAIN),
    "competence_group": (TITLE, DESCRIPTION, CODE),
    "scale_value": (Field("value", _("Value"), "number", is_kept=True), TITLE, DESCRIPTION),
    "fact": (
        TITLE,
        Field("kind", KIND, "choice", choices=FACT_KINDS),
        Field("valid_months", _("Holds for months"), "number", _("Empty: it does not lapse.")),
        CONCEPTS,
        CODE,
    ),
}
CLARIFY = Field("text", _("Clarification"), "long", _("Shown beside what the base says."))
OF_BASE: Mapping[str, tuple[Field, ...]] = {
    "level": (CLARIFY, TASKS, RESPONSIBILITIES),
    "track": (TASKS, RESPONSIBILITIES),
    "requirement": (
        CLARIFY,
        Field("credits", _("Raise to credits (hp)"), "number"),
        Field("months", _("Raise to months"), "number"),
        Field("rating", _("Raise to rating"), "choice"),
    ),
    "competence": (CLARIFY,),
    "area": (CLARIFY,),
}
NUMBERS_OF_KIND = {"credits": "credits", "months": "practice", "rating": "competence", "judged_by": "competence"}
"""Which kind of requirement a field is for."""
WHOLES = ("framework", "overlay")
"""The kinds of part that are all of a draft."""

Posted = Mapping[str, Any]


def fields_for(kind: str, asked: str = "", *, is_further: bool = False) -> tuple[Field, ...]:
    """The fields of a part; of a requirement only those of the kind that it asks for.

    A further version keeps the framework's code, so that there is no field for it.
    """
    if kind != "requirement":
        fields = FIELDS.get(kind, ())
        return tuple(field for field in fields if field is not CODE) if is_further and kind in WHOLES else fields
    return tuple(field for field in FIELDS[kind] if NUMBERS_OF_KIND.get(field.key, asked) == asked)


def typed(field: Field, part: Part) -> dict[str, Any]:
    """What stands in the inputs of a field for a part, by input name."""
    value: Any = value_in(part, field.key)
    if field.shape in ("text", "long"):
        return _pair(field.name, value)
    if field.shape in ("texts", "rows", "codes", "lines"):
        return _typed_list(field, value if isinstance(value, list) else [])
    if field.shape == "unless":
        return {field.name: "on" if value is False else ""}
    return {field.name: "" if value is None else _shown(value)}


def _typed_list(field: Field, rows: list[Any]) -> dict[str, Any]:
    if field.shape == "texts":
        return {name: text for i, row in enumerate(rows) for name, text in _pair(f"{field.name}-{i}", row).items()}
    if field.shape == "rows":
        return {f"{field.name}-{i}": code for i, code in enumerate(rows)}
    return {field.name: "\n".join(map(str, rows)) if field.shape == "lines" else list(rows)}


def part_from(fields: Iterable[Field], posted: Posted, before: Part) -> tuple[Part, list[Label]]:
    """The part as it was typed, what the form did not show as before; and the fields that lost something unfit."""
    part, cleaned = dict(before), []
    for field in fields:
        read = _Reader(posted)
        if not read.was_shown(field):
            continue
        value = _READ[field.shape](read, field.name)
        if read.was_cleaned:
            cleaned.append(field.label)
        if field.shape == "codes":
            value = _as_before(value, before.get(field.key))
        part = _set(part, field, value)
    return part, cleaned


def _as_before(codes: list[str], before: Any) -> list[str]:
    """Boxes have no order: what stood before stands as it did, and what is new comes after."""
    held = [code for code in before if code in codes] if isinstance(before, list) else []
    return [*held, *(code for code in codes if code not in held)]


class _Reader:
    """Reads plain texts out of a posted form, and knows whether one of them had to be made plain."""

    def __init__(self, posted: Posted) -> None:
        self.posted = posted
        self.was_cleaned = False

    def was_shown(self, field: Field) -> bool:
        """Whether the form had the field. Of boxes it cannot be told: an unchecked one is not sent."""
        if field.shape in ("codes", "unless"):
            return True
        if field.shape in ("texts", "rows"):
            return any(key.startswith(f"{field.name}-") for key in self.posted)
        return field.name in self.posted or f"{field.name}_sv" in self.posted

    def text(self, name: str) -> str:
        raw = str(self.posted.get(name, "")).replace("\r\n", "\n").strip()
        plain = plain_text(raw).strip()
        self.was_cleaned |= len(plain) < len(raw)
        return plain

    def many(self, name: str) -> list[str]:
        found = self.posted.getlist(name) if hasattr(self.posted, "getlist") else self.posted.get(name, [])
        return list(dict.fromkeys(plain_text(str(one)) for one in found if one))

    def rows(self, name: str) -> list[str]:
        """The numbers of the rows of a field, in the order that they stand in the form."""
        found = {key[len(name) + 1 :].partition("_")[0] for key in self.posted if key.startswith(f"{name}-")}
        return sorted((row for row in found if row.isdecimal() and len(row) < 6), key=int)


def _text(read: _Reader, name: str) -> Any:
    sv, en = read.text(f"{name}_sv"), read.text(f"{name}_en")
    return {"sv": sv, "en": en} if en else sv


def _texts(read: _Reader, name: str) -> Any:
    return [text for row in read.rows(name) if (text := _text(read, f"{name}-{row}"))]


def _rows(read: _Reader, name: str) -> Any:
    return list(dict.fromkeys(code for row in read.rows(name) if (code := read.text(f"{name}-{row}"))))


def _lines(read: _Reader, name: str) -> Any:
    return [line.strip() for line in read.text(name).split("\n") if line.strip()]


def _number(read: _Reader, name: str) -> Any:
    """A number, else what was typed: the file's own rules say what is wrong with it."""
    text = read.text(name)
    try:
        number = float(text.replace(",", ".").replace(" ", ""))
    except ValueError:
        return text
    if not abs(number) < 1e12:
        return text
    return int(number) if number == int(number) else round(number, 6)


def _choice(read: _Reader, name: str) -> Any:
    text = read.text(name)
    return int(text) if name == "rating" and text.isdecimal() and len(text) < 6 else text


def _unless(read: _Reader, name: str) -> Any:
    return False if read.posted.get(name) else ""


_READ: dict[str, Callable[[_Reader, str], Any]] = {
    "line": _Reader.text,
    "text": _text,
    "long": _text,
    "texts": _texts,
    "rows": _rows,
    "lines": _lines,
    "number": _number,
    "choice": _choice,
    "codes": _Reader.many,
    "unless": _unless,
}


def value_in(part: Part, key: str) -> Any:
    """What the part says under a field's key."""
    outer, _dot, inner = key.partition(".")
    value = part.get(outer)
    return value.get(inner) if inner and isinstance(value, dict) else None if inner else value


def _set(part: Part, field: Field, value: Any) -> Part:
    outer, _dot, inner = field.key.partition(".")
    if inner:
        within = part.get(outer) if isinstance(part.get(outer), dict) else {}
        return {**part, outer: _set(dict(within or {}), Field(inner, "", is_kept=field.is_kept), value)}
    if value in ("", []) and not field.is_kept:
        return {key: one for key, one in part.items() if key != outer}
    return {**part, outer: value}


def _pair(name: str, text: Any) -> dict[str, str]:
    if isinstance(text, dict):
        return {f"{name}_sv": str(text.get("sv", "")), f"{name}_en": str(text.get("en", ""))}
    return {f"{name}_sv": "" if text is None else str(text), f"{name}_en": ""}


def _shown(value: Any) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
