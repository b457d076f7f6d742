"""The questionnaires that come with Stegvis, ready to be asked again (``data/questionnaires/SOURCE.md``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.yaml_file import read_yaml

PACKAGED = Path(__file__).parent / "data" / "questionnaires"


@cache
def packaged() -> dict[str, Plain]:
    """Each questionnaire's content by its code. What is given out is shared: copy it before changing it."""
    read = (read_yaml(file.read_bytes()) for file in sorted(PACKAGED.glob("*.yaml")))
    return {one.content["code"]: one.content for one in read if one.content is not None}
