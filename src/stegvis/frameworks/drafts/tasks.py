"""Thin jobs around the letters."""

from __future__ import annotations

from stegvis.foundation.jobs.running import system_job
from stegvis.frameworks.drafts.review_letters import send_letter


@system_job
def send_review_letter(reviewer_id: int) -> None:
    send_letter(reviewer_id)
