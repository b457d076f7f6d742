"""A question's texts, codes and marks as a file for another program."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.text import slug
from stegvis.surveys.coding import refi
from stegvis.surveys.coding.queries import passages_in, texts_in, title_of, tree_of, words_of
from stegvis.surveys.models import FreeText, OpenQuestion


def titled(actor: Actor, asked: OpenQuestion) -> list[tuple[FreeText, str]]:
    """Each text with what it is called: who replied, or a number where nobody is named."""
    return [(one, title_of(one, number)) for number, one in enumerate(texts_in(actor, asked), start=1)]


def project_file(actor: Actor, asked: OpenQuestion) -> tuple[str, bytes]:
    """Name and content (REFI-QDA), with the marks that the actor sees: their own, and all when the readings are open.
    Raises Refused where there is no code."""
    tree = tree_of(actor, asked.book)
    if not tree:
        raise Refused(_("Choose a code book with codes first."))
    name = f"{asked.round_title}: {words_of(asked)}"
    content = refi.project(name, tree, titled(actor, asked), passages_in(actor, asked))
    return f"{slug(asked.round_title, 40) or 'fritext'}-{asked.question}.qdpx", content
