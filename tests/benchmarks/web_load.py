"""Loads the web page as visitors would and prints what it took: ``python -m tests.benchmarks.web_load``.

Needs the extra ``web``, ``gradio_client`` and ``psutil``. Starts a server of its own. Let the machine do nothing else.
"""

from __future__ import annotations

import argparse
import io
import itertools
import os
import platform
import struct
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gradio_client
import httpx
import numpy as np
import psutil
from PIL import Image

from app.example_pictures import example_pictures
from tests.app.web.serving import served


def faces(folder: Path, count: int) -> list[Path]:
    """Different pictures of 256 x 256 pixels with a face each, JPEG q90."""
    generator = np.random.default_rng(0)
    sources = [Image.open(file).convert("RGB") for _, file in example_pictures().values()]
    # Where the face is, as shares of width and height, in the order of the examples.
    squares = [(0.24, 0.0, 0.42), (0.15, 0.15, 0.55), (0.15, 0.1, 0.6)]
    paths = []
    for number, (source, (left, top, share)) in zip(range(count), itertools.cycle(zip(sources, squares, strict=False))):
        side = int(share * source.width * generator.uniform(0.95, 1.05))
        x, y = int(left * source.width), int(top * source.height)
        paths.append(folder / f"{number:04}.jpg")
        source.crop((x, y, x + side, y + side)).resize((256, 256)).save(paths[-1], quality=90)
    return paths


class Visitor:
    """One client; its requests come one after the other."""

    def __init__(self, address: str) -> None:
        self._client = gradio_client.Client(address, verbose=False)

    def scan(self, path: Path) -> dict[str, Any]:
        """The row of a picture, or ``{"verdict": "refused", "reason": …}``."""
        try:
            report = self._client.predict([gradio_client.handle_file(str(path))], api_name="/scan")
        except Exception as error:  # What the client raises is no fixed set, and each is a row of the table here.
            return {"verdict": "refused", "reason": str(error).splitlines()[0][:160]}
        row: dict[str, Any] = report["files"][0]
        return row


def throughput(address: str, pictures: list[Path], clients: int) -> tuple[float, Counter[str]]:
    """Pictures a second and verdicts, with each client asking for the next as soon as it has an answer."""
    with ThreadPoolExecutor(clients) as threads:
        visitors = list(threads.map(lambda _: Visitor(address), range(clients)))
        list(threads.map(lambda visitor: visitor.scan(pictures[0]), visitors))  # Starts the workers.
        todo: Iterator[Path] = iter(pictures)
        lock = threading.Lock()

        def work(visitor: Visitor) -> list[str]:
            verdicts = []
            while True:
                with lock:
                    path = next(todo, None)
                if path is None:
                    return verdicts
                verdicts.append(str(visitor.scan(path)["verdict"]))

        started = time.monotonic()
        done = list(threads.map(work, visitors))
    return len(pictures) / (time.monotonic() - started), Counter(itertools.chain(*done))


def memory(server: psutil.Process) -> str:
    """Resident memory of the server and of each worker, in MB."""
    own = server.memory_info().rss
    workers = sorted((child.memory_info().rss for child in server.children(recursive=True)), reverse=True)
    return f"{own / 2**20:.0f} + " + " + ".join(f"{rss / 2**20:.0f}" for rss in workers)


def at_once(address: str, picture: Path, count: int) -> Counter[str]:
    """What so many clients are told that ask in the same moment."""
    with ThreadPoolExecutor(count) as threads:
        visitors = list(threads.map(lambda _: Visitor(address), range(count)))
        barrier = threading.Barrier(count)

        def ask(visitor: Visitor) -> str:
            barrier.wait()
            row = visitor.scan(picture)
            return f"refused: {row['reason']}" if row["verdict"] == "refused" else "judged"

        return Counter(threads.map(ask, visitors))


def go_away(address: str, picture: Path, count: int) -> None:
    """Asks and leaves before the answer."""
    with httpx.Client(base_url=f"{address}gradio_api", timeout=300) as client:
        for _ in range(count):
            (path,) = client.post("/upload", files={"files": ("a.jpg", picture.read_bytes())}).json()
            file = {"path": path, "orig_name": "a.jpg", "meta": {"_type": "gradio.FileData"}}
            event = client.post("/call/scan", json={"data": [[file]]}).json()["event_id"]
            with client.stream("GET", f"/call/scan/{event}"):
                pass


def hostile(folder: Path) -> dict[str, Path]:
    """Files that are refused."""
    contents = {
        "60 MB": bytes(60 * 10**6),
        "0 bytes": b"",
        "no picture": b"I am no picture",
        "bomb, 40,000 x 40,000": _png(40_000, 40_000),
        "half a picture": _png(256, 256)[:60],
        "no face": _plain(),
    }
    files = {}
    for number, (name, content) in enumerate(contents.items()):
        files[name] = folder / f"hostile{number}.png"
        files[name].write_bytes(content)
    return files


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _plain() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (256, 256), "gray").save(stream, "PNG")
    return stream.getvalue()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--pictures", type=int, default=400, help="for the rate (default: 400)")
    parser.add_argument("--requests", type=int, default=2000, help="for the memory (default: 2,000)")
    parser.add_argument("--at-once", type=int, default=200)
    parser.add_argument("--gone", type=int, default=50, help="clients that go away")
    arguments = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        folder, uploads = Path(temporary, "pictures"), Path(temporary, "served")
        folder.mkdir()
        uploads.mkdir()
        pictures = faces(folder, arguments.pictures)
        with served(uploads) as (address, process):
            server = psutil.Process(process.pid)
            rate, verdicts = throughput(address, pictures, arguments.clients)
            print(f"{arguments.clients} clients, 256 px faces: {rate:.1f} pictures a second; {dict(verdicts)}")
            print(f"memory, server + workers, MB: {memory(server)} at the start")
            for moment in ("in the middle", "at the end"):
                half = list(itertools.islice(itertools.cycle(pictures), arguments.requests // 2))
                throughput(address, half, arguments.clients)
                print(f"memory, server + workers, MB: {memory(server)} {moment} of {arguments.requests} requests")
            for outcome, number in at_once(address, pictures[0], arguments.at_once).items():
                print(f"{arguments.at_once} at once: {number} {outcome}")
            go_away(address, pictures[0], arguments.gone)
            print(f"{arguments.gone} clients that go away: then {Visitor(address).scan(pictures[0])['verdict']}")
            for name, path in hostile(folder).items():
                row = Visitor(address).scan(path)
                print(f"{name}: {row['verdict']}: {row['reason']}")
            print(f"afterwards: {Visitor(address).scan(pictures[0])['verdict']}; memory {memory(server)}")
            assert process.poll() is None, "the server died"
        print(f"left behind: {[str(path.relative_to(uploads)) for path in uploads.rglob('*')]}")
        print(f"the server said:\n{Path(temporary, 'served.log').read_text('utf-8', 'replace')}")


if __name__ == "__main__":
    main()
