"""The editor: what is typed is kept, two who write are both shown, and nothing of it is for others."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.surveys.bank.services import by_itself, put_into_bank, retire_item
from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.plain import read
from stegvis.surveys.content.routing import Shown, shown
from stegvis.surveys.models import Item, Questionnaire, Version
from stegvis.surveys.packaged import packaged
from stegvis.surveys.questionnaires.editor import Editor
from stegvis.surveys.questionnaires.services import (
    Conflict,
    fix_version,
    save_content,
    save_text,
    start_empty,
    start_questionnaire,
)
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@layer
def needs(cast: Cast) -> Questionnaire:
    """The collaboration's questionnaire, which began as the packaged one on training needs."""
    with acting_as(cast.dag.pk) as actor:
        return start_questionnaire(actor=actor, owner=cast.gr, content=packaged()["utbildningsbehov"])


def typed(client: Client, questionnaire: Questionnaire, name: str) -> dict[str, Any]:
    """The form of a part as a browser would send it."""
    page = client.get(reverse("surveys:questionnaire", args=[questionnaire.pk]), {"nod": name})
    editor: Editor = page.context["editor"]
    sent: dict[str, Any] = {"nod": editor.name, "kod": editor.code, "var": editor.was, "falt": editor.form.signature}
    for field, value in editor.form.initial.items():
        if isinstance(value, bool):
            sent |= {field: "on"} if value else {}
        elif value not in (None, ""):
            sent[field] = value
    return sent


def stored(questionnaire: Questionnaire) -> Any:
    with as_owner():
        return Questionnaire.objects.get(pk=questionnaire.pk)


def part(questionnaire: Questionnaire) -> str:
    return reverse("surveys:questionnaire_part", args=[questionnaire.pk])


def test_every_part_is_saved_as_it_stood(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)
    for name in ("", "0", "0-0", "1", "1-0", "1-0-1", "1-4", "2-1", "2-3", "skala-behov"):
        assert client.post(part(needs), typed(client, needs, name) | {"gor": ""}).status_code == 302
        assert stored(needs).content == needs.content, name


def test_what_is_typed_is_kept_and_conditions_follow_the_code(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)
    condition = {"vill-0-question": "roll", "vill-0-test": "is", "vill-0-values": ["mas", "mar"]}
    client.post(part(needs), typed(client, needs, "2-2") | condition)
    client.post(part(needs), typed(client, needs, "0-0") | {"code": "Din roll", "text_sv": "Vad arbetar du som?"})
    content = stored(needs).content
    assert content["sections"][0]["questions"][0]["code"] == "din-roll"
    assert content["sections"][0]["questions"][0]["text"]["sv"] == "Vad arbetar du som?"
    assert content["sections"][2]["questions"][2]["shown_when"] == [
        {"question": "din-roll", "test": "is", "values": ["mas", "mar"]}
    ]


def test_buttons_add_move_take_out_and_put_back(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)

    def codes() -> list[list[str]]:
        return [[one["code"] for one in section["questions"]] for section in stored(needs).content["sections"]]

    before = codes()
    answer = client.post(part(needs), typed(client, needs, "2-0") | {"gor": "ny|number"})
    assert answer.url.endswith("?nod=2-1")
    assert codes()[2] == ["utbildningsform", "fraga", "upplagg", "ovriga-behov", "hinder"]
    client.post(part(needs), typed(client, needs, "2-1") | {"gor": "ta-bort"})
    assert codes() == before
    client.post(reverse("surveys:questionnaire_put_back", args=[needs.pk]))
    assert codes()[2] == ["utbildningsform", "fraga", "upplagg", "ovriga-behov", "hinder"]
    client.post(part(needs), typed(client, needs, "2-1") | {"gor": "ta-bort"})
    client.post(part(needs), typed(client, needs, "2-0") | {"gor": "upp"})
    assert (codes()[1][-1], codes()[2]) == ("utbildningsform", ["upplagg", "ovriga-behov", "hinder"])
    drag = {"nod": "1-7", "till": "2-1", "revision": stored(needs).revision}
    client.post(reverse("surveys:questionnaire_move", args=[needs.pk]), drag)
    assert codes()[2] == ["upplagg", "utbildningsform", "ovriga-behov", "hinder"]


