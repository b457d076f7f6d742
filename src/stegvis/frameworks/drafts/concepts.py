"""What the open part is linked to in public vocabularies, and the search that adds a link."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.drafts.parts import Part
from stegvis.frameworks.vocabularies.queries import ConceptLink, concept_links, search_concepts


@dataclass(frozen=True)
class Linked:
    """One link as the file has it. ``link`` is None for what is no concept, which is told as a fault."""

    reference: str
    link: ConceptLink | None


class LinkedConcepts:
    """The links of a part, and what a search found. ``asked`` is None where nobody has opened the search."""

    def __init__(self, actor: Actor, own: Part, asked: str | None = None) -> None:
        references = [str(one) for one in own.get("concepts", [])]
        links = concept_links(actor, [one for one in references if one.startswith(("jobtech:", "esco:"))])
        self.linked = [Linked(one, links.get(one)) for one in references]
        self.is_open = asked is not None
        self.asked = asked or ""
        self.found = search_concepts(actor, self.asked)
        self.held = {link.reference for link in links.values()}
