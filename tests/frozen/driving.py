"""Starts the packaged program and presses its keys, as a user would."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(
    command: Sequence[Path | str],
    environment: dict[str, str],
    limit: float = 600,
    preexec_fn: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end."""
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        preexec_fn=preexec_fn,
    )


def scan_from_source(pictures: Path, target: Path) -> None:
    """What the packaged program is compared with."""
    subprocess.run(
        [sys.executable, "-m", "app", "scan", pictures, "--csv", target],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        timeout=600,
        check=False,
    )


def has_trainer(program: Path) -> bool:
    """Whether it is the full build."""
    return (program / "_internal/tensorflow").exists()


def copy_of(program: Path, target: Path) -> Path:
    """A copy of the program whose files may be replaced, though not written into: they are links."""
    shutil.copytree(program, target, symlinks=True, copy_function=os.link)
    for entry in (target, *target.rglob("*")):
        if entry.is_dir() and not entry.is_symlink():
            entry.chmod(0o755)
    return target


def without_a_console(program: Path) -> list[Path | str]:
    """Starts the program with no terminal, as a desktop does."""
    return ["setsid", program / "unmask"]


@contextmanager
def display(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a screen of its own, which no other program uses."""
    read, write = os.pipe()
    # Else it starts anew when xdotool was its only client, and turns away the program that just comes; no key repeats.
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-noreset", "-r"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        name = f":{number.readline().strip()}"
    try:
        yield environment | {"DISPLAY": name}
    finally:
        server.terminate()
        server.wait()


class Window:
    """The window of the program on a display, and its keyboard."""

    def __init__(self, command: Sequence[Path | str], environment: dict[str, str]) -> None:
        self._environment = environment
        nowhere = subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere)

    def shown(self, title: str) -> str:
        """The number of the window of that title; "" while there is none."""
        found = run(["xdotool", "search", "--onlyvisible", "--name", title], self._environment)
        return found.stdout.partition("\n")[0]

    def press(self, title: str, *keys: str) -> None:
        """Gives keys to a window: there is no window manager, so that nothing has the keyboard until it is given."""
        run(["xdotool", "windowfocus", "--sync", self.shown(title), "key", "--delay", "100", *keys], self._environment)

    def write(self, title: str, text: str) -> None:
        """Types a text in the place of another."""
        run(["xdotool", "windowfocus", "--sync", self.shown(title), "key", "ctrl+a"], self._environment)
        # A letter that no key has is given one for a while, in which a busy program has to see it.
        for part in filter(None, re.split(r"([^\x00-\x7f])", text)):
            delay = "50" if part.isascii() else "3000"
            run(["xdotool", "type", "--delay", delay, part], self._environment)

    def until(self, what: str, happens: Callable[[], object], limit: float = 300) -> None:
        """Waits, unless the program ends."""
        deadline = time.monotonic() + limit
        while not happens():
            assert self.process.poll() is None, f"the window closed by itself; waited for {what}"
            assert time.monotonic() < deadline, what
            time.sleep(0.2)

    def export(self, target: Path, shown_as: Path | None = None) -> None:
        """Exports the results as CSV.

        Args:
            target: the file.
            shown_as: its path as the program sees it, if it is another.
        """
        self.press("Unmask", "ctrl+e")
        self.until("the question for a file", lambda: self.shown("Export CSV"))
        self.write("Export CSV", str(shown_as or target))
        self.press("Export CSV", "Return")
        self.until("the CSV", target.exists)

    def close(self) -> None:
        """Ends the program as the system does at the end of a session."""
        self.process.terminate()
        self.process.wait(60)


def finished_scans(home: Path) -> int:
    """How many scans of the journal came to their end."""
    journal = home / ".local/share/Unmask/journal.sqlite"
    if not journal.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT COUNT(finished) FROM scans").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # It is being made.
