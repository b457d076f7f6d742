"""From a draft to a published version: what must hold, what is only worth knowing, and the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.drafts.queries import loaded
from stegvis.frameworks.drafts.review_policies import may_lead
from stegvis.frameworks.format import Document
from stegvis.frameworks.format.document import Status
from stegvis.frameworks.models import (
    Adoption,
    Consultation,
    Draft,
    DraftComment,
    DraftReviewer,
    FrameworkVersion,
    Pilot,
    UnitAdoption,
)
from stegvis.frameworks.queries import effective_of, effective_of_document
from stegvis.frameworks.relations.entries import MappingEntry, faults
from stegvis.frameworks.services import publish_document
from stegvis.organisations.models import Organisation


class Weight(StrEnum):
    DONE = "done"
    WARNING = "warning"
    STOP = "stop"


@dataclass(frozen=True)
class Check:
    """One line of the checklist; ``url`` leads to where it is put right."""

    weight: Weight
    text: str
    url: str = ""
    action: str = ""


def next_version(draft: Draft) -> int:
    """The next free number of the draft's framework; of a new one what its file says."""
    if draft.framework_id is None:
        said = draft.content.get("version")
        return said if isinstance(said, int) and said > 0 else 1
    latest = FrameworkVersion.objects.filter(framework=draft.framework_id).aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1


def proposed_status(draft: Draft) -> str:
    """What the file says, as plain text; a proposal where that is no status that a draft is published with."""
    said = draft.content.get("status")
    publishable = (Status.PROPOSAL, Status.PILOT, Status.PUBLISHED)
    return said if isinstance(said, str) and said in publishable else Status.PROPOSAL.value


def choose(draft: Draft, version: int | None, status: str) -> None:
    """Put what is chosen on the page of publishing into the content, without saving it."""
    draft.content = draft.content | {key: value for key, value in (("version", version), ("status", status)) if value}


def earlier_of(draft: Draft) -> FrameworkVersion | None:
    """The version whose results follow into this one: what the draft is based on, in the same framework."""
    same = draft.based_on is not None and draft.based_on.framework_id == draft.framework_id
    return draft.based_on if same else None


def checklist(actor: Actor, draft: Draft) -> list[Check]:
    """What is to be looked at before publishing. Seven queries at most."""
    document, problems = loaded(draft)
    return [
        _document_check(draft, len(problems)),
        *([_code_check(draft, document), *_mapping_checks(draft, document)] if document else []),
        _comments_check(actor, draft),
        *_opinion_checks(actor, draft),
        _consultation_check(actor, draft),
    ]


@dataclass(frozen=True)
class Consequences:
    """Whom a new version concerns: employers that use an earlier one, and overlays that rest on an earlier one."""

    employers: list[Organisation]
    overlays: list[FrameworkVersion]


def consequences_of(actor: Actor, version: FrameworkVersion) -> Consequences:
    """An employer uses what it has chosen, what a unit of it has, and what a pilot of it tries. Two queries."""
    earlier = Q(version__framework=version.framework_id, version__version__lt=version.version)
    users = Q(pk__in=visible(actor, Adoption).filter(earlier).values("employer"))
    users |= Q(pk__in=visible(actor, UnitAdoption).filter(earlier).values("employer"))
    users |= Q(pk__in=visible(actor, Pilot).filter(earlier, state=Pilot.State.RUNNING).values("employer"))
    newer = FrameworkVersion.objects.filter(framework=OuterRef("framework"), version__gt=OuterRef("version"))
    overlays = visible(actor, FrameworkVersion).filter(
        ~Exists(newer), base__framework=version.framework_id, base__version__lt=version.version
    )
    return Consequences(
        list(visible(actor, Organisation).filter(users).order_by("name")),
        list(overlays.select_related("framework__owner", "framework__collaboration").order_by("framework__title_sv")),
    )


def stops(checks: list[Check]) -> list[str]:
    return [check.text for check in checks if check.weight is Weight.STOP]


