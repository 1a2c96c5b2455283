"""Keeps Python's garbage collector away from the rows of the table.

Now and then it looks at every object there is for some that only hold each other. A hundred thousand rows are a million
objects: the program stands still for 0.2 s, on whichever thread it happens, and nothing is ever found among them.
"""

from __future__ import annotations

import gc

#: Rows that it may look at again and again, for 10 ms at most. Fewer are not set aside: whatever else is set aside with
#: them, and comes to hold only itself later, stays in memory until all rows go.
FEW_ROWS = 2000


class RowsSetAside:
    """Sets rows aside as they are added, with whatever else there is at that moment."""

    def __init__(self) -> None:
        self._not_yet = 0

    def add(self, rows: int) -> None:
        """Tells of rows that were added."""
        self._not_yet += rows
        if self._not_yet >= FEW_ROWS:
            self._not_yet = 0
            gc.collect(1)
            gc.freeze()

    def clear(self) -> None:
        """The rows are gone: everything that there is counts again."""
        self._not_yet = 0
        gc.unfreeze()
