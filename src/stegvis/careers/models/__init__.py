"""Careers: where each person stands, what is decided, assessed, planned, talked about and introduced."""

from stegvis.careers.models.assessing import Assessment, Judgement, PlacementAnswer, Rating
from stegvis.careers.models.attesting import Credential, CredentialStatus, SigningKey
from stegvis.careers.models.calibrating import CalibrationRound, RoundAssessor, SecondAssessment
from stegvis.careers.models.developing import Activity, DevelopmentPlan, Goal, YearEntry
from stegvis.careers.models.inducting import Introduction, IntroductionStep, Programme
from stegvis.careers.models.mentoring import (
    MentorAnswer,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    MentorRound,
    Mentorship,
    MentorWish,
    Topic,
)
from stegvis.careers.models.moving import MoveOutcome, VersionMove
from stegvis.careers.models.offering import Interest, Offer
from stegvis.careers.models.placement import Placement
from stegvis.careers.models.sharing import Sharing, SharingThanks
from stegvis.careers.models.showing import CardCheck, CardCode
from stegvis.careers.models.standing import Standing
from stegvis.careers.models.studying import StudyPath, StudyStage, StudyTerms
from stegvis.careers.models.talking import Preparation, Talk

__all__ = [
    "Activity",
    "Assessment",
    "CalibrationRound",
    "CardCheck",
    "CardCode",
    "Credential",
    "CredentialStatus",
    "DevelopmentPlan",
    "Goal",
    "Interest",
    "Introduction",
    "IntroductionStep",
    "Judgement",
    "MentorAnswer",
    "MentorMeeting",
    "MentorOffer",
    "MentorReflection",
    "MentorRound",
    "MentorWish",
    "Mentorship",
    "MoveOutcome",
    "Offer",
    "Placement",
    "PlacementAnswer",
    "Preparation",
    "Programme",
    "Rating",
    "RoundAssessor",
    "SecondAssessment",
    "Sharing",
    "SharingThanks",
    "SigningKey",
    "Standing",
    "StudyPath",
    "StudyStage",
    "StudyTerms",
    "Talk",
    "Topic",
    "VersionMove",
    "YearEntry",
]
