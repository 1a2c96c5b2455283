"""What is in a report, and that nothing in it acts on whoever opens it."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.detector.bundle import Bundle, load_bundle
from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Verdict
from app.models import bundled_model
from app.report.atomic_file import ExportError
from app.report.csv_report import COLUMNS, write_csv
from app.report.html_report import write_html
from app.report.json_report import write_json
from app.report.review_csv import REVIEW_COLUMNS, ReviewedResult, write_review_csv
from app.scan.results import ImageResult

_HOSTILE = [
    "=HYPERLINK(1).jpg",
    "+1.jpg",
    "-1.jpg",
    "@SUM(1).jpg",
    "＝1.jpg",
    "\t=1.jpg",
    "two\r\nlines.jpg",
    'quotes" and, commas;.jpg',
    "\x1b]0;title\x07\x1b[31m.jpg",
    "invoice\u202egpj.exe",
    "<script>alert(1)</script><img src=x onerror=alert(1)>.jpg",
    "{{ 7 * 7 }}{% for x in y %}.jpg",
    "not utf-8 \udcff.jpg",
    "日本 🙂.jpg",
]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(bundled_model())


@pytest.fixture
def results() -> list[ImageResult]:
    """One row a hostile name, which is the reason too; and one of a judged picture."""
    face = FaceScore(FaceBox(1.0, 2.0, 30.0, 40.0, 0.9), 1.5, 0.81757, 12.0, Verdict.FAKE)
    rows = [ImageResult(index, Path(name), Verdict.ERROR, name) for index, name in enumerate(_HOSTILE)]
    judged = ImageResult(
        len(rows),
        Path("/p/a.jpg"),
        Verdict.FAKE,
        "",
        (face, face),
        640,
        480,
        "JPEG",
        12345,
        10**18,
        "ab" * 32,
        "absent",
        "m",
    )
    return [*rows, judged]


def _cells(file: Path) -> list[list[str]]:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.reader(lines))


def test_the_csv_has_the_fixed_columns_a_byte_order_mark_and_one_row_a_file(
    results: list[ImageResult], tmp_path: Path
) -> None:
    write_csv(results, tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,verdict,score,faces,face_scores,reason,")
    header, *rows = _cells(tmp_path / "r.csv")
    names = "path,verdict,score,faces,face_scores,reason,width,height,format,bytes,modified,sha256,provenance,model,"
    assert header == (names + "app_version").split(",")
    assert len(rows) == len(results)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert rows[0][0] == "'=HYPERLINK(1).jpg"
    last = dict(zip(header, rows[-1], strict=True))
    assert last["path"] == str(Path("/p/a.jpg"))
    assert (last["verdict"], last["score"], last["faces"], last["face_scores"]) == (
        "fake",
        "0.8176",
        "2",
        "0.8176;0.8176",
    )
    assert (last["modified"], last["width"], last["sha256"]) == ("2001-09-09T01:46:40Z", "640", "ab" * 32)


def test_no_cell_of_the_csv_runs_moves_the_cursor_or_breaks_a_line(results: list[ImageResult], tmp_path: Path) -> None:
    write_csv(results, tmp_path / "r.csv")
    text = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == len(results) + 1
    for row in _cells(tmp_path / "r.csv"):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
            assert "\x1b" not in cell
            assert "\u202e" not in cell


def test_semicolons_part_no_cells_where_a_spreadsheet_takes_them_for_commas(
    results: list[ImageResult], tmp_path: Path
) -> None:
    write_csv(results, tmp_path / "r.csv")
    write_review_csv([ReviewedResult(result, "unsure", 'a "note"; =1') for result in results], tmp_path / "v.csv")
    for name, columns in ("r.csv", COLUMNS), ("v.csv", REVIEW_COLUMNS):
        text = (tmp_path / name).read_text("utf-8-sig")
        assert '"' not in text.splitlines()[0]
        rows = list(csv.reader(io.StringIO(text.replace(";", ",")), strict=True))
        assert {len(row) for row in rows} == {len(columns)}
    assert _cells(tmp_path / "v.csv")[1][REVIEW_COLUMNS.index("note")] == 'a "note";\' =1'


def test_the_json_is_ascii_and_gives_every_name_back_exactly(
    results: list[ImageResult], bundle: Bundle, tmp_path: Path
) -> None:
    write_json(results, bundle, tmp_path / "r.json")
    content = (tmp_path / "r.json").read_bytes()
    assert content.isascii()
    assert b"\x1b" not in content
    report = json.loads(content)
    assert [row["path"] for row in report["files"][:-1]] == [str(Path(name)) for name in _HOSTILE]
    assert report["files"][-1]["face_scores"] == [0.81757, 0.81757]
    assert report["model"]["sha256"] == bundle.sha256
    assert report["summary"]["verdicts"] == {"error": len(_HOSTILE), "fake": 1}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_every_name_as_text_and_runs_nothing(
    results: list[ImageResult], bundle: Bundle, tmp_path: Path
) -> None:
    write_html(results, bundle, tmp_path / "r.html")
    content = (tmp_path / "r.html").read_text("utf-8")
    page = _Page()
    page.feed(content)
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "link", "a", "form", "base"})
    assert not [name for name in page.attributes if name.startswith("on") or name in ("href", "src")]
    assert "default-src 'none'" in content
    for shown in ("<script>alert(1)</script>", "{{ 7 * 7 }}", r"invoice\u202egpj.exe", r"\x1b]0;title\x07", r"\udcff"):
        assert shown in page.text
    assert "\x1b" not in content
    assert "\u202e" not in content


def test_the_page_says_what_valid_credentials_are_where_there_are_any(
    results: list[ImageResult], bundle: Bundle, tmp_path: Path
) -> None:
    for provenance, is_said in ("invalid", False), ("valid", True):
        rows = [*results[:-1], replace(results[-1], provenance=provenance)]
        write_html(rows, bundle, tmp_path / "r.html")
        assert ("by whom is not checked" in (tmp_path / "r.html").read_text("utf-8")) is is_said


def test_the_page_calls_the_score_of_a_model_that_nobody_measured_no_probability(
    results: list[ImageResult], bundle: Bundle, tmp_path: Path
) -> None:
    write_html(results, bundle, tmp_path / "r.html")
    assert "the estimated probability" in (tmp_path / "r.html").read_text("utf-8")
    # As the manifest of a network says that was imported without labelled pictures.
    manifest = replace(bundle.manifest, training={"calibrated": False})
    write_html(results, replace(bundle, manifest=manifest), tmp_path / "r.html")
    said = (tmp_path / "r.html").read_text("utf-8")
    assert "was not measured: the score is no probability" in said
    assert "estimated" not in said


def _broken(results: list[ImageResult]) -> Iterator[ImageResult]:
    yield results[0]
    raise RuntimeError("the scan broke off")


def test_a_report_that_breaks_off_leaves_the_old_one_and_no_litter(results: list[ImageResult], tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    target.write_text("old", "utf-8")
    with pytest.raises(RuntimeError):
        write_csv(_broken(results), target)
    assert target.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["r.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is always full")
def test_a_disk_that_is_full_leaves_the_old_report_no_litter_and_a_sentence(
    results: list[ImageResult], bundle: Bundle, tmp_path: Path
) -> None:
    import resource
    import signal

    target = tmp_path / "r.json"
    target.write_text("old", "utf-8")
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(ExportError, match=r"r\.json can't be written: File too large"):
            write_json(results, bundle, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["r.json"]


def test_a_target_that_can_not_be_written_gives_a_sentence_and_stays(
    results: list[ImageResult], tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="can't be written: No such file"):
        write_csv(results, tmp_path / "no folder/r.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ExportError, match=r"folder\.csv can't be written"):
        write_csv(results, tmp_path / "folder.csv")
    assert os.listdir(tmp_path) == ["folder.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays_one_and_what_it_points_to_is_written(results: list[ImageResult], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere/real.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    for _ in range(2):  # Not there yet, and there.
        write_csv(results, link)
        assert link.is_symlink()
        assert len(_cells(target)) == len(results) + 1
    assert sorted(os.listdir(tmp_path)) == ["elsewhere", "link.csv"]
    assert os.listdir(target.parent) == ["real.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.timeout(60)
def test_pipes_and_devices_are_written_to_and_stay_what_they_are(results: list[ImageResult], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reading = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reading.start()
    write_csv(results, pipe)
    reading.join()
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    (tmp_path / "nothing").symlink_to("/dev/null")
    write_csv(results, tmp_path / "nothing")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    write_csv(results, tmp_path / "file.csv")
    assert read == [(tmp_path / "file.csv").read_bytes()]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_a_report_that_is_replaced_keeps_its_permissions(results: list[ImageResult], tmp_path: Path) -> None:
    (target := tmp_path / "r.csv").touch()
    target.chmod(0o600)
    write_csv(results, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_where_permissions_can_not_be_changed_a_report_is_written_all_the_same(
    results: list[ImageResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refused)
    for _ in range(2):  # A new one, and one that is replaced.
        write_csv(results, tmp_path / "report.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_read_only_report_is_not_replaced(results: list[ImageResult], tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    target.write_text("old", "utf-8")
    target.chmod(0o444)
    with pytest.raises(ExportError, match="Permission denied"):
        write_csv(results, target)
    assert target.read_text("utf-8") == "old"
