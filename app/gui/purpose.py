"""What a scan of the window is for, and what that means for the list of results and for its user."""

from __future__ import annotations

from enum import Enum, auto


class Purpose(Enum):
    """What the running scan, or the last one, is for.

    Attributes:
        SCAN: a new list.
        RETRY: files that failed, once more.
        ARRIVALS: new pictures of watched folders, for the list.
        ARRIVALS_BESIDE: the same while the list shows an earlier scan, which they don't belong in.
        EARLIER: an earlier scan that is read back.
    """

    SCAN = auto()
    RETRY = auto()
    ARRIVALS = auto()
    ARRIVALS_BESIDE = auto()
    EARLIER = auto()

    @property
    def fills_list(self) -> bool:
        """Its results are a list of their own."""
        return self in (Purpose.SCAN, Purpose.EARLIER)

    @property
    def joins_list(self) -> bool:
        """Its results replace those of the same paths in the list, and follow the others."""
        return self in (Purpose.RETRY, Purpose.ARRIVALS)

    @property
    def is_beside(self) -> bool:
        """The list and its model have nothing to do with it."""
        return self is Purpose.ARRIVALS_BESIDE

    @property
    def is_of_arrivals(self) -> bool:
        """It was begun because pictures arrived."""
        return self in (Purpose.ARRIVALS, Purpose.ARRIVALS_BESIDE)

    @property
    def must_not_be_stopped(self) -> bool:
        """Its user waits for it: a look at something else is no reason to cancel it."""
        return self in (Purpose.SCAN, Purpose.RETRY)
