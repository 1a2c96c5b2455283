"""How other threads wake a loop that waits for worker processes."""

from __future__ import annotations

import multiprocessing
import threading


class Wake:
    """A pipe with one byte in it if there is something to look at: it is enough until it was read.

    Attributes:
        connection: what the loop waits for, together with others; for `app.scan.workers.Pool.wait`.
    """

    def __init__(self) -> None:
        """Has not rung."""
        # Ctrl-C may ring on the thread that the loop runs on, wherever that is: also where it has the lock. That there
        # may be a byte too many in the pipe then matters to nobody, as the loop looks whether it is cancelled before it
        # waits again.
        self._lock = threading.RLock()
        self.connection, self._sender = multiprocessing.Pipe(duplex=False)
        self._has_rung = False

    def ring(self) -> None:
        """Makes the loop look, from any thread."""
        with self._lock:
            if not self._has_rung:
                self._has_rung = True
                self._sender.send_bytes(b"!")

    def heard(self) -> None:
        """For the loop, before it looks: what rings from now on wakes it again."""
        with self._lock:
            if self._has_rung:
                self._has_rung = False
                self.connection.recv_bytes()
