"""In the background: reminding of plans to follow up."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.careers.models import DevelopmentPlan
from stegvis.careers.plans.notices import tell_of_follow_up
from stegvis.foundation.access.actor import acting_as_system
from stegvis.people.models import Employment

AHEAD = timedelta(days=7)


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="45 22,23 * * *", periodic_id="midnight")
@app.task(name="careers.plans.remind", queueing_lock="careers.plans.remind")
def remind(timestamp: int) -> None:
    """A week before a follow-up, once, to the person and whoever confirmed the plan, while the person works there."""
    with acting_as_system(reason="careers.plans.remind"):
        remind_of_follow_ups()


def remind_of_follow_ups() -> None:
    """Runs as the system."""
    today = timezone.localdate()
    employed = Employment.objects.filter(
        person=OuterRef("person"), employer=OuterRef("employer"), valid_from__lte=today
    ).exclude(valid_to__lt=today)
    rows = DevelopmentPlan.objects.filter(Exists(employed), follow_up_on__range=(today, today + AHEAD))
    for plan in rows.exclude(state=DevelopmentPlan.State.CLOSED).select_related("person__user", "agreed_by"):
        users = {user.pk for user in (plan.person.user, plan.agreed_by) if user and user.is_active}
        tell_of_follow_up(plan, users)
