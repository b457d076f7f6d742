"""The pages of code books."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.careers.mentoring.queries import led_owners
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, too_large
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.surveys.coding import book_files, refi
from stegvis.surveys.coding import books as writing
from stegvis.surveys.coding.acting import act
from stegvis.surveys.coding.forms import BookForm, BringForm, CodeForm
from stegvis.surveys.coding.policies import may_write_book
from stegvis.surveys.coding.queries import book_of, books_of, tree_of
from stegvis.surveys.models import Code, CodeBook
from stegvis.surveys.policies import leads, must_lead

TYPES = {"xlsx": XLSX, "yaml": "application/yaml", "qdc": "application/xml"}


@login_required
@require_GET
def books(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    return render(request, "surveys/coding/books.html", {"books": books_of(request.actor)})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    must_lead(request.actor)
    form = BookForm(led_owners(request.actor), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = writing.begin_book(
                actor=request.actor,
                owner=form.chosen_owner,
                title=form.cleaned_data["title"],
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            return redirect("surveys:codebook", found.pk)
    context = {"form": form, "title": _("New code book"), "cancel": reverse("surveys:codebooks")}
    return render(request, "surveys/coding/book_form.html", context)


@login_required
@require_GET
def book(request: ActorRequest, book_id: int) -> HttpResponse:
    found = book_of(request.actor, book_id)
    context = {
        "book": found,
        "tree": tree_of(request.actor, found),
        "may_write": bool(may_write_book(request.actor, found)),
        "leads": leads(request.actor, found),
    }
    return render(request, "surveys/coding/book.html", context)


def _written(request: ActorRequest, book_id: int) -> CodeBook:
    """A book that the actor may write in. Raises NotYours or Refused."""
    found = book_of(request.actor, book_id)
    require(may_write_book(request.actor, found))
    return found


def _page(found: CodeBook) -> str:
    return reverse("surveys:codebook", args=[found.pk])


@login_required
@require_http_methods(["GET", "POST"])
def rename(request: ActorRequest, book_id: int) -> HttpResponse:
    found = _written(request, book_id)
    about = {"title": found.title, "note": found.note}
    form = BookForm([], request.POST if request.method == "POST" else None, initial=about)
    if form.is_valid():
        try:
            writing.rename_book(actor=request.actor, book=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            return redirect(_page(found))
    context = {"form": form, "title": found.title, "cancel": _page(found)}
    return render(request, "surveys/coding/book_form.html", context)


@login_required
@require_POST
def away(request: ActorRequest, book_id: int) -> HttpResponse:
    found, is_away = book_of(request.actor, book_id), request.POST.get("away") == "1"
    said = _("The code book is put away.") if is_away else _("The code book can be chosen again.")
    return act(request, lambda: writing.put_away(actor=request.actor, book=found, is_away=is_away), _page(found), said)


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest, book_id: int) -> HttpResponse:
    """Codes from a file: added and changed, never taken away."""
    found = _written(request, book_id)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            if (file.size or 0) > MAX_BYTES:
                raise too_large(file.size or 0)
            lines = book_files.read_lines(file.read(), file.name or "")
            done = book_files.bring_in(actor=request.actor, book=found, lines=lines)
        except (UnreadableError, Refused) as error:
            form.add_error("file", error.text if isinstance(error, UnreadableError) else str(error))
        else:
            said = _("Codes: %(added)d new, %(changed)d changed, %(same)d as before.")
            messages.success(request, said % {"added": done.added, "changed": done.changed, "same": done.same})
            return redirect(_page(found))
    return render(request, "surveys/coding/book_import.html", {"book": found, "form": form})


@login_required
@require_GET
def file(request: ActorRequest, book_id: int, file_format: str) -> HttpResponse:
    found = book_of(request.actor, book_id)
    tree = tree_of(request.actor, found)
    match file_format:
        case "xlsx":
            content = book_files.workbook_of(tree)
        case "yaml":
            content = book_files.yaml_of(found, tree)
        case "qdc" if tree:
            content = refi.code_book(tree)
        case _other:
            raise Http404
    return download(content, f"{slug(found.title, 60) or 'kodbok'}.{file_format}", TYPES[file_format])


@login_required
@require_http_methods(["GET", "POST"])
def new_code(request: ActorRequest, book_id: int) -> HttpResponse:
    found = _written(request, book_id)
    tree = tree_of(request.actor, found)
    about = {"parent": request.GET.get("under", "")}
    form = CodeForm(tree, None, request.POST if request.method == "POST" else None, initial=about)
    if form.is_valid():
        try:
            writing.add_code(actor=request.actor, book=found, facts=form.facts)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The code is added."))
            return redirect(_page(found))
    return render(request, "surveys/coding/code_form.html", {"book": found, "form": form, "title": _("New code")})


@login_required
@require_http_methods(["GET", "POST"])
def code(request: ActorRequest, book_id: int, code_id: UUID) -> HttpResponse:
    found = _written(request, book_id)
    own = get_visible(request.actor, Code, book=found, pk=code_id)
    about = {"title": own.title, "definition": own.definition, "parent": str(own.parent_id or "")}
    tree = tree_of(request.actor, found)
    form = CodeForm(tree, own.pk, request.POST if request.method == "POST" else None, initial=about)
    if form.is_valid():
        try:
            writing.change_code(actor=request.actor, book=found, code_id=str(code_id), facts=form.facts)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The code is changed."))
            return redirect(_page(found))
    return render(
        request, "surveys/coding/code_form.html", {"book": found, "form": form, "title": own.title, "code": own}
    )


@login_required
@require_POST
def moved(request: ActorRequest, book_id: int, code_id: UUID) -> HttpResponse:
    found, steps = book_of(request.actor, book_id), -1 if request.POST.get("to") == "up" else 1
    back = f"{_page(found)}#k-{code_id}"
    return act(
        request,
        lambda: writing.move_code(actor=request.actor, book=found, code_id=str(code_id), steps=steps),
        back,
    )


@login_required
@require_POST
def retired(request: ActorRequest, book_id: int, code_id: UUID) -> HttpResponse:
    found, is_retired = book_of(request.actor, book_id), request.POST.get("retired") == "1"
    said = _("Nobody marks with the code any more.") if is_retired else _("The code can be marked with again.")
    return act(
        request,
        lambda: writing.retire_code(actor=request.actor, book=found, code_id=str(code_id), is_retired=is_retired),
        _page(found),
        said,
    )


@login_required
@require_POST
def deleted(request: ActorRequest, book_id: int, code_id: UUID) -> HttpResponse:
    found = book_of(request.actor, book_id)
    return act(
        request,
        lambda: writing.delete_code(actor=request.actor, book=found, code_id=str(code_id)),
        _page(found),
        _("The code is deleted."),
    )
