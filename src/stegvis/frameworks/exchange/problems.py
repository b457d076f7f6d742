"""What can be wrong with a framework in another format, beyond what can be wrong with any document."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from stegvis.foundation.documents import problems
from stegvis.foundation.documents.problems import Problem
from stegvis.frameworks.format import TEMPLATES, FrameworkProblem
from stegvis.frameworks.format.problems import Finding

OF_FILE = "framework."
"""Begins the code of a problem whose words are those of the framework file."""

problems.TEXTS |= {
    # CASE
    "not_json": gettext_noop("The file is not JSON: line %(line)s, column %(column)s cannot be read."),
    "not_finite": gettext_noop("The file holds a number that cannot be kept: %(value)s."),
    "not_case": gettext_noop("The file is JSON but not a CASE package: there is no CFDocument in it."),
    "case_version": gettext_noop("The file says CASE version %(version)s. Stegvis reads 1.0 and 1.1."),
    "not_list": gettext_noop("%(name)s must be a list."),
    "nested": gettext_noop("The content is nested more than %(limit)s steps deep."),
    "many_elements": gettext_noop("The file holds more than %(limit)s items and associations."),
    "not_element": gettext_noop("This is no item: names and values are expected."),
    "bad_identifier": gettext_noop("“%(value)s” is not an identifier (UUID)."),
    "repeated_identifier": gettext_noop("The identifier %(value)s stands twice; first as number %(first)s."),
    "circle": gettext_noop("Items stand above one another in a circle: %(items)s."),
    "dangling": gettext_noop(
        "An association leads to something that is not in the file: %(origin)s → %(destination)s."
    ),
    "second_parent": gettext_noop("“%(title)s” stands below several items; it is shown below the first."),
    "foreign": gettext_noop(
        "The file has no levels that Stegvis knows. Its items become competences; its tree is kept and given back."
    ),
    "many_groups": gettext_noop(
        "The tree has %(number)s branches, but at most %(limit)s groups of competences fit. Merge some of them."
    ),
    # tables
    "unknown_format": gettext_noop("The file is none of the formats that can be brought in here: %(formats)s."),
    "no_framework_row": gettext_noop("No row is marked as the framework; give it a name in the draft."),
    "two_framework_rows": gettext_noop("More than one row is marked as the framework; the first is row %(first)s."),
    "unknown_parent_row": gettext_noop("No row has the id number “%(value)s” that this row names as its parent."),
    "repeated_code": gettext_noop("“%(value)s” stands twice; first on row %(first)s."),
    "own_parent": gettext_noop("The rows stand above one another in a circle: %(items)s."),
    "unknown_reference": gettext_noop("There is no “%(value)s” on the sheet %(sheet)s."),
    "no_smart_level": gettext_noop(
        "The smartLevel “%(value)s” has no item above it; the item stands below the document."
    ),
    "minimum_missing": gettext_noop("Write how much is asked for: credits, months or rating."),
    "minimum_not_for_kind": gettext_noop("A requirement of this kind has no minimum; the number was passed over."),
    "code_taken": gettext_noop(
        "The code %(code)s is used by another owner's framework. The draft gets the code %(new)s."
    ),
    "stands_alone": gettext_noop(
        "The file is a whole framework, but what you have as %(own)s is an addition to %(base)s. Bring in the YAML "
        "file or the CASE file with everything instead, or give the framework a new code."
    ),
    "cleaned": gettext_noop(
        "Markup or characters that cannot be seen were taken away in %(count)s texts, such as %(where)s."
    ),
}


BY_PATH = {
    "duplicate_code": gettext_noop("The code '{code}' is used twice; first at {first_line}."),
    "same_order": gettext_noop("Two levels have the order {order}; the first at {first_line}."),
    "same_scale_value": gettext_noop("The value {value} stands twice on the scale; first at {first_line}."),
}
"""Said so where a file has no lines that a person counts: by path."""


def words_of(problem: Problem) -> str:
    """The problem in the language of the moment."""
    if problem.code.startswith(OF_FILE):
        code = problem.code.removeprefix(OF_FILE)
        is_by_path = isinstance(problem.params.get("first_line"), str)
        return gettext(BY_PATH.get(code, TEMPLATES[code]) if is_by_path else TEMPLATES[code]).format(**problem.params)
    return problem.text


def of_file(problem: FrameworkProblem) -> Problem:
    """A problem of a framework file, by its line."""
    return Problem(
        f"{OF_FILE}{problem.code}", row=problem.line, column=place_of(problem.path), params=_plain(problem.params)
    )


def of_content(finding: Finding) -> Problem:
    """A fault of content, by its path."""
    params = {key: value for key, value in finding.params.items() if key != "first_line"}
    if "first_line" in finding.params:
        params["first_line"] = place_of(finding.params["first_line"])
    return Problem(f"{OF_FILE}{finding.code}", column=place_of(finding.path), params=_plain(params))


def place_of(path: Any) -> str:
    """A path in the content as one reads it."""
    return " › ".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _plain(params: Any) -> dict[str, Any]:
    """What JSON can hold, short enough to be shown."""
    return {key: value if isinstance(value, int | float) else problems.echo(value) for key, value in params.items()}
