"""``unmask --self-test``."""

from __future__ import annotations

import sys

from app import __version__
from app.inert_text import inert


def self_test_command() -> int:
    """Checks the installation, a line for each part on standard output.

    Returns:
        0 if every part works, else 1.
    """
    # Imported here: no other command needs it.
    from app.self_test import self_test

    print(f"unmask {__version__}", file=sys.stderr)
    passed = True
    for check in self_test():
        print(f"{'ok' if check.passed else 'failed'}\t{check.name}\t{inert(check.sentence)}", flush=True)
        passed = passed and check.passed
    return 0 if passed else 1
