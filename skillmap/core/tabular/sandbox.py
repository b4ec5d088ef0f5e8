"""Reading an uploaded file, or one inside an uploaded ZIP, in a process of its own.

It may use only so much memory and time, so a file made to exhaust its reader kills that process
and nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import Fault, FileRefused, refuse
from skillmap.core.tabular.folder import Folder, is_folder
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
    return _sheet(_ask({"what": "file", "path": path, "name": name}, memory, seconds))


@dataclass(frozen=True)
class FolderApart(Folder):
    """A ZIP that somebody sent: what is in it, and each file, is read in a limited process."""

    memory: int = MEMORY
    seconds: int = SECONDS

    def table(self, *names: str) -> Sheet:
        if is_folder(self.path):
            return self.sheet(*names)
        limits = {"memory": self.memory, "seconds": self.seconds}
        return read_sheet_apart(self.path, name=self.shown, **limits)

    def sheet(self, *names: str, delimiter: str = ",") -> Sheet:
        return _sheet(self._ask("member", names=names, delimiter=delimiter))

    @cached_property
    def members(self) -> Collection[str]:
        return frozenset(self._ask("members")["members"])

    def _ask(self, what: str, **more: Any) -> dict[str, Any]:
        question = {"what": what, "path": self.path, "name": self.shown, **more}
        return _ask(question, self.memory, self.seconds)


def _ask(question: dict[str, Any], memory: int, seconds: int) -> dict[str, Any]:
    """Return what a limited process answers. Raises `FileRefused`."""
    question["path"] = str(question["path"].resolve())
    module = "skillmap.core.tabular.sandbox"
    command = [sys.executable, "-m", module, json.dumps(question), str(memory), str(seconds)]
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
        raise _exhausted(question["name"]) from error
    if finished.returncode != 0:
        raise _exhausted(question["name"])
    answer: dict[str, Any] = json.loads(finished.stdout)
    if "refused" in answer:
        raise FileRefused(Fault(**fault) for fault in answer["refused"])
    return answer


def _exhausted(name: str) -> FileRefused:
    sentence = _("Reading the file took too much memory or time. Split it into smaller files.")
    return refuse(name, "too_large", sentence)


def _sheet(answer: dict[str, Any]) -> Sheet:
    sheet = Sheet(**answer["sheet"])
    faults = [Fault(**fault) for fault in sheet.faults]  # type: ignore[arg-type]
    return Sheet(sheet.file, sheet.name, tuple(sheet.header), sheet.numbers, sheet.rows, faults)


def _main(question: str, memory: str, seconds: str) -> None:
    settings.configure(USE_I18N=False)  # the project's settings would want its secrets
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = _answer(**json.loads(question))
    except FileRefused as refusal:
        answer = {"refused": [asdict(fault) for fault in refusal.faults]}
    json.dump(answer, sys.stdout)


def _answer(what: str, path: str, name: str, **more: Any) -> dict[str, Any]:
    """Read what is asked for, inside the limits."""
    folder = Folder(Path(path), name)
    if what == "members":
        return {"members": list(folder.members)}
    if what == "member":
        return {"sheet": _pack(folder.sheet(*more["names"], delimiter=more["delimiter"]))}
    return {"sheet": _pack(read_sheet(Path(path), name=name))}


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
