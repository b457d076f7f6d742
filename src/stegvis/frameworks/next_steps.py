"""What the first page tells reviewers of drafts, and those who follow the frameworks from outside an employer."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.frameworks.drafts.review_queries import reviews_waiting
from stegvis.frameworks.models import Adoption
from stegvis.frameworks.relations.queries import overlays_behind
from stegvis.organisations.models import Role

FOLLOWERS = {Role.UNIVERSITY, Role.NATIONAL_FOLLOW_UP, Role.COLLABORATION_COORDINATOR}


MOST_REVIEWS = 5
MOST_UPGRADES = 3


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """A step for each draft to read through and each overlay to upgrade, a few at most, and one for those who follow.

    A query each.
    """
    yield from _reviews(actor)
    yield from _behind(actor)
    if actor.roles & FOLLOWERS:
        yield _following(actor)


def _reviews(actor: Actor) -> Iterator[NextStep]:
    for review in reviews_waiting(actor)[:MOST_REVIEWS]:
        asked = _("%(owner)s asks for your opinion.") % {"owner": review.owner or review.collaboration}
        until = _("Answer by %(day)s.") % {"day": date_format(review.answer_by)} if review.answer_by else ""
        yield NextStep(
            title=_("Read the draft: %(title)s") % {"title": review.draft.title},
            detail=f"{asked} {until}".strip(),
            url=reverse("frameworks:draft_review", args=[review.draft_id]),
            action=_("Read and comment"),
            icon="eye",
            tone="warm",
        )


def _behind(actor: Actor) -> Iterator[NextStep]:
    for behind in overlays_behind(actor)[:MOST_UPGRADES]:
        told = {"overlay": behind.overlay.framework, "base": behind.base.framework, "version": behind.base.version}
        yield NextStep(
            title=_("The base has a new version"),
            detail=_("%(overlay)s rests on %(base)s, which has version %(version)s now.") % told,
            url=reverse("frameworks:upgrade", args=[behind.overlay.framework.code, behind.overlay.version]),
            action=_("See what it means"),
            icon="book",
        )


def _following(actor: Actor) -> NextStep:
    used = visible(actor, Adoption).aggregate(
        employers=Count("employer", distinct=True), frameworks=Count("version__framework", distinct=True)
    )
    return NextStep(
        title=_("See what employers ask for"),
        detail=_("%(employers)s employers use %(frameworks)s frameworks. Read them, or compare two.") % used,
        url=reverse("frameworks:compare"),
        action=_("Compare two frameworks"),
        icon="book",
    )
