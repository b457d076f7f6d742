"""Thin jobs around the services."""

from __future__ import annotations

from uuid import UUID

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.jobs.progress import Progress
from stegvis.foundation.jobs.running import person_job
from stegvis.frameworks.exchange import services


@person_job()
def read_framework(*, actor: Actor, progress: Progress, import_id: str) -> None:
    services.read_import(actor=actor, import_id=UUID(import_id))
