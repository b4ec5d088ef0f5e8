"""What several management commands share: days as arguments, and a progress bar."""

import datetime as dt
from collections.abc import Callable

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
