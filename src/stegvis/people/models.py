"""Persons, where they work, and what is known of their competence."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import (
    Anybody,
    AsRow,
    AsWriter,
    HasVisible,
    Holds,
    InSet,
    IsPerson,
    Nobody,
    NotHidden,
)
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import EmployedNow, Handled, NotEnded, Shared, WorksFor
from stegvis.people.consents import Consent, Part

__all__ = [
    "Consent",
    "Employment",
    "Evidence",
    "EvidenceFile",
    "Part",
    "Person",
    "Profession",
    "ProtectedIdentity",
    "PurgeProtocol",
    "RetentionRule",
    "StaffImport",
    "swedish_order",
]


class Profession(models.Model):
    """A profession of care. The list is packaged (``data/professions.csv``), keyed to JobTech's concepts."""

    access = Access(DataClass.GLOBAL, read=Anybody())

    code = models.SlugField(primary_key=True)
    title_sv = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    is_licensed = models.BooleanField()
    concept_id = models.CharField(max_length=20, blank=True)  # JobTech's occupation
    licence_concept_id = models.CharField(max_length=20, blank=True)  # JobTech's licence

    class Meta:
        ordering = ["title_sv"]
        verbose_name = _("profession")

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.title_en if get_language() == "en" else self.title_sv


def swedish_order(*fields: str) -> Func:
    """A key that sorts å, ä, ö after z in plain byte order, whatever collation the database was made with."""
    parts = [part for field in fields for part in (F(field), Value(" "))]
    return Func(Lower(Concat(*parts)), Value("åäæöøéèü"), Value("{||}}eeu"), function="translate")


