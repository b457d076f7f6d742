"""Frameworks: published versions and who uses them, drafts, pilots, relations between requirements, vocabularies."""

from stegvis.frameworks.models.concepts import Concept
from stegvis.frameworks.models.drafting import Consultation, Draft, DraftComment, DraftReviewer, FrameworkImport
from stegvis.frameworks.models.piloting import Pilot, PilotMember, PilotProfession, PilotUnit
from stegvis.frameworks.models.published import (
    Adoption,
    Framework,
    FrameworkRequirement,
    FrameworkVersion,
    UnitAdoption,
    VersionProfession,
)
from stegvis.frameworks.models.relating import Equivalence, VersionMapping

__all__ = [
    "Adoption",
    "Concept",
    "Consultation",
    "Draft",
    "DraftComment",
    "DraftReviewer",
    "Equivalence",
    "Framework",
    "FrameworkImport",
    "FrameworkRequirement",
    "FrameworkVersion",
    "Pilot",
    "PilotMember",
    "PilotProfession",
    "PilotUnit",
    "UnitAdoption",
    "VersionMapping",
    "VersionProfession",
]
