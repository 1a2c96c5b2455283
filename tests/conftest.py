"""Pictures for the tests, and a home of their own, so that no test touches the user's."""

from __future__ import annotations

import dataclasses
import importlib.resources
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.detector.bundle import GOLDEN, NETWORK, read_manifest
from app.models import bundled_model, use_model

# Before anything imports Qt. A test that wants a screen starts a process under Xvfb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# For fixtures wider than a test; each test gets a home of its own below. Worker processes inherit it.
_SESSION_HOME = tempfile.TemporaryDirectory(prefix="unmask-tests-", ignore_cleanup_errors=True)
os.environ["UNMASK_HOME"] = _SESSION_HOME.name
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As where tests run in the background; what they start and interrupt would ignore it, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def unmask_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home for settings, models and caches."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("UNMASK_HOME", str(home))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def _home_with_the_first_network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the bundled model without its second stage is selected."""
    home, model = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("first")
    for name in (NETWORK, GOLDEN):
        shutil.copy(bundled_model() / name, model)
    manifest = read_manifest(bundled_model())
    files = {name: manifest.files[name] for name in (NETWORK, GOLDEN)}
    manifest = dataclasses.replace(manifest, id=f"{manifest.id}-first", files=files, second=None)
    (model / "manifest.json").write_text(manifest.to_json(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNMASK_HOME", str(home))
        use_model(model)
    return home


@pytest.fixture
def first_network(unmask_home: Path, _home_with_the_first_network: Path) -> None:
    """Scans use the fast half of the bundled model: for tests that look at everything but scores."""
    shutil.copytree(_home_with_the_first_network, unmask_home, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def astronaut() -> Iterator[Path]:
    """A genuine portrait with one face, 512 x 512 pixels, PNG. Read only."""
    with importlib.resources.as_file(importlib.resources.files("skimage") / "data/astronaut.png") as path:
        yield path


@pytest.fixture(scope="session")
def portraits() -> list[Path]:
    """Generated portraits with one face each, JPEG. Read only."""
    people = Path(str(importlib.resources.files("openpeople"))) / "data/curated"
    return sorted(people.glob("P*/assets/amateur_selfie.jpg"))


@pytest.fixture(scope="session")
def labelled_pictures() -> Path:
    """A folder with ``Test/Real`` and ``Test/Fake``; the test is skipped where there is none.

    It is ``$UNMASK_DATA`` or, beside the checkout, ``shared/data``.
    """
    beside = Path(__file__).resolve().parents[2] / "shared/data"
    folder = Path(os.environ.get("UNMASK_DATA") or beside)
    if not (folder / "Test").is_dir():
        pytest.skip("needs labelled pictures: set UNMASK_DATA to a folder with Test/Real and Test/Fake")
    return folder
