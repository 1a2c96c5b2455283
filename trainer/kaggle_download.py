"""Downloads a data set with the official Kaggle client, in a child process of its own.

In its own process, because the client prints, exits and waits for minutes on a dead network, as a command line program
may: here a cancel answers at once, and its output can't mix with the events on ours. The child reads the credentials
itself; they are in no argument and no log.
"""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from trainer.archive import check_disk_space
from trainer.child_process import exit_with_parent
from trainer.dataset_errors import CredentialsError, DatasetError, DiskSpaceError, DownloadError

_ADVICE = (
    "make a token at https://www.kaggle.com/settings/api (Generate New Token) and enter it in the training dialog "
    "or save it as ~/.kaggle/access_token"
)
_NAME = re.compile(r"(?:https?://(?:www\.)?kaggle\.com/(?:datasets/)?)?([\w-]+/[\w-][\w.-]*)/?", re.ASCII)
#: A tab of the page, or a part of it, as a browser shows its address: .../data, ...?select=train
_PART = re.compile(r"https?://(?:www\.)?kaggle\.com/datasets/([\w-]+/[\w-][\w.-]*)[/?#].*", re.ASCII)
#: Times that the client resumes by itself, after 2, 4, 8, … seconds.
_RETRIES = 5
_POLL_SECONDS = 0.2

Progress = Callable[[int, int], None]
"""Bytes done and in all (0 while unknown). What it raises stops the download and comes out of the call."""


def dataset_name(text: str) -> str | None:
    """``owner/name`` from itself or from the address of a data set's page; None if it is neither."""
    match = _NAME.fullmatch(text.strip()) or _PART.fullmatch(text.strip())
    return match[1] if match else None


def archive_path(dataset: str, folder: Path) -> Path:
    """Where the Kaggle client puts the zip file of a data set that is downloaded to a folder."""
    return folder / f"{dataset.split('/')[1]}.zip"


