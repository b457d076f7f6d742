"""What keeps a round from being opened, in words that say what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.document import Kind, Questionnaire
from stegvis.surveys.content.plain import read
from stegvis.surveys.fielding.queries import contacts_of, lacking_address, links_of, strata_of
from stegvis.surveys.models import Notice, Round, Version

MOST_SHOWN = 3


@dataclass(frozen=True)
class Looked:
    """What is looked at before a round opens: what lacks, and what may be so but should be known of."""

    problems: list[str]
    warnings: list[str]


def look_through(actor: Actor, found: Round, notice: Notice | None) -> Looked:
    """Everything that lacks before the round may be opened. Five queries at most, however many are asked."""
    asked = list(contacts_of(actor, found).order_by().values("actor", "stratum").annotate(n=Count("pk")))
    kinds, drawn = _counted(asked, "actor"), _counted(asked, "stratum")
    problems = [
        *_of_days(actor, found),
        *_of_version(actor, found, sorted(kinds)),
        *_of_those_asked(actor, found, kinds.total()),
        *(_of_sample(actor, found, drawn) if drawn and found.design == Round.Design.SAMPLE else []),
        *([] if notice else [_("There is no notice on privacy. Write one.")]),
    ]
    return Looked(problems, _too_few(found, kinds))


def _counted(rows: Iterable[Any], name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row[name]] += row["n"]
    return counts


def _of_days(actor: Actor, found: Round) -> list[str]:
    return [_("The last day has passed. Move it.")] if found.closes_on < actor.today else []


def _of_version(actor: Actor, found: Round, kinds: list[str]) -> list[str]:
    content = visible(actor, Version).values_list("content", flat=True).get(pk=found.version_id)
    wrong = problems(content)
    if wrong:
        shown = " ".join(str(one) for one in wrong[:MOST_SHOWN])
        return [_("The questionnaire cannot be asked as it is: %(problems)s") % {"problems": shown}]
    questionnaire = read(content)
    if found.kind == Round.Kind.PERSONS and any(one.kind == Kind.FILE for one in questionnaire.questions()):
        return [_("The questionnaire asks for a file, and a file can tell who sent it. Take the question out.")]
    if found.kind == Round.Kind.PERSONS and (leaning := _leaning_on_words(questionnaire)):
        return leaning[:MOST_SHOWN]
    labels = dict(Organisation.Type.choices)
    return [
        _("There is no question for the kind “%(kind)s”, which is asked.") % {"kind": labels[kind]}
        for kind in kinds
        if not questionnaire.sections_for(kind)
    ]


def _leaning_on_words(questionnaire: Questionnaire) -> list[str]:
    """What persons write is cut loose from their other answers, so nobody can know to whom such a question was put."""
    words = {one.code for one in questionnaire.questions() if one.kind == Kind.TEXT}
    return [
        _(
            "“%(question)s” is shown by what is written in “%(source)s”. What persons write is kept apart from their"
            " other answers, so it could not be counted whom it was put to. Let it be shown by a question with choices"
            " instead, or to everybody."
        )
        % {"question": one.code, "source": condition.question}
        for one in questionnaire.questions()
        for condition in one.shown_when
        if condition.question in words
    ]


def _of_those_asked(actor: Actor, found: Round, number: int) -> list[str]:
    if not number:
        return [_("Nobody is asked yet. Choose organisations, or bring in a list.")]
    said = []
    if lacking := lacking_address(actor, found):
        words = ngettext(
            "%(n)s of those asked has no e-mail address.", "%(n)s of those asked have no e-mail address.", lacking
        )
        said.append(words % {"n": lacking})
    if found.kind == Round.Kind.PERSONS and number < found.fewest:
        said.append(
            _("Fewer are asked than may be told of (%(fewest)s): no answer could be shown.") % {"fewest": found.fewest}
        )
    if found.kind == Round.Kind.ORGANISATIONS:
        said += _of_signing(actor, found)
    return said


def _of_signing(actor: Actor, found: Round) -> list[str]:
    signed = links_of(actor, found).filter(may_sign=True, withdrawn_on=None).values("contact")
    names = contacts_of(actor, found).filter(links__isnull=False).exclude(pk__in=signed).distinct()
    return [_("Nobody may sign for %(name)s. Let one of the links sign.") % {"name": one} for one in names[:MOST_SHOWN]]


def _of_sample(actor: Actor, found: Round, drawn: Counter[str]) -> list[str]:
    """Each belongs to a stratum that is told of, which is at least as large as what was drawn of it."""
    sizes = {one.code: one for one in strata_of(actor, found)}
    if not sizes:
        return [_("A sample is drawn from something: say which strata there are, and how many are in each.")]
    said = [
        _("“%(code)s” stands on the list and is no stratum. Add it, or correct the list.") % {"code": code or "–"}
        for code in sorted(drawn.keys() - sizes.keys())
    ]
    return said + [
        _("More are asked in %(title)s than there are (%(size)s).") % {"title": one.title, "size": one.size}
        for code, one in sizes.items()
        if drawn[code] > one.size
    ]


def _too_few(found: Round, numbers: Counter[str]) -> list[str]:
    """What whoever opens should know of: kinds too few to be told of."""
    if found.kind != Round.Kind.PERSONS:
        return []
    labels = dict(Organisation.Type.choices)
    few = [str(labels[kind]) for kind, number in sorted(numbers.items()) if number < found.fewest]
    if len(numbers) < 2 or not few:
        return []
    return [
        _("So few are asked of these kinds that they cannot be told of by themselves: %(kinds)s.")
        % {"kinds": ", ".join(few)}
    ]
