"""What a round promises those whom it asks, as it is proposed: how long things are kept, and the notice on privacy.

The notice is in Swedish whatever the reader's language: it is a document of the sender's, who changes it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import override

from stegvis.surveys.models import Round

CONTACTS_KEPT = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=2 * 365)

OF_PERSONS = """\
Dina svar lämnas utan namn. Vem som har svarat sparas för sig, så att ingen påminns i onödan, och går inte att \
para ihop med svaren: de hålls förseglade tills omgången är stängd, blandas då och sparas utan annan tid än \
månaden. Resultat för färre än {fewest} redovisas aldrig. Den som leder enkäten kan, med ett skäl som sparas, \
hämta svaren som en fil för statistik: ett helt svar på varje rad, utan namn.

Skriv inget i fritext som röjer vem du själv, en kollega eller en patient är.

{sender} är personuppgiftsansvarig för uppgifterna om vem som har fått frågan (namn och e-postadress). Den \
rättsliga grunden är uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen). Att svara är \
frivilligt.

Uppgifterna om vem som har fått frågan tas bort efter {contacts_until}, svaren efter {keep_until}. Publicerade \
sammanställningar sparas. Du har rätt att få veta vilka uppgifter vi har om dig, att få dem rättade, att invända \
och att klaga hos Integritetsskyddsmyndigheten. Ett svar som har skickats går inte att ta ut igen, eftersom \
ingen vet vems det är.{contact}"""

OF_ORGANISATIONS = """\
Svaret lämnas för organisationen och är synligt under dess namn för den som leder enkäten. Det kan vara en \
allmän handling. Den som undertecknar anger namn och roll.

Skriv inget i fritext som röjer vem en enskild medarbetare eller patient är.

{sender} är personuppgiftsansvarig för namn och e-postadress till dem som har fått frågan. Den rättsliga grunden \
är uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen).

Kontaktuppgifterna tas bort efter {contacts_until}, svaren efter {keep_until}. Publicerade sammanställningar \
sparas. Du har rätt att få veta vilka uppgifter vi har om dig, att få dem rättade, att invända och att klaga hos \
Integritetsskyddsmyndigheten.{contact}"""


def usual_contacts_until(closes_on: date) -> date:
    return closes_on + CONTACTS_KEPT


def usual_keep_until(closes_on: date) -> date:
    return closes_on + ANSWERS_KEPT


def _day(day: date) -> str:
    with override("sv"):
        return date_format(day, "j F Y")


def proposed_notice(found: Round) -> str:
    text = OF_PERSONS if found.kind == Round.Kind.PERSONS else OF_ORGANISATIONS
    return text.format(
        sender=found.sender,
        fewest=found.fewest,
        contacts_until=_day(found.contacts_until),
        keep_until=_day(found.keep_until),
        contact=f"\n\nFrågor: {found.contact}" if found.contact else "",
    )
