"""Parsers of our own, against anything at all: they answer with their own error and a sentence, or not at all."""

from __future__ import annotations

import copy
import io
import json
import pickle
import sqlite3
from collections import OrderedDict
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.detector.bundle import BundleError, read_manifest
from app.detector.labelled import LayoutError, label_of, read_labelled_folder
from app.models import bundled_model
from app.report.verify import ReportError, read_report
from app.scan.journal import Journal, JournalError
from app.scan.known_results import KnownResults
from app.scan.results import ImageFile
from trainer.imagenet_weights import read_torch_pickle

_QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.deepcopy(value)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return changed


_MANIFEST = json.loads((bundled_model() / "manifest.json").read_text("utf-8"))


@_QUICK
@given(path=st.sampled_from(_places(_MANIFEST)), new=_JSON)
def test_a_manifest_with_anything_anywhere_is_read_or_refused(tmp_path: Path, path: tuple[Any, ...], new: Any) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(_with(_MANIFEST, path, new)), "utf-8")
    try:
        manifest = read_manifest(tmp_path)
    except BundleError:
        return
    assert 0 <= manifest.thresholds.real <= manifest.thresholds.fake <= 1
    assert all(Path(name).name == name for name in manifest.files)


@_QUICK
@given(content=st.binary(max_size=400))
def test_bytes_in_place_of_a_manifest_or_a_report_are_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(BundleError):
        read_manifest(tmp_path)
    with pytest.raises(ReportError):
        read_report(tmp_path / "manifest.json")


@_QUICK
@given(
    raw=st.fixed_dictionaries(
        {},
        optional={
            "report_format": st.just(1) | _JSON,
            "model": st.fixed_dictionaries({"sha256": st.text(max_size=5)}) | _JSON,
            "files": st.lists(_JSON, max_size=3) | _JSON,
        },
    )
    | _JSON
)
def test_any_json_as_a_report_is_read_or_refused(tmp_path: Path, raw: Any) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(raw), "utf-8")
    try:
        report = read_report(file)
    except ReportError:
        return
    assert all(isinstance(row["path"], str) for row in report["files"])


@_QUICK
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: b"file,source\n" + text.encode()))
def test_any_sources_csv_leaves_the_labels_as_they_are(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "real").mkdir(exist_ok=True)
    (tmp_path / "real/a.jpg").touch()
    (tmp_path / "sources.csv").write_bytes(content)
    (found,) = read_labelled_folder(tmp_path)
    assert found.label == "real"


@_QUICK
@given(name=st.text(max_size=60))
def test_any_folder_name_is_a_label_or_none(name: str) -> None:
    assert label_of(name) in ("real", "fake", None)


def test_a_folder_without_labels_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LayoutError):
        read_labelled_folder(tmp_path)


# Torch's pickles. Each of these would write a file if anything in it ran.


class _Runs:
    def __init__(self, function: Any, *arguments: Any) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> Any:
        return self._call


def _torch_file(state: object) -> bytes:
    stream = io.BytesIO()
    for part in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, state, []):
        pickle.dump(part, stream, protocol=2)
    return stream.getvalue()


def _attacks(trace: Path) -> list[object]:
    import builtins
    import os
    import subprocess

    return [
        _Runs(os.system, f"touch {trace}"),
        _Runs(builtins.eval, f"open({str(trace)!r}, 'w')"),
        _Runs(builtins.exec, f"open({str(trace)!r}, 'w')"),
        _Runs(subprocess.call, ["touch", str(trace)]),
        _Runs(builtins.open, str(trace), "w"),
        OrderedDict([("stem.0.weight", _Runs(os.mkdir, str(trace)))]),
        _Runs(builtins.getattr, _Runs(builtins.__import__, "os"), "system"),
        _Runs(np.save, str(trace), [1]),
    ]


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("place", ["header", "state"])
def test_a_pickle_that_would_run_code_is_refused_and_leaves_no_trace(tmp_path: Path, number: int, place: str) -> None:
    trace = tmp_path / "trace"
    attack = _attacks(trace)[number]
    content = _torch_file(attack) if place == "state" else pickle.dumps(attack, protocol=2)
    with pytest.raises(pickle.UnpicklingError):
        read_torch_pickle(content)
    assert list(tmp_path.iterdir()) == []


def test_the_attacks_above_are_real(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(_attacks(tmp_path / "trace")[5], protocol=2))
    assert (tmp_path / "trace").is_dir()


# Found with fuzz_readers.py.


@pytest.mark.parametrize("outcome", ["", "[]", "{}", '{"picture": 1}', "[" * 100_000, "\ufffd"])
def test_a_journal_with_anything_as_a_result_says_that_it_is_damaged(tmp_path: Path, outcome: str) -> None:
    file = tmp_path / "journal.sqlite"
    Journal(file).close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("INSERT INTO judges VALUES (1, 'model', 'bundle', '1')")
        db.execute("INSERT INTO judgements VALUES (1, ?, 1, 'real', ?)", (bytes(32), outcome))
    known = KnownResults(file, "model", 1, 1, True).open()
    with pytest.raises(JournalError, match="can't be read"):
        known.of_content(ImageFile(0, tmp_path / "a.png"), 0, "00" * 32)
    known.close()


def test_a_journal_whose_tables_have_names_of_no_text_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    Journal(file).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    content = file.read_bytes()
    assert b"tablejudgements" in content
    content = content.replace(b"tablejudgements", b"tablejudg\xe9\xff\xffnts")
    file.write_bytes(content.replace(b"CREATE TABLE judgements", b"CREATE TABLE ,udgements"))
    known = KnownResults(file, "model", 1, 1, True).open()
    with pytest.raises(JournalError, match="can't be used"):
        known.of_content(ImageFile(0, tmp_path / "a.png"), 0, "00" * 32)
    known.close()
