"""The parts of a framework that can be remarked on, and their names in ``DraftComment.about``.

Codes are unique among requirements, among levels and tracks, and among competences, not across them: all but the
requirements' get a word and an underscore before them, which no code holds.
"""

from __future__ import annotations

from stegvis.frameworks.format.document import FrameworkDocument, Text

Places = dict[str, Text]
"""Name of the part → its title, in the order of the page."""


def places_in(document: FrameworkDocument) -> Places:
    found: Places = {}
    for level in sorted(document.levels, key=lambda level: level.order):
        found[f"level_{level.code}"] = level.title
        found |= {requirement.code: requirement.title for requirement in level.requirements()}
        found |= {f"track_{track.code}": track.title for track in level.tracks}
    for group in document.competences:
        found |= {f"competence_{item.code}": item.title for item in group.items}
    return found
