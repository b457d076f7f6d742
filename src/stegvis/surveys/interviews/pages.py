"""What every page of a study has: its tabs, for who leads it and for who interviews."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.foundation.access.http import ActorRequest
from stegvis.surveys.interviews.policies import may_change
from stegvis.surveys.models import InterviewStudy
from stegvis.surveys.policies import leads


def about(request: ActorRequest, study: InterviewStudy, here: str) -> dict[str, Any]:
    """The context of a study's page; ``here`` is the view's name. No query."""
    is_leader = leads(request.actor, study)
    parts = [
        ("interview_study", pgettext("interview study", "Overview")),
        ("interview_guide", _("Guide")),
        *([("interview_coverage", _("Asked"))] if is_leader else []),
        ("interview_list", _("Interviews")),
        *(
            [
                ("interview_themes", _("Themes")),
                ("interview_answers", _("Answers")),
                ("interview_report", _("Report")),
            ]
            if is_leader
            else []
        ),
    ]
    tabs = [
        {"label": label, "url": reverse(f"surveys:{view}", args=[study.pk]), "current": view == here}
        for view, label in parts
    ]
    return {
        "study": study,
        "owner": study.owner,
        "tabs": tabs,
        "is_leader": is_leader,
        "verdict": may_change(request.actor, study),
    }