@transaction.atomic
def publish_draft(
    *, actor: Actor, draft: Draft, revision: int, version: int | None = None, status: str = ""
) -> FrameworkVersion:
    """Publish the draft as it stood at ``revision``, as another version or status where they are given.

    Raises Refused: where something on the checklist stops it, and for whoever comes second when two publish at once
    or somebody saved meanwhile; then nothing is published.
    """
    require(may_lead(actor, draft))
    give_reason("publish the draft")
    won = Draft.objects.filter(
        pk=draft.pk, state__in=[Draft.State.EDITING, Draft.State.REVIEW], revision=revision
    ).update(state=Draft.State.PUBLISHED)
    draft = Draft.objects.select_related(
        "owner", "collaboration", "framework", "based_on__framework", "published__framework"
    ).get(pk=draft.pk)
    if not won:
        raise Refused(_too_late(draft))
    choose(draft, version, status)
    document, _problems = loaded(draft)
    if (found := stops(checklist(actor, draft))) or document is None:
        raise Refused(" ".join(found))
    draft.published = _publish(actor, draft, document)
    draft.framework = draft.published.framework
    draft.save(update_fields=["published", "framework", "content"])
    return draft.published


def _publish(actor: Actor, draft: Draft, document: Document) -> FrameworkVersion:
    earlier = earlier_of(draft)
    mapping = [MappingEntry.from_json(entry) for entry in draft.mapping] if earlier else []
    try:
        with transaction.atomic():
            version, is_new = publish_document(
                actor=actor,
                document=document,
                owner=draft.owner or draft.collaboration,
                earlier=earlier,
                mapping=mapping,
                exchange=draft.exchange,
            )
    except IntegrityError as taken:  # another draft of the same framework, in the same moment
        raise Refused(_("This version was published by somebody else in the same moment. Load the page again.")) from (
            taken
        )
    if not is_new:
        raise Refused(
            _("Version %(version)s is published already, with the same content.") % {"version": version.version}
        )
    return version


def _too_late(draft: Draft) -> str:
    if draft.published is not None:
        return _("The draft was published by somebody else in the same moment, as version %(version)s.") % {
            "version": draft.published.version
        }
    if draft.state == Draft.State.DISCARDED:
        return _("The draft is discarded.")
    return _("Somebody has changed the draft since you opened this page. Look through it once more, then publish.")


def _document_check(draft: Draft, problems: int) -> Check:
    if not problems:
        return Check(Weight.DONE, _("The framework holds together: the file has no problems."))
    text = ngettext("The file has %(n)s problem.", "The file has %(n)s problems.", problems) % {"n": problems}
    return Check(Weight.STOP, text, reverse("frameworks:draft", args=[draft.pk]), _("Mend this in the editor"))


def _code_check(draft: Draft, document: Document) -> Check:
    edit = reverse("frameworks:draft", args=[draft.pk])
    if document.status == Status.DESCRIBED:
        return Check(Weight.STOP, _("Choose a status: what is only described is not published from a draft."))
    if draft.framework is None:
        taken = FrameworkVersion.objects.filter(framework__code=document.code).exists()
        if taken:
            text = _("The code %(code)s is already used by another framework.") % {"code": document.code}
            return Check(Weight.STOP, text, edit, _("Change the code in the editor"))
        return Check(
            Weight.DONE, _("It is published as a new framework, with the code %(code)s.") % {"code": document.code}
        )
    if document.code != draft.framework.code:
        text = _("The code must stay %(code)s through all versions.") % {"code": draft.framework.code}
        return Check(Weight.STOP, text, edit, _("Change the code in the editor"))
    if FrameworkVersion.objects.filter(framework=draft.framework, version__gte=document.version).exists():
        text = _("Version %(version)s is taken. The next free one is %(next)s.")
        return Check(Weight.STOP, text % {"version": document.version, "next": next_version(draft)})
    return Check(Weight.DONE, _("Version %(version)s is free.") % {"version": document.version})


