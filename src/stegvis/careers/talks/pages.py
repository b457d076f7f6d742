"""What a talk's page shows to the one who reads it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from stegvis.careers.models import Preparation, Talk
from stegvis.careers.talks.facts import Facts, facts_for
from stegvis.careers.talks.forms import NotesForm, PrepareForm
from stegvis.careers.talks.policies import may_sign
from stegvis.careers.talks.queries import preparations_of
from stegvis.careers.talks.services import OPEN, digest_of, plan_of
from stegvis.careers.talks.wording import MANAGER, PARTS, PERSON, QUESTIONS
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Verdict
from stegvis.foundation.audit.queries import names_of


class TalkPage:
    """``side`` is the reader's; ``shows_both`` says that somebody else's notes stand beside the reader's own."""

    def __init__(self, actor: Actor, talk: Talk, side: str) -> None:
        self.actor, self.talk, self.side = actor, talk, side
        self.shows_both = False
        self._forms: dict[str, Any] = {}

    @property
    def is_own(self) -> bool:
        return self.actor.person == self.talk.person_id

    @property
    def leads(self) -> bool:
        return self.side == MANAGER

    @property
    def is_open(self) -> bool:
        return bool(self.side) and self.talk.state in OPEN

    @property
    def is_held(self) -> bool:
        return self.talk.state in {Talk.State.HELD, Talk.State.SIGNED}

    @cached_property
    def facts(self) -> Facts:
        """As kept when the talk was held, or as they are today."""
        if self.talk.facts:
            return self.talk.facts
        return facts_for(self.actor, self.talk, plan_of(self.actor, self.talk))

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        return [(str(title), self.facts[name]) for name, title in PARTS.items() if self.facts.get(name)]

    @cached_property
    def digest(self) -> str:
        return digest_of(self.talk)

    @cached_property
    def manager(self) -> str:
        return names_of([self.talk.manager_id]).get(self.talk.manager_id) or _("The manager")

    @cached_property
    def may_sign(self) -> Verdict:
        return may_sign(self.actor, self.talk, self.side)

    @property
    def has_changed(self) -> bool:
        """Whether somebody signed a text that is not the one there is now."""
        return self.talk.state == Talk.State.HELD and self.talk.text_digest not in {"", self.digest}

    @property
    def notes_is_open(self) -> bool:
        """Whether the notes wait to be written, or were just refused."""
        return not self.talk.notes or self.notes_form().is_bound

    @property
    def signatures(self) -> list[tuple[str, Any]]:
        return [(str(self.talk.person), self.talk.person_signed_at), (self.manager, self.talk.manager_signed_at)]

    @cached_property
    def _preparations(self) -> tuple[Preparation | None, list[Preparation]]:
        return preparations_of(self.actor, self.talk)

    @property
    def shared(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What others show: whose it is, with each question that is answered."""
        return [
            (str(self.talk.person) if side == PERSON else _("The manager"), _answered(self.talk, side, one))
            for one in self._preparations[1]
            for side in (PERSON if self._is_persons(one) else MANAGER,)
        ]

    def _is_persons(self, one: Preparation) -> bool:
        """The person's own: what the reader did not write and is not the person is theirs."""
        return not self.is_own and one.writer_id == self.talk.person.user_id

    @property
    def own_answers(self) -> list[tuple[str, str]]:
        own = self._preparations[0]
        return _answered(self.talk, self.side or (PERSON if self.is_own else MANAGER), own) if own else []

    def prepare_form(self, data: Any = None) -> PrepareForm:
        if "prepare" not in self._forms:
            self._forms["prepare"] = PrepareForm(self.talk, self.side, self._preparations[0], data)
        return self._forms["prepare"]

    def notes_form(self, data: Any = None) -> NotesForm:
        if "notes" not in self._forms:
            initial = {"notes": self.talk.notes, "seen": self.digest}
            self._forms["notes"] = NotesForm(self.talk, data, initial=initial)
        return self._forms["notes"]


def _answered(talk: Talk, side: str, one: Preparation) -> list[tuple[str, str]]:
    questions = QUESTIONS[talk.kind, side]
    return [(str(question), one.answers[key]) for key, question in questions.items() if one.answers.get(key)]
