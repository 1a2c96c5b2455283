from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trainer import toyfake
from tests.trainer.kaggle_server import KaggleServer


@pytest.fixture
def user_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has never heard of Kaggle."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in [name for name in os.environ if name.startswith(("KAGGLE_", "XDG_CONFIG"))]:
        monkeypatch.delenv(name)
    return home


@pytest.fixture(scope="session")
def kaggle_zip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A data set in the layout of the default one, over 4 MB: the client writes megabytes at a time."""
    sizes = {"Train": 12, "Validation": 2, "Test": 2}
    folders = {f"Dataset/{split}/{label}": count for split, count in sizes.items() for label in ("Real", "Fake")}
    root = toyfake.write(tmp_path_factory.mktemp("kaggle"), folders)
    (root / "weights.bin").write_bytes(os.urandom(4 * 2**20))
    return toyfake.zipped(root)


@pytest.fixture
def kaggle(kaggle_zip: bytes, user_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KaggleServer]:
    """A Kaggle of our own, which the official client talks to as to the real one."""
    with KaggleServer(kaggle_zip) as server:
        monkeypatch.setenv("KAGGLE_API_ENVIRONMENT", "LOCALHOST")
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, server.address)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(name, "")
        yield server
