"""Who reads what belongs to one person's development at one employer."""

from stegvis.foundation.access.rules import IsPerson, NotHidden
from stegvis.people.access import EmployedNow, Shared, StillEmployed
from stegvis.people.models import Part

MANAGER = EmployedNow("manages") & NotHidden()
PERSON_OR_MANAGER = IsPerson() | ((EmployedNow("manages") | EmployedNow("handles")) & NotHidden())
PERSON_MANAGER_OR_COORDINATOR = IsPerson() | (
    (EmployedNow("manages") | EmployedNow("coordinates") | EmployedNow("handles")) & NotHidden()
)
# Who reads because they are named in the row, but for the person: until the employment has ended.
WHILE_EMPLOYED = IsPerson() | StillEmployed()
SHARED_PLAN = Shared(Part.PLANS) & NotHidden()
