"""The licences of everything that the program is made of: Help, About shows them. No Qt here.

The packaged program has them in a file, which `build.spec` writes; elsewhere they are read from what is installed.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution
from pathlib import Path

from app.resources import RESOURCES

_COLLECTED = RESOURCES / "licences.json"
_PROGRAM = "unmask"
_TEXT = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|COPYRIGHT|THIRD[_-]?PARTY)", re.IGNORECASE)
#: Headers of C libraries, and what is there for tests, are no part of the program.
_NOT_OURS = {"include", "tests"}
#: Longer than any name of a licence: some packages put the text where the name belongs.
_LONGEST_NAME = 80
#: Texts for packages that name their licence and don't hold it, by how the name starts.
_STANDARD_TEXTS = {"LGPL-3.0": ("LGPL-3.0.txt", "GPL-3.0.txt")}


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what terms a part of the program is used.

    Attributes:
        name: of the part.
        version: of the part; "" if unknown.
        terms: name of the licence, "Apache-2.0"; "" if only the text says.
        text: of the licence and of the notices that come with it; "" if the part holds none.
    """

    name: str
    version: str
    terms: str
    text: str


def licences() -> list[Licence]:
    """The licences of all parts of this program, by name.

    Raises:
        OSError: they can't be read.
    """
    try:
        return [Licence(**entry) for entry in json.loads(_COLLECTED.read_text("utf-8"))]
    except FileNotFoundError:
        return sorted(
            [python_licence(), model_licence(), *network_licences(), *map(licence_of, _installed())],
            key=lambda part: part.name.lower(),
        )


def write_licences(parts: Iterable[Licence], target: Path) -> None:
    """Writes the file that `licences` reads in the packaged program.

    Args:
        parts: in any order.
        target: the file.
    """
    ordered = sorted(parts, key=lambda part: part.name.lower())
    target.write_text(json.dumps([asdict(part) for part in ordered], indent=1) + "\n", "utf-8")


def licence_of(distribution: Distribution) -> Licence:
    """What an installed package says of its licence."""
    terms = _terms(distribution)
    texts = _texts(distribution)
    if not texts:
        for start, names in _STANDARD_TEXTS.items():
            if terms.startswith(start):
                texts = [(RESOURCES / "licences" / name).read_text("utf-8") for name in names]
    if not texts and "apache" in terms.lower():
        texts = _apache_texts()
    return Licence(distribution.name, distribution.version, terms, "\n\n".join(texts))


def python_licence() -> Licence:
    """The licence of Python itself and of what its library is made of."""
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        if (file := Path(folder, "LICENSE.txt")).is_file():
            text = file.read_text("utf-8")
            break
    else:
        text = ""
    return Licence("Python", platform.python_version(), "PSF-2.0", text)


def model_licence() -> Licence:
    """The terms of the bundled model; its card says which the pictures had that it was trained on."""
    card = (RESOURCES / "model/MODEL_CARD.md").read_text("utf-8")
    (text,) = re.findall(r"The pictures come from.*?part of this program\.", card, re.DOTALL)
    return Licence("Bundled model", "", "Apache-2.0, and the terms of the pictures that it was trained on", text)


def network_licences() -> list[Licence]:
    """The licences of networks that others trained: a part of the bundled model, and those that find faces."""
    return [
        Licence("CLIP ViT-B/16", "", "MIT", (RESOURCES / "licences/CLIP.txt").read_text("utf-8")),
        # The package that brings them names its own terms alone.
        Licence("MediaPipe face networks", "", "Apache-2.0", "\n\n".join(_apache_texts())),
    ]


def _apache_texts() -> list[str]:
    """The Apache License from Unmask's own package, word for word."""
    return _texts(importlib.metadata.distribution(_PROGRAM))


def _installed() -> list[Distribution]:
    """The program and all that it needs, as far as it is there; without the extras."""
    found: dict[str, Distribution] = {}
    waiting = [_PROGRAM]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # For another system, or left out.
        for requirement in distribution.requires or []:
            needed = re.match(r"[\w.-]+", requirement)
            if needed and not re.search(r";.*\bextra\s*==", requirement):
                waiting.append(re.sub(r"[-_.]+", "-", needed[0]).lower())
    return list(found.values())


def _terms(distribution: Distribution) -> str:
    metadata = distribution.metadata
    for key in ("License-Expression", "License"):
        said = str((metadata.get_all(key) or [""])[0]).strip()
        if said and said.upper() != "UNKNOWN" and len(said) <= _LONGEST_NAME and "\n" not in said:
            return said
    classifiers = metadata.get_all("Classifier") or []
    return ", ".join(each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: "))


def _texts(distribution: Distribution) -> list[str]:
    found: dict[str, None] = {}
    for file in distribution.files or []:
        # A folder of that name holds the texts of what is built in.
        said = any(_TEXT.match(part) for part in file.parts[-2:])
        if said and file.suffix not in {".py", ".pyc"} and not _NOT_OURS & set(file.parts):
            try:
                found[Path(str(file.locate())).read_text("utf-8", "replace").strip()] = None
            except OSError:
                continue  # Named in the list of files, and not installed.
    return [text for text in found if text]
