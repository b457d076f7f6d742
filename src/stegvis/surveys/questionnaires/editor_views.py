"""The editor: one questionnaire, its outline, one part open, the preview beside. Every page works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.bank.services import by_itself, put_section_into_bank
from stegvis.surveys.content.document import Kind
from stegvis.surveys.models import Questionnaire
from stegvis.surveys.policies import may_lead
from stegvis.surveys.questionnaires import editing
from stegvis.surveys.questionnaires.editing import Change, Edited, Opened, PartConflict
from stegvis.surveys.questionnaires.editor import Editor
from stegvis.surveys.questionnaires.parts import NotThere, found_again, part_at
from stegvis.surveys.questionnaires.preview import preview_of
from stegvis.surveys.questionnaires.queries import questionnaire_of, versions_of
from stegvis.surveys.questionnaires.services import Conflict, discard_text, save_text
from stegvis.surveys.questionnaires.typed import typed_part

SHOWN = ("aktor", "sprak", "bredd", "yaml")
"""What the address keeps of how the page is looked at."""
REMOVED = "surveys_removed"


@login_required
@require_GET
def questionnaire_editor(request: ActorRequest, pk: int) -> HttpResponse:
    questionnaire = questionnaire_of(request.actor, pk)
    require(may_lead(request.actor, questionnaire.owner))
    return render(request, "surveys/questionnaires/editor.html", _context(request, questionnaire, _asked(request)))


def _context(request: ActorRequest, questionnaire: Questionnaire, name: str) -> dict[str, Any]:
    more = request.GET.get("rader", "0")
    try:
        editor = Editor(questionnaire, name, more=min(int(more), 100) if more.isascii() and more.isdecimal() else 0)
    except NotThere as gone:
        raise Http404 from gone
    editor.preview = preview_of(editor.content, request.GET, editor.section_code)
    kept = {key: request.GET[key] for key in SHOWN if key in request.GET}
    removed = request.session.get(REMOVED, {})
    return {
        "questionnaire": questionnaire,
        "editor": editor,
        "kept": urlencode(kept),
        "with_text": "yaml" in request.GET or bool(questionnaire.text),
        "removed": removed.get("title") if removed.get("pk") == questionnaire.pk else None,
        "focus": request.GET.get("fokus", ""),
    }


def _asked(request: ActorRequest) -> str:
    return request.GET.get("nod", "")


@login_required
@require_POST
def questionnaire_part(request: ActorRequest, pk: int) -> HttpResponse:
    """Save what was typed about one part, and do what the pressed button says."""
    questionnaire = questionnaire_of(request.actor, pk)
    require(may_lead(request.actor, questionnaire.owner))
    opened, pressed = Opened(*(request.POST.get(key, "") for key in ("nod", "kod", "var"))), request.POST.get("gor", "")
    try:
        edited = _done(request, questionnaire, opened, pressed)
    except PartConflict as conflict:
        return _conflict(request, conflict, opened)
    except (Conflict, NotThere):
        messages.error(request, _("Somebody has changed it meanwhile. Look at it as it is now and try again."))
        return _to(request, questionnaire, "")
    except Refused as refused:
        messages.error(request, str(refused))
        return _to(request, questionnaire, "" if questionnaire.text else opened.name)
    if request.htmx and not pressed:  # type: ignore[attr-defined]
        return _saved(request, edited)
    return _to(request, edited.questionnaire, edited.place.name, **_afterwards(request, pressed))


def _done(request: ActorRequest, questionnaire: Questionnaire, opened: Opened, pressed: str) -> Edited:
    told: dict[str, Any] = {"actor": request.actor, "questionnaire": questionnaire, "opened": opened}
    if pressed == "ta-bort":
        return _removed(request, **told)
    place = found_again_or_conflict(questionnaire, opened)
    part, renamed = typed_part(place, request.POST, part_at(questionnaire.content, place))
    edited = editing.save_part(**told, part=part, renamed=renamed, then=_change(pressed))
    if pressed == "bank":
        _put_into_bank(request, edited)
    return edited


def found_again_or_conflict(questionnaire: Questionnaire, opened: Opened) -> Any:
    try:
        return found_again(questionnaire.content, opened.name, opened.code)
    except NotThere as gone:
        raise PartConflict(questionnaire, None) from gone


def _change(pressed: str) -> Change | None:
    """What a button does with the part. Http404 for a button that no page has."""
    what, _sign, rest = pressed.partition("|")
    changes: dict[str, Callable[[], Change | None]] = {
        "": lambda: None,
        "rader": lambda: None,
        "bank": lambda: None,
        "upp": lambda: editing.up,
        "ner": lambda: editing.down,
        "dubblera": lambda: editing.duplicated,
        "ny-sektion": lambda: editing.with_section,
        "ny-skala": lambda: editing.with_scale,
        "ny": lambda: editing.with_question(Kind(rest)),
    }
    try:
        return changes[what]()
    except (KeyError, ValueError) as unknown:
        raise Http404 from unknown


def _removed(request: ActorRequest, **told: Any) -> Edited:
    """What is taken out can be put back, as long as nothing else has been."""
    edited, part = editing.remove_part(**told)
    questionnaire, name = edited.questionnaire, told["opened"].name
    title = part.get("title") or part.get("text") or {}
    words = title.get("sv") or part.get("code", "")
    request.session[REMOVED] = {"pk": questionnaire.pk, "name": name, "part": part, "title": words[:80]}
    kept = [str(one.number) for one in versions_of(request.actor, questionnaire) if _holds(one.content, part)]
    if kept:
        said = _("Taken out. It stays in version %(numbers)s, and so do the answers to it.")
        messages.info(request, said % {"numbers": ", ".join(kept)})
    else:
        messages.info(request, _("Taken out."))
    return edited


def _holds(content: Any, part: Any) -> bool:
    codes = {question["code"] for section in content["sections"] for question in section.get("questions", ())}
    wanted = {part.get("code"), *(one["code"] for one in part.get("questions", ()))}
    return bool(codes & wanted)


def _put_into_bank(request: ActorRequest, edited: Edited) -> None:
    """The question that is open, or every question of the section."""
    content, owner = edited.questionnaire.content, edited.questionnaire.owner
    if owner is None or edited.place.depth not in (1, 2):
        raise Http404
    section = part_at(content, type(edited.place)(edited.place.indexes[:1]))
    questions = section.get("questions", []) if edited.place.depth == 1 else [part_at(content, edited.place)]
    kept = [by_itself(one, content.get("scales", {}), section) for one in questions]
    new, old = put_section_into_bank(actor=request.actor, owner=owner, section=section, questions=kept)
    messages.success(request, _kept_said(new, old))


def _kept_said(new: int, old: int) -> str:
    if new + old == 1:
        return _("It is in the bank.") if new else _("The bank's item is brought up to date.")
    said = ngettext("%(n)s new question is in the bank.", "%(n)s new questions are in the bank.", new) % {"n": new}
    if not old:
        return said
    more = ngettext("%(n)s is brought up to date.", "%(n)s are brought up to date.", old) % {"n": old}
    return f"{said} {more}"


def _afterwards(request: ActorRequest, pressed: str) -> dict[str, str]:
    """Where the page that follows puts the focus, so that a button can be pressed again."""
    what = pressed.partition("|")[0]
    if what == "rader":
        return {"rader": "5"}
    return {"fokus": what} if what in ("upp", "ner") else {}


def _saved(request: ActorRequest, edited: Edited) -> HttpResponse:
    """What has changed on the page by an automatic save: all of the form only where its inputs are others now."""
    context = _context(request, edited.questionnaire, edited.place.name)
    whole = context["editor"].form.signature != request.POST.get("falt", "")
    response = render(request, "surveys/questionnaires/_saved.html", context | {"whole": whole})
    if whole:
        response["HX-Retarget"], response["HX-Reswap"] = "#enkat-del", "outerHTML"
    return response


def _conflict(request: ActorRequest, conflict: PartConflict, opened: Opened) -> HttpResponse:
    """Both, with a choice. Nothing that was typed is lost: it is in the form of the choice."""
    addressed = ("csrfmiddlewaretoken", "nod", "kod", "var", "gor", "falt")
    typed = [(key, one) for key, values in request.POST.lists() if key not in addressed for one in values]
    questionnaire = conflict.questionnaire
    lines: list[tuple[str, str, str]] = []
    now = None
    if conflict.theirs is not None:
        editor = Editor(questionnaire, found_again_or_conflict(questionnaire, opened).name)
        now = editor
        mine = _form_of(editor, request.POST)
        lines = [one for one in _beside(editor.form, mine) if one[1] != one[2]]
    context = {"questionnaire": questionnaire, "conflict": conflict, "typed": typed, "lines": lines, "now": now}
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "surveys/questionnaires/_conflict.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#enkat-del", "outerHTML"
        return response
    return render(request, "surveys/questionnaires/conflict.html", context, status=409)


def _form_of(editor: Editor, posted: QueryDict) -> Any:
    part, _renamed = typed_part(editor.place, posted, editor.part)
    rows = {"rows": editor.part["rows"]} if "rows" in editor.part and "rows" not in part else {}
    return type(editor.form)(editor.content, editor.place, part | rows | {"code": part.get("code", editor.code)})


def _beside(theirs: Any, mine: Any) -> list[tuple[str, str, str]]:
    """Each input's label with both values, of the inputs that either has."""
    found = []
    for name in dict.fromkeys([*theirs.fields, *mine.fields]):
        field = theirs.fields.get(name) or mine.fields[name]
        if field.label:
            both = (_words(theirs.initial.get(name)), _words(mine.initial.get(name)))
            found.append((str(field.label), *both))
    return found


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


