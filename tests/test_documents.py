"""What the documents have to name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import trainer.__main__
from app.detector.bundle import load_bundle
from app.detector.metrics import group_figures
from app.detector.verdict import Verdict
from app.evidence.provenance import Provenance
from app.models import bundled_model
from app.report.csv_report import COLUMNS
from app.report.json_report import report
from app.report.review_csv import REVIEW_COLUMNS

ROOT = Path(__file__).resolve().parents[1]


def test_every_column_key_and_event_of_results_is_explained() -> None:
    told = set(re.findall(r"`([\w-]+)`", (ROOT / "docs/results.md").read_text("utf-8")))
    assert {*COLUMNS, *REVIEW_COLUMNS, *Verdict, *get_args(Provenance)} <= told
    assert {*report([], load_bundle(bundled_model()), cancelled=False), "face_details"} <= told
    assert {*group_figures(np.zeros(0), np.zeros(0, bool), 0.5, 0.5)} <= told
    assert {*re.findall(r'"event": "(\w+)"', (ROOT / "app/cli/scan_command.py").read_text("utf-8"))} <= told
    assert {*re.findall(r"^    (\w+)  ", trainer.__main__.__doc__ or "", re.MULTILINE)} <= told


@pytest.mark.parametrize("file", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda file: file.name)
def test_links_lead_somewhere(file: Path) -> None:
    for target, section in re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", file.read_text("utf-8")):
        linked = file.parent / target if target else file
        assert linked.exists()
        headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE) if section else []
        assert not section or section in {heading.lower().replace(" ", "-") for heading in headings}
