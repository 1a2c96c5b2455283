"""A real server for the tests, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(temporary: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serves the page on a free port until the block ends.

    Args:
        temporary: folder for the server's temporary files; what it says goes to a log beside it.

    Yields:
        The address, with a slash at its end, and the process.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = temporary.parent / f"{temporary.name}.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "web", "--port", str(port)],
            env={**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary)},
            stderr=stderr,
        )
    address = f"http://127.0.0.1:{port}/"
    try:
        while not _answers(address):
            assert process.poll() is None, f"the page did not start: {log.read_text()}"
            time.sleep(0.3)
        yield address, process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False
