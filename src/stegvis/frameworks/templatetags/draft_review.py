"""What has been said on a part of a draft, beside the part."""

from __future__ import annotations

from django import template

from stegvis.frameworks.drafts.review_queries import Remark, Review
from stegvis.frameworks.templatetags.framework_text import spoken

register = template.Library()


@register.filter
def said(review: Review, about: str) -> list[Remark]:
    return review.remarks.get(about, [])


@register.filter
def titled(review: Review, about: str) -> str:
    """The title of a part that the draft holds; empty for the draft as a whole and for what is gone."""
    return spoken(review.places[about]) if about in review.places else ""
