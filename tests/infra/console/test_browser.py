"""The page in a real Chromium: at phone width, printed, by keyboard alone, and as a screen reader is told of it."""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.print_page_options import PrintOptions

from infra.config import load_settings
from infra.console import build_app
from infra.crawling import crawl
from infra.demo import build_site, serve
from infra.running import ingest_waiting
from infra.stores import open_store
from spiders.crawl.options import CrawlOptions
from tests.infra.console.serving import served

PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    settings = load_settings({"home": str(tmp_path_factory.mktemp("home"))}, env={})
    site = build_site(datetime.now(UTC))
    with serve(site):
        site.write_definitions(settings.home / "outlets")
        crawl(settings, [site.outlet(name) for name in ("barid_alrafidain", "maraya")], CrawlOptions(max_pages=20))
    ingest_waiting(settings, workers=1)
    with closing(open_store(settings)) as store, served(build_app(settings, store)) as url:
        yield url


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[webdriver.Chrome]:
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        message = "no Chromium with its driver on this machine (Debian: chromium, chromium-driver)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"):
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


def size(browser: webdriver.Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def addresses(browser: webdriver.Chrome, address: str) -> dict[str, str]:
    browser.get(address)
    hrefs = [link.get_attribute("href") for link in browser.find_elements("css selector", "main a")]
    first = {kind: next(href for href in hrefs if f"/{kind}/" in href) for kind in ("article", "outlet")}
    browser.get(first["article"])
    found = browser.find_elements("css selector", "a.name")
    entity = next(link.get_attribute("href") for link in found)
    paths = {name: f"{address}/{name}" for name in ("health", "alerts", "headlines")}
    return {"front": address, "search": f"{address}/?q=واشنطن", "entity": entity, **first, **paths}


def shot(browser: webdriver.Chrome, name: str) -> None:
    """Keep a picture where RASID_SHOTS names a folder, for people to look at."""
    if folder := os.environ.get("RASID_SHOTS"):
        browser.save_screenshot(f"{folder}/{name}.png")


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_is_wider_than_its_window(browser, address, window) -> None:
    size(browser, *window)
    for name, url in addresses(browser, address).items():
        for other in (url, url + ("&" if "?" in url else "?") + "lang=en"):
            browser.get(other)
            wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (other, wide)
        browser.get(url)
        shot(browser, f"{name}-{window[0]}")


def test_every_page_tells_a_screen_reader_what_it_is(browser, address) -> None:
    size(browser, *DESK)
    for url in addresses(browser, address).values():
        browser.get(url)
        assert browser.execute_script("return document.documentElement.lang + document.documentElement.dir") == "arrtl"
        assert len(browser.find_elements("css selector", "h1")) == 1, url
        assert len(browser.find_elements("css selector", "main")) == 1, url
        nameless = browser.execute_script(
            "return [...document.querySelectorAll('input:not([type=hidden]), button, a, svg[role=img]')]"
            ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length)))"
            ".map(e => e.outerHTML)"
        )
        assert not nameless, url
        levels = browser.execute_script(
            "return [...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName.slice(1))"
        )
        assert levels[0] == 1, (url, levels)
        assert not [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1], (url, levels)


def test_the_keyboard_alone_reaches_search_and_article(browser, address) -> None:
    size(browser, *DESK)
    browser.get(address)
    press(browser, Keys.TAB)
    assert "skip" in browser.switch_to.active_element.get_attribute("class")
    press(browser, Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "content"
    browser.get(address)
    for _ in range(10):
        press(browser, Keys.TAB)
        if browser.switch_to.active_element.get_attribute("id") == "q":
            break
    press(browser, "واشنطن" + Keys.ENTER)
    assert "q=" in browser.current_url
    press(browser, Keys.TAB, Keys.ENTER)
    focused = "const s = getComputedStyle(document.activeElement); return s.outlineStyle"
    browser.get(address)
    press(browser, Keys.TAB, Keys.TAB)
    assert browser.execute_script(focused) != "none"


def press(browser: webdriver.Chrome, *keys: str) -> None:
    for key in keys:
        webdriver.ActionChains(browser).send_keys(key).perform()


def test_a_printed_article_is_the_article_and_its_address(browser, address) -> None:
    size(browser, *DESK)
    browser.get(addresses(browser, address)["article"])
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    hidden = (
        "return [...document.querySelectorAll('header form, .other, .rooms')].map(e => getComputedStyle(e).display)"
    )
    assert set(browser.execute_script(hidden)) == {"none"}
    shot(browser, "article-printed")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    pdf = base64.b64decode(browser.print_page(PrintOptions()))
    assert pdf.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
