"""Careers: where each person stands, what has been decided, moves between versions, calibration."""

from stegvis.careers.models.calibrating import CalibrationRound, RoundAssessor, SecondAssessment
from stegvis.careers.models.moving import MoveOutcome, VersionMove
from stegvis.careers.models.placement import Placement
from stegvis.careers.models.standing import Standing

__all__ = [
    "CalibrationRound",
    "MoveOutcome",
    "Placement",
    "RoundAssessor",
    "SecondAssessment",
    "Standing",
    "VersionMove",
]
