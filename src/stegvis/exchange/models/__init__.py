"""What is offered, when, and who takes part."""

from stegvis.exchange.models.applying import Application
from stegvis.exchange.models.attending import Evaluation, Lesson, Outcome, Presence, Register
from stegvis.exchange.models.occurring import Occasion, Session
from stegvis.exchange.models.offering import Block, Examination, Invited, Meets, Offer, Prior
from stegvis.exchange.models.settling import Settlement, SettlementLine

__all__ = [
    "Application",
    "Block",
    "Evaluation",
    "Examination",
    "Invited",
    "Lesson",
    "Meets",
    "Occasion",
    "Offer",
    "Outcome",
    "Presence",
    "Prior",
    "Register",
    "Session",
    "Settlement",
    "SettlementLine",
]
