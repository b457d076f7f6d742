"""Debian's Chromium without a window, and what is asked of every page in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.database import ROOT
from tests.support.world import PASSWORD

AXE = "/static/vendor/axe/axe.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# The product hands axe out: a megabyte through the driver takes longer. Where a thing stands is told by its own HTML:
# axe would work out a selector for each that it looks at. What it would fetch anew before it looks (``preload``: style
# sheets, sound) is for rules of sound that plays by itself, which no page has, and of what is not asked for here.
ASK_AXE = """
    const [address, options, done] = arguments;
    const load = () => new Promise((loaded, failed) => {
      const script = document.createElement("script");
      script.onload = () => { script.remove(); loaded(); };
      script.onerror = () => failed("axe is not handed out");
      script.src = address;
      document.head.append(script);
    });
    if (!window.axe && !document.scripts.length) return done(null);
    (window.axe ? Promise.resolve() : load()).then(() => axe.run(options)).then(
      said => done(said.violations.flatMap(v => v.nodes.map(n =>
        [v.id, n.html, n.any.concat(n.all).map(c => c.message).join("; ")]))),
      error => done([["axe", "", String(error)]]));
"""
# Where the mouse meets a thing, which is brought into sight first; nothing where something else lies over it. What is
# said of the window is gone with its page.
AIM = """
    const [one] = arguments;
    one.scrollIntoViewIfNeeded();
    const box = one.getClientRects()[0];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const met = document.elementFromPoint(x, y);
    if (!one.contains(met)) return null;
    window.isLeft = true;
    return {x, y};
"""
TEXT = {"text", "textarea", "search", "email", "password", "tel", "url"}
# All that a field holds, for what is written next; whether it can be written in.
MARK = """
    const [field] = arguments;
    field.focus();
    field.select();
    return document.activeElement === field && field.checkVisibility() && !field.readOnly;
