"""Writing a skill mix. What is saved holds as a whole, and on what the writer had before them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Unit
from stegvis.planning.mix.checking import faults_of
from stegvis.planning.mix.content import Content, Staff, Task
from stegvis.planning.mix.policies import may_divide, may_write
from stegvis.planning.models import Mix


@transaction.atomic
def begin_mix(*, actor: Actor, unit: Unit, title: str, content: Content) -> Mix:
    """Raises Refused."""
    require(may_divide(actor, unit))
    creator: Any = actor.user
    return Mix.objects.create(
        employer_id=unit.organisation_id,
        unit=unit,
        title=_title(title),
        content=_checked(content).as_json(),
        created_by_id=creator,
    )


@transaction.atomic
def change_about(*, actor: Actor, mix_id: int, revision: int, title: str, reluctance: float, post_hours: float) -> Mix:
    """Its title, what a change has to save, and what a full-time post gives. Raises Refused, NotYours."""
    mix, content = _held(actor, mix_id, revision)
    mix.title = _title(title)
    return _saved(mix, replace(content, reluctance=reluctance, post_hours=post_hours))


@transaction.atomic
def save_task(*, actor: Actor, mix_id: int, revision: int, task: Task) -> Mix:
    """Add a task, or change the one with its key. Raises Refused, NotYours."""
    mix, content = _held(actor, mix_id, revision)
    return _saved(mix, content.with_task(task))


@transaction.atomic
def remove_task(*, actor: Actor, mix_id: int, key: str) -> Mix:
    mix, content = _held(actor, mix_id)
    if content.task(key) is None:
        raise NotYours
    return _saved(mix, content.without_task(key))


@transaction.atomic
def save_staff(*, actor: Actor, mix_id: int, revision: int, staff: tuple[Staff, ...]) -> Mix:
    """Who there is, in all. Whoever is left out is taken from the tasks too. Raises Refused, NotYours."""
    mix, content = _held(actor, mix_id, revision)
    return _saved(mix, content.with_staff(staff))


@transaction.atomic
def save_content(*, actor: Actor, mix_id: int, revision: int, content: Content) -> Mix:
    """Everything at once, as it is in a workbook. Raises Refused, NotYours."""
    mix, _before = _held(actor, mix_id, revision)
    return _saved(mix, content)


@transaction.atomic
def put_away(*, actor: Actor, mix_id: int) -> Mix:
    """Take it out of the list. Shifts made from it go on."""
    mix, content = _held(actor, mix_id)
    mix.put_away_at = timezone.now()
    return _saved(mix, content)


def _held(actor: Actor, mix_id: int, revision: int | None = None) -> tuple[Mix, Content]:
    rows = writable(actor, Mix).select_for_update(of=("self",)).select_related("unit")
    mix = rows.filter(pk=mix_id).first()
    if mix is None:
        raise NotYours
    require(may_write(actor, mix))
    if revision is not None and mix.revision != revision:
        raise Refused(_("Somebody has changed the skill mix meanwhile. Open it again, and nothing of theirs is lost."))
    return mix, Content.of(mix.content)


def _saved(mix: Mix, content: Content) -> Mix:
    mix.content = _checked(content).as_json()
    mix.revision += 1
    mix.save()
    return mix


def _checked(content: Content) -> Content:
    if faults := faults_of(content):
        raise Refused(" ".join(faults[:5]))
    texts = [text for task in content.tasks for text in (task.title, task.note)]
    if any(holds_personal_number(text) for text in (*texts, *(content.ahead.places if content.ahead else ()))):
        raise Refused(_("Do not write a personal number here."))
    return content


def _title(told: str) -> str:
    title: str = clean(told)
    if not title:
        raise Refused(_("Give it a title."))
    if holds_personal_number(title):
        raise Refused(_("Do not write a personal number here."))
    return title