@login_required
@require_POST
def questionnaire_move(request: ActorRequest, pk: int) -> HttpResponse:
    """A part was dragged to another place."""
    questionnaire = questionnaire_of(request.actor, pk)
    require(may_lead(request.actor, questionnaire.owner))
    name, to, revision = (request.POST.get(key, "") for key in ("nod", "till", "revision"))
    try:
        at = int(revision) if len(revision) < 10 else -1
        opened = editing.move_part(
            actor=request.actor, questionnaire=questionnaire, revision=at, name=name, to=to
        ).place.name
    except (Conflict, NotThere, Refused, ValueError):
        opened = ""
        messages.error(request, _("It could not be moved there, or somebody has changed it meanwhile."))
    return _to(request, questionnaire, opened)


@login_required
@require_POST
def questionnaire_put_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Put in again what was taken out last."""
    questionnaire = questionnaire_of(request.actor, pk)
    require(may_lead(request.actor, questionnaire.owner))
    removed = request.session.get(REMOVED, {})
    name = ""
    try:
        if removed.get("pk") != questionnaire.pk:
            raise NotThere
        edited = editing.put_back(
            actor=request.actor, questionnaire=questionnaire, name=removed["name"], part=removed["part"]
        )
        name = edited.place.name
        del request.session[REMOVED]
    except (Conflict, NotThere):
        messages.error(request, _("It could not be put back there. Look at it as it is now and try again."))
    except Refused as refused:
        messages.error(request, str(refused))
    return _to(request, questionnaire, name)


@login_required
@require_POST
def questionnaire_text(request: ActorRequest, pk: int) -> HttpResponse:
    """Save it as YAML, or go back to what could be read last."""
    questionnaire = questionnaire_of(request.actor, pk)
    require(may_lead(request.actor, questionnaire.owner))
    revision = request.POST.get("revision", "")
    at = int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else -1
    text = request.POST.get("text", "").replace("\r\n", "\n")
    told: dict[str, Any] = {"actor": request.actor, "questionnaire": questionnaire, "revision": at}
    try:
        if request.POST.get("gor") == "kasta":
            saved = discard_text(**told)
        else:
            saved = save_text(**told, text=text)
            if saved.text:
                messages.warning(request, _("The text is kept as you typed it, but cannot be read yet."))
            else:
                messages.success(request, _("Saved."))
    except Conflict as conflict:
        theirs = Editor(conflict.questionnaire, "").text
        context = {"questionnaire": conflict.questionnaire, "text": text, "theirs": theirs}
        return render(request, "surveys/questionnaires/conflict_text.html", context, status=409)
    return _to(request, saved, "", yaml="1")


@login_required
@require_http_methods(["GET", "POST"])
def questionnaire_preview(request: ActorRequest, pk: int) -> HttpResponse:
    """As those who answer see it. What is answered here opens and closes routes, and is not kept."""
    questionnaire = questionnaire_of(request.actor, pk)
    asked = request.POST if request.method == "POST" else request.GET
    preview = preview_of(questionnaire.content, asked, asked.get("sektion", ""))
    context = {"questionnaire": questionnaire, "preview": preview}
    template = "_preview.html" if request.htmx else "preview.html"  # type: ignore[attr-defined]
    return render(request, f"surveys/questionnaires/{template}", context)


def _to(request: ActorRequest, questionnaire: Questionnaire, name: str, **query: str) -> HttpResponse:
    """The editor with a part open, looked at as before. After an automatic save the browser goes there."""
    kept = {key: request.GET[key] for key in SHOWN if key in request.GET}
    address = f"{reverse('surveys:questionnaire', args=[questionnaire.pk])}?{urlencode({'nod': name, **kept, **query})}"
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
