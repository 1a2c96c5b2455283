from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.frozen.driving import Window, finished_scans, scan_from_source

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]


def test_the_window_scans_without_a_console_and_exports_the_same_csv(
    program: Path, pictures: Path, screen: dict[str, str], tmp_path: Path
) -> None:
    exported, source = tmp_path / "window.csv", tmp_path / "source.csv"
    window = Window([program / "unmask", pictures], screen)
    try:
        window.until("a window", lambda: window.shown("Unmask"))
        window.until("the end of the scan", lambda: finished_scans(Path(screen["HOME"])))
        time.sleep(2)  # What is in the journal is yet to be shown.
        window.export(exported)
        if Path("/proc").is_dir():
            loaded = Path(f"/proc/{window.process.pid}/maps").read_text("utf-8")
            assert "libpython" in loaded
            assert "tensorflow" not in loaded
    finally:
        window.close()
    scan_from_source(pictures, source)
    assert exported.read_bytes() == source.read_bytes()
