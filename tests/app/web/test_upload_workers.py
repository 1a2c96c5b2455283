"""What a worker process of the page says of an upload comes out as it went in, or not at all."""

from __future__ import annotations

import json
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.detector.closer_look import CloserLook, Variant
from app.detector.verdict import Verdict
from app.models import selected_model
from app.scan.results import ImageResult
from app.web.upload_workers import Upload, UploadResult, UploadWorkers, upload_as_json, upload_from_json

_UPLOAD = Upload(3, Path("/tmp/a.png"))
_LOOK = CloserLook((Variant("jpeg-50", 0.25, Verdict.REAL),), (1.5, 2.0, 30.0), None, 0.5, 0.25)
_RESULT = UploadResult(3, Path("/tmp/a.png"), Verdict.REAL, preview=b"\xff\xd8", look=_LOOK)


@pytest.mark.parametrize("result", [_RESULT, replace(_RESULT, look=None)])
def test_a_result_comes_out_as_it_went_in(result: UploadResult) -> None:
    assert upload_from_json(_UPLOAD, json.loads(json.dumps(upload_as_json(result)))) == result


def test_an_error_is_a_result_with_nothing_to_show() -> None:
    row = ImageResult(3, Path("/tmp/a.png"), Verdict.ERROR, "It is broken.")
    expected = UploadResult(3, Path("/tmp/a.png"), Verdict.ERROR, "It is broken.")
    assert upload_from_json(_UPLOAD, upload_as_json(row)) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"index": 4},
        {"preview": 5},
        {"preview": "not base 64!"},
        {"look": None},
        {"look": [[["<script>", 0.5, "real"]], [0, 0, 1], 0, 0]},
        {"look": [[["mirrored", "high", "real"]], [0, 0, 1], 0, 0]},
        {"look": [[["mirrored", 0.5]], [0, 0, 1], 0, 0]},
        {"look": [[], [0, 0], 0, 0]},
        {"look": [[], [0, 0, 1], 10**400, 0]},
    ],
)
def test_what_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever: all it does is to cost the worker its life.
        upload_from_json(_UPLOAD, upload_as_json(_RESULT) | change)


def test_who_comes_while_the_page_is_closed_does_not_wait_for_ever(tmp_path: Path) -> None:
    workers = UploadWorkers(selected_model(), 1)
    before = workers.submit(tmp_path / "a.png")
    workers.close()
    after = workers.submit(tmp_path / "a.png")
    for future in (before, after):
        with pytest.raises(CancelledError):
            future.result(timeout=20)
