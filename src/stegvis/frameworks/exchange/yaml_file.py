"""Our own file: everything, in a form that people read."""

from __future__ import annotations

from stegvis.foundation.documents.problems import Problem
from stegvis.frameworks.drafts.content import cleaned
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.problems import of_file, place_of
from stegvis.frameworks.format import FrameworkError
from stegvis.frameworks.format.tree import read_tree


def read_yaml(content: bytes) -> Imported:
    """Read it; what is wrong with the text is told by line. What the editor can mend is not looked at here."""
    try:
        raw = read_tree(content).value
    except FrameworkError as error:
        return Imported({}, problems=[of_file(problem) for problem in error.problems])
    if not isinstance(raw, dict):
        return Imported({}, problems=[Problem("framework.expected_object", row=1)])
    plain, found = cleaned(raw)
    notes = [Problem("cleaned", params={"count": len(found), "where": place_of(found[0])})] if found else []
    return Imported(plain, notes=notes)
