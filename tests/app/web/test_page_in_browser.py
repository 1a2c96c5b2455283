"""The page as a person meets it: a real browser, without a screen, against a real server."""

from __future__ import annotations

import base64
import csv
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("gradio")
webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

_BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.skipif(not (_BROWSER and _DRIVER), reason="needs Chromium and its driver: chromium, chromium-driver"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

_PATIENCE = 180
_DESKTOP, _PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the browser, which saves to ``saved`` in it."""
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def browser(profile: Path) -> Iterator[Any]:
    """A browser with an empty profile; a page that is loaded anew is another visitor's."""
    options = webdriver.ChromeOptions()
    options.binary_location = _BROWSER
    for argument in (
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    if sys.platform == "linux" and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium has none for root, as whom containers run.
    options.add_experimental_option("prefs", {"download.default_directory": str(profile / "saved")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(_DRIVER))
    driver.set_page_load_timeout(_PATIENCE)
    try:
        yield driver
    finally:
        driver.quit()


def _show(browser: Any, address: str, size: tuple[int, int] = _DESKTOP, scheme: str = "light") -> None:
    width, height = size
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == _PHONE},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.get(address)
    _wait(browser, "#pictures input[type=file]")


def _wait(browser: Any, selector: str) -> Any:
    """The first element of a selector, as soon as there is one."""
    return WebDriverWait(browser, _PATIENCE).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, selector))[0]


def _upload(browser: Any, picture: Path) -> Any:
    """Hands a picture to the page and waits for its card."""
    _wait(browser, "#pictures input[type=file]").send_keys(str(picture))
    return _wait(browser, "#results article.unmask")


def _open(browser: Any, title: str) -> None:
    browser.find_element(By.XPATH, f"//button[.//span[normalize-space()='{title}']]").click()


def test_a_picture_is_uploaded_judged_and_saved_as_csv(
    page: tuple[str, Path], browser: Any, profile: Path, astronaut: Path
) -> None:
    _show(browser, page[0])
    card = _upload(browser, astronaut)
    assert card.find_element(By.TAG_NAME, "h3").text == "astronaut.png"
    verdict, score = card.find_element(By.CSS_SELECTOR, "p.verdict").text.split()
    assert verdict in ("Fake", "Real", "Inconclusive")
    assert re.fullmatch(r"[01]\.\d{4}", score)
    assert "of genuine validation faces are flagged" in card.text
    picture = card.find_element(By.TAG_NAME, "img").rect
    (box,) = [rect.rect for rect in card.find_elements(By.TAG_NAME, "rect")]
    assert picture["width"] > 100
    assert picture["x"] <= box["x"] < box["x"] + box["width"] <= picture["x"] + picture["width"]
    assert picture["y"] <= box["y"] < box["y"] + box["height"] <= picture["y"] + picture["height"]

    _open(browser, "This session")
    link = _wait(browser, "#session a.save")
    WebDriverWait(browser, _PATIENCE).until(lambda _: link.is_displayed())
    link.click()
    saved = profile / "saved/unmask.csv"
    WebDriverWait(browser, _PATIENCE).until(lambda _: saved.is_file())
    (row,) = csv.DictReader(saved.read_text("utf-8-sig").splitlines())
    assert row["verdict"] == verdict.lower()
    assert f"{float(row['score']):.4f}" == score

    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert not severe
    assert not _asked_of_others(browser, page[0])


def _asked_of_others(browser: Any, address: str) -> list[str]:
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert any(url.startswith(address) for url in asked)
    # The page of a new tab, the browser's own, is chrome://new-tab-page and chrome-untrusted://new-tab-page.
    return [url for url in asked if not url.startswith((address, "data:", "blob:", "chrome"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [_DESKTOP, _PHONE], ids=["desktop", "phone"])
def test_the_page_fits_the_screen_and_follows_its_colours(
    page: tuple[str, Path], browser: Any, tmp_path: Path, portraits: list[Path], size: tuple[int, int], scheme: str
) -> None:
    _show(browser, page[0], size, scheme)
    card = _upload(browser, portraits[0])
    _open(browser, "This session")
    _wait(browser, "#session a.save")
    # To be looked at: pytest keeps the folder.
    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})["data"]
    (tmp_path / "page.png").write_bytes(base64.b64decode(shot))
    assert browser.execute_script("return document.documentElement.scrollWidth") <= size[0]
    WebDriverWait(browser, _PATIENCE).until(lambda driver: driver.find_element(By.ID, "session").is_displayed())
    for wide in browser.find_elements(By.CSS_SELECTOR, ".unmask :is(img, table, p, h3, th, td)"):
        assert wide.rect["x"] + wide.rect["width"] <= size[0] + 1
    background, text = (_brightness(browser, card, name) for name in ("background-color", "color"))
    assert (background > text) == (scheme == "light")


