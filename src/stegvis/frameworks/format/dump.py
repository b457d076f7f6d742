"""A document as canonical YAML: the same document always gives the same bytes."""

from __future__ import annotations

from typing import Any

import yaml

from .convert import to_raw
from .document import Document

_FLOW_KEYS = {"accepts", "concepts", "judged_by", "professions"}


class _Writer(yaml.CSafeDumper):
    """Writes lists of codes on one line and never makes an alias.

    libyaml's, always: PyYAML's own is twenty times slower and folds long texts at other places.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Codes(list[str]):
    """A list that is written on one line."""


_Writer.add_representer(
    _Codes, lambda writer, codes: writer.represent_sequence("tag:yaml.org,2002:seq", codes, flow_style=True)
)


def dump_document(document: Document) -> str:
    """The YAML of ``document``; ``load_document`` of it gives an equal document back."""
    return dump_raw(to_raw(document))


def dump_raw(raw: dict[str, Any]) -> str:
    """Plain file values as YAML, in the order that they have."""
    return yaml.dump(
        _marked(raw),
        Dumper=_Writer,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=100,
    )


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _Codes(item) if key in _FLOW_KEYS and isinstance(item, list) else _marked(item)
            for key, item in value.items()
        }
    return [_marked(item) for item in value] if isinstance(value, list) else value
