"""How much of the machine a scan takes: all of it, or less on battery and where the user asks for that."""

from __future__ import annotations

from dataclasses import dataclass

import psutil

from app.detector.processors import processors
from app.scan.results import ScanRequest
from app.scan.workers import MOST_WORKERS


@dataclass(frozen=True, slots=True)
class Pace:
    """How many workers there are, whether at the lowest priority, and whether because of the battery.

    ``str()`` says it to the user.
    """

    workers: int
    gentle: bool
    battery: bool

    @classmethod
    def now(cls, request: ScanRequest, gentle: bool | None) -> Pace:
        """That of a scan at this moment.

        Args:
            request: what is scanned.
            gentle: whether the user wants it gentle by now; None lets the battery decide.
        """
        if request.cluster is not None:
            return cls(0, gentle=False, battery=False)  # Its machines are not ours to spare.
        battery = gentle is None and _on_battery()
        gentle = battery or bool(gentle)
        cores = processors()
        workers = request.workers or (max(1, cores // 2) if gentle else cores)
        return cls(min(workers, MOST_WORKERS), gentle, battery)

    def __str__(self) -> str:
        on = f"{self.workers} of {processors()} cores"
        if not self.gentle:
            return f"The scan runs at full speed again, on {on}."
        why = "The machine runs on its battery: the" if self.battery else "The"
        return f"{why} scan is gentle, on {on} and with the lowest priority."


def _on_battery() -> bool:
    try:
        battery = psutil.sensors_battery()
    except (OSError, ValueError):  # What a driver says of it may be anything.
        return False
    return battery is not None and battery.power_plugged is False
