"""Which parts can be put in which list, and what the buttons that do it say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from stegvis.frameworks.drafts.parts import KINDS

NEW_NAMES = {
    "level": gettext_lazy("New level"),
    "track": gettext_lazy("New track"),
    "requirement": gettext_lazy("New requirement"),
    "group": gettext_lazy("New group of requirements"),
    "area": gettext_lazy("New area"),
    "role": gettext_lazy("New role"),
    "competence": gettext_lazy("New competence"),
    "competence_group": gettext_lazy("New group of competences"),
    "scale_value": gettext_lazy("New value"),
    "fact": gettext_lazy("New formal requirement"),
}
HELD = {
    "levels": ("level",),
    "tracks": ("track",),
    "requires": ("requirement", "group"),
    "all_of": ("requirement", "group"),
    "any_of": ("requirement", "group"),
    "of": ("requirement", "group"),
    "competences": ("competence_group",),
    "scale": ("scale_value",),
    "facts": ("fact",),
    **{key: (kind,) for key, kind in KINDS.items()},
}
"""The key of a list → the kinds of parts that can be put in it."""
