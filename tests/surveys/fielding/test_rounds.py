"""Setting a round up, asking, opening, writing, closing, and deleting as was promised."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.surveys.coding.services import cut_replies
from stegvis.surveys.fielding import asking, listing, services
from stegvis.surveys.fielding.letters import letter_of
from stegvis.surveys.fielding.links import token_of
from stegvis.surveys.fielding.on_its_day import look_after_rounds
from stegvis.surveys.fielding.queries import notice_of, round_of
from stegvis.surveys.fielding.rates import Became, rates_of
from stegvis.surveys.fielding.tasks import send_letter
from stegvis.surveys.models import Contact, FreeText, Link, Notice, Reply, Round, Stratum
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.asked import (
    CONTENT,
    WHOLE,
    Asked,
    asks_members,
    asks_persons,
    does,
    facts,
    fills_in,
    opens,
    sends,
    sets_up,
    tokens,
    with_file,
)

State = Round.State


def state(found: Round) -> str:
    with as_owner():
        return Round.objects.get(pk=found.pk).state


def jobs() -> list[tuple[str, dict[str, Any]]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    with as_owner():
        rows = ProcrastinateJob.objects.filter(task_name__startswith="surveys").order_by("pk")
        return list(rows.values_list("task_name", "args"))


def deliver() -> list[Any]:
    """What the worker does with the letters that wait; gives those that were sent."""
    mail.outbox.clear()
    for name, args in jobs():
        if name == "surveys.fielding.send_letter":
            with as_owner():
                send_letter.func(**args)
    return list(mail.outbox)


def test_only_who_leads_sees_a_round_or_sets_one_up(client: Client, cast: Cast, organisations: Asked) -> None:
    for user in (cast.anna, cast.bosse, cast.gunilla, cast.eva, cast.farid):
        with acting_as(user.pk) as actor, pytest.raises(NotYours):
            round_of(actor, organisations.round.pk)
        client.force_login(user)
        for name in ("round", "round_contacts", "round_notice", "round_replies", "round_upload"):
            assert client.get(reverse(f"surveys:{name}", args=[organisations.round.pk])).status_code == 404
        assert client.post(reverse("surveys:round", args=[organisations.round.pk]), {"act": "close"}).status_code == 404
    client.force_login(cast.anna)
    assert client.get(reverse("surveys:rounds")).status_code == 404
    assert state(organisations.round) == "open"


def test_what_lacks_is_said_before_a_round_opens(cast: Cast) -> None:
    found = sets_up(cast)
    with pytest.raises(Refused, match="Ingen får frågan än"):
        does(cast.dag, services.open_round, found)
    does(cast.dag, asking.ask_organisations, found, keys=[cast.ale.pk])
    with pytest.raises(Refused, match="saknar e-postadress"):
        does(cast.dag, services.open_round, found)
    persons = sets_up(cast, with_file(), kind="persons")
    asks_persons(cast, persons, 3)
    with pytest.raises(Refused, match=r"en fil kan röja.*Färre får frågan"):  # all of it at once
        does(cast.dag, services.open_round, persons)
    with as_owner():
        Notice.objects.filter(round=found).delete()
    with pytest.raises(Refused, match="Det finns ingen information"):
        does(cast.dag, services.open_round, found)
    assert (state(found), state(persons)) == ("draft", "draft")


def test_persons_are_not_asked_by_what_they_wrote_before(cast: Cast) -> None:
    """Their words are cut loose, so nobody could count to whom the question was put; of organisations they are not."""
    first, *others = CONTENT["sections"]
    leaning = {**first["questions"][2], "shown_when": [{"question": "vilken", "test": "answered"}]}
    content = {**CONTENT, "sections": [{**first, "questions": [*first["questions"][:2], leaning]}, *others]}
    persons = sets_up(cast, content, kind="persons")
    asks_persons(cast, persons, 12)
    with pytest.raises(Refused, match="Frågan ”antal” visas efter vad som skrivs i ”vilken”"):
        does(cast.dag, services.open_round, persons)
    assert state(persons) == "draft"
    replies = sets_up(cast, content)
    asks_members(cast, replies)
    does(cast.dag, services.open_round, replies)
    assert state(replies) == "open"


def test_a_version_that_cannot_be_asked_is_refused_with_its_problems(cast: Cast) -> None:
    broken = {**CONTENT, "sections": [{"code": "a", "title": {"sv": "A"}, "questions": []}]}
    found = sets_up(cast, broken)
    asks_members(cast, found)
    with pytest.raises(Refused, match="kan inte användas som det är"):
        does(cast.dag, services.open_round, found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_on": -1}, "Sista dagen ligger före den första"),
        ({"closes_on": 4000}, "två år"),
        ({"remind_on": 20}, "Påminn en dag"),
        ({"contacts_until": 1}, "måste finnas kvar"),
        ({"keep_until": 50}, "kan inte tas bort före"),
    ],
)
def test_days_that_cannot_be_kept_are_refused(cast: Cast, changes: dict[str, int], said: str) -> None:
    today = timezone.localdate()
    with pytest.raises(Refused, match=said):
        sets_up(cast, **{name: today + timedelta(days=days) for name, days in changes.items()})


def test_letters_go_once_and_reminders_to_those_who_have_not_answered(organisations: Asked) -> None:
    cast, found = organisations.cast, organisations.round
    first = deliver()
    assert [one.to for one in first] == [["ale@example.se"], ["molndal@example.se"]]
    assert organisations.tokens["ale@example.se"] in first[0].body
    assert organisations.tokens["molndal@example.se"] not in first[0].body
    assert first[0].subject == "Göteborgsregionen: En liten enkät"
    assert deliver() == []
    with pytest.raises(Refused, match="har fått brev"):
        does(cast.dag, services.send_letters, found)
    fills_in(organisations.tokens["ale@example.se"])
    sends(organisations.tokens["ale@example.se"])
    assert does(cast.dag, services.remind, found) == 1
    (reminder,) = deliver()
    assert reminder.to == ["molndal@example.se"]
    assert reminder.subject.startswith("Påminnelse")
    with pytest.raises(Refused, match="ingen att påminna"):
        does(cast.dag, services.remind, found)


def test_nobody_is_reminded_who_answered_while_the_reminder_waited(organisations: Asked) -> None:
    deliver()
    does(organisations.cast.dag, services.remind, organisations.round)
    for token in organisations.tokens.values():
        fills_in(token)
        sends(token)
    assert deliver() == []


def test_a_letter_that_does_not_arrive_is_told_and_is_no_contact(
    organisations: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smtplib import SMTPRecipientsRefused

    def refuse(self: Any, fail_silently: bool = False) -> int:
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    deliver()
    assert counts(organisations)["non_contact"] == 2


def counts(asked: Asked) -> Counter[str]:
    with acting_as(asked.cast.dag.pk) as actor:
        found = round_of(actor, asked.round.pk)
        return Counter({one.value: n for one, n in rates_of(actor, found, total="Alla")[-1].counts.items()})


def test_response_rates_after_aapor(cast: Cast) -> None:
    found = sets_up(cast, kind="persons")
    asks_persons(cast, found, 10, kinds=("region", "municipality"))
    known = tokens(opens(cast, found))
    for number in range(4):
        fills_in(known[f"p{number}@example.se"])
        sends(known[f"p{number}@example.se"])
    fills_in(known["p4@example.se"], {"om": {"q-modell": "ja"}})
    for number, said in ((5, "refused"), (6, "not_reached"), (7, "outside")):
        with as_owner():
            contact = Contact.objects.get(round=found, email=f"p{number}@example.se")
        does(cast.dag, asking.say_of, found, contact_id=contact.pk, said=said)
    asked = Asked(cast, found, known)
    wanted = {"complete": 4, "refusal": 1, "non_contact": 1, "not_eligible": 1, "unknown": 3}
    assert counts(asked) == wanted
    does(cast.dag, services.close_round, found)
    assert counts(asked) == {**wanted, "unknown": 2, "partial": 1}
    with acting_as(cast.dag.pk) as actor:
        rates = rates_of(actor, round_of(actor, found.pk), total="Alla")
    assert [(one.label, one.asked, one.percent, one.percent_with_begun) for one in rates] == [
        ("Kommun", 5, 50, 50),
        ("Region", 5, 40, 60),
        ("Alla", 10, 44, 56),
    ]
    assert rates[-1].counts[Became.PARTIAL] == 1


def test_states_follow_one_another_and_a_late_press_is_told(cast: Cast, organisations: Asked) -> None:
    found, today = organisations.round, timezone.localdate()
    does(cast.dag, services.pause_round, found)
    with pytest.raises(Refused, match="Bara en öppen omgång kan pausas"):
        does(cast.dag, services.pause_round, found)
    does(cast.dag, services.resume_round, found)
    does(cast.dag, services.extend_round, found, closes_on=today + timedelta(days=30))
    with pytest.raises(Refused, match="som utlovat"):
        does(cast.dag, services.extend_round, found, closes_on=today + timedelta(days=200))
    with pytest.raises(Refused, match="inte har passerat"):
        does(cast.dag, services.extend_round, found, closes_on=today - timedelta(days=1))
    does(cast.dag, services.close_round, found)
    with pytest.raises(Refused, match="Omgången är stängd"):
        does(cast.dag, asking.ask_organisations, found, keys=[cast.university.pk])
    does(cast.dag, services.reopen_round, found, closes_on=today + timedelta(days=5))
    with pytest.raises(Refused, match="har öppnats"):
        does(cast.dag, services.delete_round, found)
    assert state(found) == "open"


def test_a_draft_is_deleted_with_whom_it_would_have_asked(cast: Cast) -> None:
    found = sets_up(cast)
    asks_members(cast, found)
    does(cast.dag, services.make_test_link, found, kind="region")
    does(cast.dag, services.delete_round, found)
    with as_owner():
        assert not any(model.objects.exists() for model in (Round, Contact, Link, Notice))


def test_the_notice_keeps_its_versions_and_stands_for_persons_once_opened(cast: Cast, persons: Asked) -> None:
    with acting_as(cast.dag.pk) as actor:
        usual = notice_of(actor, persons.round)
    assert usual is not None
    assert "artikel 6.1 e" in usual.text
    with pytest.raises(Refused, match="utan namn ligger fast"):
        does(cast.dag, services.give_notice, persons.round, text="Ny", seen=1)
    draft = sets_up(cast)
    does(cast.dag, services.give_notice, draft, text="Vår egen text", seen=1)
    with pytest.raises(Refused, match="under tiden"):
        does(cast.dag, services.give_notice, draft, text="En till", seen=1)
    with acting_as(cast.dag.pk) as actor:
        version = draft.version
        services.change_round(actor=actor, found=draft, facts=facts(version, sender="Någon annan"))
        kept = notice_of(actor, draft)
    assert kept is not None
    assert (kept.number, kept.text) == (2, "Vår egen text")  # what somebody has written is not written over


def test_what_is_done_on_its_day(cast: Cast) -> None:
    today = timezone.localdate()
    found = sets_up(
        cast,
        opens_on=today + timedelta(days=1),
        closes_on=today + timedelta(days=9),
        remind_on=today + timedelta(days=5),
    )
    asks_members(cast, found)
    opens(cast, found)
    assert jobs() == []
    with as_owner():
        look_after_rounds(today + timedelta(days=1))
    assert [name for name, _args in jobs()] == ["surveys.fielding.send_letter"] * 2
    with as_owner():
        Link.objects.update(sent_on=today)
        look_after_rounds(today + timedelta(days=5))
        look_after_rounds(today + timedelta(days=5))
    assert [args["is_reminder"] for _name, args in jobs()] == [False, False, True, True]
    with as_owner():
        look_after_rounds(today + timedelta(days=9))
        assert Round.objects.get(pk=found.pk).state == "open"
        look_after_rounds(today + timedelta(days=10))
    assert state(found) == "closed"


def test_what_was_promised_to_be_deleted_is(organisations: Asked, persons: Asked) -> None:
    for asked in (organisations, persons):
        fills_in(asked.token)
        sends(asked.token)
        does(asked.cast.dag, services.close_round, asked.round)
    with as_owner():
        assert cut_replies(round_id=organisations.round.pk) == 1
        assert FreeText.objects.count() == 1
    today = timezone.localdate()
    before = counts(persons)
    with as_owner():
        earlier = today - timedelta(days=30)
        days = {"opens_on": earlier, "closes_on": earlier, "contacts_until": today - timedelta(days=1)}
        Round.objects.update(**days, keep_until=today)
        look_after_rounds(today)
        assert not Link.objects.exists()
        assert not Contact.objects.filter(round=persons.round).exists()
        assert Contact.objects.filter(round=organisations.round).exclude(email="").count() == 0
        assert Reply.objects.count() == 1
    assert counts(persons) == before  # the response rate stays
    with as_owner():
        Round.objects.update(keep_until=today - timedelta(days=1))
        look_after_rounds(today)
        event: Any = Reply
        assert (Reply.objects.count(), event.pgh_event_model.objects.count()) == (0, 0)
        assert not FreeText.objects.exists()


def a_list(header: list[str], *rows: list[Any]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in (header, *rows):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_list_is_looked_through_saved_and_the_same_again_changes_nothing(client: Client, cast: Cast) -> None:
    found = sets_up(cast)
    content = a_list(
        ["Organisation", "E-post", "Namn", "Undertecknar"],
        ["Ale kommun", "a@example.se", "Ada", "ja"],
        ["Ale kommun", "b@example.se", "Bo", "nej"],
        ["Glömminge kommun", "c@example.se", "", ""],
        ["Mölndals kommun", "inte en adress", "", ""],
        ["Ale kommun", "a@example.se", "Ada igen", ""],
        ["Göteborgs universitet", "d@example.se", "850101-1236", ""],
    )
    client.force_login(cast.dag)
    address = reverse("surveys:round_upload", args=[found.pk])
    seen = client.post(address, {"file": BytesIO(content)})
    assert [(line.item.row, line.done.value) for line in seen.context["lines"]] == [
        (4, "refused"),
        (6, "refused"),
        (2, "added"),
        (3, "added"),
    ]
    assert [(one.row, one.code) for one in seen.context["reading"].problems] == [
        (5, "not_email"),
        (7, "personal_number"),
    ]
    with as_owner():
        assert not Contact.objects.exists()
    save = reverse("surveys:round_upload_save", args=[found.pk])
    assert client.post(save, {"packed": seen.context["packed"]}).status_code == 302
    with as_owner():
        assert list(Link.objects.order_by("email").values_list("contact__name", "email", "may_sign")) == [
            ("Ale kommun", "a@example.se", True),
            ("Ale kommun", "b@example.se", False),
        ]
    again = client.post(address, {"file": BytesIO(content)})
    assert (again.context["added"], again.context["changed"], again.context["same"]) == (0, 0, 2)
    assert client.post(save, {"packed": "x"}).status_code == 302
    forged = client.post(save, {"packed": listing.pack([], user=cast.anna.pk, round_id=found.pk)}, follow=True)
    assert "mer än en timme" in forged.content.decode()
    for bad in (b"%PDF-1.4", b"", b"PK\x03\x04xx"):
        assert client.post(address, {"file": BytesIO(bad)}).context["form"].errors


def test_a_sample_names_its_strata(cast: Cast) -> None:
    found = sets_up(cast, kind="persons", design="sample")
    rows = [
        listing.Recipient(n, f"p{n}@example.se", actor="region", stratum="norr" if n % 2 else "soder")
        for n in range(12)
    ]
    does(cast.dag, listing.bring_in, found, recipients=rows)
    with pytest.raises(Refused, match="ange vilka strata"):
        does(cast.dag, services.open_round, found)
    norr = asking.StratumFacts("norr", "Norr", 100)
    does(cast.dag, asking.set_strata, found, strata=[norr])
    with pytest.raises(Refused, match="soder"):
        does(cast.dag, services.open_round, found)
    does(cast.dag, asking.set_strata, found, strata=[norr, asking.StratumFacts("soder", "Söder", 5)])
    with pytest.raises(Refused, match="än det finns"):
        does(cast.dag, services.open_round, found)
    does(cast.dag, asking.set_strata, found, strata=[norr, asking.StratumFacts("soder", "Söder", 50, 4)])
    opens(cast, found)
    with as_owner():
        assert list(Stratum.objects.values_list("code", "size", "clusters")) == [("norr", 100, None), ("soder", 50, 4)]


def test_a_persons_link_is_the_persons_alone(client: Client, persons: Asked) -> None:
    cast, found = persons.cast, persons.round
    with as_owner():
        link = Link.objects.filter(round=found).select_related("contact").first()
    assert link is not None
    with pytest.raises(Refused, match="bara till personen själv"):
        does(cast.dag, asking.shown_address, found, link_id=link.pk)
    client.force_login(cast.dag)
    page = reverse("surveys:round_contact", args=[found.pk, link.contact_id])
    assert client.get(page, {"lank": str(link.pk)}).status_code == 404
    assert token_of(link.pk) not in client.get(page).content.decode()
    # Another address has another link: the first one's answers are locked with the first one's token.
    fills_in(token_of(link.pk), {"om": {"q-modell": "ja"}})
    with pytest.raises(Refused, match="Dra tillbaka"):
        does(cast.dag, asking.add_link, found, contact_id=link.contact_id, name="", email="n@example.se", may_sign=True)
    does(cast.dag, asking.withdraw_link, found, link_id=link.pk)
    new = does(
        cast.dag, asking.add_link, found, contact_id=link.contact_id, name="", email="n@example.se", may_sign=True
    )
    assert new.token_hash != link.token_hash
    opened = client.get(reverse("surveys:answer", args=[token_of(new.pk)])).content.decode()
    assert "Fortsätt" not in opened


def test_pages_are_few_queries(
    client: Client,
    cast: Cast,
    organisations: Asked,
    persons: Asked,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """However many are asked, also of a draft that every rule looks through."""
    client.force_login(cast.dag)
    drafts = [sets_up(cast, design="sample"), sets_up(cast, kind="persons", design="sample")]
    asks_members(cast, drafts[0])
    asks_persons(cast, drafts[1], 120, ("municipality", "region"))
    with as_owner():
        for found in drafts:
            Stratum.objects.create(round=found, code="a", title="A", size=4000)
        Contact.objects.bulk_create(
            Contact(round=organisations.round, name=f"Org {n}", actor="region") for n in range(150)
        )
        sent = {"state": "received", "signed_by": "Kim", "signed_role": "Chef", "sent_at": timezone.now()}
        Reply.objects.bulk_create(
            Reply(round=contact.round, contact=contact, notice=1, content=WHOLE, **sent)
            for contact in Contact.objects.filter(round=organisations.round)
        )
        reply = Reply.objects.filter(round=organisations.round).first()
    assert reply is not None
    names = ("round", "round_contacts", "round_notice", "round_upload", "round_strata")
    addresses = [
        reverse("surveys:rounds"),
        reverse("surveys:reply", args=[organisations.round.pk, reply.pk]),
        *(reverse(f"surveys:{name}", args=[organisations.round.pk]) for name in ("round_replies", "replies_beside")),
        *(reverse("surveys:round_change", args=[found.pk]) for found in drafts),
        *(
            reverse(f"surveys:{name}", args=[found.pk])
            for found in (organisations.round, persons.round, *drafts)
            for name in names
        ),
    ]
    for address in addresses:
        with django_assert_max_num_queries(15, info=address):
            assert client.get(address).status_code == 200


def test_pages_refuse_what_is_typed_in_vain(client: Client, cast: Cast, organisations: Asked) -> None:
    client.force_login(cast.dag)
    page = reverse("surveys:round", args=[organisations.round.pk])
    assert client.post(page, {"act": "steal"}).status_code == 404
    assert "Välj en dag" in client.post(page, {"act": "extend", "closes_on": "i morgon"}, follow=True).content.decode()
    assert "Välj en typ" in client.post(page, {"act": "test", "kind": "hav"}, follow=True).content.decode()
    with as_owner():
        contact = Contact.objects.filter(round=organisations.round).first()
    assert contact is not None
    one = reverse("surveys:round_contact", args=[organisations.round.pk, contact.pk])
    assert client.post(one, {"act": "withdraw", "link": "²"}).status_code == 404
    bad = client.post(one, {"act": "add", "email": "inte"})
    assert (bad.status_code, "email" in bad.context["form"].errors) == (200, True)
    new = reverse("surveys:round_new")
    assert client.post(new, {"title": ""}).context["form"].errors.keys() >= {"title", "version", "kind", "closes_on"}
    assert client.get(new, {"version": "9" * 30}).status_code == 200


def test_a_round_is_set_up_by_the_page(client: Client, cast: Cast) -> None:
    version = sets_up(cast).version
    client.force_login(cast.dag)
    today = timezone.localdate()
    typed = {
        "version": version.pk,
        "title": "Våren",
        "kind": "persons",
        "design": "census",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=7)).isoformat(),
        "sender": "GR",
        "fewest": "5",
    }
    answer = client.post(reverse("surveys:round_new"), typed)
    with as_owner():
        found = Round.objects.get(title="Våren")
        letter = letter_of(
            Link(round=found, contact=Contact.objects.create(round=found, actor="region", name="P"), email="p@e.se"),
            "invitation",
        )
    assert answer["Location"] == reverse("surveys:round", args=[found.pk])
    assert (found.contacts_until - found.closes_on, found.keep_until - found.closes_on) == (
        timedelta(days=90),
        timedelta(days=730),
    )
    assert "vidarebefordra den inte" in letter.body
