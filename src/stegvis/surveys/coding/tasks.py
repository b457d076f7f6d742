"""In the background: what organisations have written, and telling coders what is theirs to do."""

from __future__ import annotations

from django.utils import timezone

from stegvis.foundation.jobs.running import system_job
from stegvis.surveys.coding.notices import ASKED, FLAGGED, OPENED, tell
from stegvis.surveys.leaders import leaders_of
from stegvis.surveys.models import Flag, OpenQuestion, Reading


@system_job
def cut_replies(round_id: int) -> None:
    """When a round of organisations is closed: what they have written is there to be coded."""
    from stegvis.surveys.coding.services import cut_replies as cut

    cut(round_id=round_id)


@system_job
def tell_coder(reading_id: int) -> None:
    """Whoever was named, unless they were taken away since or named themself."""
    found = Reading.objects.select_related("asked").filter(pk=reading_id, done_at=None).first()
    if found is not None:
        tell(found.asked, [found.coder_id], ASKED)


@system_job
def tell_flagged(flag_id: int) -> None:
    """Who leads the survey, unless it is answered already; not who reads blind beside the coder."""
    found = Flag.objects.select_related("asked").filter(pk=flag_id, answer="").first()
    if found is not None:
        leaders = set(leaders_of(found.asked, timezone.localdate()))
        blind = Reading.objects.filter(asked=found.asked, coder__in=leaders, is_open=False)
        tell(found.asked, sorted(leaders - set(blind.values_list("coder", flat=True))), FLAGGED, str(flag_id))


@system_job
def tell_opened(question_id: int) -> None:
    """Both coders, where there are two and both are done."""
    asked = OpenQuestion.objects.get(pk=question_id)
    if asked.state == OpenQuestion.State.COMPARED and asked.first_id and asked.second_id:
        tell(asked, [asked.first_id, asked.second_id], OPENED)
