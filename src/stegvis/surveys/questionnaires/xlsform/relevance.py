"""The conditions of XLSForm that can be carried over: comparisons with one answer, all joined by one word."""

from __future__ import annotations

import re

from stegvis.surveys.content.document import Test
from stegvis.surveys.content.plain import Plain

NAME = r"\$\{\s*(?P<name>[\w.-]+)\s*\}"
VALUE = r"(?:'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\"|(?P<three>-?[0-9]+(?:\.[0-9]+)?))"
FORMS = (
    (re.compile(rf"selected\(\s*{NAME}\s*,\s*{VALUE}\s*\)"), Test.IS),
    (re.compile(rf"not\(\s*selected\(\s*{NAME}\s*,\s*{VALUE}\s*\)\s*\)"), Test.IS_NOT),
    (re.compile(rf"{NAME}\s*!=\s*(?P<one>)(?:''|\"\")"), Test.ANSWERED),
    (re.compile(rf"{NAME}\s*=\s*{VALUE}"), Test.IS),
    (re.compile(rf"{NAME}\s*!=\s*{VALUE}"), Test.IS_NOT),
    (re.compile(rf"{NAME}\s*>=\s*{VALUE}"), Test.AT_LEAST),
    (re.compile(rf"{NAME}\s*<=\s*{VALUE}"), Test.AT_MOST),
)
LONGEST = 2000


def conditions_of(expression: str) -> tuple[list[Plain], bool] | None:
    """The conditions and whether any of them is enough; None where it says what cannot be carried over."""
    expression = expression.strip()
    if len(expression) > LONGEST:
        return None
    for word in (" and ", " or "):
        parts = expression.split(word)
        found = [_one(part.strip()) for part in parts]
        if all(one is not None for one in found):
            return [one for one in found if one is not None], word == " or " and len(parts) > 1
    return None


def _one(part: str) -> Plain | None:
    while part.startswith("(") and part.endswith(")") and part.count("(") == 1:
        part = part[1:-1].strip()
    for form, test in FORMS:
        if found := form.fullmatch(part):
            groups = found.groupdict()
            value = next((groups[key] for key in ("one", "two", "three") if groups.get(key)), "")
            made: Plain = {"question": groups["name"], "test": test.value}
            return made if test == Test.ANSWERED else {**made, "values": [value]}
    return None
