"""Measures the bundled model, and others beside it, and writes the table of README and model card.

    make figures              with the labelled pictures in $UNMASK_DATA
    make figures ALSO=DIR     another model beside the bundled one; without it, its columns go

The folder holds Test/Real and Test/Fake, best by source as Test/Real/SOURCE; if there are any, Unseen with fakes of
generators that the model was not trained on, laid out alike; and Background with pictures mostly without faces.

Every figure comes from ``unmask evaluate`` and ``unmask scan``, as a user would run them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.cli.altered_copies import ALTERATIONS
from app.detector.bundle import load_bundle
from app.detector.metrics import figure_cell
from app.models import bundled_model

_ROOT = Path(__file__).resolve().parents[1]
_TITLES = {
    "dfdc": "dfdc (face swaps in video)",
    "ciplab-photoshop": "ciplab-photoshop (composites)",
    "sdxl": "sdxl (fakes only)",
    "utkface": "utkface (genuine only)",
    "celeba-stylegan": "celeba-stylegan (told apart by framing alone: says nothing)",
    "stylegan2/": "StyleGAN2, a generator it was not trained on",
    "sd21": "Stable Diffusion 2.1, not trained on (fakes only)",
    "all": "all of Test",
}
#: Sources whose pictures are measured together, as one of the lines above.
_PARTS = frozenset({"ffhq-1024", "stylegan2"})
_COLUMNS = (("auc", "AUC"), ("tpr", "fakes flagged"), ("fpr", "genuine flagged"))
_SHARES = frozenset({"tpr", "fpr"})
#: Of the bundled model alone.
_OWN_COLUMNS = (("ece", "ECE"), ("ece_by_chance", "ECE by chance"))

Groups = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Measured:
    """One model: its name and, by set, what was measured."""

    name: str
    sets: dict[str, Groups]
    background: tuple[int, int, int]
    """Pictures that are mostly not of faces: flagged, with a face, in all."""


def main() -> None:
    """Measures, prints, and writes build/figures.json, the README's table and the bundled model card's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with Test and, if there are any, Unseen and Background")
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="DIR", help="another bundle")
    arguments = parser.parse_args()
    build = _ROOT / "build"
    build.mkdir(exist_ok=True)
    measured = [_measure(arguments.data, folder, build) for folder in (bundled_model(), *arguments.also)]
    report = {each.name: {**each.sets, "Background": each.background} for each in measured}
    (build / "figures.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    table = "\n".join(_table(measured[0], measured[1:]))
    print(table)
    put_between_marks(_ROOT / "README.md", table)
    _put_into_card(bundled_model(), table)


def _measure(data: Path, model: Path, build: Path) -> _Measured:
    sets = {"Test": _evaluate(data / "Test", model, build)}
    for alteration in ALTERATIONS:
        sets[f"Test, {alteration}"] = _evaluate(data / "Test", model, build, "--altered", alteration)
    if (data / "Unseen").is_dir():
        sets["Unseen"] = _evaluate(data / "Unseen", model, build)
    background = (0, 0, 0)
    if (data / "Background").is_dir():
        target = build / "background.csv"
        _unmask("scan", data / "Background", "--model", model, "--csv", target)
        with target.open(newline="", encoding="utf-8-sig") as file:
            verdicts = [row["verdict"] for row in csv.DictReader(file)]
        background = (verdicts.count("fake"), len(verdicts) - verdicts.count("no-face"), len(verdicts))
    return _Measured(load_bundle(model).manifest.name, sets, background)


def _evaluate(folder: Path, model: Path, build: Path, *more: str) -> Groups:
    target = build / "evaluated.json"
    _unmask("evaluate", folder, "--model", model, "--json", target, *more)
    groups: Groups = json.loads(target.read_text("utf-8"))["groups"]
    return groups


def _unmask(*arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)], cwd=_ROOT, stdout=sys.stderr, check=False
    )
    if done.returncode not in (0, 1):  # 1: some files could not be read, which the figures say.
        sys.exit(done.returncode)


def _table(bundled: _Measured, others: list[_Measured]) -> list[str]:
    titles = [title for _, title in (*_COLUMNS, *_OWN_COLUMNS)]
    titles += [f"{title}, {each.name}" for each in others for _, title in _COLUMNS]
    lines = ["| | n | " + " | ".join(titles) + " |", "|---" * (len(titles) + 2) + "|"]
    for name, groups in bundled.sets.items():
        rows = groups if "," not in name else {"all": groups["all"]}
        for group, figures in rows.items():
            if group in _PARTS or (group == "all" and name == "Unseen"):
                continue
            title = _TITLES.get(group, group) if "," not in name else f"all of {name}"
            cells = [figure_cell(figures[key], key in _SHARES) for key, _ in (*_COLUMNS, *_OWN_COLUMNS)]
            for each in others:
                cells += [figure_cell(each.sets[name][group][key], key in _SHARES) for key, _ in _COLUMNS]
            lines.append(f"| {title} | {figures['real'] + figures['fake']:,} | " + " | ".join(cells) + " |")
    for name in ("Test", "Unseen"):
        if faceless := bundled.sets.get(name, {}).get("all", {}).get("no_face"):
            fakes = bundled.sets[name]["all"]["no_face_fake"]
            lines += [
                "",
                f"No face was found in {faceless - fakes} genuine pictures and {fakes} fakes of {name}; they are left "
                "out.",
            ]
    for each in (bundled, *others):
        flagged, faces, total = each.background
        if total:
            said = f"of {total} pictures mostly without people, {flagged} flagged ({faces} hold a face)"
            lines += ["", f"{each.name}: {said}."]
    return lines


def put_between_marks(path: Path, table: str) -> None:
    """Replaces what stands between the marks of a text; one without them, as of a new model, gets them at its end."""
    text = path.read_text("utf-8")
    begin, end = "<!-- make figures -->\n", "<!-- end of figures -->\n"
    if begin not in text:
        text = f"{text.rstrip()}\n\n## Measured with the program\n\n{begin}{end}"
    changed = re.sub(f"(?s){re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}{table}\n{end}", text)
    path.write_text(changed, "utf-8")


def _put_into_card(folder: Path, table: str) -> None:
    """Writes the table into the card of a bundle, and the card's hash into its manifest."""
    card, manifest = folder / "MODEL_CARD.md", load_bundle(folder).manifest
    put_between_marks(card, table)
    files = {**manifest.files, card.name: hashlib.sha256(card.read_bytes()).hexdigest()}
    (folder / "manifest.json").write_text(replace(manifest, files=files).to_json(), "utf-8")


if __name__ == "__main__":
    main()
