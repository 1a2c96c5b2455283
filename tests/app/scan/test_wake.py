"""What wakes a scan: once for however many reasons, again after it was heard, and from a signal at any moment."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from app.scan.wake import Wake


def test_it_rings_once_until_it_is_heard() -> None:
    wake = Wake()
    wake.heard()
    assert not wake.connection.poll()
    wake.ring()
    wake.ring()
    assert wake.connection.poll()
    wake.heard()
    assert not wake.connection.poll()
    wake.ring()
    assert wake.connection.poll()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("interrupted", ["send_bytes", "recv_bytes"])
def test_a_signal_that_comes_while_it_rings_or_is_heard_rings_too(
    interrupted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wake = Wake()
    connection = type(wake.connection)
    call = getattr(connection, interrupted)

    def interrupted_call(self: Any, *data: bytes) -> Any:
        monkeypatch.undo()
        signal.raise_signal(signal.SIGINT)
        return call(self, *data)

    before = signal.signal(signal.SIGINT, lambda *_: wake.ring())
    try:
        monkeypatch.setattr(connection, interrupted, interrupted_call)
        wake.ring()
        wake.heard()
    finally:
        signal.signal(signal.SIGINT, before)
    assert wake.connection.poll() == (interrupted == "recv_bytes")
