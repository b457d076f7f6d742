"""A change of somebody's record in the words of the page that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from stegvis.foundation.audit.queries import Change, FieldChange
from stegvis.organisations.models import Role
from stegvis.people.models import Evidence, Part

EVIDENCE, PERSON, PLACEMENT = "people.evidence", "people.person", "careers.placement"
STEP = "careers.introductionstep"
OF_MENTORING = {"careers.mentoroffer", "careers.mentorwish", "careers.mentorship"}
OF_EXPERIENCE = {"careers.sharing", "careers.interest", "careers.studypath", "careers.studystage"}
OF_PLANS = {
    *("careers.developmentplan", "careers.goal", "careers.activity", "careers.talk", "careers.preparation"),
    "careers.credential",
}
OF_PLACES = {
    *("exchange.application", "exchange.roundwish", "exchange.presence", "exchange.outcome", "exchange.lesson"),
    "exchange.wanted",
}
# What says nothing by itself.
OF_THE_HOUSE = {
    *("plan", "goal", "position", "facts", "text_digest", "talk", "requirement", "answers", "evidence", "placement"),
}
OF_THE_MATCHING = {"topics", "professions", "round", "rank", "mentor_employer", "is_former"}
BESIDE_THE_TITLE = {"evidence", "activity", "shared_by", "stated_by", "is_wish", "path", "position"}
BESIDE_THE_LEVEL = {"level_order", "proposed_order", "profession"}
BESIDE_THE_PLACE = {
    *("offer", "title", "name", "workplace", "host_unit", "application", "session", "request", "either", "key", "last"),
    *("number", "waiting", "asked_at", "ended_at", "answered_at", "noted_at", "by_code", "given_on", "has_answered"),
}
SAYS_NOTHING = {
    PLACEMENT: BESIDE_THE_LEVEL,
    STEP: {"introduction", "requirement", "position"},
    **dict.fromkeys(OF_PLANS, OF_THE_HOUSE),
    **dict.fromkeys(OF_MENTORING, OF_THE_MATCHING),
    **dict.fromkeys(OF_EXPERIENCE, BESIDE_THE_TITLE),
    **dict.fromkeys(OF_PLACES, BESIDE_THE_PLACE),
}


@dataclass(frozen=True)
class Entry:
    """``summary`` tells which evidence, step or place it is about; ``folded`` says that the fields add little to it."""

    change: Change
    heading: str
    summary: str
    who: str
    fields: tuple[tuple[str, str, str], ...]  # label, before, after
    folded: bool


def entry_of(change: Change, me: int | None, names: dict[int, str]) -> Entry:
    """The change as the user ``me`` reads it; ``names`` are those of users that may be shown."""
    return Entry(
        change,
        heading=_heading(change),
        summary=_summary(change),
        who=_who(change, me, names),
        fields=tuple(
            (_label(change, field), _text(change, field.name, field.before), _text(change, field.name, field.after))
            for field in change.fields
            if _says_something(change, field)
        ),
        folded=change.model in {EVIDENCE, STEP} and change.verb != "update",
    )


def somebody() -> str:
    """For whom no name is shown. The word tells nothing of why."""
    return _("Employer's staff")


def _heading(change: Change) -> str:
    if change.model == PERSON and change.verb == "update" and not change.fields:
        return _("The connection between you and a log-in was changed")  # the one field that is not shown
    headings = {"insert": _("%s was added"), "update": _("%s was changed"), "delete": _("%s was removed")}
    return headings[change.verb] % change.subject


def _summary(change: Change) -> str:
    row = change.row
    if change.model == STEP or change.model in OF_PLACES:
        return str(row.get("title", ""))
    if change.model != EVIDENCE:
        return ""
    until = f"–{date_format(row['valid_until'], 'SHORT_DATE_FORMAT')}" if row["valid_until"] else ""
    days = f"{date_format(row['valid_from'], 'SHORT_DATE_FORMAT')}{until}"
    return " · ".join(str(part) for part in (row["title"] or row["code"], row["kind"], days, row["source"]) if part)


def _says_something(change: Change, field: FieldChange) -> bool:
    """A code says nothing beside its title, nor does the amount of what is not counted."""
    if change.model != EVIDENCE:
        return field.name not in SAYS_NOTHING.get(change.model, ())
    if field.name == "origin":
        return False
    if field.name == "state":  # what comes with the employer's list is checked, and needs no word about it
        return change.verb == "update" or change.row["state"] != str(Evidence.State.VERIFIED.label)
    if field.name == "amount":
        return change.row["kind"] in {str(Evidence.Kind.CREDITS.label), str(Evidence.Kind.COMPETENCE.label)}
    return field.name != "code" or not change.row["title"]


def _label(change: Change, field: FieldChange) -> str:
    labels = {
        "employer": _("Employer"),
        "programme": _("Programme"),
        "finished_on": _("Finished on"),
        "unit": _("Unit"),
        "profession": _("Profession"),
        "registered_by": _("Registered by"),
        "level_code": _("Level"),
        "version": _("Framework"),
        "decided_by": _("Decided by"),
        "done_by": _("Done by"),
        "checked_by": _("Checked by"),
        "agreed_by": _("Confirmed by"),
        "manager": _("Manager"),
        "writer": _("Written by"),
        "offer": _("Role"),
        "answered_by": _("Answered by"),
        "revoked_by": _("Revoked by"),
        "withdrawn_on": _("Withdrawn on"),
        "withdrawn_by": _("Withdrawn by"),
        "withdrawal_ground": _("Why it is withdrawn"),
        "occasion": _("Occasion"),
        "suggested": _("Suggested date"),
        "host": _("Host"),
        "round": _("Round"),
        "noted_by": _("Noted by"),
        "evidence": _("Evidence"),
        "framework": _("Framework"),
    }
    if field.name == "amount" and change.row["kind"] == str(Evidence.Kind.COMPETENCE.label):
        return _("Rating")
    return labels.get(field.name) or field.label


def _who(change: Change, me: int | None, names: dict[int, str]) -> str:
    if change.user is None:
        return "Stegvis"
    if change.user == me:
        return _("You")
    roles = ", ".join(str(Role(role).label) for role in change.roles if role in Role.values)
    name = names.get(change.user) or somebody()
    return f"{name} ({roles})" if roles else name


def _text(change: Change, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if change.model == EVIDENCE and name == "amount" and change.row["kind"] == str(Evidence.Kind.CREDITS.label):
        return _("%s credits") % number_format(value / 10)
    if change.model == EVIDENCE and name == "judged_by":
        return _judge(value)
    if isinstance(value, list):
        return ", ".join(str(Part(one).label) if one in Part.values else str(one) for one in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_format(value) if isinstance(value, date) else str(value)


def _judge(code: str) -> str:
    """The judges that the packaged frameworks name; another is shown by its code."""
    judges = {
        "enhetschef": _("Unit manager"),
        "mentor": _("Mentor"),
        "yrkesbedomare": _("Professional assessor"),
        "mas": _("Officer medically responsible (MAS)"),
        "mar": _("Officer medically responsible for rehabilitation (MAR)"),
    }
    return judges.get(code, code)
