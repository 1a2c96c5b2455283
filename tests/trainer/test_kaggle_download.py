"""The official Kaggle client against a small Kaggle of our own; see kaggle_server.py."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.trainer.kaggle_server import KaggleServer
from trainer.dataset_errors import CredentialsError, DiskSpaceError, DownloadError
from trainer.kaggle_download import archive_path, dataset_name, download

TOKEN = "KGAT_0123456789abcdef0123456789abcdef"
DATASET = "somebody/faces"


def _store(home: Path, name: str, text: str) -> Path:
    file = home / ".kaggle" / name
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return archive_path(DATASET, tmp_path / "cache")


def test_a_public_data_set_needs_no_credentials(kaggle: KaggleServer, archive: Path) -> None:
    steps: list[tuple[int, int]] = []

    download(DATASET, archive, lambda done, total: steps.append((done, total)))

    assert archive.read_bytes() == kaggle.content
    assert steps[-1] == (len(kaggle.content), len(kaggle.content))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert {total for _, total in steps} <= {0, len(kaggle.content)}


def test_the_stored_token_is_sent_and_shown_nowhere(
    kaggle: KaggleServer,
    user_home: Path,
    archive: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kaggle.token = TOKEN
    monkeypatch.setenv("VERBOSE", "true")
    _store(user_home, "access_token", TOKEN)

    download(DATASET, archive)

    assert kaggle.authorizations == [f"Bearer {TOKEN}"]
    shown = capfd.readouterr()
    assert TOKEN not in shown.out + shown.err
    assert shown.out == "", "what the client prints would mix with the events on standard output"


def test_without_credentials_the_user_is_told_where_to_get_a_token(kaggle: KaggleServer, archive: Path) -> None:
    kaggle.token = TOKEN

    with pytest.raises(CredentialsError, match=r"make a token at https://www\.kaggle\.com/settings/api"):
        download(DATASET, archive)


@pytest.mark.parametrize(
    ("name", "text"),
    [("access_token", "KGAT_fffffffffffffffffffff"), ("kaggle.json", '{"username": "me", "key": "0123456789"}')],
)
def test_wrong_credentials_are_refused_by_the_place_they_are_in(
    kaggle: KaggleServer, user_home: Path, archive: Path, name: str, text: str
) -> None:
    kaggle.token = TOKEN
    file = _store(user_home, name, text)

    with pytest.raises(CredentialsError) as caught:
        download(DATASET, archive)

    assert f"Kaggle refuses the credentials in {file}" in str(caught.value)
    assert "ffff" not in str(caught.value)
    assert "0123456789" not in str(caught.value)


def test_403_names_the_page_with_the_rules(kaggle: KaggleServer, user_home: Path, archive: Path) -> None:
    kaggle.token = TOKEN
    kaggle.status = 403
    _store(user_home, "access_token", TOKEN)

    with pytest.raises(DownloadError, match=r"\(403\): open \S+/datasets/somebody/faces, accept its rules"):
        download(DATASET, archive)


def test_404_names_the_data_set(kaggle: KaggleServer, archive: Path) -> None:
    kaggle.status = 404

    with pytest.raises(DownloadError, match=r"Kaggle has no data set somebody/faces \(404\)"):
        download(DATASET, archive)


def test_without_a_network_the_sentence_names_it(
    kaggle: KaggleServer, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    with pytest.raises(DownloadError, match="Kaggle can't be reached: check the network"):
        download(DATASET, archive)


def test_a_connection_lost_at_60_percent_is_taken_up_again(kaggle: KaggleServer, archive: Path) -> None:
    kaggle.cut_at = 0.6

    download(DATASET, archive)

    assert archive.read_bytes() == kaggle.content
    ranges = [wanted for path, wanted in kaggle.requests if path == "/dataset.zip"]
    assert ranges[0] == ""
    assert int(ranges[1].removeprefix("bytes=").removesuffix("-")) > 0.3 * len(kaggle.content)


def test_after_a_network_that_stayed_away_the_next_attempt_fetches_only_the_rest(
    kaggle: KaggleServer, archive: Path
) -> None:
    kaggle.cut_at = 0.6
    kaggle.keeps_cutting = True
    with pytest.raises(DownloadError, match=r"The network was lost after \d\.\d MB of somebody/faces; start again"):
        download(DATASET, archive, retries=0)
    arrived = archive.stat().st_size
    assert 0 < arrived < len(kaggle.content)

    kaggle.cut_at = None
    kaggle.requests.clear()
    download(DATASET, archive)

    assert archive.read_bytes() == kaggle.content
    assert ("/dataset.zip", f"bytes={arrived}-") in kaggle.requests


def test_a_cancel_during_a_stalled_download_answers_and_keeps_what_arrived(kaggle: KaggleServer, archive: Path) -> None:
    kaggle.stall = threading.Event()

    def cancel(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(DATASET, archive, cancel)
    arrived = archive.stat().st_size
    assert 0 < arrived < len(kaggle.content)

    kaggle.stall.set()
    kaggle.requests.clear()
    download(DATASET, archive)
    assert archive.read_bytes() == kaggle.content
    assert ("/dataset.zip", f"bytes={arrived}-") in kaggle.requests


def test_a_disk_without_room_stops_the_download_at_its_start(
    kaggle: KaggleServer, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.archive.RESERVED_BYTES", 2**60)

    with pytest.raises(DiskSpaceError, match="To download and unpack somebody/faces"):
        download(DATASET, archive)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_on_the_way_is_a_sentence(kaggle: KaggleServer, archive: Path) -> None:
    archive.parent.mkdir(parents=True)
    archive.symlink_to("/dev/full")

    with pytest.raises(DiskSpaceError, match="free some space and start again"):
        download(DATASET, archive, retries=0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("manjilkarki/deepfake-and-real-images", "manjilkarki/deepfake-and-real-images"),
        (" https://www.kaggle.com/datasets/xhlulu/140k-real-and-fake-faces/ ", "xhlulu/140k-real-and-fake-faces"),
        ("https://www.kaggle.com/datasets/xhlulu/140k-real-and-fake-faces/data", "xhlulu/140k-real-and-fake-faces"),
        ("https://www.kaggle.com/datasets/a/b?select=train.csv#top", "a/b"),
        ("https://www.kaggle.com/datasets", None),
        ("https://www.kaggle.com/competitions/a/data", None),
        ("kaggle.com", None),
        ("a/b/c", None),
        ("../b", None),
        ("a/..", None),
        ("C:\\a", None),
        ("", None),
    ],
)
def test_a_name_or_the_address_of_its_page_names_a_data_set(text: str, name: str | None) -> None:
    assert dataset_name(text) == name