"""
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--js-flags=--no-turbofan,--no-maglev",  # a page's scripts run once: to compile them well takes longer
    # No page is kept behind the one that is seen, and no process stands by for the next: a page takes a quarter less.
    "--disable-features=BackForwardCache,RenderDocument,SpareRendererForSitePerProcess",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
)
WIDE, NARROW = 1280, 320
PATIENCE = 10  # seconds


def start_browser(url: str, folder: Path, *, scripts: bool = True) -> Browser:
    """A browser with a profile of its own in ``folder``, where its downloads come too. End it with ``quit``."""
    options = webdriver.ChromeOptions()
    options.binary_location = _program(folder)
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}", "--lang=sv"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_page_load_timeout(30)
    if not scripts:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    return Browser(driver, url, folder)


class Browser:
    """One browser at one product. Addresses are paths; text is what stands on the page."""

    def __init__(self, driver: webdriver.Chrome, url: str, folder: Path) -> None:
        self.driver, self.url, self.folder = driver, url, folder
        self._kept: dict[str, str] = {}
        self.set_width(WIDE)

    def quit(self) -> None:
        self.driver.quit()

    # Going about

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.url)

    def log_in(self, name: str) -> None:
        """As one of the cast, whoever was logged in before."""
        self.forget()
        self.open("/konto/login/")
        self.fill("login", f"{name}@example.se")
        self.fill("password", PASSWORD)
        self.press("Logga in")
        self.wait_for_path("/")

    def become(self, name: str) -> None:
        """Logged in as one of the cast, or nobody for ``""``; the log-in is asked once for each, without its page."""
        if name and name not in self._kept:
            self._kept[name] = _session(self.url, name)
        self.forget()
        if name:
            session = {"name": "session", "value": self._kept[name], "httpOnly": True, "sameSite": "Lax"}
            self.driver.execute_cdp_cmd("Network.setCookie", {"url": self.url, **session})

    def forget(self) -> None:
        """No cookies any more: nobody is logged in, language and colours are as at the start."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})

    def fill(self, name: str, value: str) -> None:
        """With what is put in at once, where a field takes text; what single keys do is tried where it matters."""
        field = self.one(f"[name='{name}']")
        kind = field.get_property("type")
        if kind in TEXT and value:
            assert self.driver.execute_script(MARK, field), f"nobody can write in {name} on {self.path}"
            self.driver.execute_cdp_cmd("Input.insertText", {"text": value})
            return
        if kind != "file":
            field.clear()
        field.send_keys(value)

    def press(self, text: str) -> None:
        """Press the button, or follow the link, that says exactly this; the page after it has come."""
        self._follow(self.named(text))

    def press_in(self, css: str, text: str) -> None:
        """The same for a link within a part of the page."""
        (link,) = [one for one in self.all(f"{css} a") if _plain(one.text) == text]
        self._follow(link)

    def click(self, css: str) -> None:
        """Press the first thing of the kind; the page after it has come."""
        self._follow(self.one(css))

    def _follow(self, element: WebElement) -> None:
        """By the mouse itself: WebDriver's own click brings half a page's work of scripts to each page."""
        where = self.driver.execute_script(AIM, element)
        assert where, f"something lies over {_plain(element.text)!r} on {self.path}"
        for event in ("mousePressed", "mouseReleased"):
            press = {"type": event, **where, "button": "left", "clickCount": 1}
            self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", press)
        came = "return !window.isLeft && document.readyState === 'complete'"
        self.wait(lambda: self.driver.execute_script(came), f"nothing comes after {self.path}")

    def status(self, path: str) -> int:
        """The status that a request of this page's for the path is answered with."""
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1]; fetch(arguments[0]).then(answer => done(answer.status));",
            path,
        )

    def named(self, text: str) -> WebElement:
        """The one visible button or link that says exactly this: in the page, else in its header or footer."""
        for place in ("main", "body"):
            found = self.driver.execute_script(
                "return [...document.querySelectorAll(arguments[0])].filter(one => one.checkVisibility()"
                " && one.innerText.replace(/\\s+/g, ' ').trim() === arguments[1]);",
                f"{place} :is(a, button, summary)",
                text,
            )
            if found:
                break
        assert len(found) == 1, f"{len(found)} things say {text!r} on {self.path}"
        return found[0]

    def one(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def texts(self, css: str) -> list[str]:
        found = self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText);", css
        )
        return [_plain(text) for text in found]

    @property
    def text(self) -> str:
        """What can be read on the page; the browser's own account, as WebDriver's takes a second on a long page."""
        return _plain(self.driver.execute_script("return document.body.innerText"))

    @property
    def heading(self) -> str:
        return _plain(self.one("h1").text)

    def wait(self, condition: Any, message: str = "") -> Any:
        """Until the condition holds. What it looks at may be put anew in the meantime."""
        waiting = WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _driver: condition(), message)

    def wait_for_path(self, path: str) -> None:
        self.wait(lambda: self.path == path, f"{path} is not where we are, but {self.path}")

    def wait_for_text(self, text: str) -> None:
        self.wait(lambda: text in self.text, f"{text!r} does not come on {self.path}")

    def download(self, link: WebElement) -> Path:
        """Follow a link that leads to a file. Returns the whole file once it has come."""
        folder = self.folder / "downloads"
        # Said each time, as a tab that was opened since has its own idea.
        allowed = {"behavior": "allow", "downloadPath": str(folder)}
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
        before = set(folder.glob("*"))
        link.click()

        def came() -> Path | None:
            # The browser keeps the name with an empty file before it puts the whole one there.
            new = set(folder.glob("*")) - before
            return next((path for path in new if path.suffix != ".crdownload" and path.stat().st_size), None)

        return self.wait(came, f"no file comes down from {self.path}")

    # The keyboard alone

    def tab_to(self, text: str, *, most: int = 80) -> WebElement:
        """Press Tab until the thing that says this has the focus."""
        for _ in range(most):
            self.keys(Keys.TAB)
            focused = self.driver.switch_to.active_element
            if text in (_plain(focused.text), focused.accessible_name):
                assert _has_outline(focused), f"the focus on {text!r} cannot be seen"
                return focused
        raise AssertionError(f"{most} presses of Tab do not lead to {text!r} on {self.path}")

    def keys(self, *keys: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    # How the page is shown

    def set_width(self, width: int, height: int = 900) -> None:
        self._width = width
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )

    @contextmanager
    def at_width(self, width: int) -> Iterator[None]:
        before = self._width
        if width != before:
            self.set_width(width)
        yield
        if width != before:
            self.set_width(before)

    @contextmanager
    def in_the_dark(self) -> Iterator[None]:
        """As on a device that is set to dark."""
        self._emulate([{"name": "prefers-color-scheme", "value": "dark"}])
        yield
        self._emulate([])

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        self._emulate([], medium="print")
        yield
        self._emulate([])

    def _emulate(self, features: list[dict[str, str]], medium: str = "") -> None:
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": features})

    def picture(self, path: Path, *, width: int = WIDE, whole: bool = True) -> Path:
        """A PNG of the page, by default all of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        height = self.driver.execute_script("return document.documentElement.scrollHeight") if whole else 900
        self.set_width(width, min(height, 8000))
        self.driver.save_screenshot(str(path))
        self.set_width(width)
        return path

    # What holds for every page

    def assert_no_sideways_scroll(self) -> None:
        wide = self.driver.execute_script(
            """
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.querySelectorAll("body *")]
              .filter(one => one.getBoundingClientRect().right > room + 1 && !one.closest(".sv-scroll > *"))
              .slice(0, 8).map(one => one.outerHTML.slice(0, 120));
            """
        )
        assert wide == [], f"wider than the window on {self.path}: {wide}"

    def assert_axe_clean(self) -> None:
        """All rules of WCAG 2.2 AA and axe's own best practice, in whatever look the page has."""
        run = {"type": "tag", "values": AXE_RULES}
        options = {"runOnly": run, "resultTypes": ["violations"], "selectors": False, "preload": False}
        found = self.driver.execute_async_script(ASK_AXE, AXE, options)
        if found is None:  # a page that may have no scripts at all
            self.driver.execute_script((ROOT / "src/stegvis" / AXE.removeprefix("/")).read_text(encoding="utf-8"))
            found = self.driver.execute_async_script(ASK_AXE, AXE, options)
        assert found == [], f"axe on {self.path}:\n" + "\n".join(": ".join(one) for one in found[:20])

    def assert_quiet(self) -> None:
        """Nothing was refused or failed in the page: no script error, no breach of the content security policy."""
        assert self.complaints() == []

    def complaints(self) -> list[str]:
        """What the console holds since it was last read, warnings left out."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def weights(self) -> dict[str, int]:
        """The bytes that a first visit takes, by address: bodies as they travel, and 300 of headers each."""
        sizes = self.driver.execute_script(
            "return ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
            ".map(one => [one.name, one.encodedBodySize + 300]);"
        )
        return {name.removeprefix(self.url): size for name, size in sizes}


def _program(folder: Path) -> str:
    """Chromium without a window's parts where it is as old as its driver, which takes less time; else Chromium."""
    shell = shutil.which("chromium-headless-shell")
    if shell is None or _version(shell) != _version("chromedriver"):
        return shutil.which("chromium") or ""
    starter = folder / "browser"
    starter.write_text(f'#!/bin/sh\nexec {shell} "$@" about:blank\n')  # its driver waits for a page, which it lacks
    starter.chmod(0o755)
    return str(starter)


@cache
def _version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else ""


def _session(url: str, name: str) -> str:
    """What the cookie of a new session holds, for one of the cast."""
    cookies = CookieJar()
    asking = build_opener(HTTPCookieProcessor(cookies), _Stay())
    with asking.open(f"{url}/konto/login/") as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token
    answer = {"csrfmiddlewaretoken": token[1], "login": f"{name}@example.se", "password": PASSWORD}
    with asking.open(f"{url}/konto/login/", urlencode(answer).encode()):
        return next(cookie.value or "" for cookie in cookies if cookie.name == "session")


class _Stay(HTTPRedirectHandler):
    """Does not go on to where an answer leads."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _has_outline(element: WebElement) -> bool:
    outline, shadow = element.value_of_css_property("outline-style"), element.value_of_css_property("box-shadow")
    return outline != "none" or shadow != "none"
