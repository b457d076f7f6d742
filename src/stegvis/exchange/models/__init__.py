"""What is offered, when, and who takes part."""

from stegvis.exchange.models.applying import Application
from stegvis.exchange.models.attending import Evaluation, Lesson, Outcome, Presence, Register
from stegvis.exchange.models.common import CommonDay
from stegvis.exchange.models.demanding import Bundle, BundleSeats, Lacking, Wanted
from stegvis.exchange.models.occurring import Occasion, Session
from stegvis.exchange.models.offering import Block, Examination, Invited, Meets, Offer, Prior
from stegvis.exchange.models.rounds import Round, RoundCap, RoundOccasion, RoundQuota, RoundResult, RoundWish
from stegvis.exchange.models.settling import Settlement, SettlementLine

__all__ = [
    "Application",
    "Block",
    "Bundle",
    "BundleSeats",
    "CommonDay",
    "Evaluation",
    "Examination",
    "Invited",
    "Lacking",
    "Lesson",
    "Meets",
    "Occasion",
    "Offer",
    "Outcome",
    "Presence",
    "Prior",
    "Register",
    "Round",
    "RoundCap",
    "RoundOccasion",
    "RoundQuota",
    "RoundResult",
    "RoundWish",
    "Session",
    "Settlement",
    "SettlementLine",
    "Wanted",
]
