"""Files that are there whole or not at all, whatever happens while they are written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def written_whole(target: Path, *, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Write beside `target`, and put it in its place once all of it is on the disk.

    What was there before stays until then. Of a process that is killed a `.part` is left behind.
    Raises `DomainError` where the disk is full.
    """
    part = target.with_name(f"{target.name}.{uuid4().hex}.part")
    try:
        with (
            room_needed(),
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file,
        ):
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def room_needed() -> Iterator[None]:
    """Raises `DomainError` where the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        text = _(
            "There is no room left on the disk. Nothing of this was kept; make room and try again."
        )
        raise DomainError(text, code="disk_full") from error
