"""``unmask web``: upload pictures, see their faces and verdicts."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr

from app import __version__
from app.detector.bundle import Bundle
from app.detector.processors import processors
from app.detector.verdict import FaceScore
from app.example_pictures import example_pictures
from app.inert_text import inert
from app.models import open_model
from app.report.csv_report import write_csv
from app.report.json_report import report
from app.scan.results import ImageResult
from app.scan.workers import WorkerError
from app.web.result_html import VERDICT_WORDS, closer_look, error_rate, picture_card, session_table
from app.web.upload_workers import UploadResult, UploadWorkers

MAX_PICTURES = 20
MAX_MEGABYTES = 50
#: Requests that wait; who comes then is told so.
_MAX_WAITING = 64
#: Requests that are worked on at the same time; the pictures of all share the worker processes.
_AT_ONCE = 8
#: Uploads are deleted this long after they came. Until then a face can be looked at again.
_MINUTES_KEPT = 15
#: Pictures of one session that its table and CSV hold, the latest, and sessions that are remembered.
_MAX_ROWS = 500
_MAX_SESSIONS = 1000
_GONE = "The picture is not kept any more. Upload it again."

# Of any session: Gradio copies the first one, which no lock can be in.
_changing = threading.Lock()

Picture = tuple[str, Path]
"""Name for people, and where the upload lies."""
Judged = tuple[str, Path, "Future[UploadResult]"]
"""The same, and what the workers will say of it."""


@dataclass(slots=True)
class Session:
    """What one visitor has had judged: rows, and no pixels.

    Attributes:
        results: of this session, in order; ``path`` is the name alone.
        uploads: where the picture of each row lies for as long as it is kept, by index of the row.
        cards: of the pictures that are judged now, and of those that came with them.
        waiting: pictures that nobody shows yet, and what becomes of them.
        judging: pictures without a card yet.
    """

    results: list[ImageResult] = field(default_factory=list)
    uploads: dict[int, Path] = field(default_factory=dict)
    cards: list[str] = field(default_factory=list)
    waiting: deque[Judged] = field(default_factory=deque)
    judging: int = 0

    def begin(self, pictures: Sequence[Judged]) -> None:
        """Awaits pictures. Those that come while others are judged are shown below them."""
        with _changing:
            if self.judging == 0:
                self.cards.clear()
            self.waiting.extend(pictures)
            self.judging += len(pictures)

    def next(self) -> Judged | None:
        """The next picture to show, for one of those who ask; None if there is none."""
        with _changing:
            return self.waiting.popleft() if self.waiting else None

    def show(self, card: str) -> None:
        """Takes the card of a picture that was awaited."""
        with _changing:
            self.cards.append(card)
            self.judging -= 1

    def give_up(self) -> None:
        """Awaits neither the picture that was asked for last nor those after it."""
        with _changing:
            self.judging -= 1 + len(self.waiting)
            self.waiting.clear()

    def shown(self) -> str:
        """All cards, and how far the judging is."""
        with _changing:
            return "".join(self.cards) + _progress(len(self.cards), len(self.cards) + self.judging)

    def add(self, name: str, upload: Path, result: UploadResult) -> UploadResult:
        """Takes a row in; returns it with its name, its place, and without the time of the upload."""
        with _changing:
            index = self.results[-1].index + 1 if self.results else 0
            named = replace(result, index=index, path=Path(name), modified=0)
            self.results.append(ImageResult(**{each.name: getattr(named, each.name) for each in fields(ImageResult)}))
            self.uploads[index] = upload
            for old in self.results[:-_MAX_ROWS]:
                del self.uploads[old.index]
            del self.results[:-_MAX_ROWS]
            return named

    def faces(self) -> list[tuple[str, str]]:
        """Words and key of each face that can be looked at again, latest picture first."""
        return [
            (
                f"{inert(str(result.path))}, face {number}: {VERDICT_WORDS[face.verdict]} {face.score:.4f}",
                f"{result.index}/{number}",
            )
            for result in reversed(self.results)
            for number, face in enumerate(result.faces, 1)
        ]

    def face(self, key: str) -> tuple[ImageResult, FaceScore] | None:
        """The face of a key that `faces` gave."""
        for result in self.results:
            for number, face in enumerate(result.faces, 1):
                if key == f"{result.index}/{number}":
                    return result, face
        return None


class Page:
    """The page and what its buttons do."""

    def __init__(self, bundle: Bundle, workers: UploadWorkers) -> None:
        """Takes the model and whoever judges."""
        self._bundle, self._workers = bundle, workers

    def build(self) -> gr.Blocks:
        """The page, ready to be served."""
        with gr.Blocks(title="Unmask", delete_cache=(60, 60 * _MINUTES_KEPT)) as page:
            session = gr.State(Session())
            gr.Markdown(
                "# Unmask\nFinds deepfaked faces in pictures and says how sure it is. "
                f"{error_rate(self._bundle)} A score is a hint, not a proof."
            )
            pictures = _picture_input()
            examples = example_pictures()
            with gr.Row(visible=bool(examples)):
                buttons = {words: gr.Button(words, size="sm") for words in examples}
            gr.Markdown(
                f"Pictures are judged on the machine that serves this page and deleted after {_MINUTES_KEPT} minutes. "
                "Upload the original file where you can: what is copied from a web page or a screen is another file, "
                "with other scores."
            )
            results = gr.HTML(elem_id="results")
            with gr.Accordion("Look closer at a face", open=False):
                face = gr.Dropdown([], label="Face", elem_id="face")
                # A page that was open when the server started anew has faces to choose from that are not known here.
                face.preprocess = lambda chosen: chosen
                look = gr.Button("Look closer")
                looked = gr.HTML(elem_id="look")
            with gr.Accordion("This session", open=False):
                table = gr.HTML(session_table([], ""), elem_id="session")
            with gr.Accordion("About the model", open=False):
                gr.Markdown(self._model_card(), elem_id="model")
            report_json = gr.JSON(visible=False)
            ask = gr.Button(visible=False)

            # One step of the page, for each request: what comes while others are judged would be passed over.
            step: dict[str, Any] = {"trigger_mode": "multiple", "api_visibility": "private"}
            judging = {"concurrency_limit": _AT_ONCE, "concurrency_id": "judge", **step}
            taken = [pictures.upload(self.take, [pictures, session], [pictures, session], **step)]
            for words, button in buttons.items():
                taken.append(button.click(self._take_example(examples[words]), [session], [session], **step))
            # Else pictures that are too many stay in the input, where each that is chosen next is one more.
            taken[0].failure(lambda: None, None, [pictures], **step)
            for each in taken:
                judged = each.success(self.judge, [session], [results], **judging)
                # What several requests show comes in any order; these are worked on one by one, and the last is right.
                judged.then(self.settle, [session], [results, face, table], concurrency_limit=1, **step)
            look.click(
                self.look,
                [face, session],
                [looked],
                concurrency_limit=_AT_ONCE,
                concurrency_id="judge",
                api_visibility="private",
            )
            ask.click(
                self.report,
                [pictures],
                [report_json],
                api_name="scan",
                api_description="Judges pictures. Returns what `unmask scan --json` writes, with a name for the path.",
                concurrency_limit=_AT_ONCE,
                concurrency_id="judge",
            )
        page.queue(max_size=_MAX_WAITING)
        return page

    def take(self, pictures: list[Picture], session: Session) -> tuple[None, Session]:
        """Hands pictures to the workers, and empties the input for others.

        No other step has it among its outputs. Where one skips an output, Gradio makes it anew for this visitor: as a
        plain input, that checks nothing and names nothing.

        Raises:
            gr.Error: there are none: the input was emptied when they came.
        """
        if not pictures:
            raise gr.Error("There is no picture to judge.", print_exception=False)
        session.begin([(name, path, self._workers.submit(path)) for name, path in pictures])
        return None, session

    def judge(self, session: Session) -> Iterator[str]:
        """Shows each picture that was taken as soon as it is judged."""
        try:
            while picture := session.next():
                yield session.shown()
                name, path, future = picture
                session.show(picture_card(session.add(name, path, _outcome(future)), self._bundle))
        except BaseException:  # Or whoever asked went away.
            session.give_up()
            raise
        yield session.shown()

    def settle(self, session: Session) -> tuple[str, gr.Dropdown, str]:
        """What the page shows when pictures are judged, or could not be."""
        faces = session.faces()
        choices = gr.Dropdown(faces, value=faces[0][1] if faces else None)
        return session.shown(), choices, session_table(session.results, _csv(session.results))

    def report(self, pictures: list[Picture]) -> dict[str, Any]:
        """Judges pictures for programs.

        Raises:
            gr.Error: there are none.
        """
        if not pictures:
            raise gr.Error("There is no picture to judge.", print_exception=False)
        session = Session()
        futures = [self._workers.submit(path) for _, path in pictures]
        for (name, path), future in zip(pictures, futures, strict=True):
            session.add(name, path, _outcome(future))
        judged = report(session.results, self._bundle, cancelled=False)
        # gradio_client takes whatever has a "path" for a file and tries to fetch it.
        judged["files"] = [{"name": row.pop("path"), **row} for row in judged["files"]]
        return judged

    def look(self, key: Any, session: Session) -> str:
        """Looks at a face again.

        Raises:
            gr.Error: there is none, or its picture is not kept any more.
        """
        chosen = session.face(str(key))
        if chosen is None:
            raise gr.Error(_GONE if key else "Upload a picture with a face first.", print_exception=False)
        result, face = chosen
        words = next(words for words, each in session.faces() if each == key)
        seen = _outcome(self._workers.submit(session.uploads[result.index], face, result.sha256))
        if seen.look is None:
            raise gr.Error(seen.reason or _GONE, print_exception=False)
        return closer_look(seen, face, self._bundle.manifest.thresholds, words)

    def _take_example(self, picture: Picture) -> Any:
        return lambda session: self.take([picture], session)[1]

    def _model_card(self) -> str:
        manifest = self._bundle.manifest
        try:
            card = self._bundle.model_card.read_text("utf-8")
        except OSError:
            card = "This model has no card."
        return f"{card}\n\nModel `{manifest.id}`, SHA-256 `{self._bundle.sha256}`. Unmask {__version__}."


def _picture_input() -> gr.File:
    """Where pictures are dropped. Uploads come out as they are: Gradio neither decodes, copies nor renames them.

    Methods of the object are replaced as Gradio writes a .pyi file beside every module with a class derived from
    one of its components.
    """
    pictures = gr.File(
        label=f"Up to {MAX_PICTURES} pictures of {MAX_MEGABYTES} MB; paste works too",
        file_count="multiple",
        elem_id="pictures",
        height=160,
    )
    folder = Path(pictures.GRADIO_CACHE).resolve()
    keep = pictures.async_move_resource_to_block_cache

    def received(payload: Any) -> list[Picture]:
        uploads = list(payload or [])
        if len(uploads) > MAX_PICTURES:
            raise gr.Error(
                f"{len(uploads)} pictures are more than the {MAX_PICTURES} that can be judged at a time. Choose fewer.",
                print_exception=False,
            )
        taken = []
        for upload in uploads:
            path = Path(upload.path).resolve()
            if not path.is_relative_to(folder):
                raise gr.Error("That is no file that was uploaded here.", print_exception=False)
            # The name is only shown: what can't be encoded or read is cut.
            name = (upload.orig_name or path.name).encode("utf-8", "replace").decode("utf-8")
            taken.append((name[:255], path))
        return taken

    async def kept(file: str | Path | None) -> str | None:
        if "://" in str(file):
            # The page judges what is uploaded; it doesn't fetch for strangers.
            raise gr.Error("Addresses can't be judged. Upload the picture.", print_exception=False)
        path: str | None = await keep(file)
        return path

    pictures.preprocess = received
    pictures.async_move_resource_to_block_cache = kept
    return pictures


def serve(port: int, host: str = "127.0.0.1") -> int:
    """Serves the page until Ctrl-C or SIGTERM.

    Args:
        port: to listen on.
        host: address to listen on; the default can be reached from this machine alone.

    Returns:
        An exit code: 0, or 4 if nobody can listen there.

    Raises:
        app.detector.bundle.BundleError: there is no usable model.
    """
    bundle, notice = open_model(None)
    if notice:
        print(f"unmask: {notice}", file=sys.stderr)
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
    try:
        # Gradio would speak of a variable of its own, which counts for nothing here.
        socket.create_server((host, port)).close()
    except OSError as error:
        why = error.strerror or error
        print(f"unmask: can't listen on port {port} of {host}: {why}. Choose another with --port.", file=sys.stderr)
        return 4
    with tempfile.TemporaryDirectory(prefix="unmask-web-", ignore_cleanup_errors=True) as uploads:
        os.environ["GRADIO_TEMP_DIR"] = uploads
        workers = UploadWorkers(bundle.folder, processors())
        page = Page(bundle, workers).build()
        try:
            _launch(page, host, port)
            print(f"unmask: the page is at http://{host}:{port}; Ctrl-C ends it.", file=sys.stderr, flush=True)
            swept = time.monotonic()
            while not stop.wait(0.5):
                if time.monotonic() > swept + 60:
                    swept = time.monotonic()
                    delete_leftovers(Path(uploads), 2 * 60 * _MINUTES_KEPT)
        finally:
            workers.close()
            page.close(verbose=False)
    return 0


def delete_leftovers(folder: Path, seconds: float) -> None:
    """Deletes what Gradio forgets: halves of uploads whose client went away, and folders that are empty by now.

    Args:
        folder: of the uploads.
        seconds: what has not changed for longer goes.
    """
    for path in sorted(folder.rglob("*"), reverse=True):  # What is in a folder comes before it.
        try:
            if time.time() - path.stat().st_mtime > seconds:
                path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            pass  # A folder with something in it, or a file in use: next time.


def _launch(page: gr.Blocks, host: str, port: int) -> None:
    here = files("app.web")
    page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        inbrowser=False,
        debug=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=MAX_MEGABYTES * 2**20,  # As Gradio tells it to who sends more.
        state_session_capacity=_MAX_SESSIONS,
        footer_links=["api"],
        # Else Gradio asks itself for the page and gives up after 3 seconds, which a busy machine may need.
        _frontend=False,
        # Fonts of the system: nothing is fetched from elsewhere.
        theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css=(here / "page.css").read_text("utf-8"),
        head=(here / "page.head.html").read_text("utf-8"),
    )


def _outcome(future: Any) -> UploadResult:
    try:
        result: UploadResult = future.result()
    except CancelledError:
        raise gr.Error("The page is being closed.", print_exception=False) from None
    except WorkerError as error:
        raise gr.Error(str(error), print_exception=False) from None
    return result


def _progress(done: int, total: int) -> str:
    return f'<p role="status">Judging picture {done + 1} of {total}…</p>' if done < total else ""


def _csv(results: Sequence[ImageResult]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "unmask.csv")
        write_csv(results, file)
        return file.read_text("utf-8-sig")
