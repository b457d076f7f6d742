"""A framework's life: written, read through, published, added to, renewed, rehearsed, accepted, and undone again."""

from __future__ import annotations

import time

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser

STARTED_FROM = "Kompetens- och karriärutveckling för undersköterskor"
OWN = "Undersköterskor i Ale"
PATIENCE = 60  # seconds until the worker has proposed and computed the move


def test_a_framework_lives(browser: Browser) -> None:
    browser.become("gunilla")
    draft = start(browser, "own", STARTED_FROM)
    name_it(browser, draft, OWN)
    have_it_read(browser, draft)
    first = publish(browser, 1)
    choose(browser, first)

    added = add_to_it(browser)

    renewed = start(browser, "next", OWN)
    ask_for_more(browser, renewed)
    agree_to_mapping(browser)
    publish(browser, 2)
    follow_the_base(browser, added)

    move = see_what_it_means(browser)
    see_what_it_means_for_each(browser, move)
    decide(browser, move)


def start(browser: Browser, way: str, title: str) -> str:
    """The address of a draft of Ale's, begun in one of the form's ways from the framework that is called so."""
    browser.open("/karriarmodeller/utkast/nytt/")
    choice = Select(browser.one("[name='version']"))
    choice.select_by_visible_text(next(one.text for one in choice.options if one.text.startswith(title)))
    browser.one(f"[name='way'][value='{way}']").click()
    browser.press("Börja utkastet")
    return browser.path.partition("?")[0]


def name_it(browser: Browser, draft: str, title: str) -> None:
    write(browser, f"{draft}?nod=", "title_sv", title)


def write(browser: Browser, part: str, name: str, text: str) -> None:
    """Type into a part of the draft, or choose there; it saves itself."""
    browser.open(part)
    before = revision(browser)
    field = browser.one(f"[name='{name}']")
    if field.tag_name == "select":
        Select(field).select_by_value(text)
    else:
        field.clear()
        field.send_keys(text, Keys.TAB)
    browser.wait(lambda: revision(browser) > before, f"{text!r} is not saved")


def revision(browser: Browser) -> int:
    return int(browser.one("[data-revision]").get_attribute("value") or 0)


def have_it_read(browser: Browser, draft: str) -> None:
    """Cecilia reads it for the union and has something to say, which Gunilla deals with."""
    browser.press_in(".sv-tabs", "Granska")
    page = browser.path
    browser.press("Be någon granska")
    browser.fill("email", "cecilia@example.se")
    Select(browser.one("[name='role']")).select_by_visible_text("Facklig företrädare")
    browser.fill("speaks_for", "Kommunal")
    browser.press("Be om granskning")
    browser.press("Skicka ut på granskning")
    browser.become("cecilia")
    browser.open(f"{page}kommentera/")
    browser.fill("text", "Tydligt. Bra att det går att stanna på en nivå.")
    browser.press("Skicka kommentaren")
    browser.one("input[name='opinion'][value='supports']").click()
    browser.press("Skicka mitt ställningstagande")
    browser.become("gunilla")
    browser.open(page)
    browser.one(".fw-remark:not([data-settled]) button").click()
    browser.wait(lambda: not browser.all(".fw-remark:not([data-settled]) button"), "not dealt with")
    assert browser.path.startswith(draft)


def publish(browser: Browser, number: int) -> str:
    """Publish the draft whose page is open. The address of the version."""
    browser.press_in(".sv-tabs", "Publicera")
    assert "Måste rättas" not in browser.text
    browser.press("Publicera versionen")
    browser.wait_for_text(f"Version {number} är publicerad")
    return str(browser.named("Versionen kan läsas av alla i Stegvis.").get_attribute("href")).removeprefix(browser.url)


def choose(browser: Browser, version: str) -> None:
    """Ale's staff go over to it from what they are placed by, when that has been seen and accepted."""
    browser.open(version)
    browser.named("Använd den hos oss").click()
    Select(browser.one("[name='profession']")).select_by_visible_text("Undersköterska")
    browser.press("Använd modellen")
    browser.wait_for_text("Inget har ändrats ännu")
    accept(browser)
    browser.open(version)
    assert "Ale kommun: Undersköterska" in browser.text


def add_to_it(browser: Browser) -> str:
    """A unit's clarification of a requirement that stands. The address of the addition."""
    draft = start(browser, "overlay", OWN)
    name_it(browser, draft, "Norra enhetens tillägg")
    write(browser, f"{draft}?nod=base.requirement.hygien", "text_sv", "Hos oss går kursen i mars.")
    return publish(browser, 1)


def ask_for_more(browser: Browser, draft: str) -> None:
    """One judgement a step higher."""
    write(browser, f"{draft}?nod=levels.0.requires.5", "rating", "3")


def agree_to_mapping(browser: Browser) -> None:
    browser.press_in(".sv-tabs", "Byte av version")
    browser.press("Godkänn alla förslag")
    browser.wait_for_text("Varje krav har fått sin plats")


def follow_the_base(browser: Browser, added: str) -> None:
    """The addition is set on the new version, and looks as it did."""
    browser.open("/?alla=1")
    browser.click(f"main a[href='{added}uppgradera/']")
    browser.press("Börja ett utkast på den nya basen")
    agree_to_mapping(browser)
    browser.open(publish(browser, 2))
    assert "Hos oss går kursen i mars." in browser.text


def see_what_it_means(browser: Browser) -> str:
    """The address of the move, once it is computed."""
    until_first_page(browser, "1 versionsbyte väntar på ditt beslut")
    browser.press("Se vad det skulle innebära")
    look(browser)
    browser.click("main tbody a")
    assert "Inget har ändrats ännu" in browser.text
    look(browser)
    return browser.path


def see_what_it_means_for_each(browser: Browser, move: str) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.click(f"main a[href='{move.replace('organisation/versionsbyten', 'mitt-team/versionsbyte')}']")
    assert "Ger stöd utifrån personens vilja och vanor" in browser.one("main table").text
    look(browser)


def decide(browser: Browser, move: str) -> None:
    browser.become("gunilla")
    browser.open(move)
    accept(browser)
    look(browser)
    browser.named("Ångra bytet").click()
    browser.click("dialog[open] button[type=submit]")
    browser.wait_for_text("Det som användes förut gäller igen.")


def accept(browser: Browser) -> None:
    browser.named("Godkänn bytet").click()
    browser.click("dialog[open] button[type=submit]")
    browser.wait_for_text("Det kan ångras till och med")


def until_first_page(browser: Browser, words: str) -> None:
    """Until the first page says so: the worker is done."""
    until = time.monotonic() + PATIENCE
    browser.open("/")
    while words not in browser.text:
        assert time.monotonic() < until, f"{words} did not come"
        time.sleep(1)
        browser.open("/")


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
