"""The page where a draft is read through, for its owner and for those who are asked, and its small forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.drafts import review_services as services
from stegvis.frameworks.drafts.review_forms import AnswerForm, AskForm, CommentForm, ConsultationForm, CorrectionForm
from stegvis.frameworks.drafts.review_policies import leads_review, may_answer, may_comment
from stegvis.frameworks.drafts.review_queries import (
    consultation_on,
    consultations_on,
    own_review,
    remarks_on,
    review_of,
    reviewed_draft,
    reviewers_of,
)
from stegvis.frameworks.models import Draft, DraftReviewer
from stegvis.organisations.views.roles import link_to


@login_required
@require_GET
def review(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = reviewed_draft(request.actor, draft_id)
    own = own_review(request.actor, draft)
    if own is not None:
        services.note_opening(actor=request.actor, review=own)
    form = AnswerForm(initial={"opinion": own.opinion, "statement": own.statement}) if own else None
    return _page(request, draft, own, form)


def _page(
    request: ActorRequest, draft: Draft, own: DraftReviewer | None, form: AnswerForm | None, status: int = 200
) -> HttpResponse:
    shown = review_of(request.actor, draft)
    context: dict[str, Any] = {
        "draft": draft,
        "review": shown,
        "document": shown.document,
        "effective": shown.effective,
        "consultations": consultations_on(request.actor, draft),
        "own": own,
        "form": form if may_answer(draft) else None,
        "reviewers": reviewers_of(request.actor, draft) if shown.leads else (),
        "today": request.actor.today,
    }
    return render(request, "frameworks/drafts/review.html", context, status=status)


@login_required
@require_POST
def send(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = _led(request, draft_id)
    try:
        services.send_out(actor=request.actor, draft=draft)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("The draft is out for review. The letters are on their way."),
        )
    return redirect("frameworks:draft_review", draft_id)


@login_required
@require_POST
def take(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = _led(request, draft_id)
    try:
        services.take_back(actor=request.actor, draft=draft)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The draft is yours to edit again. Comments and opinions stay."))
    return redirect("frameworks:draft_review", draft_id)


@login_required
def ask(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = _led(request, draft_id)
    form = AskForm(request.actor.today, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_reviewer(actor=request.actor, draft=draft, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The reviewer is asked, and finds the draft when they log in."))
            return redirect("frameworks:draft_review", draft_id)
    return render(request, "frameworks/drafts/review_ask.html", {"draft": draft, "form": form})


@login_required
@require_POST
def remove(request: ActorRequest, draft_id: UUID, reviewer_id: int) -> HttpResponse:
    draft = _led(request, draft_id)
    try:
        services.remove_reviewer(actor=request.actor, draft=draft, reviewer_id=reviewer_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They see the draft no more. What they have said stays."))
    return redirect("frameworks:draft_review", draft_id)


@login_required
@require_POST
def write_again(request: ActorRequest, draft_id: UUID, reviewer_id: int) -> HttpResponse:
    draft = _led(request, draft_id)
    key = f"{draft_id}:{reviewer_id}"
    if ratelimit.consume(request, app="allauth.account", action="review_letter", key=key) is None:
        return ratelimit.respond_429(request)
    try:
        found = services.write_again(actor=request.actor, draft=draft, reviewer_id=reviewer_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.info(
            request,
            _("We try the letter to %(email)s again. The list shows until it has gone.") % {"email": found.email},
        )
    return redirect("frameworks:draft_review", draft_id)


@login_required
@require_POST
def invite(request: ActorRequest, draft_id: UUID, reviewer_id: int) -> HttpResponse:
    draft = _led(request, draft_id)
    try:
        services.invite_reviewer(actor=request.actor, draft=draft, reviewer_id=reviewer_id, link_to=link_to(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("An invitation to Stegvis is on its way to the address."))
    return redirect("frameworks:draft_review", draft_id)


@login_required
@require_POST
def answer(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = reviewed_draft(request.actor, draft_id)
    own = own_review(request.actor, draft)
    if own is None:
        raise NotYours
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, own, form)
    try:
        services.answer_review(actor=request.actor, draft=draft, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. Your opinion is with the owner."))
    return redirect("frameworks:draft_review", draft_id)


@login_required
def comment(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """A page of its own; fetched by htmx it is put in under the part that it is about."""
    draft = reviewed_draft(request.actor, draft_id)
    shown = review_of(request.actor, draft)
    about = request.POST.get("about", "") if request.method == "POST" else request.GET.get("om", "")
    if about and about not in shown.places:
        raise NotYours
    form = CommentForm(request.POST or None, initial={"about": about}, auto_id=f"id_{about}_%s")
    if not (allowed := may_comment(request.actor, draft)):
        messages.error(request, allowed.why)
        return redirect("frameworks:draft_review", draft_id)
    if request.method == "POST" and form.is_valid():
        services.comment_on(actor=request.actor, draft=draft, **form.cleaned_data)
        return _said(request, draft, about)
    context = {
        "draft": draft,
        "review": shown,
        "form": form,
        "about": about,
        "place": shown.places.get(about),
        "remarks": shown.remarks.get(about, []),
    }
    fragment = "frameworks/drafts/review_comment_form.html"
    return render(request, fragment if _is_htmx(request) else "frameworks/drafts/review_comment.html", context)


@login_required
@require_POST
def settle(request: ActorRequest, draft_id: UUID, comment_id: int) -> HttpResponse:
    draft = _led(request, draft_id)
    try:
        found = services.settle_comment(
            actor=request.actor, draft=draft, comment_id=comment_id, settled=request.POST.get("oppna") != "1"
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("frameworks:draft_review", draft_id)
    return _said(request, draft, found.about)


@login_required
def consult(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = _led(request, draft_id)
    form = ConsultationForm(request.actor.today, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_consultation(actor=request.actor, draft=draft, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The consultation is recorded."))
            return redirect("frameworks:draft_review", draft_id)
    return render(request, "frameworks/drafts/review_consult.html", {"draft": draft, "form": form})


@login_required
def correct(request: ActorRequest, draft_id: UUID, consultation_id: int) -> HttpResponse:
    draft = _led(request, draft_id)
    found = consultation_on(request.actor, draft, consultation_id)
    form = CorrectionForm(request.actor.today, request.POST or None, initial=model_to_dict(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_consultation(
                actor=request.actor, draft=draft, consultation_id=consultation_id, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The consultation is corrected. What stood before is kept in the history."))
            return redirect("frameworks:draft_review", draft_id)
    context = {"draft": draft, "form": form, "corrected": found}
    return render(request, "frameworks/drafts/review_consult.html", context)


def _led(request: ActorRequest, draft_id: UUID) -> Draft:
    """A draft whose review the actor leads; a reviewer learns nothing of these addresses."""
    draft = reviewed_draft(request.actor, draft_id)
    if not leads_review(request.actor, draft):
        raise NotYours
    return draft


def _said(request: ActorRequest, draft: Draft, about: str) -> HttpResponse:
    """Back to the part that was spoken of, or by htmx only what stands under it now."""
    if not _is_htmx(request):
        part = f"#om-{about}" if about else "#kommentarer"
        return HttpResponseRedirect(reverse("frameworks:draft_review", args=[draft.pk]) + part)
    remarks = remarks_on(request.actor, draft, about).get(about, [])
    context = {
        "draft": draft,
        "remarks": remarks,
        "about": about,
        "leads": leads_review(request.actor, draft),
        "may_comment": bool(may_comment(request.actor, draft)),
    }
    return render(request, "frameworks/drafts/review_thread.html", context)


def _is_htmx(request: ActorRequest) -> bool:
    return bool(getattr(request, "htmx", False))
