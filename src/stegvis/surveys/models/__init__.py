"""What is asked, of whom, and what was answered: three stores that nothing joins where a survey is anonymous."""

from stegvis.surveys.models.answered import Answers, Begun, Reply, ReplyFile, ReplyNote, Sent
from stegvis.surveys.models.asking import Item, Questionnaire, Version
from stegvis.surveys.models.fielding import Contact, Link, Notice, Round, Stratum
from stegvis.surveys.models.interviews import (
    Interview,
    InterviewAsked,
    Interviewee,
    IntervieweeContact,
    Interviewer,
    InterviewFinding,
    InterviewNote,
    InterviewQuestion,
    InterviewQuote,
    InterviewReport,
    InterviewStudy,
    InterviewSummary,
    InterviewSupport,
    InterviewTheme,
)

__all__ = [
    "Answers",
    "Begun",
    "Contact",
    "Interview",
    "InterviewAsked",
    "InterviewFinding",
    "InterviewNote",
    "InterviewQuestion",
    "InterviewQuote",
    "InterviewReport",
    "InterviewStudy",
    "InterviewSummary",
    "InterviewSupport",
    "InterviewTheme",
    "Interviewee",
    "IntervieweeContact",
    "Interviewer",
    "Item",
    "Link",
    "Notice",
    "Questionnaire",
    "Reply",
    "ReplyFile",
    "ReplyNote",
    "Round",
    "Sent",
    "Stratum",
    "Version",
]
