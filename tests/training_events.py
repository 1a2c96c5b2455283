"""What a training said, line by line: `training_events.jsonl`, which the window's tests replay.

`tests/trainer/test_training_run.py` compares it with what a training says now. Where they differ and should, delete the
file and run that test: it records a new one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECORD = Path(__file__).with_suffix(".jsonl")

Event = dict[str, Any]


def recorded_events() -> list[Event]:
    """The events of the recorded training."""
    return [json.loads(line) for line in RECORD.read_text("utf-8").splitlines()]


def record(events: list[Event], folders: dict[Path, str]) -> None:
    """Keeps events, of each stage's progress the first alone.

    Args:
        events: of a training.
        folders: what is written for the folders that they name.
    """
    lines, stages = [], set()
    for event in events:
        if event["event"] == "progress":
            if event["stage"] in stages:
                continue
            stages.add(event["stage"])
        line = json.dumps(event)
        for folder, name in folders.items():
            line = line.replace(json.dumps(str(folder))[1:-1], name)
        lines.append(f"{line}\n")
    RECORD.write_text("".join(lines), "utf-8")


def keys_by_kind(events: list[Event]) -> dict[str, set[str]]:
    """The keys of each kind of event, those of what is in them behind a dot; progress by its stage."""
    found: dict[str, set[str]] = {}
    for event in events:
        kind = f"{event['event']} {event['stage']}" if event["event"] == "progress" else event["event"]
        found.setdefault(kind, set()).update(_keys(event))
    return found


def _keys(value: Any, before: str = "") -> set[str]:
    if isinstance(value, list):
        return {key for each in value for key in _keys(each, before)}
    if not isinstance(value, dict):
        return set()
    return {f"{before}{key}" for key in value} | {
        key for name, each in value.items() for key in _keys(each, f"{before}{name}.")
    }
