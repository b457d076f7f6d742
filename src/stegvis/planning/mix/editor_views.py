"""The parts of a skill mix: its staff, its tasks, and all of it as a workbook."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import require
from stegvis.foundation.components.doing import pressed_to, sent
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import MAX_BYTES, too_large
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.planning.mix import services, workbook
from stegvis.planning.mix.checking import faults_of
from stegvis.planning.mix.content import Content
from stegvis.planning.mix.forms import StaffForm, TaskForm
from stegvis.planning.mix.policies import may_write
from stegvis.planning.mix.queries import mix_of
from stegvis.planning.mix.roles import role_names, workbook_names
from stegvis.planning.models import Mix


def _mine(request: ActorRequest, mix_id: int) -> tuple[Mix, Content]:
    found = mix_of(request.actor, mix_id)
    require(may_write(request.actor, found))
    return found, Content.of(found.content)


@login_required
@require_http_methods(["GET", "POST"])
def staff(request: ActorRequest, mix_id: int) -> HttpResponse:
    found, content = _mine(request, mix_id)
    form = StaffForm(content, role_names(), request.POST or None, initial={"revision": found.revision})

    def save() -> None:
        revision = form.cleaned_data["revision"]
        services.save_staff(actor=request.actor, mix_id=mix_id, revision=revision, staff=form.staff)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:mix_staff" if form.cleaned_data["new"] else "planning:mix", mix_id)
    return render(request, "planning/mix/staff.html", {"form": form, "mix": found})


@login_required
@require_http_methods(["GET", "POST"])
def task(request: ActorRequest, mix_id: int, key: str = "") -> HttpResponse:
    """A task and who may do it. Without a key it is a new one."""
    found, content = _mine(request, mix_id)
    of = content.task(key)
    if key and of is None:
        raise NotYours
    form = TaskForm(content, role_names(), of, request.POST or None, initial={"revision": found.revision})

    def save() -> None:
        revision = form.cleaned_data["revision"]
        services.save_task(actor=request.actor, mix_id=mix_id, revision=revision, task=form.value)

    if sent(request, form, save, _("Saved.")):
        return redirect("planning:mix", mix_id)
    title = of.title if of else _("A new task")
    return render(request, "planning/mix/task.html", {"form": form, "mix": found, "task": of, "title": title})


@login_required
@require_POST
def remove_task(request: ActorRequest, mix_id: int, key: str) -> HttpResponse:
    done = _("The task is taken away.")
    return pressed_to(
        request, lambda: services.remove_task(actor=request.actor, mix_id=mix_id, key=key), done, "planning:mix", mix_id
    )


@login_required
@require_GET
def file(request: ActorRequest, mix_id: int) -> HttpResponse:
    """The whole mix as a workbook, which is also the template."""
    found = mix_of(request.actor, mix_id)
    content = workbook.written(Content.of(found.content), workbook_names())
    return download(content, f"{slug(f'{found.title} {found.unit}', 60) or 'kompetensmix'}.xlsx", XLSX)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("The workbook that you have downloaded here and changed (.xlsx)."),
        widget=forms.FileInput({"accept": ".xlsx"}),
        allow_empty_file=True,
    )


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, mix_id: int) -> HttpResponse:
    """Choose a workbook; then, on the same address, what it would change."""
    found, before = _mine(request, mix_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent_file: UploadedFile = form.cleaned_data["file"]
        names = workbook_names()
        try:
            if (sent_file.size or 0) > MAX_BYTES:
                raise too_large(sent_file.size or 0)
            read = workbook.read(sent_file.read(), before, names)
        except UnreadableError as error:
            form.add_error("file", error.text)
        else:
            faults = faults_of(read.content) if not read.problems else []
            context = {
                "mix": found,
                "read": read,
                "faults": faults,
                "changes": workbook.changes(before, read.content, names),
                "packed": "" if read.problems or faults else _packed(request, found, read.content),
            }
            return render(request, "planning/mix/preview.html", context)
    return render(request, "planning/mix/upload.html", {"form": form, "mix": found})


def _packed(request: ActorRequest, mix: Mix, content: Content) -> str:
    return workbook.pack(content, user=request.actor.user, mix=mix.pk, revision=mix.revision)


@login_required
@require_POST
def save_upload(request: ActorRequest, mix_id: int) -> HttpResponse:
    found, _before = _mine(request, mix_id)
    unpacked = workbook.unpack(request.POST.get("packed", ""), user=request.actor.user, mix=found.pk)
    if unpacked is None:
        messages.error(
            request, _("The file was looked through more than an hour ago, or for something else. Upload it again.")
        )
        return redirect("planning:mix_upload", mix_id)
    content, revision = unpacked

    def save() -> None:
        services.save_content(actor=request.actor, mix_id=mix_id, revision=revision, content=content)

    return pressed_to(request, save, _("Saved."), "planning:mix", mix_id)
