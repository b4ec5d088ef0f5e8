"""Reading an uploaded file in a process of its own that may use only so much memory and time.

A file made to exhaust its reader then kills that process and nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import Fault, FileRefused, refuse
from skillmap.core.tabular.limits import MEGABYTE
from skillmap.core.tabular.reading import read_sheet
from skillmap.core.tabular.sheet import Sheet

MEMORY = 1536 * MEGABYTE
"""Address space of the reading process, bytes."""

SECONDS = 120
"""Processor time, and twice that on the clock, after which reading is given up."""

_PROJECT = Path(__file__).parents[3]


def read_sheet_apart(
    path: Path, *, name: str, memory: int = MEMORY, seconds: int = SECONDS
) -> Sheet:
    """Read a file as `reading.read_sheet` does, but in a limited process.

    Raises `FileRefused`, also when the process ran out of memory or time.
    """
    module = "skillmap.core.tabular.sandbox"
    command = [sys.executable, "-m", module, str(path.resolve()), name, str(memory), str(seconds)]
    try:
        finished = subprocess.run(  # noqa: S603 our own module, and an argument list, no shell
            command,
            cwd=_PROJECT,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # none of our secrets
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _exhausted(name) from error
    if finished.returncode != 0:
        raise _exhausted(name)
    return _unpack(json.loads(finished.stdout))


def _exhausted(name: str) -> FileRefused:
    sentence = _("Reading the file took too much memory or time. Split it into smaller files.")
    return refuse(name, "too_large", sentence)


def _unpack(answer: dict[str, list[dict[str, object]]]) -> Sheet:
    if "refused" in answer:
        raise FileRefused(Fault(**fault) for fault in answer["refused"])  # type: ignore[arg-type]
    sheet = Sheet(**answer["sheet"])  # type: ignore[arg-type]
    faults = [Fault(**fault) for fault in sheet.faults]  # type: ignore[arg-type]
    return Sheet(sheet.file, sheet.name, tuple(sheet.header), sheet.numbers, sheet.rows, faults)


def _main(path: str, name: str, memory: str, seconds: str) -> None:
    settings.configure(USE_I18N=False)  # the project's settings would want its secrets
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer: dict[str, object] = {"sheet": _pack(read_sheet(Path(path), name=name))}
    except FileRefused as refusal:
        answer = {"refused": [asdict(fault) for fault in refusal.faults]}
    json.dump(answer, sys.stdout)


def _pack(sheet: Sheet) -> dict[str, object]:
    """Return the sheet as JSON; not by `asdict`, which would copy every row."""
    return {
        "file": sheet.file,
        "name": sheet.name,
        "header": sheet.header,
        "numbers": sheet.numbers,
        "rows": sheet.rows,
        "faults": [asdict(fault) for fault in sheet.faults],
    }


if __name__ == "__main__":
    _main(*sys.argv[1:])
