"""`backup`: everything, tables and files, into one ZIP file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError
from skillmap.core.management.options import progress_on
from skillmap.custody.backups import make_backup, stored_files, tables


class Command(BaseCommand):
    help = "Write the whole database and all stored files into one ZIP file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, such as skillmap.zip")
        parser.add_argument("--dry-run", action="store_true", help="say how much it is")

    def handle(self, **options: Any) -> None:
        if options["dry_run"]:
            counts = {"tables": len(tables()), "files": sum(1 for _path in stored_files())}
            self.stdout.write(_("%(tables)d tables and %(files)d files.") % counts)
            return
        try:
            manifest = make_backup(options["file"], progress=progress_on(self.stdout))
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(part["size"] for part in manifest["tables"].values())
        counts = {"rows": rows, "files": len(manifest["files"])}
        self.stdout.write(_("Kept %(rows)d rows and %(files)d files.") % counts)