def _brightness(browser: Any, element: Any, name: str) -> float:
    """Of what is seen there, 0 to 255: the colour of the first ancestor that isn't transparent."""
    colour = browser.execute_script(
        "let [node, name] = arguments, value;"
        "do { value = getComputedStyle(node)[name]; node = node.parentElement; }"
        "while (node && /, 0\\)$/.test(value));"
        "return value;",
        element,
        name,
    )
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_that_strangers_chose_is_only_text(
    page: tuple[str, Path], browser: Any, tmp_path: Path, astronaut: Path
) -> None:
    name = "<img src=x onerror=\"document.title='owned'\">\u202egnp \x1b[2J.png"
    picture = tmp_path / name
    shutil.copyfile(astronaut, picture)
    _show(browser, page[0])
    card = _upload(browser, picture)
    shown = r"""<img src=x onerror="document.title='owned'">\u202egnp \x1b[2J.png"""
    assert card.find_element(By.TAG_NAME, "h3").text == shown
    assert len(card.find_elements(By.TAG_NAME, "img")) == 1
    assert card.find_element(By.TAG_NAME, "img").get_attribute("alt").startswith(shown)
    _open(browser, "This session")
    cell = _wait(browser, "#session td[dir]")
    WebDriverWait(browser, _PATIENCE).until(lambda _: cell.is_displayed())
    assert cell.text == shown
    assert browser.title == "Unmask"
    assert not _asked_of_others(browser, page[0])


def test_what_is_no_picture_is_a_sentence_on_the_page(page: tuple[str, Path], browser: Any, tmp_path: Path) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("I am no picture", "utf-8")
    _show(browser, page[0])
    card = _upload(browser, text)
    assert card.find_element(By.CSS_SELECTOR, "p.verdict").text == "Error"
    assert "The content is not a picture in a supported format." in card.text


def _names(browser: Any, selector: str) -> list[str]:
    # In one step: elements may be replaced between two.
    script = "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)"
    names: list[str] = browser.execute_script(script, selector)
    return names


def test_pictures_that_come_after_others_are_judged_too(
    page: tuple[str, Path], browser: Any, tmp_path: Path, portraits: list[Path], astronaut: Path
) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("I am no picture", "utf-8")
    _show(browser, page[0])
    for picture in (portraits[0], astronaut, text):
        _wait(browser, "#pictures input[type=file]").send_keys(str(picture))
        WebDriverWait(browser, _PATIENCE).until(
            lambda driver, name=picture.name: _names(driver, "#results h3") == [name]
        )
    _open(browser, "This session")
    names = [portraits[0].name, astronaut.name, text.name]
    WebDriverWait(browser, _PATIENCE).until(lambda driver: _names(driver, "#session td[dir]") == names)


def test_the_figures_of_the_model_can_be_read_on_a_phone(page: tuple[str, Path], browser: Any) -> None:
    _show(browser, page[0], _PHONE)
    _open(browser, "About the model")
    source = _wait(browser, "#model tbody td")
    WebDriverWait(browser, _PATIENCE).until(lambda _: source.is_displayed())
    # They had a letter a line.
    assert max(cell.rect["height"] for cell in browser.find_elements(By.CSS_SELECTOR, "#model td")) < 200
    assert browser.execute_script("return document.documentElement.scrollWidth") <= _PHONE[0]
    _show(browser, page[0])


def test_a_picture_that_is_too_large_is_told_the_limit_that_the_page_names(
    page: tuple[str, Path], browser: Any, tmp_path: Path
) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(bytes(60 * 10**6))
    _show(browser, page[0])
    assert "of 50 MB" in browser.find_element(By.ID, "pictures").text
    _wait(browser, "#pictures input[type=file]").send_keys(str(large))
    _wait(browser, ".toast-body")
    assert "50.0 Mb" in _names(browser, ".toast-body")[0]


def test_after_too_many_pictures_others_can_be_chosen(
    page: tuple[str, Path], browser: Any, tmp_path: Path, astronaut: Path
) -> None:
    many = [tmp_path / f"{number}.jpg" for number in range(21)]
    for path in many:
        path.write_text("I am no picture", "utf-8")
    _show(browser, page[0])
    _wait(browser, "#pictures input[type=file]").send_keys("\n".join(map(str, many)))
    _wait(browser, ".toast-body")
    assert "21 pictures are more than the 20" in _names(browser, ".toast-body")[0]
    WebDriverWait(browser, _PATIENCE).until_not(lambda driver: _names(driver, "#pictures .filename"))
    _upload(browser, astronaut)
    assert _names(browser, "#results h3") == [astronaut.name]


def test_pictures_that_come_while_others_are_judged_are_judged_too(
    page: tuple[str, Path], browser: Any, portraits: list[Path], tmp_path: Path, astronaut: Path
) -> None:
    # As many as may come at once, so that they are still judged when the next one comes.
    first = [tmp_path / f"{number}.jpg" for number in range(20)]
    for number, path in enumerate(first):
        shutil.copyfile(portraits[number % len(portraits)], path)
    _show(browser, page[0])
    _wait(browser, "#pictures input[type=file]").send_keys("\n".join(map(str, first)))
    _wait(browser, "#results p[role=status]")
    _wait(browser, "#pictures input[type=file]").send_keys(str(astronaut))
    names = sorted(path.name for path in (*first, astronaut))
    WebDriverWait(browser, _PATIENCE).until(lambda driver: sorted(_names(driver, "#results h3")) == names)
    _open(browser, "This session")
    WebDriverWait(browser, _PATIENCE).until(lambda driver: sorted(_names(driver, "#session td[dir]")) == names)
    assert not browser.find_elements(By.CSS_SELECTOR, "#results p[role=status]")
