"""The texts of the window in other languages.

After a change of texts, in ``app/gui``, for each language (for English with ``-pluralonly``):

    pyside6-lupdate -extensions py . -no-obsolete -locations none -ts ../../resources/translations/unmask_de.ts
    pyside6-lrelease ../../resources/translations/unmask_de.ts
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from app.resources import RESOURCES

ROOT = Path(__file__).resolve().parents[3]
FOLDER = RESOURCES / "translations"
FILES = sorted(FOLDER.glob("*.ts"))


def messages(file):
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name"), message


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_translated_and_keeps_its_places_for_figures(file):
    for _, message in messages(file):
        source, translation = message.findtext("source"), message.find("translation")
        assert translation.get("type") != "unfinished", source
        forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
        assert all(forms), source
        for form in forms:
            assert sorted(re.findall(r"\{\d\}|%n", form)) == sorted(re.findall(r"\{\d\}|%n", source)), source


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_files_hold_every_text_of_the_window(file, tmp_path):
    lupdate = shutil.which("pyside6-lupdate", path=sysconfig.get_path("scripts"))
    updated = Path(shutil.copy(file, tmp_path))
    only = ["-pluralonly"] if file.stem == "unmask_en" else []
    options = ["-extensions", "py", ".", *only, "-no-obsolete", "-locations", "none", "-ts", str(updated)]
    subprocess.run([lupdate, *options], cwd=ROOT / "app" / "gui", check=True, stdout=subprocess.DEVNULL, timeout=60)

    def state(file):
        return {
            (context, message.findtext("source")): (message.get("numerus"), message.find("translation").get("type"))
            for context, message in messages(file)
        }

    assert state(updated) == state(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_compiled_file_is_the_one_of_the_texts(qapp, file):
    translator = QTranslator()
    assert translator.load(file.stem, str(FOLDER))
    for context, message in messages(file):
        if message.get("numerus") != "yes":
            expected = message.findtext("translation")
            assert translator.translate(context, message.findtext("source")) == expected


@pytest.mark.parametrize(
    ("count", "language", "expected"),
    [
        (1, "en", "1 picture flagged as fake."),
        (2, "en", "2 pictures flagged as fake."),
        (1, "de", "1 Bild als falsch gemeldet."),
        (5, "es", "5 imágenes señaladas como falsas."),
    ],
)
def test_plurals_follow_the_language(qapp, count, language, expected):
    translator = QTranslator()
    assert translator.load(f"unmask_{language}", str(FOLDER))
    text = translator.translate("SummaryPanel", "%n picture(s) flagged as fake.", None, count)
    assert text.replace("%n", str(count)) == expected


def test_every_language_says_the_same_things():
    sources = [{(context, message.findtext("source")) for context, message in messages(file)} for file in FILES[::2]]
    assert [file.stem for file in FILES[::2]] == ["unmask_de", "unmask_es"]
    assert sources[0] == sources[1]
