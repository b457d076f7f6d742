"""The editor: one draft, its outline, and one part of it open. Every page works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.drafts import editing
from stegvis.frameworks.drafts.compared import compared
from stegvis.frameworks.drafts.concepts import LinkedConcepts
from stegvis.frameworks.drafts.editing import Edited, Opened, PartConflict
from stegvis.frameworks.drafts.editor import Editor
from stegvis.frameworks.drafts.forms import StartForm
from stegvis.frameworks.drafts.opened import found_again
from stegvis.frameworks.drafts.parts import NotThere
from stegvis.frameworks.drafts.policies import may_start_any, may_write
from stegvis.frameworks.drafts.queries import draft_of, drafts_of, next_versions_begun, text_shown
from stegvis.frameworks.drafts.services import (
    Conflict,
    discard_draft,
    discard_text,
    save_text,
    start_empty,
    start_from_version,
    start_overlay,
)
from stegvis.frameworks.drafts.too_large import told_when_too_large
from stegvis.frameworks.models import Draft
from stegvis.frameworks.policies import owns
from stegvis.frameworks.vocabularies.addresses import reference_from


@login_required
@require_GET
def draft_list(request: ActorRequest) -> HttpResponse:
    context = {"drafts": drafts_of(request.actor), "may_start": may_start_any(request.actor)}
    return render(request, "frameworks/drafts/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def draft_start(request: ActorRequest) -> HttpResponse:
    require(may_start_any(request.actor))
    asked = {key: request.GET[key] for key in ("version", "way") if key in request.GET}
    form = StartForm(request.actor, request.POST or None, initial=asked)
    begun = _begun(request, form) if form.is_valid() else []
    if form.is_valid() and (not begun or request.POST.get("again") == str(begun[0].framework_id)):
        try:
            draft = _started(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("frameworks:draft", draft_id=draft.pk)
    return render(request, "frameworks/drafts/start.html", {"form": form, "begun": begun})


def _begun(request: ActorRequest, form: StartForm) -> list[Draft]:
    """What is being written of the next version already, to be seen before another is begun."""
    told = form.cleaned_data
    return next_versions_begun(request.actor, told["version"].framework_id) if told["way"] == "next" else []


def _started(request: ActorRequest, form: StartForm) -> Draft:
    told, owner, actor = form.cleaned_data, form.chosen_owner, request.actor
    if told["way"] == "empty":
        return start_empty(actor=actor, owner=owner, title=told["title"])
    version, title = told["version"], told["title"]
    if told["way"] == "overlay":
        return start_overlay(actor=actor, base=version, owner=owner, title=title)
    return start_from_version(actor=actor, version=version, owner=owner, as_new=told["way"] == "own", title=title)


@login_required
@require_GET
def draft_editor(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_of(request.actor, draft_id)
    if not owns(request.actor, draft.owner or draft.collaboration):
        return redirect("frameworks:draft_review", draft_id=draft.pk)  # who only reads it through
    require(may_write(request.actor, draft))
    return _page(request, draft, request.GET.get("nod", ""))


def _page(request: ActorRequest, draft: Draft, name: str) -> HttpResponse:
    try:
        editor = Editor(draft, name, with_text="yaml" in request.GET, is_new="ny" in request.GET)
        editor.concepts = LinkedConcepts(request.actor, editor.own, request.GET.get("begrepp"))
    except NotThere as gone:
        raise Http404 from gone
    context = {"draft": draft, "editor": editor, "focus": request.GET.get("fokus", "")}
    return render(request, "frameworks/drafts/editor.html", context)


@told_when_too_large
@login_required
@require_POST
def draft_part(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Save what was typed about one part, and do what the pressed button says."""
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    opened, pressed = _opened(request), request.POST.get("gor", "")
    if not opened.was and pressed != "aterstall":
        raise BadRequest  # no page of ours: what is not sent would be taken for emptied
    try:
        edited = _done(request, draft, opened, pressed)
    except PartConflict as conflict:
        return _conflict(request, conflict)
    except (Conflict, NotThere):
        messages.error(request, _("Somebody has changed the draft meanwhile. Look at it as it is now and try again."))
        return _to(request, draft, "")
    except Refused as refused:
        messages.error(request, str(refused))
        return _to(request, draft, "" if draft.text else opened.name)
    if request.htmx and "gor" not in request.POST:  # type: ignore[attr-defined]
        return _saved(request, edited)
    if edited.cleaned:
        _tell_cleaned(request, edited)
    return _to(request, edited.draft, edited.name, **_afterwards(pressed))


