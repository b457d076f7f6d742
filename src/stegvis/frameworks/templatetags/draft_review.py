"""What has been said on a part of a draft, beside the part."""

from __future__ import annotations

from typing import Any

from django import template

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.drafts.review_queries import Remark, Review
from stegvis.frameworks.models import Draft, FrameworkVersion
from stegvis.frameworks.templatetags.framework_text import spoken

register = template.Library()


@register.filter
def said(review: Review, about: str) -> list[Remark]:
    return review.remarks.get(about, [])


@register.filter
def titled(review: Review, about: str) -> str:
    """The title of a part that the draft holds; empty for the draft as a whole and for what is gone."""
    return spoken(review.places[about]) if about in review.places else ""


@register.inclusion_tag("frameworks/drafts/review_entry.html", takes_context=True)
def review_of_version(context: dict[str, Any], version: FrameworkVersion) -> dict[str, Any]:
    """The way from a version to what was said before it was published, for its owner and its reviewers."""
    actor: Actor = context["request"].actor
    is_owned = version.framework.owner_id or version.framework.collaboration_id  # else packaged, without a draft
    rows = visible(actor, Draft).filter(published=version).values_list("pk", flat=True)
    return {"draft": rows.first() if actor.is_signed_in and is_owned else None}
