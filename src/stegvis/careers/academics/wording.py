"""The stages that a path of each kind usually has. They are kept as they are begun with, in the writer's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import StudyPath
from stegvis.people.models import Evidence

Kind = StudyPath.Kind

STAGES: dict[str, tuple[str | Promise, ...]] = {
    Kind.MASTER: (_("Admission"), _("Courses at advanced level"), _("Degree project"), _("Degree")),
    Kind.DOCTORAL: (
        _("Admission to doctoral studies"),
        _("Individual study plan decided"),
        _("Half-time review"),
        _("Thesis handed in"),
        _("Defence of the thesis"),
    ),
    Kind.SPECIALIST: (
        _("Admission to the specialist training"),
        _("Theoretical courses"),
        _("Clinical placement (VFU)"),
        _("Degree project"),
        _("Specialist nursing degree"),
    ),
    Kind.AST: (
        _("Plan of the post agreed with the university"),
        _("Clinical placements"),
        _("Academic courses"),
        _("Improvement or research task"),
        _("Closing talk and certificate"),
    ),
}

ENDS_IN: dict[str, str] = {
    Kind.MASTER: Evidence.Kind.DEGREE,
    Kind.DOCTORAL: Evidence.Kind.DEGREE,
    Kind.SPECIALIST: Evidence.Kind.DEGREE,
    Kind.AST: Evidence.Kind.CERTIFICATE,
}
"""What a finished path is stated as, unless credits alone came of it."""
