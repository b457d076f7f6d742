"""The ladder's answer in words."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from stegvis.engine.ladder import NO_END, Choice, Kind, RequirementState
from stegvis.frameworks.format.document import FrameworkDocument, Text

SOON = 90
"""Days ahead in which something is said to lapse soon."""

EPOCH = date(1970, 1, 1)


def worded(text: Text) -> str:
    return text.in_language(get_language() or "sv")


def levels_in_words(document: FrameworkDocument) -> dict[int, str]:
    """Order → title, from below the first level up."""
    levels = sorted(document.levels, key=lambda level: level.order)
    return {0: gettext("Not yet on the first level")} | {level.order: worded(level.title) for level in levels}


def day(number: int | None) -> date | None:
    """A day of the engine as a date; ``None`` where there is no end or nothing is met."""
    return None if number is None or number == NO_END else EPOCH + timedelta(days=number)


def what_is_left(state: RequirementState, document: FrameworkDocument) -> str:
    """How far one is on the way to a requirement that is not met, and who may judge it."""
    asked, held = state.requirement.minimum, state.held
    match state.requirement.kind:
        case Kind.PRACTICE:
            left = asked - held
            return ngettext(
                "%(held)d of %(asked)d months, %(left)d month left.",
                "%(held)d of %(asked)d months, %(left)d months left.",
                left,
            ) % {"held": held, "asked": asked, "left": left}
        case Kind.CREDITS:
            return gettext("%(held)s of %(asked)s credits, %(left)s left.") % {
                "held": _credits(held),
                "asked": _credits(asked),
                "left": _credits(asked - held),
            }
        case Kind.COMPETENCE:
            return _rating(state, document)
    return ""


def _rating(state: RequirementState, document: FrameworkDocument) -> str:
    scale = {value.value: worded(value.title) for value in document.scale}
    asked = state.requirement.minimum
    named = {"asked": scale.get(asked, asked), "held": scale.get(state.held, state.held)}
    if state.held:
        said = gettext("Judged as “%(held)s”; “%(asked)s” is asked for.") % named
    else:
        said = gettext("“%(asked)s” is asked for; no judgement yet.") % named
    roles = {role.code: worded(role.title) for role in document.roles}
    judges = [roles.get(code, code) for code in state.requirement.judged_by]
    if not judges:
        return said
    return said + " " + gettext("May be judged by: %(roles)s.") % {"roles": ", ".join(judges)}


def _credits(tenths: int) -> str:
    return number_format(tenths / 10, 0 if tenths % 10 == 0 else 1)


def choice_title(choice: Choice) -> str:
    if any(option.track for option in choice.options) and choice.need == 1:
        return gettext("One of these directions")
    return ngettext("One of these", "At least %(need)d of these", choice.need) % {"need": choice.need}
