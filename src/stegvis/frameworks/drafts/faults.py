"""What is wrong with a part, in words for whoever fills in its form: by the field's label, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stegvis.frameworks.drafts.choices import words
from stegvis.frameworks.drafts.content import Content
from stegvis.frameworks.drafts.fields import FIELDS, OF_BASE, Label
from stegvis.frameworks.drafts.holding import HELD, NEW_NAMES
from stegvis.frameworks.drafts.parts import at, kind_of, part_around
from stegvis.frameworks.format import TEMPLATES
from stegvis.frameworks.format.problems import Finding, gettext_noop

IN_FORM = {
    "missing_key": gettext_noop("Fill in “{label}”."),
    "blank": gettext_noop("Write something in “{label}”."),
    "too_few": gettext_noop("Give at least {limit} in “{label}”."),
    "too_many": gettext_noop("“{label}” holds at most {limit}. Take some away."),
    "too_long": gettext_noop("“{label}” holds at most {limit} characters. Shorten it."),
    "too_small": gettext_noop("“{label}” is at least {limit}, not {value}."),
    "too_large": gettext_noop("“{label}” is at most {limit}, not {value}."),
    "not_a_step": gettext_noop("“{label}” goes in steps of {limit}; {value} does not."),
    "bad_value": gettext_noop("Choose something in “{label}”."),
    "repeated": gettext_noop("The same stands twice in “{label}”. Take one away."),
    "key_not_for_kind": gettext_noop("“{label}” does not go with this kind of requirement. Empty it."),
    "bad_concept": gettext_noop("“{value}” is no concept. Take it away, and add the link by the search."),
    "overlay_weakens": gettext_noop("The base asks for {base} already. Write more than {base}, or leave it empty."),
}
"""Faults of a field; ``label`` is the field's."""

OF_LIST = {
    "missing_key": gettext_noop("Something is missing here. Add it with the button “{button}”."),
    "too_few": gettext_noop("At least {limit} is needed here. Add with the button “{button}”."),
}
"""Faults of a list of parts; ``button`` adds one."""

WITHOUT_LINES = {
    "duplicate_code": gettext_noop("The code '{code}' is used twice; first by “{first}”."),
    "same_order": gettext_noop("Two levels have the order {order}; the first is “{first}”."),
    "same_scale_value": gettext_noop("The value {value} stands twice on the scale."),
}
"""Faults whose words name a line of the file, in words that do not."""


def message_of(content: Content, finding: Finding) -> str:
    """A fault in the reader's language."""
    params: dict[str, Any] = dict(finding.params)
    template = TEMPLATES[finding.code]
    if "first_line" in params:
        first = at(content, part_around(content, params["first_line"]))
        params["first"] = words(first.get("title")) or first.get("code", "")
        template = WITHOUT_LINES.get(finding.code, template)
    key = _key_of(content, finding)
    if key in HELD:
        params["button"] = NEW_NAMES[HELD[key][0]]
        template = OF_LIST.get(finding.code, template)
    elif label := _label_of(content, finding, key):
        params["label"] = label
        template = IN_FORM.get(finding.code, template)
    return _(template).format(**params)


def _key_of(content: Content, finding: Finding) -> str:
    """The key of the part that the fault is in, or that is missing from it."""
    within = [step for step in finding.path[len(part_around(content, finding.path)) :] if isinstance(step, str)]
    if finding.code == "missing_key":
        within.append(str(finding.params["key"]))
    return ".".join(within)


def _label_of(content: Content, finding: Finding, key: str) -> Label:
    """The label of the field that holds the key; empty where no field does."""
    path = part_around(content, finding.path)
    is_of_base = path[:1] in (("raise",), ("clarify",))
    known = OF_BASE["requirement"] if is_of_base else FIELDS.get(kind_of(content, path), ())
    labels = {field.key: field.label for field in known}
    outer = key.partition(".")[0]
    return labels.get(key) or labels.get(outer) or labels.get(f"{outer}.name", "")
