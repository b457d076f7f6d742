"""Who logs in to the demonstration (DESIGN §8), and the employers they belong to."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "stegvis-demo"  # noqa: S105 - the demonstration's, shown on its first page of log-ins


@dataclass(frozen=True)
class Employer:
    """``size`` is the number of invented staff; sizes follow the real municipalities' relative sizes."""

    slug: str
    size: int

    @property
    def domain(self) -> str:
        return f"{self.slug}.example.se"


@dataclass(frozen=True)
class Member:
    """One of the cast. ``employer`` and ``unit`` say where, ``profession`` that the person is employed there."""

    key: str
    given_name: str
    family_name: str
    role: str
    employer: str = ""
    unit: str = ""
    profession: str = ""
    collaboration: str = ""
    grant: str = ""  # a value of organisations.models.Role; this file is read where there is no Django
    birth_year: int = 1984

    @property
    def email(self) -> str:
        return f"{self.key}@stegvis.example.se"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


EMPLOYERS = (
    Employer("ale", 220),
    Employer("alingsas", 170),
    Employer("goteborg", 690),
    Employer("harryda", 160),
    Employer("kungsbacka", 280),
    Employer("kungalv", 200),
    Employer("lerum", 170),
    Employer("lilla-edet", 80),
    Employer("molndal", 260),
    Employer("partille", 170),
    Employer("stenungsund", 120),
    Employer("tjorn", 85),
    Employer("ockero", 70),
    Employer("vgr", 320),
)
FEWER = (EMPLOYERS[0], Employer("molndal", 40))
"""Those whom the cast works at: Ale as it is, and a small Mölndal; loaded in a few seconds."""

CAST = (
    Member("anna", "Anna", "Lindqvist", "sjuksköterska i Ale", "ale", "HSV-N", "sjukskoterska"),
    Member(
        "bosse",
        "Bosse",
        "Ek",
        "Annas enhetschef",
        "ale",
        "HSV-N",
        "sjukskoterska",
        grant="unit_manager",
        birth_year=1972,
    ),
    Member("cecilia", "Cecilia", "Nyström", "fysioterapeut i Mölndal", "molndal", "REHAB", "fysioterapeut"),
    Member(
        "dag",
        "Dag",
        "Hallberg",
        "samordnare för Göteborgsregionen",
        collaboration="gr",
        grant="collaboration_coordinator",
    ),
    Member("eva", "Eva", "Sandell", "Göteborgs universitet", "gu", grant="university"),
    Member("farid", "Farid", "Karimi", "nationell uppföljning", grant="national_follow_up"),
    Member("gunilla", "Gunilla", "Berg", "samordnare för Ale kommun", "ale", grant="coordinator"),
    Member("hamid", "Hamid", "Noori", "handläggare av skyddade identiteter i Ale", "ale", grant="identity_handler"),
    Member(
        "ingrid",
        "Ingrid",
        "Sjöberg",
        "enhetschef för rehabilitering i Mölndal",
        "molndal",
        "REHAB",
        "arbetsterapeut",
        grant="unit_manager",
        birth_year=1969,
    ),
    Member("karin", "Karin", "Holm", "facklig företrädare som läser förslag"),
    Member("lena", "Lena", "Ström", "samordnare i Mölndal", "molndal", grant="coordinator"),
    Member("mona", "Mona", "Wallin", "undersköterska i Ale", "ale", "HSV-N", "underskoterska"),
)


def log_ins() -> list[str]:
    """The log-ins as lines to print."""
    width = max(len(member.email) for member in CAST)
    return [
        f"Log in with the password {PASSWORD} as",
        *(f"  {member.email:<{width}}  {member.name}, {member.role}" for member in CAST),
    ]


def user_key(name: str) -> int:
    """The key of the account of one of the cast, or of whoever has the address."""
    from stegvis.foundation.accounts.models import User

    email = next((member.email for member in CAST if member.key == name), name)
    return User.objects.get(email=email).pk