def test_two_who_write_the_same_part_are_shown_both_and_elsewhere_both_stay(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)
    mine, other = typed(client, needs, "0-0"), typed(client, needs, "2-3")
    theirs = dict(mine)
    client.post(part(needs), theirs | {"text_sv": "Deras fråga?"})
    client.post(part(needs), other | {"text_sv": "Vad hindrar?"})
    both = client.post(part(needs), mine | {"text_sv": "Min fråga?"})
    assert both.status_code == 409
    assert ("Fråga, på svenska", "Deras fråga?", "Min fråga?") in both.context["lines"]
    sections = stored(needs).content["sections"]
    assert sections[0]["questions"][0]["text"]["sv"] == "Deras fråga?"
    assert sections[2]["questions"][3]["text"]["sv"] == "Vad hindrar?"
    again = dict(both.context["typed"]) | {"nod": "0-0", "kod": "roll", "var": both.context["now"].was}
    client.post(part(needs), again | {"gor": ""})
    assert stored(needs).content["sections"][0]["questions"][0]["text"]["sv"] == "Min fråga?"


def test_yaml_that_cannot_be_read_is_kept_as_typed(cast: Cast, needs: Questionnaire) -> None:
    client, text = browser(cast.dag), reverse("surveys:questionnaire_text", args=[needs.pk])
    client.post(text, {"revision": 0, "text": "title: [oavslutad"})
    assert (stored(needs).text, stored(needs).content) == ("title: [oavslutad", needs.content)
    page = client.get(reverse("surveys:questionnaire", args=[needs.pk]))
    assert page.context["editor"].problems_in_text[0].line == 2  # where it was to be closed
    assert client.post(text, {"revision": 0, "text": "title: annan"}).status_code == 409
    client.post(text, {"revision": 1, "gor": "kasta"})
    assert (stored(needs).text, stored(needs).content) == ("", needs.content)


def test_yaml_and_the_form_edit_one_another(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)
    page = client.get(reverse("surveys:questionnaire", args=[needs.pk]), {"yaml": "1"})
    text = page.context["editor"].text.replace("Vilken är din roll?", "Vad är din roll?")
    client.post(reverse("surveys:questionnaire_text", args=[needs.pk]), {"revision": 0, "text": text})
    assert typed(client, needs, "0-0")["text_sv"] == "Vad är din roll?"


def test_a_version_is_fixed_once_and_never_changes(cast: Cast, needs: Questionnaire) -> None:
    with acting_as(cast.dag.pk) as actor:
        version = fix_version(actor=actor, questionnaire=needs, revision=0, note="Första")
        with pytest.raises(Refused, match="Inget är nytt sedan version 1"):
            fix_version(actor=actor, questionnaire=needs, revision=0)
        content = deepcopy(needs.content)
        content["sections"][0]["questions"][0]["text"]["sv"] = ""
        saved = save_content(actor=actor, questionnaire=needs, revision=0, content=content)
        with pytest.raises(Conflict):
            fix_version(actor=actor, questionnaire=needs, revision=0)
        with pytest.raises(Refused, match="Orden på svenska saknas"):
            fix_version(actor=actor, questionnaire=saved, revision=1)
    with as_owner():
        assert list(Version.objects.values_list("number", "note", "content")) == [(1, "Första", needs.content)]
    assert version.number == 1


