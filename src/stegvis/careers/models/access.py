"""Who reads what belongs to one person's development at one employer."""

from stegvis.foundation.access.rules import IsPerson, NotHidden
from stegvis.people.access import EmployedNow

MANAGER = EmployedNow("manages") & NotHidden()
PERSON_OR_MANAGER = IsPerson() | ((EmployedNow("manages") | EmployedNow("handles")) & NotHidden())
PERSON_MANAGER_OR_COORDINATOR = IsPerson() | (
    (EmployedNow("manages") | EmployedNow("coordinates") | EmployedNow("handles")) & NotHidden()
)
