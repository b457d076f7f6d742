"""Waves of which printed shares alone are known: those that come with Stegvis (``data/waves/SOURCE.md``), and taking
one in as an earlier wave of a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.models import KnownShare, KnownWave, Questionnaire
from stegvis.surveys.policies import may_lead

PACKAGED = Path(__file__).parent.parent / "data" / "waves"


@dataclass(frozen=True)
class Packaged:
    """``questionnaire`` is the code of the questionnaire that it is an earlier wave of."""

    code: str
    questionnaire: str
    title: str
    content: dict[str, Any]


@cache
def packaged_waves() -> dict[str, Packaged]:
    read = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(PACKAGED.glob("*.yaml")))
    return {one["code"]: Packaged(one["code"], one["questionnaire"], one["title"], one) for one in read}


def waves_to_take_in(actor: Actor, questionnaire: Questionnaire) -> list[Packaged]:
    """Those that are of this questionnaire and not with it yet."""
    there = set(visible(actor, KnownWave).filter(questionnaire=questionnaire).values_list("code", flat=True))
    return [
        one for one in packaged_waves().values() if one.questionnaire == questionnaire.code and one.code not in there
    ]


@transaction.atomic
def take_in_wave(*, actor: Actor, questionnaire_id: int, code: str) -> KnownWave:
    """Keep a packaged wave with a questionnaire; the same again changes nothing. Raises NotYours, Refused."""
    questionnaire = get_visible(actor, Questionnaire, pk=questionnaire_id)
    require(may_lead(actor, questionnaire.owner))
    found = packaged_waves().get(code)
    if found is None or found.questionnaire != questionnaire.code:
        raise Refused(_("There are no such published results of this questionnaire."))
    told = found.content
    wave, is_new = KnownWave.objects.get_or_create(
        questionnaire=questionnaire,
        code=code,
        defaults={
            "title": found.title,
            "asked_on": date.fromisoformat(told["asked_on"]),
            "asked": told["asked"],
            "source": told["source"],
            "note": told["note"],
        },
    )
    if is_new:
        KnownShare.objects.bulk_create(_shares(wave, told["items"]))
    return wave


def _shares(wave: KnownWave, groups: list[dict[str, Any]]) -> list[KnownShare]:
    cells = [
        (group, line, at, choice)
        for group in groups
        for line in group["shares"]
        for at, choice in enumerate(group["choices"])
    ]
    return [
        KnownShare(
            wave=wave,
            item=line["item"],
            item_title=line["title"],
            group=line["group"],
            choice=choice,
            choice_title=group["titles"][at],
            place=place,
            share=line["shares"][at],
            is_certain=line.get("certain", True),
            is_multiple=group.get("multiple", False),
            note=line.get("note", ""),
        )
        for place, (group, line, at, choice) in enumerate(cells)
    ]
