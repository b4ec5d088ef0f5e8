"""`export_everything`: all tables and documents, for moving away."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillmap.core.management.options import progress_on
from skillmap.custody.exports import into_folder, write_everything
from skillmap.custody.tables import all_tables
from skillmap.custody.whole_documents import WHOLE


class Command(BaseCommand):
    help = "Write everything as CSV and JSON into a new or empty folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="name the files only")

    def handle(self, **options: Any) -> None:
        folder: Path = options["dir"]
        if options["dry_run"]:
            for name, _header, _rows in all_tables():
                self.stdout.write(f"{name}.csv")
            for document in WHOLE:
                self.stdout.write(f"{document.name}.json")
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            text = _("%(dir)s is not empty: take an empty folder. A run that stopped left a part.")
            raise CommandError(text % {"dir": folder})
        try:
            counts = write_everything(into_folder(folder), progress_on(self.stdout))
        except OSError as error:
            for path in folder.iterdir():
                path.unlink()
            raise CommandError(str(error)) from error
        for name, count in counts.items():
            self.stdout.write(_("%(count)8d rows in %(name)s") % {"count": count, "name": name})
