"""Answers given out as files: an organisation's under its name, persons' as far as they single nobody out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, acting_as_system
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import no_progress
from stegvis.foundation.jobs.running import start_job
from stegvis.surveys.models import AnswerFile, Round, Telling
from stegvis.surveys.telling.files.codebook import CodeBook, of_organisations, of_persons
from stegvis.surveys.telling.policies import may_tell
from stegvis.surveys.telling.queries import round_of
from stegvis.surveys.telling.reading import microdata_of, names_in

MEDIA = {
    AnswerFile.Kind.SAV: "application/x-spss-sav",
    AnswerFile.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@transaction.atomic
def start_giving(*, actor: Actor, round_id: int, kind: str, with_words: bool, result_url: str, reason: str = "") -> Job:
    """Begin writing the file; of persons not without a reason, which history keeps. Raises NotYours, Refused."""
    from stegvis.surveys.telling import tasks

    found = round_of(actor, round_id)
    require(may_tell(actor, found))
    if kind not in AnswerFile.Kind.values:
        raise Refused(_("Choose SPSS or Excel."))
    if with_words and found.kind == Round.Kind.PERSONS:
        raise Refused(_("What persons wrote without a name is never given out in a file."))
    if found.kind == Round.Kind.PERSONS and not reason.strip():
        raise Refused(_("Say what the file is needed for."))
    title = _("Answers of %(round)s") % {"round": found.title}
    return start_job(
        actor=actor,
        title=title[:200],
        task=tasks.give_answers,
        result_url=result_url,
        round_id=found.pk,
        kind=kind,
        with_words=with_words,
        reason=" ".join(reason.split())[:300],
    )


def give(
    *, actor: Actor, round_id: int, kind: str, with_words: bool, reason: str = "", progress: Any = no_progress
) -> AnswerFile:
    """Write the file in the place of the one before. As the worker alone can. Raises Refused."""
    found = round_of(actor, round_id)
    require(may_tell(actor, found))
    progress(0, 2)
    with acting_as_system(reason="surveys.give"):
        book = _book(found, with_words=with_words and found.kind == Round.Kind.ORGANISATIONS)
        progress(1, 2)
        AnswerFile.objects.filter(round=found, kind=kind).delete()
        made = AnswerFile.objects.create(
            round=found,
            kind=kind,
            content=_written(book, kind),
            left_out=list(book.left_out),
            has_words=with_words,
            reason=reason,
            made_by_id=actor.user,
        )
    progress(2, 2)
    return made


def _book(found: Round, *, with_words: bool) -> CodeBook:
    data = microdata_of(found)
    if found.kind == Round.Kind.ORGANISATIONS:
        if not data.who.size:
            raise Refused(_("Nobody has answered yet."))
        return of_organisations(found.title, data, names_in(found), with_words=with_words)
    if data.who.size < found.fewest:
        raise Refused(_("Too few have answered for the answers to be given out."))
    last = Telling.objects.filter(round=found, state=Telling.State.TOLD).order_by("-number").first()
    if last is None or last.answered != data.who.size:
        raise Refused(
            _(
                "The file is of the answers that the results are worked out of, so that two files never differ by a few"
                " people. Work the results out first."
            )
        )
    return of_persons(found.title, data, found.fewest)


def _written(book: CodeBook, kind: str) -> bytes:
    if kind == AnswerFile.Kind.SAV:
        from stegvis.surveys.telling.files.sav import write_sav

        return write_sav(book)
    from stegvis.surveys.telling.files.rectangle import write_rectangle

    return write_rectangle(book)


def files_of(actor: Actor, found: Round) -> list[AnswerFile]:
    return list(visible(actor, AnswerFile).filter(round=found).select_related("made_by").defer("content"))


def file_of(actor: Actor, found: Round, kind: str) -> AnswerFile:
    """One of persons is for who had it written alone: anybody else says why themselves. Raises NotYours."""
    rows = visible(actor, AnswerFile)
    if found.kind == Round.Kind.PERSONS:
        rows = rows.filter(made_by=actor.user)
    return get_visible(actor, AnswerFile, rows, round=found, kind=kind)