@tracked(exclude=["sort_name"])
class Person(models.Model):
    """A person; the key is random, and neither address nor personal number is stored."""

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson("id")
        | (InSet("registered_by", "coordinates") & NotHidden("id"))
        | HasVisible("employments")
        | (Shared(field="id") & NotHidden("id")),
        insert=InSet("registered_by", "coordinates"),
        write=WorksFor("coordinates") & NotHidden("id"),
        delete=Nobody(),
        # An earlier name, and who registered it, are not a later employer's to see.
        history=IsPerson("id")
        | (InSet("registered_by", "coordinates") & NotHidden("id"))
        | (InSet("registered_by", "handles") & Handled("id")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    registered_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sort_name = models.GeneratedField(
        expression=swedish_order("family_name", "given_name"),
        output_field=models.CharField(max_length=210, db_collation="C"),
        db_persist=True,
    )

    class Meta:
        ordering = ["sort_name"]
        verbose_name = _("person")
        indexes = [models.Index(fields=["sort_name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
                name="birth_year_is_plausible",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="registered_by_stays",  # but for the purge, which hands a person over to the next employer
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.registered_by_id IS DISTINCT FROM NEW.registered_by_id AND current_user <> 'stegvis_owner'"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@tracked()
class Employment(models.Model):
    """Somebody's work in a unit. An earlier one stays with its dates."""

    access = Access(
        DataClass.EMPLOYER,
        # All of it is the handlers' to search, or they could protect nobody (decision 0012).
        read=IsPerson()
        | (
            (InSet("employer", "coordinates") | InSet("employer", "handles") | (InSet("unit", "manages") & NotEnded()))
            & NotHidden()
        ),
        write=InSet("employer", "coordinates") & NotHidden(),
        # An earlier state may say that it has not ended when it has: a manager sees the employment, not its history.
        history=IsPerson()
        | (InSet("employer", "coordinates") & NotHidden())
        | (InSet("employer", "handles") & Handled()),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employments")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="employments")
    employee_number = models.CharField(_("employee number"), max_length=40)
    title = models.CharField(_("title"), max_length=120, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    share = models.PositiveSmallIntegerField(_("share of full time, per cent"), default=100)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        indexes = [
            models.Index(
                fields=["unit", "valid_to"],
                include=["person", "employer", "valid_from"],
                name="employment_of_unit",
            ),
            models.Index(fields=["employer", "valid_to"], name="employment_of_employer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "employee_number", "valid_from"], name="employment_starts_once_per_number"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="employment_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(share__range=(1, 100)), name="share_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_number} {self.valid_from}"


OF_STAFF = IsPerson() | ((EmployedNow("manages") | EmployedNow("coordinates") | EmployedNow("handles")) & NotHidden())


@tracked()
class Evidence(models.Model):
    """One thing known of somebody's competence: a licence, a degree, a course, months in an area, a judgement.

    Only what is checked counts towards a level. ``amount`` follows the kind: tenths of a credit for credits, the rating
    for a competence, else 1. Months of practice are not stored but counted from the dates, since they grow.
    """

    class Kind(models.TextChoices):
        LICENCE = "licence", _("Licence to practise")
        DEGREE = "degree", _("Degree")
        CREDITS = "credits", _("Higher-education credits")
        COURSE = "course", _("Course")
        CERTIFICATE = "certificate", _("Certificate")
        PRACTICE = "practice", _("Practice")
        ASSIGNMENT = "assignment", _("Assignment")
        INDUCTION = "induction", _("Induction")
        COMPETENCE = "competence", _("Demonstrated competence")
        REFLECTION = "reflection", _("Reflection")  # for the person's own sake; no requirement asks for it

    class State(models.TextChoices):
        STATED = "stated", _("Waiting to be checked")
        VERIFIED = "verified", _("Checked")
        DECLINED = "declined", _("Not accepted")

    class Source(models.TextChoices):
        IMPORT = "import", _("Employer's staff list")
        MANAGER = "manager", _("Manager")
        PERSON = "person", pgettext_lazy("source", "The person")
        INDUCTION = "induction", _("Introduction programme")
        ASSESSMENT = "assessment", _("Assessment")
        EXCHANGE = "exchange", _("Took part in what was offered")

    access = Access(
        DataClass.PERSONAL,
        read=OF_STAFF | (Holds("state", "verified") & Shared(Part.EVIDENCE) & NotHidden()),
        history=OF_STAFF,
        # What somebody says of themself counts when another has checked it: until then it is theirs to change.
        write=(IsPerson() & (Holds("state", "stated") | Holds("state", "declined")))
        | ((EmployedNow("manages") | EmployedNow("coordinates") | EmployedNow("handles")) & NotHidden()),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="evidence")
    employer = models.ForeignKey(Organisation, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    code = models.SlugField(_("code"), max_length=80)
    area = models.SlugField(_("area"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200)
    amount = models.PositiveIntegerField(_("amount"), default=1)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    judged_by = models.CharField(_("judged by"), max_length=30, blank=True)
    assessor = models.ForeignKey(  # who judged, where that is known; ``judged_by`` is the role
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reference = models.CharField(_("number or reference"), max_length=80, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_how = models.CharField(_("how it was checked"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.IMPORT)
    # What in Stegvis it came of, by its key, where two such may begin the same day and are two all the same.
    origin = models.CharField(max_length=36, blank=True, default="", editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.VERIFIED)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("in your own words"), blank=True)
    answer = models.CharField(_("why it is not accepted"), max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "code", "valid_from"]
        verbose_name = _("evidence")
        indexes = [models.Index(fields=["employer", "person"], name="evidence_of_employer")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "employer", "kind", "code", "area", "valid_from", "judged_by", "origin"],
                name="evidence_is_stated_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="evidence_ends_after_start",
            ),
            models.UniqueConstraint(fields=["employer", "person", "id"], name="evidence_of_person"),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceFile(models.Model):
    """A certificate or the like, kept with its evidence. Nobody opens it before it is found clean."""

    class Scan(models.TextChoices):
        WAITING = "waiting", _("Being checked")
        CLEAN = "clean", _("Checked")
        REFUSED = "refused", _("Stopped")

    access = Access(
        DataClass.PERSONAL,
        read=AsRow("evidence"),
        insert=AsWriter("evidence"),
        write=Nobody(),
        delete=AsWriter("evidence"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField(editable=False)
    scan = models.CharField(_("check"), max_length=7, choices=Scan.choices, default=Scan.WAITING)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at"]
        verbose_name = _("file")
        constraints = [models.UniqueConstraint(fields=["evidence", "digest"], name="file_once_per_evidence")]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProtectedIdentity(models.Model):
    """The mark of a protected identity (skyddad identitet). The mark itself is secret but for named handlers.

    Each employer sets and lifts its own; the person is hidden as long as one of them stands.
    """

    access = Access(DataClass.PERSONAL, read=InSet("employer", "handles"), write=InSet("employer", "handles"))

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    note = models.CharField(_("ground"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("protected identity")
        constraints = [models.UniqueConstraint(fields=["employer", "person"], name="one_mark_per_employer_and_person")]


class StaffImport(models.Model):
    """An uploaded staff list: read, shown as a preview, then applied or dropped."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        REFUSED = "refused", _("Cannot be read")
        PREVIEW = "preview", _("Ready to look through")
        APPLYING = "applying", _("Being saved")
        APPLIED = "applied", pgettext_lazy("staff list", "Saved")
        DROPPED = "dropped", _("Dropped")

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "coordinates"), write=InSet("employer", "coordinates"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    report = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("staff import")


@tracked()
class RetentionRule(models.Model):
    """How long an employer keeps what it registered about somebody who has left, before it may be purged."""

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "coordinates"), write=InSet("employer", "coordinates"))

    employer = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="retention_rule")
    months_after_end = models.PositiveSmallIntegerField(_("months after the employment's end"))
    ground = models.CharField(_("ground, such as the retention plan's reference"), max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months_after_end__range=(1, 1200)), name="retention_is_plausible")
        ]


class PurgeProtocol(models.Model):
    """What was purged, by whom and on what ground; holds counts, never the persons. The purge itself writes it.

    What concerned protected identities has a protocol of its own, for their handlers alone.
    """

    access = Access(
        DataClass.LOG,
        read=(InSet("employer", "coordinates") & Holds("is_protected", False))
        | (InSet("employer", "handles") & Holds("is_protected", True)),
    )

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    ended_before = models.DateField()
    ground = models.CharField(max_length=200)
    counts = models.JSONField()
    is_protected = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
