"""Why a data set can't be used. ``str()`` of each is the sentence that the user reads."""

from __future__ import annotations


class DatasetError(Exception):
    """The data can't be trained on as it is.

    Attributes:
        resumable: starting again goes on where this stopped, once its cause is gone.
    """

    resumable = False


class DiskSpaceError(DatasetError):
    """The disk has too little room. What was fetched or extracted so far is kept."""

    resumable = True


class FolderGoneError(DatasetError):
    """A folder of pictures went away while they were read: a drive was pulled out, or a share lost."""

    resumable = True


class WorkersError(DatasetError):
    """The processes that read pictures die one after the other, for want of memory most likely."""

    resumable = True


class DownloadError(DatasetError):
    """A download stopped. What has arrived is kept, and the next attempt goes on from there."""

    resumable = True


class CredentialsError(DownloadError):
    """Kaggle wants to know who is asking, or does not accept the credentials that it was given."""
