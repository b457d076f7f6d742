"""What can be wrong with a framework file, in words that say where and what to do.

The words are templates keyed by code in one table, so that the web can translate them:
``gettext(TEMPLATES[problem.code]).format(**problem.params)``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where in the file: keys and list indexes from the top, as in ``("levels", 0, "requires", 2)``."""


LONGEST_SHOWN = 200


def gettext_noop(message: str) -> str:
    """Mark a template for translation; it is translated where it is shown."""
    return message


_ = gettext_noop

TEMPLATES: Mapping[str, str] = {
    # the file
    "too_big": _("The file is larger than {limit_mb} MB and was not read."),
    "not_utf8": _("The file is not UTF-8 text. Save it with the encoding UTF-8."),
    "empty": _("The file is empty."),
    "tab": _("A tab stands where YAML wants spaces. Use two spaces for each step in."),
    "yaml_syntax": _(
        "This is not valid YAML. Look at the indentation, colons and quotation marks here and just above."
    ),
    "yaml_list": _("A list in square brackets is not closed: a comma or ']' is missing here or just above."),
    "yaml_mapping": _("Keys in curly brackets are not closed: a comma or '}}' is missing here or just above."),
    "yaml_key": _("A key with a colon is expected here, as far in as the keys above."),
    "yaml_colon": _("A colon and a space are missing after a key, here or just above."),
    "yaml_nested": _("A second key stands on the same line. Put a text that holds a colon in quotation marks."),
    "yaml_item": _("An item of the list is expected here, after '- ' as far in as those above."),
    "yaml_end": _("The file ends in the middle of something, such as a text whose quotation mark is not closed."),
    "yaml_start": _("A text cannot begin with this character. Put it in quotation marks."),
    "yaml_escape": _("A backslash in quotation marks is followed by a character that means nothing there."),
    "several_documents": _("The file holds more than one document; the line '---' starts a second one."),
    "anchor": _("Anchors and aliases (& and *) are not allowed. Write the text out where it belongs."),
    "tag": _("Type tags such as {tag} are not allowed."),
    "merge_key": _("The merge key << is not allowed. Write the keys out where they belong."),
    "key_not_text": _("A key must be a word."),
    "duplicate_key": _("The key '{key}' stands twice; first on line {first_line}."),
    "too_deep": _("The content is nested more than {limit} steps deep."),
    "too_long_content": _("The file holds more than {limit} values."),
    "hidden_character": _("The text holds an invisible character ({character}). Remove it."),
    "more": _("There are more problems; the first {shown} are shown."),
    # the shape
    "unknown_key": _("The key '{key}' is not known here."),
    "unknown_key_nearest": _("The key '{key}' is not known here. Did you mean '{nearest}'?"),
    "missing_key": _("The key '{key}' is missing."),
    "expected_object": _("Keys with values are expected here, such as 'code: grund'."),
    "expected_array": _("A list is expected here, one item a line after '- '."),
    "expected_string": _("A text is expected here. Put it in quotation marks if it looks like a number."),
    "expected_integer": _("A whole number is expected here."),
    "expected_number": _("A number is expected here, with a point before the decimals."),
    "expected_boolean": _("true or false is expected here."),
    "bad_value": _("'{value}' is not allowed here. Choose one of: {allowed}."),
    "bad_code": _("'{value}' is not a code. Use small letters a–z, digits and single hyphens."),
    "bad_concept": _("'{value}' is not a concept. Write jobtech: or esco: and the concept's id."),
    "key_not_for_kind": _("The key '{key}' does not go with this kind of requirement."),
    "one_of_group": _("A group has exactly one of all_of, any_of and at_least."),
    "too_few": _("At least {limit} is needed here."),
    "too_many": _("At most {limit} are allowed here."),
    "blank": _("The text is empty."),
    "too_long": _("The text is longer than {limit} characters."),
    "too_small": _("{value} is too small. The lowest allowed is {limit}."),
    "too_large": _("{value} is too large. The highest allowed is {limit}."),
    "not_a_step": _("{value} is not a whole number of steps of {limit}."),
    "repeated": _("The same value stands twice in the list."),
    # the meaning
    "duplicate_code": _("The code '{code}' is used twice; first on line {first_line}."),
    "same_order": _("Two levels have the order {order}; the first on line {first_line}."),
    "same_scale_value": _("The value {value} stands twice on the scale; first on line {first_line}."),
    "unknown_profession": _("The profession '{code}' is not known."),
    "unknown_profession_nearest": _("The profession '{code}' is not known. Did you mean '{nearest}'?"),
    "unknown_area": _("The area '{code}' is not among the framework's areas."),
    "unknown_area_nearest": _("The area '{code}' is not among the framework's areas. Did you mean '{nearest}'?"),
    "unknown_competence": _("The competence '{code}' is not among the framework's competences."),
    "unknown_competence_nearest": _(
        "The competence '{code}' is not among the framework's competences. Did you mean '{nearest}'?"
    ),
    "unknown_role": _("The role '{code}' is not among the framework's roles."),
    "unknown_role_nearest": _("The role '{code}' is not among the framework's roles. Did you mean '{nearest}'?"),
    "unknown_fact": _("There is no '{code}' of kind {kind} among the framework's facts."),
    "unknown_fact_nearest": _(
        "There is no '{code}' of kind {kind} among the framework's facts. Did you mean '{nearest}'?"
    ),
    "unknown_requirement": _("There is no requirement '{code}' in the base."),
    "unknown_requirement_nearest": _("There is no requirement '{code}' in the base. Did you mean '{nearest}'?"),
    "unknown_level": _("There is no level '{code}' in the base."),
    "unknown_level_nearest": _("There is no level '{code}' in the base. Did you mean '{nearest}'?"),
    "unknown_level_or_track": _("There is no level or track '{code}' in the base."),
    "unknown_level_or_track_nearest": _("There is no level or track '{code}' in the base. Did you mean '{nearest}'?"),
    "unknown_scale_value": _("The rating {value} is not on the framework's scale ({scale})."),
    "never_met_too_many": _("This can never be met: {n} are asked for, but there are only {available}."),
    "never_met_no_licence": _("This can never be met: {code} is not a licensed profession in Sweden."),
    "never_met_no_scale": _("This can never be met: the framework has no rating scale."),
    "never_met_no_areas": _("This can never be met: the framework has no areas to be placed in."),
    "ladder": _("The ladder does not hold: {detail}"),
    # overlays
    "overlay_without_base": _("This is an overlay; the framework '{code}' version {version} is needed to read it."),
    "unknown_base": _("The base '{code}' version {version} is not known."),
    "overlay_cycle": _("The overlay rests on itself: {cycle}."),
    "overlay_chain_too_long": _("More than {limit} overlays rest on one another."),
    "base_has_code": _("The base already has the code '{code}'; an overlay adds, it does not replace."),
    "overlay_weakens": _("An overlay may not weaken: the base asks for {base}. Write more than {base}, not {value}."),
    "nothing_to_raise": _("'{code}' cannot be raised in {unit}; it is of kind {kind}."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem whose place is known as a path only; the loader turns it into a line and a column."""

    path: Path
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    at_key: bool = False  # point at the key, not at its value


@dataclass(frozen=True, slots=True)
class FrameworkProblem:
    """One problem. ``line`` and ``column`` count from 1; ``path`` is empty for the file as a whole."""

    line: int
    column: int
    path: Path
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def at(cls, place: tuple[int, int], path: Path, code: str, params: Mapping[str, object]) -> FrameworkProblem:
        """A problem at ``place`` (line, column), long texts in ``params`` cut so that a message stays one."""
        return cls(*place, path, code, {name: _shortened(value) for name, value in params.items()})

    @property
    def message(self) -> str:
        """The problem in English, without its place."""
        return TEMPLATES[self.code].format(**self.params)

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"


class FrameworkError(ValueError):
    """The file was not taken. ``problems`` holds at least one, ordered by line and column."""

    def __init__(self, problems: Iterable[FrameworkProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.column, p.code)))
        super().__init__("\n".join(map(str, self.problems)))


def _shortened(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_SHOWN:
        return value[: LONGEST_SHOWN - 1] + "…"
    return value


def unknown(
    code: str, path: Path, value: str, known: Iterable[str], *, at_key: bool = False, **params: object
) -> Finding:
    """A finding for an unknown name, with the nearest known one where something is near."""
    name = "key" if code == "unknown_key" else "code"
    near = difflib.get_close_matches(value[:LONGEST_SHOWN], list(known), n=1, cutoff=0.6)
    if near:
        return Finding(path, f"{code}_nearest", {name: value, "nearest": near[0], **params}, at_key)
    return Finding(path, code, {name: value, **params}, at_key)
