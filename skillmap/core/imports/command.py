"""What the import commands share: arguments, the report of faults, the last line, the exit code."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from skillmap.core.enums import ImportState
from skillmap.core.errors import DomainError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Importer
from skillmap.core.imports.run import Outcome, bring_in
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.writing import csv_line

REPORT = ("file", "sheet", "row", "column", "value", "code", "sentence")


class ImportCommand(BaseCommand):
    """One kind of file. Exit code 0: no row rejected; 2: some; 1: refused, held, failed, or all."""

    importer: ClassVar[Importer[Any]]
    formats: ClassVar[tuple[str, ...]] = ("csv",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file (CSV or XLSX), or the folder")
        if len(self.formats) > 1:
            parser.add_argument("--format", choices=self.formats, default=self.formats[0])
        parser.add_argument("--map", type=Path, help="JSON file that fits other columns")
        parser.add_argument("--dry-run", action="store_true", help="compare only, write nothing")
        parser.add_argument("--strict", action="store_true", help="one bad row stops all")
        parser.add_argument("--yes", action="store_true", help="apply what would wait for a person")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        try:
            outcome = bring_in(self.importer, self.incoming(options), dry_run=options["dry_run"])
        except (DomainError, OSError) as error:
            self.stderr.write(f"{options['path']}: {error}")
            sys.exit(1)
        self.report(outcome, options["path"])
        if outcome.exit_code:
            sys.exit(outcome.exit_code)

    def incoming(self, options: dict[str, Any]) -> Incoming:
        """Return the file with what the arguments say about it."""
        mapping: Path | None = options["map"]
        return Incoming(
            path=options["path"],
            format=options.get("format") or self.formats[0],
            mapping=mapping.read_bytes() if mapping else None,
            strict=options["strict"],
            confirmed=options["yes"],
        )

    def report(self, outcome: Outcome, path: Path) -> None:
        """Print one line per fault, then what holds the file up, then the counts: all name it."""
        if outcome.faults:
            self.stdout.write(csv_line(REPORT).rstrip())
        for fault in outcome.faults:
            self.stdout.write(fault_line(fault))
        for line in filter(None, [outcome.plan.held, *outcome.plan.questions]):
            self.stdout.write(f"{path}: {line}")
        if outcome.state == ImportState.HELD:
            words = _("Nothing was written. Look at it, then run again with --yes.")
            self.stdout.write(f"{path}: {words}")
        elif outcome.state == ImportState.REFUSED:
            self.stdout.write(f"{path}: {_('Nothing was written.')}")
        self.stdout.write(f"{path}: {outcome.last_line}")


def fault_line(fault: Fault) -> str:
    """Return a fault as one line of CSV in the order of `REPORT`."""
    values = (fault.file, fault.sheet, fault.row, fault.column, fault.value, fault.code,
              fault.sentence)  # fmt: skip
    flat = [" ".join(value.split()) if isinstance(value, str) else value for value in values]
    return csv_line(flat).rstrip()
