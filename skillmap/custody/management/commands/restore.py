"""`restore`: put a file of `backup` back, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError
from skillmap.core.management.options import progress_on
from skillmap.custody.restoring import check_backup, restore_backup


class Command(BaseCommand):
    help = "Restore a file of `backup` into an empty, migrated database; counts are compared."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="delete what is here first")
        parser.add_argument("--dry-run", action="store_true", help="only check the file")

    def handle(self, **options: Any) -> None:
        source, replace = options["file"], options["replace"]
        try:
            if options["dry_run"]:
                check_backup(source, replace=replace)
                self.stdout.write(_("This copy can be restored here."))
                return
            manifest = restore_backup(source, replace=replace, progress=progress_on(self.stdout))
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(part["size"] for part in manifest["tables"].values())
        counts = {"rows": rows, "files": len(manifest["files"])}
        self.stdout.write(_("Restored %(rows)d rows and %(files)d files.") % counts)
