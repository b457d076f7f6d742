"""What is asked, of whom, and what was answered: three stores that nothing joins where a survey is anonymous."""

from stegvis.surveys.models.answered import Answers, Begun, Reply, ReplyFile, ReplyNote, Sent
from stegvis.surveys.models.asking import Item, Questionnaire, Version
from stegvis.surveys.models.fielding import Contact, Link, Notice, Round, Stratum
from stegvis.surveys.models.reports import Release, ReleaseContent, Report
from stegvis.surveys.models.telling import Crossing, KnownShare, KnownWave, Margin, Telling, ToldCounts

__all__ = [
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
    "Release",
    "ReleaseContent",
    "Reply",
    "ReplyFile",
    "ReplyNote",
    "Report",
    "Round",
    "Sent",
    "Stratum",
    "Telling",
    "ToldCounts",
    "Version",
]
