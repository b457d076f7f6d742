"""Working out results, in the background: it may take a minute, and only the worker reads answers without a name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.jobs.progress import Progress
from stegvis.foundation.jobs.running import person_job
from stegvis.surveys.models import Telling


@person_job()
def tell_round(*, actor: Actor, progress: Progress, round_id: int) -> Any:
    from stegvis.surveys.telling.services import tell

    told = tell(actor=actor, round_id=round_id, progress=progress)
    if told.state == Telling.State.TOO_FEW:
        return _("Too few have answered for anything to be told.")
    return _("The results are worked out.")


@person_job()
def give_answers(*, actor: Actor, progress: Progress, round_id: int, kind: str, with_words: bool, reason: str) -> Any:
    from stegvis.surveys.telling.giving import give

    give(actor=actor, round_id=round_id, kind=kind, with_words=with_words, reason=reason, progress=progress)
    return _("The file is ready to be fetched.")
