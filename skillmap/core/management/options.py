"""What several management commands share: days as arguments, a progress bar, a file to write."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.core.management.base import CommandError, OutputWrapper
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _


def day_of(text: str | None) -> dt.date | None:
    """The day an option names, if any. Raises `CommandError` for anything else."""
    if text is None:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(_("%(text)s is not a day such as 2026-03-31.") % {"text": text})
    return day


def progress_on(stream: OutputWrapper) -> Callable[[int, int], None]:
    """A bar on a terminal, silence elsewhere."""

    def show(done: int, total: int) -> None:
        bar = "#" * (40 * done // max(total, 1))
        stream.write(f"\r[{bar:<40}] {done}/{total}", ending="")
        if done >= total:
            stream.write("")

    return show if stream.isatty() else lambda _done, _total: None


def check_output(path: Path | None) -> None:
    """Raise `CommandError`, before anything is computed, where a file has no place."""
    if path and not path.parent.is_dir():
        raise CommandError(_("There is no folder %(path)s.") % {"path": path.parent})
    if path and path.is_dir():
        raise CommandError(_("%(path)s is a folder. Name a file in it.") % {"path": path})


@contextmanager
def output_file(path: Path) -> Iterator[TextIO]:
    """A text file to write the result to; raises `CommandError` where it cannot be written."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise CommandError(_("%(path)s cannot be written.") % {"path": path}) from error
