"""The Debian package in a Debian that has nothing else, where a user without rights runs it.

Takes root, debootstrap and the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.frozen.driving import ROOT, Window, display, finished_scans, run, scan_from_source

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]

# The mounts end with the process.
_ENTER = """
mount -t proc none "$1/proc"; mount --rbind /dev "$1/dev"
mkdir -p "$1/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"
exec chroot "$@"
"""
_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}


class Debian:
    """A folder that holds a system of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home/jo"

    def command(self, *command: Path | str, user: str = "root") -> list[Path | str]:
        """The command as it is run inside."""
        become: list[Path | str] = ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        Path("/tmp/.X11-unix").mkdir(exist_ok=True)
        return ["unshare", "--mount", "sh", "-ec", _ENTER, "sh", self.root, *become, *command]

    def run(self, *command: Path | str, user: str = "root") -> subprocess.CompletedProcess[str]:
        return run(self.command(*command, user=user), self.environment(user))

    def environment(self, user: str) -> dict[str, str]:
        return _ENVIRONMENT | {"HOME": "/root" if user == "root" else f"/home/{user}"}


@pytest.fixture(scope="module")
def debian(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        pytest.skip("needs root and debootstrap")
    root = tmp_path_factory.mktemp("debian")
    root.chmod(0o755)
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", root], stdout=subprocess.DEVNULL, check=True)
    subprocess.run([ROOT / "scripts/make-deb", built, root / "unmask.deb"], check=True)
    system = Debian(root)
    assert system.run("apt-get", "update").returncode == 0
    installed = system.run("apt-get", "install", "--yes", "--no-install-recommends", "/unmask.deb")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    system.run("useradd", "--create-home", "jo")
    yield system
    shutil.rmtree(root)


def test_it_runs_in_a_bare_debian_and_is_removed_without_the_users_files(
    debian: Debian, pictures: Path, tmp_path: Path
) -> None:
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
    outcome = debian.run("unmask-cli", "--self-test", user="jo")
    assert outcome.stdout.count("ok\t") == 9, outcome.stdout + outcome.stderr
    assert outcome.returncode == 0

    shutil.copytree(pictures, debian.home / "Bilder für heute")
    source = tmp_path / "source.csv"
    with display(debian.environment("jo")) as environment:
        window = Window(debian.command("unmask", "/home/jo/Bilder für heute", user="jo"), environment)
        try:
            window.until("a window", lambda: window.shown("Unmask"))
            window.until("the end of the scan", lambda: finished_scans(debian.home))
            time.sleep(2)  # What is in the journal is yet to be shown.
            window.export(debian.home / "results.csv", Path("/home/jo/results.csv"))
        finally:
            window.close()
    scan_from_source(debian.home / "Bilder für heute", source)
    expected = source.read_text("utf-8-sig").replace(str(debian.root), "")
    assert (debian.home / "results.csv").read_text("utf-8-sig") == expected

    kept = debian.home / ".local/share/Unmask/journal.sqlite"
    removed = debian.run("apt-get", "remove", "--yes", "unmask")
    assert removed.returncode == 0, removed.stderr
    assert "~/.config/Unmask, ~/.local/share/Unmask and ~/.cache/Unmask" in removed.stdout
    assert not (debian.root / "usr/lib/unmask").exists()
    assert kept.is_file()
