"""A framework in the making: the draft, who reads it through, what they say, and the consultation."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, HasVisible, Holds, IsUser, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models.owning import OWNERS, Owned
from stegvis.frameworks.models.published import Framework, FrameworkVersion

# A part of a draft is its draft's owner's, whatever was said: nobody can hang a part on another's draft.
OWNER_FOLLOWS = pgtrigger.Trigger(
    name="owner_follows_draft",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        SELECT owner_id, collaboration_id INTO NEW.owner_id, NEW.collaboration_id
        FROM frameworks_draft WHERE id = NEW.draft_id;
        RETURN NEW;
    """,
)


class Draft(Owned):
    """The next version of a framework, or the first of a new one.

    ``content`` is the file's content as plain values (what ``format.convert.to_raw`` gives), which may not hold yet.
    ``text`` is what was typed as YAML and cannot be read; empty when ``content`` is the latest. ``revision`` grows
    with every saved change: who saves against an older one is told. ``mapping`` is the proposal of how the
    requirements of ``based_on`` (of the same framework) follow into this one, as ``relations.VersionMapping`` has it.
    ``removed`` holds the parts taken away last and where they stood, so that they can be put back.
    """

    class State(models.TextChoices):
        EDITING = "editing", _("Being written")
        REVIEW = "review", _("Out for review")
        PUBLISHED = "published", _("Published")
        DISCARDED = "discarded", _("Discarded")

    access = Access(DataClass.EMPLOYER, read=OWNERS | HasVisible("reviewers"), write=OWNERS, delete=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(FrameworkVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.EDITING)
    revision = models.PositiveIntegerField(default=1)
    content = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    mapping = models.JSONField(default=list, blank=True)
    exchange = models.JSONField(default=dict, blank=True)
    removed = models.JSONField(default=list, blank=True)
    published = models.OneToOneField(
        FrameworkVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(Owned.Meta):
        ordering = ["-changed_at"]
        verbose_name = _("draft")

    def __str__(self) -> str:
        return self.title


READER = IsUser() & Holds("may_read", True)


@tracked()
class DraftReviewer(Owned):
    """Somebody asked to read a draft through, and the answer. Union representatives are among them.

    Asked by address: ``user`` is whoever logs in with it, at once or when they have an account, and the pages tell
    who only after ``opened_at``, so that asking does not tell who has one. Whoever is no longer to read keeps the row,
    with the answer that was given; asked once more they get a new one.
    """

    class Role(models.TextChoices):
        REVIEWER = "reviewer", _("Reviewer")
        UNION = "union", _("Union representative")
        REFERENCE_GROUP = "reference_group", _("Reference group")

    class Opinion(models.TextChoices):
        SUPPORTS = "supports", _("Supports")
        WITH_REMARKS = "with_remarks", _("Supports with remarks")
        OBJECTS = "objects", _("Objects")
        ABSTAINS = "abstains", _("Abstains")

    access = Access(DataClass.TWO_SIDED, read=READER | OWNERS, insert=OWNERS, write=READER | OWNERS, delete=Nobody())

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="reviewers")
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    may_read = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # the last letter that could be handed over
    opened_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    speaks_for = models.CharField(_("speaks for"), max_length=120, blank=True)
    asked_on = models.DateField(auto_now_add=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=12, choices=Opinion.choices, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["role", "id"]
        verbose_name = _("reviewer")
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["draft", "email"], condition=Q(may_read=True), name="reviewer_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="reviewer_email_is_lower_case"
            ),
        ]
        triggers = [
            # A reviewer may change the answer, never what it is an answer to, nor who gave it.
            pgtrigger.ReadOnly(name="reviewer_stays", fields=["draft", "email", "role"]),
            pgtrigger.Protect(
                name="reviewer_stays_the_same",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__user__isnull=False) & pgtrigger.Q(old__user__df=pgtrigger.F("new__user")),
            ),
            OWNER_FOLLOWS,
        ]


@tracked()
class DraftComment(Owned):
    """A remark on a draft, or on one part of it.

    ``about`` is the code of a requirement, or ``level_``, ``track_`` or ``competence_`` and a code (codes hold no
    underscore); empty for the draft as a whole.
    """

    access = Access(
        DataClass.TWO_SIDED,
        read=AsRow("draft"),
        insert=IsUser("author") & AsRow("draft"),
        write=OWNERS,
        delete=Nobody(),
    )

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comments")
    about = models.SlugField(max_length=100, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["created_at"]
        verbose_name = _("comment")
        triggers = [OWNER_FOLLOWS]


@tracked()
class Consultation(Owned):
    """A recorded talk with the unions or the staff about a draft: when, who, and what came out of it."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        COLLABORATION = "collaboration", _("Consultation in the collaboration system")
        NEGOTIATION = "negotiation", _("Negotiation")

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        NOTED = "noted", _("Noted")
        DISAGREED = "disagreed", _("Disagreed")

    access = Access(DataClass.TWO_SIDED, read=AsRow("draft"), write=OWNERS, delete=Nobody())

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="consultations")
    held_on = models.DateField(_("held on"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    parties = models.CharField(_("parties"), max_length=300)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        ordering = ["held_on", "id"]
        verbose_name = _("consultation")
        triggers = [OWNER_FOLLOWS]


class FrameworkImport(Owned):
    """An uploaded framework in some format: read, shown as a preview, then made a draft or dropped."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        REFUSED = "refused", _("Cannot be read")
        PREVIEW = "preview", _("Ready to look through")
        SAVED = "saved", _("Saved as a draft")
        DROPPED = "dropped", _("Dropped")

    access = Access(DataClass.EMPLOYER, read=OWNERS, write=OWNERS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=12, blank=True)
    upload = models.BinaryField(editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    content = models.JSONField(default=dict)
    exchange = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    job_id = models.UUIDField(null=True)

    class Meta(Owned.Meta):
        ordering = ["-created_at"]
        verbose_name = _("framework import")
