"""The page as a client meets it: a real server in a process of its own, real uploads, the real model."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.app.web.serving import served

gradio_client = pytest.importorskip("gradio_client")
pytest.importorskip("gradio")
httpx = pytest.importorskip("httpx")
psutil = pytest.importorskip("psutil")
from app.web.page import delete_leftovers  # noqa: E402

pytestmark = [
    # Sockets that Gradio's client leaves to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def client(page: tuple[str, Path]) -> Any:
    return gradio_client.Client(page[0], verbose=False)


def _scan(client: Any, *paths: Path) -> dict[str, Any]:
    report: dict[str, Any] = client.predict([gradio_client.handle_file(str(path)) for path in paths], api_name="/scan")
    return report


def test_the_page_gives_the_figures_of_the_terminal(
    client: Any, tmp_path: Path, astronaut: Path, portraits: list[Path]
) -> None:
    pictures = [astronaut, *portraits[:2]]
    judged = _scan(client, *pictures)
    target = tmp_path / "report.json"
    subprocess.run(
        [sys.executable, "-m", "app", "scan", *map(str, pictures), "--json", str(target), "--no-cache"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    expected = json.loads(target.read_text("utf-8"))
    assert judged["model"] == expected["model"]
    assert [row["name"] for row in judged["files"]] == [path.name for path in pictures]
    for row, file in zip(judged["files"], expected["files"], strict=True):
        # All but where and when: to the last digit.
        for key in file.keys() - {"path", "modified"}:
            assert row[key] == file[key], key


def test_what_is_no_picture_is_a_row_with_a_sentence(client: Any, tmp_path: Path, astronaut: Path) -> None:
    text, half = tmp_path / "text.jpg", tmp_path / "half.png"
    text.write_text("I am no picture", "utf-8")
    half.write_bytes(astronaut.read_bytes()[:5000])
    rows = _scan(client, text, half, astronaut)["files"]
    assert [row["verdict"] for row in rows[:2]] == ["error", "error"]
    assert rows[0]["reason"] == "The content is not a picture in a supported format."
    assert rows[1]["reason"].startswith("The picture is damaged")
    assert rows[2]["verdict"] != "error"


def test_an_empty_file_is_a_sentence(client: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    (row,) = _scan(client, empty)["files"]
    assert (row["verdict"], row["reason"]) == ("error", "The file is empty (0 bytes).")


def test_too_many_pictures_are_refused_with_a_sentence(client: Any, astronaut: Path) -> None:
    with pytest.raises(gradio_client.exceptions.AppError, match="21 pictures are more than the 20"):
        _scan(client, *[astronaut] * 21)


def test_a_file_of_60_mb_is_refused_and_the_page_lives(page: tuple[str, Path], client: Any, astronaut: Path) -> None:
    answer = httpx.post(
        f"{page[0]}gradio_api/upload", files={"files": ("large.png", b"\0" * (60 * 10**6))}, timeout=120
    )
    assert answer.status_code == 413
    assert _scan(client, astronaut)["files"][0]["verdict"] != "error"


@pytest.mark.parametrize("path", ["/etc/hostname", "../../../../etc/hostname", "http://127.0.0.1:9/picture.png"])
def test_paths_and_addresses_of_a_client_are_not_opened(page: tuple[str, Path], path: str) -> None:
    # Not through gradio_client, which would upload the file.
    file = {"path": path, "orig_name": "picture.png", "meta": {"_type": "gradio.FileData"}}
    call = f"{page[0]}gradio_api/call/scan"
    event = httpx.post(call, json={"data": [[file]]}, timeout=60).json()["event_id"]
    answer = httpx.get(f"{call}/{event}", timeout=60).text
    assert "event: error" in answer
    assert "event: complete" not in answer


@pytest.mark.parametrize(
    "path", ["gradio_api/file=/etc/hostname", "gradio_api/file=pyproject.toml", "gradio_api/file="]
)
def test_no_file_and_no_folder_of_the_machine_isserved(page: tuple[str, Path], path: str) -> None:
    assert httpx.get(page[0] + path, timeout=60).status_code >= 400


def _asked(address: str, config: dict[str, Any], element: str, session: str, *values: object) -> list[str]:
    """Does what a page in a browser does; returns the messages about it.

    Args:
        address: of the server.
        config: of the page.
        element: the input that the step takes, of those that only the page itself takes.
        session: of the page.
        values: of the inputs.
    """
    (number,) = (each["id"] for each in config["components"] if each["props"].get("elem_id") == element)
    step = next(
        each["id"]
        for each in config["dependencies"]
        if number in each["inputs"] and each["api_visibility"] == "private"
    )
    asked = {"data": [*values, None], "fn_index": step, "session_hash": session}
    httpx.post(f"{address}gradio_api/queue/join", json=asked, timeout=60).raise_for_status()
    with httpx.stream("GET", f"{address}gradio_api/queue/data?session_hash={session}", timeout=60) as answer:
        return [line for line in answer.iter_lines() if line]


def test_a_page_that_is_older_than_the_server_is_told_to_upload_again(page: tuple[str, Path]) -> None:
    config = httpx.get(f"{page[0]}config", timeout=60).json()
    told = _asked(page[0], config, "face", "of-another-server", "0/1")
    assert any("The picture is not kept any more. Upload it again." in line for line in told)


def test_addresses_are_refused_also_after_a_picture_was_judged(page: tuple[str, Path], astronaut: Path) -> None:
    config = httpx.get(f"{page[0]}config", timeout=60).json()
    upload = {"files": ("a.png", astronaut.read_bytes())}
    (path,) = httpx.post(f"{page[0]}gradio_api/upload", files=upload, timeout=120).json()
    for asked, answer in ((path, '"success":true'), ("http://127.0.0.1:9/a.png", "Addresses can't be judged.")):
        file = {"path": asked, "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}
        told = _asked(page[0], config, "pictures", "of-one-visitor", [file])
        assert any("process_completed" in line and answer in line for line in told), told


def test_the_page_fetches_nothing_from_elsewhere(page: tuple[str, Path]) -> None:
    html = httpx.get(page[0], timeout=60).text
    for word in ("fonts.googleapis", "cdn.", "cdnjs", "jsdelivr", "google-analytics"):
        assert word not in html


def test_many_at_once_are_each_answered(client: Any, astronaut: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        reports = list(threads.map(lambda _: _scan(client, astronaut), range(16)))
    assert len({json.dumps(report["files"]) for report in reports}) == 1


def test_clients_that_go_away_cost_the_others_nothing(page: tuple[str, Path], client: Any, astronaut: Path) -> None:
    _scan(client, astronaut)
    before = len(psutil.Process().children(recursive=True))
    call = f"{page[0]}gradio_api/call/scan"
    for _ in range(12):
        (path,) = httpx.post(
            f"{page[0]}gradio_api/upload", files={"files": ("a.png", astronaut.read_bytes())}, timeout=120
        ).json()
        file = {"path": path, "orig_name": "a.png", "meta": {"_type": "gradio.FileData"}}
        event = httpx.post(call, json={"data": [[file] * 3]}, timeout=120).json()["event_id"]
        # Gone before the first picture of three is judged.
        with httpx.stream("GET", f"{call}/{event}", timeout=120):
            pass
    assert _scan(client, astronaut)["files"][0]["verdict"] != "error"
    assert len(psutil.Process().children(recursive=True)) == before


def test_half_an_upload_is_no_request_and_is_deleted_later(
    page: tuple[str, Path], client: Any, astronaut: Path
) -> None:
    (uploads,) = page[1].glob("unmask-web-*")
    _scan(client, astronaut)
    kept = {path for path in uploads.rglob("*") if path.is_file()}
    where = urllib.parse.urlsplit(page[0])
    with socket.create_connection((where.hostname, where.port), timeout=120) as connection:
        connection.sendall(
            b"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\n\r\n"
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="half.png"\r\n\r\n' + bytes(500_000)
        )
        while not (half := {path for path in uploads.rglob("*") if path.is_file()} - kept):
            time.sleep(0.2)
    assert _scan(client, astronaut)["files"][0]["verdict"] != "error"
    delete_leftovers(uploads, 3600)
    assert all(path.exists() for path in half), "an hour is not over"
    for path in half:
        os.utime(path, (0, 0))
    delete_leftovers(uploads, 3600)
    assert not any(path.exists() for path in half)
    assert all(path.exists() for path in kept)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't ask a process to end")
def test_nothing_is_left_when_the_server_ends(tmp_path: Path, astronaut: Path) -> None:
    with served(tmp_path) as (address, process):
        client = gradio_client.Client(address, verbose=False)
        _scan(client, astronaut)
        assert list(tmp_path.glob("unmask-web-*/*/*.png")), "the upload was expected here"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert not list(tmp_path.glob("unmask-web-*"))


def test_a_port_that_is_taken_is_told_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "app", "web", "--port", str(port)]
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert outcome.returncode == 4
    (line,) = outcome.stderr.splitlines()
    assert line.startswith(f"unmask: can't listen on port {port} of 127.0.0.1: ")
    assert line.endswith(". Choose another with --port.")
    assert "GRADIO" not in line
