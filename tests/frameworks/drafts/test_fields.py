"""What is opened and saved untouched is what it was, of every part of every packaged framework."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from stegvis.frameworks.drafts.choices import Choices
from stegvis.frameworks.drafts.fields import fields_for, part_from
from stegvis.frameworks.drafts.forms import PartForm
from stegvis.frameworks.drafts.opened import said, with_said
from stegvis.frameworks.drafts.parts import Path, kind_of, path_text, walk
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.packaged import documents

CONTENTS = {document.code: to_raw(document) for document in documents().values()}


def filled_in(form: PartForm) -> QueryDict:
    """What a browser sends of the form as it is shown."""
    sent = QueryDict(mutable=True)
    for field in form:
        value: Any = field.value()
        if isinstance(value, list):
            sent.setlist(field.name, value)
        elif value not in (None, ""):
            sent[field.name] = value
    return sent


@pytest.mark.parametrize("code", CONTENTS)
def test_every_part_is_as_it_was_when_nothing_was_typed(code: str) -> None:
    content = CONTENTS[code]
    choices = Choices.of(content)
    places: list[Path] = [(), *(path for path, _part in walk(content))]
    for path in places:
        name = path_text(path)
        kind = kind_of(content, path)
        if kind in ("clarification", "raised", "addition"):
            continue
        own = said(content, name)
        fields = fields_for(kind, str(own.get("kind", "")))
        part, cleaned = part_from(fields, filled_in(PartForm(fields, own, choices)), own)
        assert (part, cleaned) == (own, []), name
        assert with_said(content, name, own) == content
