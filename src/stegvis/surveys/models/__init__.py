"""What is asked, of whom, and what was answered: three stores that nothing joins where a survey is anonymous."""

from stegvis.surveys.models.answered import Answers, Begun, Reply, ReplyFile, ReplyNote
from stegvis.surveys.models.asking import Item, Questionnaire, Version
from stegvis.surveys.models.coding import (
    Code,
    CodeBook,
    FreeText,
    HiddenText,
    OpenQuestion,
    Passage,
    Quote,
    Reading,
    Settled,
)
from stegvis.surveys.models.fielding import Contact, Link, Notice, Round, Stratum

__all__ = [
    "Answers",
    "Begun",
    "Code",
    "CodeBook",
    "Contact",
    "FreeText",
    "HiddenText",
    "Item",
    "Link",
    "Notice",
    "OpenQuestion",
    "Passage",
    "Questionnaire",
    "Quote",
    "Reading",
    "Reply",
    "ReplyFile",
    "ReplyNote",
    "Round",
    "Settled",
    "Stratum",
    "Version",
]