def _mapping_checks(draft: Draft, document: Document) -> list[Check]:
    """A next version says what became of every requirement of the latest one."""
    if draft.framework is None:
        return []
    earlier = earlier_of(draft)
    latest = FrameworkVersion.objects.filter(framework=draft.framework).order_by("-version").first()
    if earlier is None or (latest is not None and latest.pk != earlier.pk):
        text = _("The draft does not start from the latest version. Start a new draft from version %(version)s.")
        number = latest.version if latest else 1
        url = reverse("frameworks:version", args=[draft.framework.code, number])
        return [Check(Weight.STOP, text % {"version": number}, url, _("See the latest version"))]
    url = reverse("frameworks:draft_mapping", args=[draft.pk])
    entries = [MappingEntry.from_json(entry) for entry in draft.mapping]
    if not entries:
        text = _("Nothing is said yet of what became of the requirements. Look through what is proposed, and agree.")
        return [Check(Weight.STOP, text, url, _("Go through the mapping"))]
    if found := faults(effective_of(earlier).document, effective_of_document(document).document, entries):
        text = ngettext(
            "%(n)s thing is missing in the mapping from the earlier version.",
            "%(n)s things are missing in the mapping from the earlier version.",
            len(found),
        ) % {"n": len(found)}
        return [Check(Weight.STOP, f"{text} {found[0]}", url, _("Go through the mapping"))]
    if unread := sum(entry.is_proposal and not entry.is_plain for entry in entries):
        text = ngettext(
            "%(n)s line is only proposed: nobody has agreed to it yet.",
            "%(n)s lines are only proposed: nobody has agreed to them yet.",
            unread,
        ) % {"n": unread}
        return [Check(Weight.WARNING, text, url, _("Go through the mapping"))]
    return [Check(Weight.DONE, _("It is said what became of every requirement."))]


def _comments_check(actor: Actor, draft: Draft) -> Check:
    open_ones = visible(actor, DraftComment).filter(draft=draft, resolved_at__isnull=True).count()
    if not open_ones:
        return Check(Weight.DONE, _("No comment waits to be dealt with."))
    text = ngettext("%(n)s comment is not dealt with.", "%(n)s comments are not dealt with.", open_ones)
    url = reverse("frameworks:draft_review", args=[draft.pk])
    return Check(Weight.WARNING, text % {"n": open_ones}, url, _("Read the comments"))


def _opinion_checks(actor: Actor, draft: Draft) -> list[Check]:
    """Who is against, else whether what the reviewers think is of the text as it stands; nothing before any answer."""
    answers = list(visible(actor, DraftReviewer).filter(draft=draft).exclude(opinion=""))
    given = [one.answered_at for one in answers]
    url = reverse("frameworks:draft_review", args=[draft.pk])
    against = [one.speaks_for or one.email for one in answers if one.opinion == DraftReviewer.Opinion.OBJECTS]
    if against:
        text = ngettext("%(n)s objects: %(who)s.", "%(n)s object: %(who)s.", len(against))
        told = {"n": len(against), "who": ", ".join(against)}
        return [Check(Weight.WARNING, text % told, url, _("See the opinions"))]
    older = sum(at is not None and at < draft.changed_at for at in given)
    if older:
        text = ngettext(
            "%(n)s opinion was given on an earlier text: the draft has changed since then.",
            "%(n)s opinions were given on an earlier text: the draft has changed since then.",
            older,
        )
        return [Check(Weight.WARNING, text % {"n": older}, url, _("See the opinions"))]
    text = ngettext("%(n)s opinion is given on this text.", "%(n)s opinions are given on this text.", len(given))
    return [Check(Weight.DONE, text % {"n": len(given)})] if given else []


def _consultation_check(actor: Actor, draft: Draft) -> Check:
    held = visible(actor, Consultation).filter(draft=draft).order_by("-held_on").first()
    if held is not None:
        text = _("Consultation is recorded: %(kind)s with %(parties)s.")
        return Check(Weight.DONE, text % {"kind": held.get_kind_display().lower(), "parties": held.parties})
    url = reverse("frameworks:draft_review_consult", args=[draft.pk])
    return Check(
        Weight.WARNING, _("No consultation with the unions or the staff is recorded."), url, _("Record a consultation")
    )