def _opened(request: ActorRequest) -> Opened:
    return Opened(*(request.POST.get(key, "") for key in ("nod", "kod", "var")))


def _done(request: ActorRequest, draft: Draft, opened: Opened, pressed: str) -> Edited:
    told: dict[str, Any] = {"actor": request.actor, "draft": draft, "opened": opened}
    if pressed == "ta-bort":
        return editing.remove_part(**told)
    if pressed == "aterstall":
        return editing.restore_part(**told, posted=request.POST)
    return editing.save_part(**told, posted=request.POST, then=_change(request, pressed))


def _change(request: ActorRequest, pressed: str) -> editing.Change | None:
    """What a button does with the part. BadRequest for a button that no page has."""
    what, *rest = pressed.split("|")
    changes: dict[str, Callable[..., editing.Change | None]] = {
        "": lambda: None,
        "upp": lambda: editing.moved_by(-1),
        "ner": lambda: editing.moved_by(1),
        "dubblera": lambda: editing.duplicated,
        "flytta": lambda: editing.moved_to(request.POST.get("till", "")),
        "ny": lambda kind, place, index: editing.with_new(kind, place, int(index)),
        "begrepp": lambda typed: editing.with_concept(_concept(typed)),
        "rad": lambda key, index: editing.row_up(key, int(index)),
    }
    try:
        return changes[what](*rest)
    except (KeyError, TypeError, ValueError) as error:
        raise BadRequest from error


def _concept(typed: str) -> str:
    reference = reference_from(typed)
    if not reference:
        raise BadRequest
    return reference


def _afterwards(pressed: str) -> dict[str, str]:
    """Where the page that follows puts the focus, so that a button can be pressed again."""
    what = pressed.partition("|")[0]
    if what in ("ny", "dubblera"):
        return {"ny": "1"}
    if what == "begrepp":
        return {"begrepp": ""}  # the search stays open for the next
    return {"fokus": pressed} if what in ("upp", "ner", "rad", "flytta") else {}


def _tell_cleaned(request: ActorRequest, edited: Edited) -> None:
    fields = ", ".join(str(label) for label in edited.cleaned)
    messages.warning(request, _("HTML or invisible characters were taken out of: %(fields)s") % {"fields": fields})


def _saved(request: ActorRequest, edited: Edited) -> HttpResponse:
    """What has changed on the page by an automatic save: all of the form only where its inputs are others now."""
    editor = Editor(edited.draft, edited.name, with_text="yaml" in request.GET)
    editor.concepts = LinkedConcepts(request.actor, editor.own)
    context = {"draft": edited.draft, "editor": editor, "cleaned": edited.cleaned, "whole": edited.needs_new_form}
    response = render(request, "frameworks/drafts/_saved.html", context)
    if edited.needs_new_form or edited.cleaned:
        response["HX-Retarget"], response["HX-Reswap"] = "#utkast-del", "outerHTML"
    return response


