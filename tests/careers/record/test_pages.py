"""The pages of one's record and of what others show: reached, readable, logged, closed at once, and as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.record.services import end_consent
from stegvis.careers.record.tasks import tell_receivers
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.notices.kinds import kind_of
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Consent, Evidence, EvidenceFile, ProtectedIdentity
from tests.careers.record.conftest import ALL, days, share
from tests.support.cast import START, Cast
from tests.support.database import ROOT, as_owner
from tests.support.pdf import Pdf

SCHEMA = ROOT / "docs" / "record.schema.json"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_schema_is_up_to_date() -> None:
    """``python -m scripts.record_schema`` writes it anew."""
    from scripts.record_schema import text as schema

    assert Path(SCHEMA).read_text(encoding="utf-8") == schema()


def test_everything_is_in_the_file_and_the_file_is_as_the_schema_says(client: Client, moved: Cast) -> None:
    share(moved)
    client.force_login(moved.anna)
    response = client.get(reverse("careers:record_json"))
    found = json.loads(response.content)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(found)
    assert response["Cache-Control"] == "no-store, private"
    assert (found["format"], found["version"], found["person"]["given_name"]) == ("stegvis-record", 1, "Anna")
    assert {label: len(rows) for label, rows in found["parts"].items()} == {
        "careers.assessment": 2,
        "careers.developmentplan": 1,
        "careers.goal": 1,
        "careers.placement": 1,
        "careers.talk": 1,
        "people.consent": 1,
        "people.employment": 2,
        "people.evidence": 2,
        "people.evidencefile": 1,
    }
    (placement,) = found["parts"]["careers.placement"]
    assert (placement["employer"], placement["decided_on"]) == ("Ale kommun", str(START))
    assert "people.evidence" in {change["kind"] for change in found["changes"]}


def test_the_page_and_the_print_hold_everything_and_none_of_others(
    client: Client, moved: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(moved.anna)
    with django_assert_max_num_queries(15):
        page = text(client, reverse("careers:record"))
    printed = Pdf(client.get(reverse("careers:record_pdf")).content)
    assert b"/Lang(sv)" in printed.catalogue
    assert "pdfuaid:part" in printed.metadata
    for word in ("HLR", "Eget påstående", "Plan i Ale", "Målet i Ale", "Samtalets ord", "Grunden", "intyg.pdf"):
        assert word in page
        assert "".join(word.split()) in printed.text()
    assert reverse("careers:share_record") + "?till=molndal" in page
    assert "Mölndals kommun" in text(client, "/")
    for name in ("bosse", "maria", "dag", "gunilla"):
        client.force_login(getattr(moved, name))
        assert "HLR" not in client.get(reverse("careers:record")).content.decode()


def test_from_the_first_page_to_shown_read_counted_and_ended(client: Client, moved: Cast) -> None:
    client.force_login(moved.anna)
    form = client.get(reverse("careers:share_record") + "?till=molndal").context["form"]
    chosen = {"receiver": moved.molndal.pk, "parts": ALL, "until": days(30)}
    assert form.initial["receiver"] == moved.molndal.pk
    for wrong in ({"until": days(-1)}, {"until": days(900)}, {"parts": []}, {"receiver": 10**9}, {"until": "x"}):
        refused = client.post(reverse("careers:share_record"), {**chosen, **wrong})
        assert refused.status_code == 200
        assert refused.context["form"].errors
    assert client.post(reverse("careers:share_record"), chosen).status_code == 302
    with as_owner():
        consent = Consent.objects.get()
        course, file = Evidence.objects.get(code="hlr"), EvidenceFile.objects.get()
    client.force_login(moved.maria)
    page = text(client, reverse("careers:shared_record", args=[consent.pk]))
    assert all(word in page for word in ("HLR", "Plan i Ale", "Grunden", "intyg.pdf"))
    assert not any(word in page for word in ("Eget påstående", "Samtalets ord", "Hemligt i samtalet"))
    assert "Anna Exempel" in text(client, reverse("careers:shared_records"))
    assert reverse("careers:shared_record", args=[consent.pk]) in text(
        client, reverse("careers:person", args=[consent.person_id])
    )
    assert "Målet i Ale" not in text(client, reverse("careers:person_plan", args=[consent.person_id]))
    document = reverse("careers:evidence_file", args=[file.pk])
    assert client.get(document).status_code == 200
    client.post(reverse("careers:shared_record", args=[consent.pk]), {"evidence": [course.pk, "x", "1" * 30]})
    with as_owner():
        read = Reading.objects.filter(person=consent.person_id, reader=moved.maria)
        pages = {"careers:shared_record", "careers:shared_records", "careers:evidence_file"}
        assert pages <= set(read.values_list("page", flat=True))
        assert {tuple(one.employers) for one in read} == {(moved.molndal.pk,)}
        assert Evidence.objects.filter(employer=moved.molndal, code="hlr").count() == 1
    client.force_login(moved.anna)
    assert "Maria, Mölndals kommun" in text(client, reverse("people:readings"))
    stop = reverse("careers:end_consent", args=[consent.pk])
    assert [client.post(stop).status_code for _ in range(2)] == [302, 302]
    client.force_login(moved.maria)  # whose page is still open
    text(client, reverse("careers:shared_record", args=[consent.pk]), 404)
    assert client.get(document).status_code == 404
    told = client.post(reverse("careers:shared_record", args=[consent.pk]), {"all": "1"}, follow=True)
    assert [message.level_tag for message in told.context["messages"]][-1] == "error"
    assert "Anna" not in told.content.decode()


@pytest.mark.parametrize("protected", [False, True])
def test_the_manager_is_told_but_of_a_protected_identity_nobody(moved: Cast, protected: bool) -> None:
    consent = share(moved)
    with as_owner():
        if protected:
            ProtectedIdentity.objects.create(person=moved.anna.person, employer=moved.ale, since=START)
        tell_receivers.func(consent_id=consent.pk)
        assert list(Notice.objects.values_list("user", flat=True)) == ([] if protected else [moved.maria.pk])
    kind = kind_of("record.shared")
    assert kind is not None
    if not protected:
        with acting_as(moved.maria.pk) as actor:
            assert "Anna Exempel" in kind.words(actor, [{"consent": consent.pk}])[0]
        with acting_as(moved.anna.pk) as actor:
            end_consent(actor=actor, consent_id=consent.pk)
        with acting_as(moved.maria.pk) as actor:
            assert kind.words(actor, [{"consent": consent.pk}]) == [""]


def test_one_shows_ones_record_to_others_than_who_has_written_all_of_it(client: Client, moved: Cast) -> None:
    """Bosse works in Ale, where all that there is about him is registered; and Cecilia has nothing to show."""
    with as_owner():
        theirs = {"person": moved.bosse.person, "employer": moved.ale}
        Evidence.objects.create(**theirs, kind="course", code="hlr", valid_from=START)
    for user, left_out in ((moved.bosse, ["Ale kommun"]), (moved.cecilia, [])):
        client.force_login(user)
        answer = client.get(reverse("careers:share_record"))
        form = answer.context["form"]
        assert [one.name for one in form.left_out] == left_out
        offered = {name for _key, name in form.fields["receiver"].choices}
        assert ("Mölndals kommun" in offered, "Ale kommun" in offered) == (bool(left_out), False)
        assert ("Ale kommun går inte att välja" in answer.content.decode()) == bool(left_out)
        assert ("Inget att visa ännu" in answer.content.decode()) == (not left_out)
