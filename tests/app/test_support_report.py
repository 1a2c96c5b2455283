"""What a support report says, and what it keeps to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.licences import Licence
from app.self_test import Check
from app.support_report import support_report, without_private_parts


@pytest.fixture(autouse=True)
def _jane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "users" / "Jane.Doe"
    home.mkdir(parents=True)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "jdoe")
    return home


def test_it_says_what_helps() -> None:
    report = support_report(
        [Check("model", True, "Works."), Check("journal", False, "Is broken.")], [Licence("numpy", "2.0", "BSD", "")]
    )
    assert "failed\tjournal\tIs broken." in report
    assert "numpy 2.0" in report
    assert "Bundled model: efficientnet" in report


def test_the_home_and_the_name_of_the_user_are_left_out() -> None:
    secret = Path.home() / "Sources" / "informant.jpg"
    report = support_report(
        [
            Check("export", False, f"{secret} can't be written."),
            Check(
                "journal", False, f"Owned by jdoe, in /media/jdoe/USB of Jane.Doe; not by jdoesmith in {Path.home()}."
            ),
        ],
        [],
    )
    assert str(Path.home()) not in report
    assert "Jane.Doe" not in report
    assert "~/Sources/informant.jpg can't be written." in report.replace("\\", "/")
    assert "Owned by <user>, in /media/<user>/USB of <user>; not by jdoesmith in ~." in report


def test_folders_of_the_program_are_named_for_what_they_are(unmask_home: Path) -> None:
    text = without_private_parts(f"{unmask_home / 'data' / 'journal.sqlite'} and {unmask_home}-2")
    assert text.replace("\\", "/").startswith("<data>/journal.sqlite and ")
    assert not text.endswith("<UNMASK_HOME>-2")  # Another folder, whose name begins alike.
