"""Keeping what browsers and programs send while it comes in."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file on disk than any form takes, but counts all of it.

    Forms refuse by the size that was counted, so that whoever sends a gigabyte reads why; and
    nobody, logged in or not, fills the disk.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.IMPORT_MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