def test_what_is_taken_out_after_a_version_stays_in_it_and_that_is_said(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)
    with acting_as(cast.dag.pk) as actor:
        fix_version(actor=actor, questionnaire=needs, revision=0)
    answer = client.post(part(needs), typed(client, needs, "2-3") | {"gor": "ta-bort"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Borttagen här. Den finns kvar i version 1, och svaren på den likaså."
    ]
    page = client.get(reverse("surveys:questionnaire_fix", args=[needs.pk]))
    assert page.context["changes"].gone == ["hinder"]


def test_the_bank_keeps_a_question_and_gives_it_out(cast: Cast, needs: Questionnaire) -> None:
    client = browser(cast.dag)
    client.post(part(needs), typed(client, needs, "1-4") | {"gor": "bank"})
    with as_owner():
        item = Item.objects.get()
    assert (item.code, item.group, item.collaboration) == ("behov-demens", "Vilka utbildningar behövs?", cast.gr)
    assert item.content["choices"] == needs.content["scales"]["behov"]
    with acting_as(cast.dag.pk) as actor:
        empty = start_empty(actor=actor, owner=cast.gr, title="Ny enkät")
    pick = reverse("surveys:bank_pick", args=[empty.pk])
    assert client.post(pick, {"fraga": [item.pk], "sektion": "0"}).status_code == 302
    client.post(pick, {"fraga": [item.pk], "sektion": "0"})  # once is enough
    assert [one["code"] for one in stored(empty).content["sections"][0]["questions"]] == ["behov-demens"]
    assert problems(stored(empty).content) == []
    page = client.get(reverse("surveys:bank_item", args=[item.pk]))
    assert [one.title for one in page.context["uses"].questionnaires] == [needs.title, "Ny enkät"]
    with acting_as(cast.dag.pk) as actor:
        retire_item(actor=actor, item=item)
    assert client.get(pick).context["items"] == []
    assert [one["item"].code for one in client.get(reverse("surveys:bank"), {"del": "vilande"}).context["items"]] == [
        "behov-demens"
    ]


def test_a_section_is_kept_in_the_bank_with_whom_it_asks(cast: Cast) -> None:
    with acting_as(cast.dag.pk) as actor:
        careers = start_questionnaire(actor=actor, owner=cast.gr, content=packaged()["karriarmodeller"])
    client, part = browser(cast.dag), reverse("surveys:questionnaire_part", args=[careers.pk])
    for words in ("8 nya frågor finns i frågebanken.", "0 nya frågor finns i frågebanken. 8 är uppdaterade."):
        page = client.post(part, typed(client, careers, "2") | {"gor": "bank"}, follow=True)
        assert [str(one) for one in page.context["messages"]] == [words]
    page = client.get(reverse("surveys:bank"), {"grupp": "Arbetssätt och samverkan"})
    assert [(one["item"].code, one["asked"]) for one in page.context["items"]] == [
        ("f1", ["Region", "Kommun"]),
        ("f2", ["Region", "Kommun"]),
        ("f3", ["Region"]),
        ("f3a", ["Region"]),
        ("f3b", ["Region"]),
        ("f4", ["Kommun"]),
        ("f4a", ["Kommun"]),
        ("f4b", ["Kommun"]),
    ]


def test_a_survey_that_is_built_from_the_bank_asks_the_same_of_the_same(cast: Cast) -> None:
    """Whom a section is asked of, and the conditions, come along; what cannot is told."""
    content = packaged()["karriarmodeller"]
    client, scales = browser(cast.dag), content.get("scales", {})
    with acting_as(cast.dag.pk) as actor:
        for section in content["sections"]:
            for question in section["questions"]:
                put_into_bank(actor=actor, owner=cast.gr, question=by_itself(question, scales, section))
        built, lone = (start_empty(actor=actor, owner=cast.gr, title=title) for title in ("Hela", "En"))
        items = list(Item.objects.order_by("code"))
    for made, chosen in ((built, items), (lone, [one for one in items if one.content.get("shown_when")][:1])):
        pick = reverse("surveys:bank_pick", args=[made.pk])
        said = client.post(pick, {"fraga": [one.pk for one in chosen], "sektion": "0"}, follow=True).content.decode()
        assert ("frågas nu alla" in said) == (made is lone)
    assert problems(stored(built).content) == problems(stored(lone).content) == []
    yes = {one.content["code"]: "ja" for one in items if one.content["kind"] == "single"}
    for kind in ("region", "municipality", "university"):
        for answers in ({}, yes):
            before, now = (shown(read(one), kind, answers) for one in (content, stored(built).content))
            assert asked_in(now) == asked_in(before)


def asked_in(found: Shown) -> list[str]:
    return [one.question.code for section in found.sections for one in section.questions]


def test_an_unfinished_question_is_not_taken_into_the_bank(cast: Cast) -> None:
    question = by_itself({"code": "a", "kind": "single", "text": {"sv": "A?"}, "scale": "saknas"}, {})
    with acting_as(cast.dag.pk) as actor, pytest.raises(Refused, match="Det finns inga svarsalternativ"):
        put_into_bank(actor=actor, owner=cast.gr, question=question)


def test_a_questionnaire_is_its_leaders_alone(cast: Cast, needs: Questionnaire) -> None:
    for user, status in ((cast.dag, 200), (cast.gunilla, 404), (cast.anna, 404)):
        for name in ("questionnaire", "questionnaire_fix", "questionnaire_preview", "bank_pick"):
            assert browser(user).get(reverse(f"surveys:{name}", args=[needs.pk])).status_code == status
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused):
        save_text(actor=actor, questionnaire=needs, revision=0, text="")
    assert browser(cast.anna).get(reverse("surveys:questionnaires")).status_code == 404


