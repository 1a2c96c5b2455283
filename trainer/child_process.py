"""What every child process of a training run does first."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading


def exit_with_parent() -> None:
    """Ends this process as soon as its parent is gone, however the parent went.

    Workers of a pool hold both ends of its queues: when the parent is killed, they wait for ever. A download would
    even go on, beside that of the resumed run and into the same file.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, name="exit-with-parent", daemon=True).start()
