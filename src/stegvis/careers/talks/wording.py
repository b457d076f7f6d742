"""The questions to prepare by, the parts of the facts, and what a salary talk does not hold."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import Talk

Words = str | Promise

PERSON, MANAGER = "person", "manager"

QUESTIONS: dict[tuple[str, str], dict[str, Words]] = {
    (Talk.Kind.DEVELOPMENT, PERSON): {
        "well": _("What has gone well since last time, and what are you proud of?"),
        "hard": _("What has been hard, and what would have helped?"),
        "learn": _("What do you want to learn or go deeper in? To stay where you are and go deeper is just as good."),
        "support": _("What do you need from your manager and your colleagues?"),
    },
    (Talk.Kind.DEVELOPMENT, MANAGER): {
        "well": _("What do you see that the person does well? Give examples."),
        "hard": _("What could be better, and what can you do about it yourself?"),
        "learn": _("What does the unit need, and what do you think that the person wants?"),
        "support": _("What time, course or supervision can you offer?"),
    },
    (Talk.Kind.SALARY, PERSON): {
        "done": _("What have you done of what you agreed on?"),
        "criteria": _("How do you see your work beside the criteria? Give examples."),
        "next": _("What will you go on with?"),
    },
    (Talk.Kind.SALARY, MANAGER): {
        "done": _("What has the person done of what you agreed on?"),
        "criteria": _("How do you see the work beside the criteria? Give examples."),
        "next": _("What do you want to see more of, and how do you help?"),
    },
}

PARTS: dict[str, Words] = {
    "criteria": _("Criteria of the level"),
    "level": _("Level"),
    "decided": _("Decided level"),
    "next": _("On the way to the next level"),
    "assessment": _("Signed assessment"),
    "assignments": _("Assignments"),
    "plan": _("Development plan"),
    "lapses": _("Lapses within 90 days"),
}
"""Part of the facts → its heading, in the order in which they are shown."""

OF_SALARY = ("criteria", "level", "decided", "assignments", "plan")
OF_DEVELOPMENT = ("level", "decided", "next", "assessment", "assignments", "plan", "lapses")

_MONEY = re.compile(
    r"""\d[\d\s.,]*(?:kr\b|kronor|tkr\b|kkr\b|sek\b|:-|%|procent|tusen)
    |\d[\s.]?\d\d+\s*(?:(?:mer\s+)?(?:i|per)\s+månad(?:en)?\b|/\s*mån)
    |\b(?:kr|sek|tkr|kkr|kronor)\.?\s*\d
    |\b(?:löne?n?|löne(?:ökning|höjning|påslag|lyft|nivå)\w*|månadslön\w*|påslag\w*)\s+(?:(?:på|till|om|blir|är|med|ca|cirka)\s+)*
     (?!(?:19|20)\d\d\b)\d
    |\b\w*(?:hundra|tusen)\w*\s*(?:kr\b|kronor|(?:mer\s+)?(?:i|per)\s+månad(?:en)?\b)
    |\b(?:\w*(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|ton|sjutton|arton)\s?|\w+tio\w*\s?)tusen\b|\w*tusenlapp
    """,
    re.IGNORECASE | re.VERBOSE,
)


def names_money(text: str) -> bool:
    """Whether the text holds a sum or a percentage, which the notes of a salary talk do not."""
    return _MONEY.search(text) is not None