def test_the_preview_opens_what_is_answered(cast: Cast) -> None:
    with acting_as(cast.dag.pk) as actor:
        career = start_questionnaire(actor=actor, owner=cast.gr, content=packaged()["karriarmodeller"])
    address = reverse("surveys:questionnaire_preview", args=[career.pk])

    def codes(**sent: str) -> list[str]:
        shown = browser(cast.dag).post(address, sent).context["preview"].sections
        return [question["code"] for section in shown for question in section["questions"]]

    assert codes(aktor="university") == ["u1", "u2", "u3", "u4", "u5"]
    assert codes(aktor="university", **{"svar-u1": "ja"}) == ["u1", "u1a", "u2", "u3", "u4", "u5"]


def test_a_file_is_looked_at_before_it_is_saved(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from stegvis.surveys.content.yaml_file import write_yaml

    client, address = browser(cast.dag), reverse("surveys:questionnaire_import")
    owner = f"collaboration-{cast.gr.pk}"
    file = SimpleUploadedFile("behov.yaml", write_yaml(packaged()["utbildningsbehov"]).encode())
    looked = client.post(address, {"owner": owner, "file": file})
    assert (looked.status_code, looked.context["found"].problems) == (200, [])
    with as_owner():
        assert not Questionnaire.objects.exists()
    saved = client.post(address, {"owner": owner, "text": looked.context["text"]})
    with as_owner():
        made = Questionnaire.objects.get()
    assert saved.url == reverse("surveys:questionnaire", args=[made.pk])
    assert made.content == packaged()["utbildningsbehov"]
    bad = client.post(address, {"owner": owner, "file": SimpleUploadedFile("x.lss", b"<a>")})
    assert (bad.status_code, len(bad.context["found"].problems)) == (200, 1)


def test_the_list_asks_no_more_for_more_rows(
    cast: Cast, needs: Questionnaire, django_assert_max_num_queries: Any
) -> None:
    with acting_as(cast.dag.pk) as actor:
        for number in range(5):
            start_empty(actor=actor, owner=cast.gr, title=f"Enkät {number}")
    client = browser(cast.dag)
    for name, key in (("questionnaires", []), ("questionnaire", [needs.pk]), ("questionnaire_fix", [needs.pk])):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"surveys:{name}", args=key)).status_code == 200


def test_a_form_larger_than_a_page_can_save_is_answered_with_what_to_do(cast: Cast, needs: Questionnaire) -> None:
    client, sent = browser(cast.dag), {f"rad-{n}_sv": "x" for n in range(1001)}
    page = client.post(part(needs), sent)
    assert (page.status_code, page["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "dela upp den; eller hämta frågeformuläret som XLSForm eller YAML" in page.content.decode()
    assert reverse("surveys:questionnaire_import") in page.content.decode()
    saved = client.post(part(needs), sent, headers={"HX-Request": "true"})  # told in the status line of the page
    assert (saved.status_code, saved["Content-Type"]) == (413, "text/plain; charset=utf-8")
    elsewhere = client.post(reverse("surveys:round_new"), sent)
    assert (elsewhere.status_code, "skicka mindre åt gången" in elsewhere.content.decode()) == (413, True)


def test_a_ranking_is_shown_as_those_who_answer_see_it(cast: Cast) -> None:
    choices = [{"code": code, "text": {"sv": code}} for code in ("tid", "stod")]
    question = {"code": "viktigt", "kind": "ranking", "text": {"sv": "Ordna"}, "choices": choices}
    content = {"code": "x", "title": {"sv": "X"}, "sections": [{"code": "a", "questions": [question]}]}
    with acting_as(cast.dag.pk) as actor:
        made = start_questionnaire(actor=actor, owner=cast.gr, content=content)
    address = reverse("surveys:questionnaire_preview", args=[made.pk])
    shown = browser(cast.dag).post(address, {"svar-viktigt-tid": "2", "svar-viktigt-stod": "1"})
    assert shown.context["preview"].answers == {"viktigt": ["stod", "tid"]}
    assert shown.content.decode().count("<option selected>") == 2
