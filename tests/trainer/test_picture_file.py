from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from trainer.audit import _examine
from trainer.face_crops import CropSettings, crop_picture


@pytest.mark.skipif(sys.platform == "win32", reason="makes a pipe")
@pytest.mark.timeout(60)
def test_a_pipe_and_a_file_that_fills_the_memory_are_pictures_that_can_not_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(2**30)
    for name, reason in (("pipe", "This is no file, but a pipe or a device."), ("large", "The file is larger than")):
        path = tmp_path / f"{name}.jpg"
        for answer in (_examine(path), crop_picture(path, CropSettings(64, whole=True))):
            assert isinstance(answer, str)
            assert answer.startswith(reason)
