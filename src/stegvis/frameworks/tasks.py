"""Where the queue looks for this room's jobs; each subject keeps its own."""

from stegvis.frameworks.drafts.tasks import send_review_letter
from stegvis.frameworks.exchange.tasks import read_framework

__all__ = ["read_framework", "send_review_letter"]