def _conflict(request: ActorRequest, conflict: PartConflict) -> HttpResponse:
    """Both, with a choice. Nothing that was typed is lost: it is in the form of the choice."""
    context = {
        "draft": conflict.draft,
        "conflict": conflict,
        "lines": compared(conflict),
        "typed": [(key, value) for key, values in request.POST.lists() for value in values if key not in _ADDRESSED],
        "opened": Opened.now(conflict.draft, conflict.name) if conflict.theirs is not None else Opened(conflict.name),
        "kod": request.POST.get("kod", ""),
    }
    if request.htmx:  # type: ignore[attr-defined]
        response = render(request, "frameworks/drafts/_conflict.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#utkast-del", "outerHTML"
        return response
    return render(request, "frameworks/drafts/conflict.html", context, status=409)


_ADDRESSED = ("csrfmiddlewaretoken", "nod", "kod", "var", "gor", "till")


@login_required
@require_POST
def draft_move(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """A part was dragged to another place."""
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    name, place, index = (request.POST.get(key, "") for key in ("nod", "till", "plats"))
    opened = name
    try:
        if request.POST.get("revision") != str(draft.revision):
            raise Conflict(draft)
        opened = editing.move_part(actor=request.actor, draft=draft, name=name, place=place, index=int(index)).name
    except (Conflict, NotThere, Refused, ValueError):
        opened = ""
        messages.error(request, _("It could not be moved there, or somebody has changed the draft meanwhile."))
    return _to(request, draft, opened)


@login_required
@require_POST
def draft_put_back(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    try:
        name = editing.put_back(actor=request.actor, draft=draft).name
    except Conflict:
        name = ""
        messages.error(request, _("Somebody has changed the draft meanwhile. Look at it as it is now and try again."))
    except Refused as refused:
        name = ""
        messages.error(request, str(refused))
    return _to(request, draft, name)


@told_when_too_large
@login_required
@require_POST
def draft_text(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Save the draft as YAML, or go back to what could be read last."""
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    revision = request.POST.get("revision", "")
    at = int(revision) if revision.isdecimal() and len(revision) < 10 else 0
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        if request.POST.get("gor") == "kasta":
            saved = discard_text(actor=request.actor, draft=draft, revision=at)
        else:
            saved = save_text(actor=request.actor, draft=draft, revision=at, text=text)
            if saved.text:
                messages.warning(request, _("The text is kept as you typed it, but cannot be read yet."))
    except Conflict as conflict:
        return _conflict_of_texts(request, conflict.draft, text)
    return _to(request, saved, _still_open(saved, _opened(request)), yaml="1")


def _conflict_of_texts(request: ActorRequest, draft: Draft, text: str) -> HttpResponse:
    """Both texts, on a page of their own."""
    context = {"draft": draft, "text": text, "theirs": text_shown(draft)}
    response = render(request, "frameworks/drafts/conflict_text.html", context, status=409)
    if request.htmx:  # type: ignore[attr-defined]
        response.status_code = 200  # what htmx puts on the page
        response["HX-Retarget"], response["HX-Reselect"], response["HX-Reswap"] = "#main", "#main", "outerHTML"
    return response


def _still_open(draft: Draft, opened: Opened) -> str:
    """Where the part that stood open beside the text stands now; the top where the text has it no more."""
    try:
        return Editor(draft, found_again(draft.content, opened.name, opened.code, opened.was)).name
    except NotThere:
        return ""


@login_required
@require_http_methods(["GET", "POST"])
def draft_discard(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_of(request.actor, draft_id)
    require(may_write(request.actor, draft))
    if request.method == "GET":
        return render(request, "frameworks/drafts/discard.html", {"draft": draft})
    try:
        discard_draft(actor=request.actor, draft=draft)
    except Conflict:
        messages.error(request, _("Somebody has just changed the draft. Read it again before you discard it."))
        return redirect("frameworks:draft", draft.pk)
    messages.success(request, _("The draft is taken out of the list."))
    return redirect("frameworks:drafts")


def _to(request: ActorRequest, draft: Draft, name: str, **query: str) -> HttpResponse:
    """The editor with a part open, the YAML beside it if it was. After an automatic save the browser goes there."""
    query = {"nod": name, **query, **({"yaml": "1"} if "yaml" in request.GET else {})}
    address = f"{reverse('frameworks:draft', args=[draft.pk])}?{urlencode(query)}"
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
