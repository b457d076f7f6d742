"""What is asked, of whom, and what was answered: three stores that nothing joins where a survey is anonymous."""

from stegvis.surveys.models.answered import Answers, Begun, Reply, ReplyFile, ReplyNote
from stegvis.surveys.models.asking import Item, Questionnaire, Version
from stegvis.surveys.models.fielding import Contact, Link, Notice, Round, Stratum
from stegvis.surveys.models.reports import Release, ReleaseContent, Report
from stegvis.surveys.models.telling import Crossing, KnownShare, KnownWave, Telling

__all__ = [
    "Answers",
    "Begun",
    "Contact",
    "Crossing",
    "Item",
    "KnownShare",
    "KnownWave",
    "Link",
    "Notice",
    "Questionnaire",
    "Release",
    "ReleaseContent",
    "Reply",
    "ReplyFile",
    "ReplyNote",
    "Report",
    "Round",
    "Stratum",
    "Telling",
    "Version",
]
