"""A questionnaire as YAML: what people read, keep and send to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext

from stegvis.frameworks.format.problems import TEMPLATES, FrameworkError
from stegvis.frameworks.format.tree import Tree, read_tree
from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.plain import FORMAT, Plain
from stegvis.surveys.content.problems import Problem

ON_ONE_LINE = {"actors", "areas", "values", "text", "title", "earlier", "unit"}


@dataclass(frozen=True)
class YamlProblem:
    """One problem with its line, from 1."""

    line: int
    text: str
    where: str = ""

    def __str__(self) -> str:
        place = gettext("Line %(line)s") % {"line": self.line}
        return f"{place}: {self.where}: {self.text}" if self.where else f"{place}: {self.text}"


@dataclass(frozen=True)
class Reading:
    """``content`` is there where the text could be read at all, though it may hold problems still."""

    content: Plain | None
    problems: list[YamlProblem]


def read_yaml(text: str | bytes) -> Reading:
    """What the text holds, and what is wrong with it. Nothing in it makes it fail, and nothing is expanded."""
    try:
        tree = read_tree(text)
    except FrameworkError as error:
        told = (YamlProblem(one.line, gettext(TEMPLATES[one.code]).format(**one.params)) for one in error.problems)
        return Reading(None, list(told))
    found = problems(tree.value)
    is_readable = isinstance(tree.value, dict) and not any(one.breaks for one in found)
    return Reading(tree.value if is_readable else None, [_placed(tree, one) for one in found])


def _placed(tree: Tree, problem: Problem) -> YamlProblem:
    return YamlProblem(tree.place(problem.path)[0], problem.text, problem.where)


class _Writer(yaml.CSafeDumper):
    """Writes short mappings and lists of codes on one line, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _FlowList(list[Any]):
    """A list that is written on one line."""


_Writer.add_representer(
    _Flow, lambda writer, one: writer.represent_mapping("tag:yaml.org,2002:map", one.items(), flow_style=True)
)
_Writer.add_representer(
    _FlowList, lambda writer, one: writer.represent_sequence("tag:yaml.org,2002:seq", one, flow_style=True)
)


def write_yaml(content: Plain) -> str:
    """``read_yaml`` of it gives the same content back."""
    ordered = {"format": FORMAT, **{key: value for key, value in content.items() if key != "format"}}
    return yaml.dump(
        _marked(ordered), Dumper=_Writer, sort_keys=False, allow_unicode=True, default_flow_style=False, width=110
    )


def _marked(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        inner = {name: _marked(one, name) for name, one in value.items()}
        is_short = key in ON_ONE_LINE and sum(len(str(one)) for one in value.values()) < 80
        return _Flow(inner) if is_short else inner
    if isinstance(value, list):
        inner_list = [_marked(one) for one in value]
        return _FlowList(inner_list) if key in ON_ONE_LINE else inner_list
    return value