def download(
    dataset: str, archive: Path, progress: Progress = lambda done, total: None, retries: int = _RETRIES
) -> None:
    """Downloads the zip file of a data set, or goes on with what an earlier attempt has left.

    Args:
        dataset: ``owner/name``.
        archive: see `archive_path`; its folder is made if it isn't there.
        progress: see `Progress`; called several times a second, also while nothing arrives.
        retries: times that a lost connection is taken up again before giving up.

    Raises:
        CredentialsError: Kaggle asks for credentials or refuses those it got.
        DownloadError: no network, a network that stayed away, no such data set, rules that were not accepted.
        DiskSpaceError: the download and its content won't fit.
    """
    archive.parent.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_download_in_child, args=(dataset, archive, retries, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        _follow(dataset, archive, ours, progress)
    finally:
        # The client notes what a partial file belongs to before its first byte, so that it can end here at any time.
        child.kill()
        child.join()
        ours.close()


def _follow(dataset: str, archive: Path, messages: Connection, progress: Progress) -> None:
    total = 0
    while True:
        message: Any = None
        if messages.poll(_POLL_SECONDS):
            try:
                message = messages.recv()
            except EOFError:
                raise DownloadError(f"The download of {dataset} broke off; start again to go on with it.") from None
        if isinstance(message, DatasetError):
            raise message
        if isinstance(message, int):
            total = message
            # Twice: the zip file, and the pictures that are taken out of it.
            check_disk_space(archive.parent, 2 * total - _size(archive), f"download and unpack {dataset}")
        elif message == "done":
            progress(_size(archive), _size(archive))
            return
        progress(_size(archive), total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _download_in_child(dataset: str, archive: Path, retries: int, channel: Connection) -> None:
    exit_with_parent()
    try:
        os.dup2(2, 1)
    except OSError:  # A program without a console has neither.
        pass
    try:
        _run_client(dataset, archive.parent, retries, channel)
        channel.send("done")
    except DatasetError as error:
        channel.send(error)
    except BaseException as error:  # The client also raises SystemExit.
        channel.send(_explained(error, dataset, archive))


def _run_client(dataset: str, folder: Path, retries: int, channel: Connection) -> None:
    # Both would have the client print requests with their Authorization header.
    os.environ.pop("VERBOSE", None)
    os.environ.pop("VERBOSE_OUTPUT", None)
    # Only here: the package signs in when it is imported.
    from kaggle.api.kaggle_api_extended import KaggleApi

    class Client(KaggleApi):
        """Tells how much is to come before it comes."""

        def download_file(self, response: Any, outfile: str, http_client: Any, *options: Any) -> None:
            channel.send(int(response.headers.get("Content-Length") or 0))
            # The client's positional options are quiet and resume.
            super().download_file(response, outfile, http_client, *options, max_retries=retries)

    client = Client()
    source = credentials_source()
    if source is not None:
        try:
            client.authenticate()
        except SystemExit:
            raise CredentialsError(_refused(source)) from None
    # Without credentials the client's own program asks anonymously for public data sets, too.
    client.dataset_download_files(dataset, path=str(folder), quiet=True)


def _explained(error: BaseException, dataset: str, archive: Path) -> DatasetError:
    import requests
    import urllib3

    page = f"https://www.kaggle.com/datasets/{dataset}"
    if isinstance(error, requests.exceptions.HTTPError) and error.response is not None:
        status = _status(error.response)
        source = credentials_source()
        if status in (401, 403) and source is None:
            return CredentialsError(f"Kaggle wants to know who downloads {dataset}: {_ADVICE}.")
        if status == 401:
            return CredentialsError(_refused(source or "the token"))
        if status == 403:
            return DownloadError(
                f"Kaggle does not let this account download {dataset} (403): open {page}, accept its rules, "
                "check the name, and start again."
            )
        if status == 404:
            return DownloadError(f"Kaggle has no data set {dataset} (404): compare the name with {page}.")
        if status == 429:
            return DownloadError("Kaggle has had too many downloads from this account (429): start again later.")
        return DownloadError(f"Kaggle answered the download of {dataset} with error {status}: start again later.")
    arrived = _size(archive)
    network = (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, ConnectionError, TimeoutError)
    if isinstance(error, (*network, ValueError)) and arrived:
        return DownloadError(
            f"The network was lost after {arrived / 2**20:,.1f} MB of {dataset}; start again to go on from there."
        )
    if isinstance(error, network):
        return DownloadError(
            "Kaggle can't be reached: check the network connection (and the proxy, if there is one), and start again."
        )
    if isinstance(error, OSError):
        return DiskSpaceError(f"{archive.parent} can't be written ({error.strerror}); free some space and start again.")
    # The message of an unknown error may quote a request, and that its header.
    return DownloadError(f"The Kaggle client stopped with {type(error).__name__}; start again to go on.")


def _status(response: Any) -> int:
    """HTTP status; Kaggle also answers 200 with the status in the body."""
    if response.status_code < 400:
        try:
            return int(response.json()["code"])
        except (ValueError, KeyError, TypeError):
            pass
    return int(response.status_code)


def _refused(source: str) -> str:
    return f"Kaggle refuses the credentials in {source}: {_ADVICE}."


def _home() -> Path:
    return Path("~/.kaggle").expanduser()


def _config_folders() -> list[Path]:
    """Folders where the client may look for kaggle.json."""
    if os.environ.get("KAGGLE_CONFIG_DIR"):
        return [Path(os.environ["KAGGLE_CONFIG_DIR"])]
    return [_home(), Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser()) / "kaggle"]


def credentials_source() -> str | None:
    """Where the Kaggle client will find credentials, in words: a file or an environment variable; None if nowhere."""
    if os.environ.get("KAGGLE_API_TOKEN"):
        return "the environment variable KAGGLE_API_TOKEN"
    files = [_home() / "access_token", _home() / "access_token.txt"]
    for file in files:
        if _size(file):
            return str(file)
    if os.environ.get("KAGGLE_USERNAME") and os.environ.get("KAGGLE_KEY"):
        return "the environment variables KAGGLE_USERNAME and KAGGLE_KEY"
    files = [folder / "kaggle.json" for folder in _config_folders()] + [_home() / "credentials.json"]
    return next((str(file) for file in files if _size(file)), None)
