"""What Anna has registered herself: one waits, one was not accepted, one is for her own sake. All invented."""

from __future__ import annotations

from datetime import timedelta

from stegvis.careers.evidence.documents import Document
from stegvis.careers.evidence.services import Statement, decline_evidence, mark_of, state_evidence
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation
from stegvis.people.models import Evidence
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
CERTIFICATE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n160\n%%EOF\n"
)


def state() -> None:
    """Idempotent: nothing where Anna has registered something."""
    with acting_as(user_key("anna"), reason=REASON) as actor:
        ale = Organisation.objects.get(slug="ale")
        if visible(actor, Evidence).filter(person=actor.person, source=Evidence.Source.PERSON).exists():
            return
        month_ago = actor.today - timedelta(days=30)
        declined, _waiting, _own = (
            state_evidence(
                actor=actor,
                employer_id=ale.pk,
                statement=Statement(kind=kind, title=title, valid_from=month_ago, text=text),
                document=Document("intyg.pdf", "application/pdf", CERTIFICATE) if kind == "course" else None,
            )
            for kind, title, text in (
                ("certificate", "Motiverande samtal", ""),
                ("course", "Sårbehandling i hemmet", "Två dagar, med praktisk övning."),
                ("reflection", "Mitt första halvår", "Jag frågar tidigare nu, och vågar säga att jag inte vet."),
            )
        )
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        decline_evidence(actor=actor, evidence=declined, why="Intyget saknas. Lägg till det.", seen=mark_of(declined))
