"""What is asked, of whom, and what was answered: three stores that nothing joins where a survey is anonymous."""

from stegvis.surveys.models.answered import Answers, Begun, Reply, ReplyFile, ReplyNote, Sent
from stegvis.surveys.models.asking import Item, Questionnaire, Version
from stegvis.surveys.models.fielding import Contact, Link, Notice, Round, Stratum
from stegvis.surveys.models.telling import AnswerFile, Crossing, KnownShare, KnownWave, Margin, Telling, ToldCounts

__all__ = [
    "AnswerFile",
    "Answers",
    "Begun",
    "Contact",
    "Crossing",
    "Item",
    "KnownShare",
    "KnownWave",
    "Link",
    "Margin",
    "Notice",
    "Questionnaire",
    "Reply",
    "ReplyFile",
    "ReplyNote",
    "Round",
    "Sent",
    "Stratum",
    "Telling",
    "ToldCounts",
    "Version",
]
