"""Starting, saving and fixing questionnaires. No save overwrites what another has saved meanwhile."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean, slug
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.shape import LONGEST_CODE
from stegvis.surveys.content.yaml_file import read_yaml
from stegvis.surveys.models import Questionnaire, Version
from stegvis.surveys.policies import Owner, may_lead
from stegvis.surveys.questionnaires.queries import questionnaire_of


class Conflict(Exception):  # noqa: N818
    """Somebody saved meanwhile. ``questionnaire`` is as it stands now; what was to be saved is still the caller's."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__(f"the questionnaire is at revision {questionnaire.revision}")
        self.questionnaire = questionnaire


@transaction.atomic
def start_questionnaire(*, actor: Actor, owner: Owner, content: Plain, title: str = "") -> Questionnaire:
    """Begin a questionnaire of ``content``, under a code that the owner has not used. Raises Refused.

    ``content`` is of the right shape (none of its problems ``breaks``); what is unfinished may be so.
    """
    require(may_lead(actor, owner))
    content = deepcopy(content)
    if title.strip():
        content["title"] = {**content.get("title", {}), "sv": clean(title)[:120]}
    _refuse_unreadable(content)
    content["code"] = _free_code(owner, content["code"])
    writer: Any = actor.user
    return Questionnaire.objects.create(
        **_owner(owner),
        code=content["code"],
        title=titled(content),
        content=content,
        created_by_id=writer,
        changed_by_id=writer,
    )


def start_empty(*, actor: Actor, owner: Owner, title: str) -> Questionnaire:
    """Begin with one section and nothing in it. Raises Refused."""
    words = clean(title)[:120]
    content: Plain = {
        "code": code_from(words, "enkat"),
        "title": {"sv": words},
        "sections": [{"code": "fragor", "title": {"sv": "Frågor"}, "questions": []}],
    }
    return start_questionnaire(actor=actor, owner=owner, content=content)


def save_content(*, actor: Actor, questionnaire: Questionnaire, revision: int, content: Plain) -> Questionnaire:
    """Save ``content`` over ``revision``. Raises Conflict where that is not the latest, and Refused."""
    _refuse_unreadable(content)
    content = {**content, "code": questionnaire.code}  # which stays, whatever a file says
    return _save(actor, questionnaire, revision, content=content, title=titled(content), text="")


def save_text(*, actor: Actor, questionnaire: Questionnaire, revision: int, text: str) -> Questionnaire:
    """Save YAML over ``revision``: as content where it can be read, else as it was typed.

    Raises Conflict and Refused. The content stays as it was while the text cannot be read.
    """
    reading = read_yaml(text)
    if reading.content is None:
        return _save(actor, questionnaire, revision, text=text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    return save_content(actor=actor, questionnaire=questionnaire, revision=revision, content=reading.content)


def discard_text(*, actor: Actor, questionnaire: Questionnaire, revision: int) -> Questionnaire:
    """Go back to what could be read last. Raises Conflict and Refused."""
    return _save(actor, questionnaire, revision, text="")


def put_away(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Take it out of the list; its versions stay. Raises Refused."""
    require(may_lead(actor, questionnaire.owner))
    writable(actor, Questionnaire).filter(pk=questionnaire.pk, put_away_at=None).update(put_away_at=timezone.now())
    return questionnaire_of(actor, questionnaire.pk)


def bring_back(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Put it into the list again. Raises Refused."""
    require(may_lead(actor, questionnaire.owner))
    writable(actor, Questionnaire).filter(pk=questionnaire.pk).update(put_away_at=None)
    return questionnaire_of(actor, questionnaire.pk)


@transaction.atomic
def fix_version(*, actor: Actor, questionnaire: Questionnaire, revision: int, note: str = "") -> Version:
    """Fix the questionnaire as it stands in ``revision``, to be asked. It never changes after that.

    Raises Conflict, and Refused where anything is wrong with it or nothing is new since the version before.
    """
    require(may_lead(actor, questionnaire.owner))
    rows = writable(actor, Questionnaire).select_for_update(of=("self",))
    locked = rows.filter(pk=questionnaire.pk, revision=revision).first()
    if locked is None:
        raise Conflict(questionnaire_of(actor, questionnaire.pk))
    if locked.text:
        raise Refused(_("The text cannot be read yet. Mend it first, or go back to what could be read."))
    if found := problems(locked.content):
        raise Refused(_("It cannot be fixed yet. %(problem)s") % {"problem": str(found[0])})
    versions = visible(actor, Version).filter(questionnaire=locked.pk)
    latest = versions.aggregate(latest=Max("number"))["latest"] or 0
    if latest and versions.filter(number=latest, content=locked.content).exists():
        raise Refused(_("Nothing is new since version %(number)s.") % {"number": latest})
    writer: Any = actor.user
    return Version.objects.create(
        questionnaire=locked,
        number=latest + 1,
        content=locked.content,
        note=clean(note)[:300],
        fixed_by_id=writer,
    )


@transaction.atomic
def _save(actor: Actor, questionnaire: Questionnaire, revision: int, **values: Any) -> Questionnaire:
    require(may_lead(actor, questionnaire.owner))
    changed = (
        writable(actor, Questionnaire)
        .filter(pk=questionnaire.pk, revision=revision)
        .update(revision=F("revision") + 1, changed_by_id=actor.user, changed_at=timezone.now(), **values)
    )
    now = questionnaire_of(actor, questionnaire.pk)
    if not changed:
        raise Conflict(now)
    return now


def _refuse_unreadable(content: Plain) -> None:
    if broken := next((one for one in problems(content) if one.breaks), None):
        raise Refused(str(broken))


def titled(content: Plain) -> str:
    """What it is called in a list."""
    texts = content.get("title", {})
    return clean(texts.get("sv") or texts.get("en") or "")[:120] or _("Untitled")


def code_from(words: str, otherwise: str) -> str:
    """A code of the words; ``otherwise`` where none can be made, before it where it begins with a digit."""
    made = slug(words, LONGEST_CODE - 10)
    if not made:
        return otherwise
    return made if made[0].isalpha() else f"{otherwise}-{made}"


def _free_code(owner: Owner, wanted: str) -> str:
    stem = code_from(wanted, "enkat")
    taken = set(Questionnaire.objects.filter(**_owner(owner), code__startswith=stem).values_list("code", flat=True))
    number, code = 2, stem
    while code in taken:
        number, code = number + 1, f"{stem}-{number}"
    return code


def _owner(owner: Owner) -> dict[str, Any]:
    is_employer = isinstance(owner, Organisation)
    return {
        "employer": owner if is_employer else None,
        "collaboration": owner if isinstance(owner, Collaboration) else None,
    }
